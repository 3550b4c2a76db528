"""The card that the running process leaves beside the database."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.admin import Admin, AdminUnavailable, card
from storage.database import connect


async def test_what_stands_where_the_card_goes_is_named_and_nothing_stays_open(tmp_path: Path) -> None:
    path = tmp_path / "palier.db"
    card(path).mkdir()
    database = await connect(path)
    try:
        route = Admin(database, path)
        with pytest.raises(AdminUnavailable) as refused:
            await route.start()
        assert refused.value.path == card(path)
        assert not route._runner.sites
    finally:
        await database.close()


async def test_a_card_that_cannot_be_removed_stops_no_end(tmp_path: Path) -> None:
    path = tmp_path / "palier.db"
    database = await connect(path)
    try:
        route = Admin(database, path)
        await route.start()
        (host, port), *_ = route._runner.addresses
        card(path).unlink()
        card(path).mkdir()
        await route.stop()
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection(host, port)
    finally:
        await database.close()
