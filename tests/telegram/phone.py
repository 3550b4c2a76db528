"""A person's phone, before the double of the Bot API: what the chat shows there, edited messages included."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from tests.botapi.client import Message, User
from tests.palier import Palier
from tests.telling import Turn

QR = re.compile(r"\(QR : (?P<words>.*)\)")
BAR = re.compile(r"[▓░]+ ")


class OnThePhone:
    """Reads the chat as a phone shows it, edited messages included."""

    def __init__(self, palier: Palier, user: User) -> None:
        self.palier = palier
        self.user = user
        self.seen: set[tuple[int, int]] = set()
        self.shown: list[Message] = []

    async def reopen(self) -> list[str]:
        await self.palier.reopen()
        await self.user.telegram.settled()
        return read(next(message for message in reversed(await self.user.sees()) if message.buttons))

    async def say(self, text: str) -> list[str]:
        self.palier.think()
        await self.user.sends(text)
        return await self.news()

    async def follow(self, link: str) -> list[str]:
        """As Telegram opens a link to a bot."""
        (payload,) = parse_qs(urlsplit(link).query)["start"]
        return await self.say(f"/start {payload}")

    async def tap(self, label: str) -> list[str]:
        self.palier.think()
        await self.user.taps(label)
        return await self.news()

    async def tap_old(self, label: str, title: str) -> list[str]:
        self.palier.think()
        old = next(message for message in reversed(self.shown) if title in read(message))
        await self.user.taps(message=old.id, data=old.data(label))
        return await self.news() or read((await self.user.sees())[-1])

    async def passes(self, moment: datetime) -> list[str]:
        await self.palier.passes(moment)
        return await self.news()

    async def receives(self) -> list[str]:
        return await self.news()

    async def news(self) -> list[str]:
        await self.user.telegram.settled()
        await self.palier.quiet()
        messages = [it for it in await self.user.sees() if it.by_bot and (it.id, it.edits) not in self.seen]
        self.seen |= {(message.id, message.edits) for message in messages}
        self.shown += [message for message in messages if message.buttons]
        return [line for message in messages for line in read(message)]

    async def pictures(self) -> int:
        return sum(message.photo is not None for message in await self.user.sees())


def read(message: Message) -> list[str]:
    lines = [" ".join(BAR.sub("", line).split()) for line in message.text.splitlines()]
    rows = [" ".join(f"[{button['text']}]" for button in row) for row in message.buttons]
    return [line for line in (*lines, *rows) if line]


def as_on_a_phone(turn: Turn) -> Turn:
    """A picture and a file are seen, notices are in italics, sentences in quotes: none of it is letters. A QR code's
    words are.
    """
    unseen = ("(radar :", "(agenda :", "(message)")
    bare = (line.removeprefix("▸ ").removeprefix("» ") for line in turn.reads if not line.startswith(unseen))
    return replace(turn, reads=tuple(QR.sub(r"\g<words>", line) for line in bare))
