"""Telegram tells the same conversation: the real client, real HTTP, what a phone would show."""

from __future__ import annotations

import re
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from tests.botapi.client import Message, Telegram, User, botapi
from tests.chat import A_THOUGHT, MONDAY, counter, secrets
from tests.telegram.house import House, house
from tests.telling import Transcript, Turn, all_transcripts, replay

BAR = re.compile(r"[▓░]+ ")


class OnThePhone:
    """Reads the chat as a phone shows it, edited messages included."""

    def __init__(self, path: Path, telegram: Telegram, user: User) -> None:
        self.path = path
        self.telegram = telegram
        self.user = user
        self.now = MONDAY
        self.fresh, self.tokens = counter(), secrets()
        self.seen: set[tuple[int, int]] = set()
        self.shown: list[Message] = []
        self.stack = AsyncExitStack()
        self.house: House | None = None

    def clock(self) -> datetime:
        return self.now

    async def open(self) -> None:
        begun = house(self.path, self.telegram, self.clock, self.fresh, tokens=self.tokens)
        self.house = await self.stack.enter_async_context(begun)

    async def close(self) -> None:
        await self.stack.aclose()

    async def reopen(self) -> list[str]:
        await self.close()
        await self.open()
        await self.telegram.settled()
        return read(next(message for message in reversed(await self.user.sees()) if message.buttons))

    async def say(self, text: str) -> list[str]:
        self.now += A_THOUGHT
        await self.user.sends(text)
        return await self.news()

    async def tap(self, label: str) -> list[str]:
        self.now += A_THOUGHT
        await self.user.taps(label)
        return await self.news()

    async def tap_old(self, label: str, title: str) -> list[str]:
        self.now += A_THOUGHT
        old = next(message for message in reversed(self.shown) if title in read(message))
        await self.user.taps(message=old.id, data=old.data(label))
        return await self.news() or read((await self.user.sees())[-1])

    async def news(self) -> list[str]:
        assert self.house
        await self.telegram.settled()
        await self.house.outbox.quiet()
        messages = [it for it in await self.user.sees() if it.by_bot and (it.id, it.edits) not in self.seen]
        self.seen |= {(message.id, message.edits) for message in messages}
        self.shown += [message for message in messages if message.buttons]
        return [line for message in messages for line in read(message)]


def read(message: Message) -> list[str]:
    lines = [" ".join(BAR.sub("", line).split()) for line in message.text.splitlines()]
    rows = [" ".join(f"[{button['text']}]" for button in row) for row in message.buttons]
    return [line for line in (*lines, *rows) if line]


def _as_on_a_phone(turn: Turn) -> Turn:
    """A picture is seen, notices are in italics, sentences in quotes: none of it is letters."""
    bare = (line.removeprefix("▸ ").removeprefix("» ") for line in turn.reads if not line.startswith("(radar :"))
    return replace(turn, reads=tuple(bare))


@pytest.mark.parametrize("transcript", all_transcripts(), ids=lambda it: it.name)
async def test_telegram_tells_the_transcript(transcript: Transcript, tmp_path: Path) -> None:
    told = replace(transcript, turns=tuple(_as_on_a_phone(turn) for turn in transcript.turns))
    async with botapi() as telegram:
        phone = OnThePhone(tmp_path / "palier.db", telegram, await telegram.user("Ana", transcript.language))
        await phone.open()
        try:
            assert await replay(phone, told) == []
            radars = sum(line.startswith("(radar :") for turn in transcript.turns for line in turn.reads)
            assert sum(message.photo is not None for message in await phone.user.sees()) == radars
        finally:
            await phone.close()
