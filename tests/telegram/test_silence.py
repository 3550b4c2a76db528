"""A Bot API that says nothing, or never ends what it says: the bot does not wait for ever, and health tells."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from telegram.error import NetworkError, TimedOut

from bot.channels.telegram.request import AioRequest
from tests.botapi.client import Telegram, botapi
from tests.telegram.house import House, house
from tests.telegram.test_channel import answering, rows


@asynccontextmanager
async def opened(request: AioRequest) -> AsyncIterator[AioRequest]:
    await request.initialize()
    try:
        yield request
    finally:
        await request.shutdown()


async def get_me(telegram: Telegram, request: AioRequest) -> bytes:
    return (await request.do_request(f"{telegram.bot_url}{telegram.token}/getMe", "POST"))[1]


async def ailing(here: House, part: str) -> None:
    for _ in range(250):
        if part in here.health.ills:
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"{part} is well")


async def test_an_answer_that_drips_is_given_up() -> None:
    async with botapi() as telegram, opened(AioRequest(read_timeout=0.5, slack=0.2)) as request:
        await telegram.faults({"method": "getMe", "kind": "drip", "seconds": 20, "count": 1})
        with pytest.raises(TimedOut):
            async with asyncio.timeout(5):
                await get_me(telegram, request)
        assert b'"ok":true' in await get_me(telegram, request)


async def test_an_answer_without_end_does_not_fill_the_memory() -> None:
    async with botapi() as telegram, opened(AioRequest(largest=1000)) as request:
        await telegram.faults({"method": "getMe", "kind": "body", "body": " " * 5000, "count": 1})
        with pytest.raises(NetworkError):
            await get_me(telegram, request)
        assert b'"ok":true' in await get_me(telegram, request)


async def test_a_poll_that_hangs_begins_again_and_health_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram, silence=2.0) as here:
        ana = await answering(telegram)
        await telegram.faults({"method": "getUpdates", "kind": "delay", "seconds": 60, "count": 1})
        with caplog.at_level(logging.ERROR):
            await ailing(here, "telegram")
            await ana.taps("Niveau 2")
            await ana.waits_for("Charte d'usage", within=10)
        assert await rows(here, "select answer from opinions") == [("2",)]
        assert "begins again" in caplog.text
        await asyncio.sleep(1.2)
        assert here.health.ills == {}


async def test_a_disk_that_refuses_shows_in_health_until_it_takes_again(tmp_path: Path) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram) as here:
        ana = await answering(telegram)
        await here.database.transaction(lambda it: it.execute("pragma query_only = on"))
        await ana.taps("Niveau 2")
        await ailing(here, "storage")
        here.database._conn.execute("pragma query_only = off")
        await ana.waits_for("Charte d'usage")
        assert here.health.ills == {}
