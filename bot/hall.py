"""The room where a commission votes: votes from outside a conversation, what its wall shows, who waits for news."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial

from bot.arrivals import NotKept
from bot.ballots import Counted, Refusal, Vote, count
from bot.engine import EVENTS_OWN
from bot.redaction import place_of
from frameworks.load import catalogue
from storage import people, pulses
from storage.database import Connection
from storage.pulses import Polled

BATCH = 64
"""Votes a transaction."""

AGAIN = timedelta(seconds=5)
"""Before a countdown that the disk refused to end is tried again."""

log = logging.getLogger(__name__)


class Hall:
    """A sitting's revision moves on when anything of it was committed: a vote, a pulse opened or closed."""

    def __init__(self, database: Connection) -> None:
        self._database = database
        self._waiting: list[tuple[Vote, asyncio.Future[Counted]]] = []
        self._pump: asyncio.Task[None] | None = None
        self._revisions: dict[str, int] = {}
        self._watching: dict[str, set[asyncio.Future[None]]] = {}
        self._told = asyncio.Event()

    async def vote(self, vote: Vote) -> Counted:
        """The vote is committed when this returns. Raises NotKept when it was not. Cancelled, its end is unknown: the
        same vote again changes nothing.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Counted] = loop.create_future()
        self._waiting.append((vote, future))
        if self._pump is None or self._pump.done():
            self._pump = loop.create_task(self._pumping(), name="hall")
        return await asyncio.shield(future)

    async def by_code(self, code: str, reader: str = "") -> Polled | None:
        """The sitting under way whose code was typed; ``reader``: whose vote is looked for."""
        asked = partial(pulses.of_code, code=code, frameworks=catalogue(), reader=reader)
        return await self._database.transaction(asked)

    async def member(self, school: str, channel: str, address: str) -> str:
        """As whom a member's votes are known to a pulse; "" for whoever is none of the school's."""
        return await self._database.transaction(partial(_member, school=school, channel=channel, address=address))

    async def by_id(self, sitting: str) -> Polled | None:
        return await self._database.transaction(partial(pulses.of_id, key=sitting, frameworks=catalogue()))

    def revision(self, sitting: str) -> int:
        return self._revisions.get(sitting, 0)

    def tell(self, sittings: Iterable[str]) -> None:
        """Something of them was committed."""
        self._told.set()
        for sitting in sittings:
            self._revisions[sitting] = self.revision(sitting) + 1
            for news in self._watching.pop(sitting, set()):
                if not news.done():
                    news.set_result(None)

    async def changed(self, sitting: str, since: int) -> int:
        """Waits for another revision than ``since``."""
        while (revision := self.revision(sitting)) == since:
            news = asyncio.get_running_loop().create_future()
            watching = self._watching.setdefault(sitting, set())
            watching.add(news)
            try:
                await news
            finally:
                watching.discard(news)
        return revision

    async def time(self, now: Callable[[], datetime]) -> None:
        """Closes each pulse when its countdown is over, until cancelled. At the start, what fell due meanwhile."""
        while True:
            self._told.clear()
            try:
                sittings = await self._database.transaction(partial(pulses.close_due, at=now()))
                due = await self._database.transaction(pulses.next_due)
                if sittings:
                    await self._database.scrub()
            except sqlite3.Error as error:
                log.error("a countdown could not end: %s", error)
                sittings, due = [], now() + AGAIN
            if sittings:
                self.tell(sittings)
            wait = (due - now()).total_seconds() if due else None
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._told.wait(), None if wait is None else max(wait, 0))

    async def close(self) -> None:
        """Waits for what is under way."""
        if self._pump is not None:
            await asyncio.wait({self._pump})

    async def _pumping(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
            await self._transact(batch)

    async def _transact(self, batch: list[tuple[Vote, asyncio.Future[Counted]]]) -> None:
        try:
            counted = await self._database.transaction(partial(_count, [vote for vote, _ in batch]))
        except Exception as error:
            reason = str(error) if isinstance(error, sqlite3.Error) else place_of(error)
            log.error("nothing of %d vote(s) was saved: %s", len(batch), reason)
            for _, future in batch:
                if not future.done():
                    future.set_exception(NotKept(type(error).__name__))
            return
        for (_, future), one in zip(batch, counted, strict=True):
            if not future.done():
                future.set_result(one)
        self.tell({one.sitting for one in counted if one.sitting})


def _member(connection: sqlite3.Connection, school: str, channel: str, address: str) -> str:
    met = people.conversation(connection, channel, address)
    known = met is not None and pulses.is_member(connection, school, met.person)
    return pulses.of_person(met.person).identity if met and known else ""


def _count(votes: Sequence[Vote], connection: sqlite3.Connection) -> list[Counted]:
    return [_one(connection, vote) for vote in votes]


def _one(connection: sqlite3.Connection, vote: Vote) -> Counted:
    """One that can't be counted must not keep the others from being."""
    connection.execute("savepoint vote")
    try:
        counted = count(connection, vote, catalogue())
    except EVENTS_OWN as error:
        counted = _set_aside(connection, error)
    except sqlite3.Error:
        raise
    except Exception as error:
        counted = _set_aside(connection, error)
    connection.execute("release vote")
    return counted


def _set_aside(connection: sqlite3.Connection, error: Exception) -> Counted:
    log.error("a vote was set aside: %s", place_of(error))
    connection.execute("rollback to vote")
    return Counted(refusal=Refusal.UNREADABLE)
