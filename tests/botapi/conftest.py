"""One double for the whole run of its own tests, a new world in it for each."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from typing import Any

import aiohttp
import orjson
import pytest
from telegram import Bot

from tests.botapi.client import ROOT, Json, Telegram


class Raw:
    """The Bot API without a library: status and answer, whatever they are."""

    def __init__(self, telegram: Telegram) -> None:
        self.telegram = telegram

    async def __call__(self, method: str, token: str | None = None, **params: Any) -> tuple[int, Json]:
        url = f"{self.telegram.url}/bot{token or self.telegram.token}/{method}"
        async with self.telegram.session.post(url, json=params) as response:
            return response.status, orjson.loads(await response.read())

    async def result(self, method: str, **params: Any) -> Any:
        status, answer = await self(method, **params)
        assert status == 200, answer
        assert answer["ok"] is True
        return answer["result"]

    async def refused(self, method: str, **params: Any) -> str:
        """Why not."""
        status, answer = await self(method, **params)
        assert answer["ok"] is False
        assert answer["error_code"] == status
        return str(answer["description"])

    async def updates(self, **params: Any) -> list[Json]:
        status, answer = await self("getUpdates", **params)
        assert status == 200, answer
        found: list[Json] = answer["result"]
        return found


@pytest.fixture(scope="session")
def place() -> Iterator[Json]:
    command = [sys.executable, "-m", "tests.botapi", "--leash"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        yield orjson.loads(process.stdout.readline())
        process.terminate()


@pytest.fixture
async def telegram(place: Json) -> AsyncIterator[Telegram]:
    async with aiohttp.ClientSession() as session:
        telegram = Telegram(place["url"], place["token"], session)
        await telegram.renew()
        await telegram.settings(patient=False)
        yield telegram


@pytest.fixture
async def api(telegram: Telegram) -> Raw:
    return Raw(telegram)


@pytest.fixture
async def bot(telegram: Telegram) -> AsyncIterator[Bot]:
    async with Bot(telegram.token, base_url=telegram.bot_url, base_file_url=f"{telegram.url}/file/bot") as bot:
        yield bot
