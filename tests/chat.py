"""A person in front of the real engine and a real file: say, tap a label, reopen; a fake door listens."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.arrivals import Arrival
from bot.engine import Engine, Handled
from bot.outbox import Outbox
from bot.surroundings import Surroundings
from bot.tick import tick
from dialogs.commands import heard
from dialogs.events import Asked, Event, Said, Tapped
from dialogs.invitations import token_of
from dialogs.replies import Button, Letter, Radar, Reply, Screen
from dialogs.scene import Reach
from frameworks.load import catalogue
from storage.database import Connection, connect
from storage.replies import Owed
from tests.spoken import spoken

CHANNEL = "chat"
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
A_THOUGHT = timedelta(seconds=20)


def counter() -> Callable[[], str]:
    """Ids that a test can foresee."""
    numbers = itertools.count(1)
    return lambda: f"k{next(numbers):07d}"


def secrets() -> Callable[[], str]:
    """Tokens that a test can foresee."""
    numbers = itertools.count(1)
    return lambda: f"jeton-{next(numbers):016d}"


@dataclass
class Listener:
    """A channel that remembers what it was given, by address."""

    heard: dict[str, list[Reply]] = field(default_factory=dict)

    async def send(self, owed: Owed) -> str:
        assert owed.line.reply is not None
        self.heard.setdefault(owed.address, []).append(owed.line.reply)
        return owed.line.ref or f"message-{owed.line.id}"


@dataclass
class Chat:
    """One conversation. ``now`` moves on by a thought at every event."""

    path: Path
    address: str = "somebody"
    language: str = "fr"
    operator: str = ""
    signup: bool = True
    now: datetime = MONDAY
    listener: Listener = field(default_factory=Listener)
    fresh: Callable[[], str] = field(default_factory=counter)
    token: Callable[[], str] = field(default_factory=secrets)
    reach: Reach = field(default_factory=Reach)
    database: Connection | None = None
    engine: Engine | None = None
    outbox: Outbox | None = None
    handled: list[Handled] = field(default_factory=list)
    read: dict[str, int] = field(default_factory=dict)
    """How many replies each has read."""
    channels: Mapping[str, str] = field(default_factory=dict)
    """On which channel somebody talks, where it matters."""
    keys: Callable[[], int] = field(default_factory=lambda: itertools.count(1).__next__)

    async def open(self) -> None:
        self.database = await connect(self.path)
        around = Surroundings(catalogue(), self.operator, self.signup, self.fresh, self.token, lambda: self.reach)
        doors = dict.fromkeys((CHANNEL, *self.channels.values()), self.listener)
        self.engine = Engine(self.database, around, pushed=doors)
        self.outbox = Outbox(self.database, doors, now=lambda: self.now)
        self.engine.marks, self.engine.told = self.outbox.marks, self.outbox.tell
        await self.outbox.start()
        await self.outbox.quiet()

    async def close(self) -> None:
        if self.engine and self.outbox and self.database:
            try:
                await self.engine.close()
                await self.outbox.close()
            finally:
                await self.database.close()
        self.engine = None

    async def reopen(self) -> list[str]:
        """The process ends and starts again; what the living screen says, read of the file."""
        await self.close()
        await self.open()
        assert self.engine
        kept = await self.engine.history(self.channels.get(self.address, CHANNEL), self.address)
        living = [line.reply for line in kept if line.live]
        assert len(living) == 1
        assert living[0] is not None
        return spoken(living[0])

    async def event(self, event: Event, key: str = "", address: str = "") -> list[str]:
        """The event's whole answer, as lines."""
        assert self.engine and self.outbox
        self.now += A_THOUGHT
        where = address or self.address
        before = len(self.listener.heard.get(where, []))
        said = event.text if isinstance(event, Said) else ""
        channel = self.channels.get(where, CHANNEL)
        arrival = Arrival(key or f"{CHANNEL}:{self.keys()}", channel, where, event, self.now, self.language, said)
        self.handled.append(await self.engine.submit(arrival))
        await self.outbox.quiet()
        self.read[where] = len(self.listener.heard.get(where, []))
        return [line for reply in self.listener.heard.get(where, [])[before:] for line in spoken(reply)]

    async def receives(self) -> list[str]:
        """What somebody else's event made arrive, since the last time."""
        since, self.read[self.address] = self.read.get(self.address, 0), len(self.replies)
        return [line for it in self.replies[since:] for line in spoken(it) if line != "(message)"]

    async def passes(self, moment: datetime) -> list[str]:
        """Time passes until then, and the clock looks; what came meanwhile."""
        assert self.engine and self.outbox and self.database
        self.now = moment
        await tick(self.database, self.engine, catalogue(), moment)
        await self.outbox.quiet()
        return await self.receives()

    async def say(self, text: str) -> list[str]:
        return await self.event(heard(text))

    async def ask(self, command: str) -> list[str]:
        return await self.event(Asked(command))

    async def tap(self, label: str) -> list[str]:
        """Taps the button of that label on the living screen; fails with the labels there were."""
        return await self.event(Tapped(self.button(label).press))

    async def tap_old(self, label: str, title: str) -> list[str]:
        """Taps a button of an earlier screen, the last one on which the title stood."""
        tappable = [reply for reply in self.replies if isinstance(reply, Screen | Letter)]
        old = next(it for it in reversed(tappable) if title in spoken(it))
        return await self.event(Tapped(find(old, label).press))

    async def follow(self, link: str) -> list[str]:
        """Opens an invitation's link, and taps what stands on its page."""
        return await self.event(Asked("rejoindre", token_of(link)))

    def button(self, label: str) -> Button:
        return find(self.screen, label)

    @property
    def replies(self) -> list[Reply]:
        return self.listener.heard.get(self.address, [])

    @property
    def screens(self) -> list[Screen]:
        return [reply for reply in self.replies if isinstance(reply, Screen)]

    @property
    def radars(self) -> list[Radar]:
        return [reply for reply in self.replies if isinstance(reply, Radar)]

    @property
    def screen(self) -> Screen:
        return self.screens[-1]


@dataclass(frozen=True)
class Somebody:
    """One of several people who talk to the same Palier."""

    chat: Chat
    address: str

    @property
    def mine(self) -> Chat:
        self.chat.address = self.address
        return self.chat

    async def say(self, text: str) -> list[str]:
        return await self.mine.say(text)

    async def tap(self, label: str) -> list[str]:
        return await self.mine.tap(label)

    async def tap_old(self, label: str, title: str) -> list[str]:
        return await self.mine.tap_old(label, title)

    async def reopen(self) -> list[str]:
        return await self.mine.reopen()

    async def follow(self, link: str) -> list[str]:
        return await self.mine.follow(link)

    async def receives(self) -> list[str]:
        return await self.mine.receives()

    async def passes(self, moment: datetime) -> list[str]:
        return await self.mine.passes(moment)


def find(screen: Screen | Letter, label: str) -> Button:
    buttons = [button for row in screen.rows for button in row]
    for button in buttons:
        if button.label == label:
            return button
    raise AssertionError(f"no button {label!r} among {[button.label for button in buttons]}")


@asynccontextmanager
async def chatting(path: Path, **settings: object) -> AsyncIterator[Chat]:
    chat = Chat(path, **settings)  # type: ignore[arg-type]
    await chat.open()
    try:
        yield chat
    finally:
        await chat.close()
