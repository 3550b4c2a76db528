"""A door that some have shut, and a process that ends in the middle."""

from __future__ import annotations

import asyncio
import sqlite3
from asyncio import CancelledError
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.arrivals import Arrival
from bot.engine import Engine, Handled
from bot.outbox import Lost, TryLater
from dialogs.replies import Letter
from storage.replies import Owed
from tests.chat import Listener


@dataclass
class Blocking(Listener):
    """A door behind which some have shut theirs."""

    blocked: set[str] = field(default_factory=set)
    letters: list[int] = field(default_factory=list)
    dies: bool = False
    """The process ends in the middle of a call."""
    away: Callable[[], None] | None = None
    """Once, the channel takes nothing for as long as this lets pass."""

    async def send(self, owed: Owed) -> str:
        if self.dies:
            raise CancelledError
        if self.away is not None:
            away, self.away = self.away, None
            away()
            raise TryLater(0)
        if owed.address in self.blocked:
            raise Lost
        if isinstance(owed.line.reply, Letter):
            self.letters.append(owed.line.id)
        return await super().send(owed)


class Stopped(Exception):
    """The process ended between the look and what it was to tell."""


@dataclass
class Stopping:
    """An engine that takes the first events only."""

    engine: Engine
    most: int
    cancels: bool = False
    """One more is delivered, and nobody waits for its end."""

    reached: list[tuple[str, str]] = field(default_factory=list)

    async def submit_all(self, arrivals: Sequence[Arrival]) -> tuple[Handled, ...]:
        handled: list[Handled] = []
        for arrival in arrivals:
            where = arrival.channel, arrival.address
            if len(self.reached) >= self.most:
                if self.cancels:
                    self.reached.append(where)
                    waiting = asyncio.ensure_future(self.engine.submit_all((arrival,)))
                    await asyncio.sleep(0)
                    waiting.cancel()
                raise Stopped
            handled += await self.engine.submit_all((arrival,))
            self.reached.append(where)
        return tuple(handled)


def undone(batch: Callable[..., list[Handled]], *those: Any) -> list[Handled]:
    batch(*those)
    raise sqlite3.OperationalError
