"""The room where a commission votes, as it runs."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

from bot.hall import Hall
from bot.serve import now
from storage.database import connect


async def test_where_nothing_is_due_the_countdowns_cost_nothing(tmp_path: Path) -> None:
    database, asked = await connect(tmp_path / "palier.db"), [0]

    def clock() -> datetime:
        asked[0] += 1
        return now()

    timing = asyncio.create_task(Hall(database).time(clock))
    await asyncio.sleep(0.2)
    timing.cancel()
    await asyncio.gather(timing, return_exceptions=True)
    await database.close()
    assert 1 <= asked[0] <= 3
