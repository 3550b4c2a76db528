"""One door out: what is owed goes to its channel, in order within a conversation, conversations side by side.

An edit is repeated freely, a new screen at most once. A reply that stays is claimed in a commit before its call and its
result committed after it: one whose end nobody knows is not sent again, but shown at the next visit. The marks
of edits ride on the engine's next commit; losing one costs a doubled edit.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Protocol

from bot.engine import Handled
from bot.limits import Limits
from dialogs.replies import Radar
from storage import replies
from storage.database import Connection
from storage.replies import Owed

log = logging.getLogger(__name__)

STORAGE_PAUSE = 1.0
"""Seconds before a conversation is tried again when the database refused."""

RESENDS = 1
"""A new screen that may have arrived is sent once more, and then waits for the next visit."""

REEDITS = 5
"""An edit is idempotent, but one that can't ever be taken must not be tried for ever."""


class TryLater(Exception):
    """The channel has it not, and takes nothing for ``seconds``."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Unknown(Exception):
    """It may have arrived, or not: the connection broke before the answer."""


class Gone(Exception):
    """The channel will never take it: the person blocked the bot, the chat is no more."""


class Door(Protocol):
    """A channel that is written to."""

    async def send(self, owed: Owed) -> str | None:
        """The channel's name of the message, to edit it by. Raises TryLater, Unknown or Gone; all else is Unknown."""


@dataclass(slots=True)
class Queue:
    """What a conversation is owed; ``task`` is there while somebody sends it.

    ``urgent``: somebody is there and has just done something; the others are people who were told of something, or a
    former process's debts.
    """

    urgent: bool = False
    waiting: list[Owed] = field(default_factory=list)
    refs: dict[int, str] = field(default_factory=dict)
    task: asyncio.Task[None] | None = None

    def add(self, owed: Owed) -> None:
        """A newer state of the same line replaces the older one, in its place."""
        for at, other in enumerate(self.waiting):
            if other.line.id == owed.line.id:
                self.waiting[at] = owed
                return
        self.waiting.append(owed)


class Outbox:
    """``sleep`` is asyncio's, or a test's."""

    def __init__(
        self,
        database: Connection,
        doors: Mapping[str, Door],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        limits: Mapping[str, Limits] | None = None,
    ) -> None:
        self._database = database
        self._doors = doors
        self._sleep = sleep
        self._limits = limits or {}
        self._queues: dict[tuple[str, str], Queue] = {}
        self._marks: list[tuple[int, int, str | None]] = []
        self._written = 0

    async def start(self) -> None:
        """Takes up what an earlier process left owed."""

        def left(connection: sqlite3.Connection) -> tuple[Owed, ...]:
            replies.recover(connection)
            return tuple(owed for channel in self._doors for owed in replies.owed(connection, channel))

        for owed in await self._database.transaction(left):
            self._push(owed, urgent=False)

    def tell(self, handled: Sequence[Handled]) -> None:
        """A batch was committed: its marks are written, its replies are owed."""
        del self._marks[: self._written]
        self._written = 0
        # Sent while the batch was being written: its rows do not know these names yet.
        sent = {line: ref for line, _, ref in self._marks if ref is not None}
        for one in handled:
            if one.erased and (queue := self._queues.get((one.channel, one.address))):
                queue.waiting.clear()
            for owed in one.owed:
                known = owed if owed.line.id not in sent else _named(owed, sent[owed.line.id])
                self._push(known, urgent=True)

    def marks(self, connection: sqlite3.Connection) -> None:
        """Written with the engine's next transaction, on the database's thread; kept until ``tell`` says it stands."""
        marks = list(self._marks)
        for line, revision, ref in marks:
            replies.taken(connection, line, revision, ref)
        self._written = len(marks)

    async def lost(self, channel: str, address: str) -> None:
        """Nobody is there any more: what is owed to them is given up."""
        await self._database.transaction(partial(replies.give_up, channel=channel, address=address))

    async def quiet(self) -> None:
        """Waits until nothing is being sent."""
        while tasks := [queue.task for queue in self._queues.values() if queue.task is not None]:
            await asyncio.wait(tasks)

    async def close(self) -> None:
        """Ends what is being sent (it stays owed), and writes the last marks."""
        tasks = [queue.task for queue in self._queues.values() if queue.task is not None]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        try:
            await self._database.transaction(self.marks)
        except sqlite3.Error as error:
            log.error("the last marks are lost, some edits may come twice: %s", error)
        self.tell(())

    def _push(self, owed: Owed, *, urgent: bool) -> None:
        where = (owed.channel, owed.address)
        queue = self._queues.setdefault(where, Queue())
        queue.urgent |= urgent
        queue.add(owed)
        if queue.task is None:
            queue.task = asyncio.get_running_loop().create_task(self._sending(where, queue))

    async def _sending(self, where: tuple[str, str], queue: Queue) -> None:
        try:
            while queue.waiting:
                owed = queue.waiting.pop(0)
                pause = await self._send(queue, owed)
                if pause:
                    await self._sleep(pause)
        finally:
            queue.task = None
            if not queue.waiting:
                self._queues.pop(where, None)

    async def _send(self, queue: Queue, owed: Owed) -> float:
        """One reply to its channel; the seconds to wait before the next."""
        limits = self._limits.get(owed.channel)
        now = asyncio.get_running_loop().time()
        wait = limits.wait(owed.address, now, urgent=queue.urgent) if limits else 0
        if wait:
            _again(queue, owed)
            return wait
        try:
            return (
                await self._lasting(queue, owed)
                if isinstance(owed.line.reply, Radar)
                else await self._screen(queue, owed)
            )
        except sqlite3.Error as error:
            log.error("the outbox can't write: %s", type(error).__name__)
            _again(queue, owed)
            return STORAGE_PAUSE

    async def _screen(self, queue: Queue, owed: Owed) -> float:
        line = owed.line
        ref = queue.refs.get(line.id, line.ref)
        try:
            taken = await self._call(owed if ref == line.ref or ref is None else _named(owed, ref))
        except TryLater as later:
            _again(queue, owed)
            return later.seconds
        except Gone:
            taken = None
        except Unknown:
            if line.attempts < (RESENDS if ref is None else REEDITS):
                _again(queue, replace(owed, line=replace(line, attempts=line.attempts + 1)))
                return STORAGE_PAUSE
            await self._database.transaction(partial(replies.refused, line=line.id, state="unknown"))
            return 0
        self._marks.append((line.id, line.revision, taken))
        if taken is not None:
            queue.refs[line.id] = taken
        return 0

    async def _lasting(self, queue: Queue, owed: Owed) -> float:
        line = owed.line
        if not await self._database.transaction(partial(replies.claim, line=line.id)):
            return 0
        try:
            taken = await self._call(owed)
        except TryLater as later:
            await self._result(partial(replies.refused, line=line.id, state="owed"))
            _again(queue, owed)
            return later.seconds
        except Unknown:
            await self._result(partial(replies.refused, line=line.id, state="unknown"))
            return 0
        except Gone:
            taken = None
        await self._result(partial(replies.taken, line=line.id, revision=line.revision, ref=taken))
        return 0

    async def _result(self, work: Callable[[sqlite3.Connection], None]) -> None:
        """What became of a claim is written in the end: it must not be asked for again, nor lost."""
        while True:
            try:
                return await self._database.transaction(work)
            except sqlite3.Error as error:
                log.error("the outbox can't write: %s", error)
                await self._sleep(STORAGE_PAUSE)

    async def _call(self, owed: Owed) -> str | None:
        try:
            return await self._doors[owed.channel].send(owed)
        except (TryLater, Unknown, Gone):
            raise
        except Exception as error:
            log.error("%s did not take a reply: %s", owed.channel, type(error).__name__)
            raise Unknown from error


def _named(owed: Owed, ref: str) -> Owed:
    return replace(owed, line=replace(owed.line, ref=ref))


def _again(queue: Queue, owed: Owed) -> None:
    """Back to the front, unless a newer state of the line came meanwhile."""
    if all(other.line.id != owed.line.id for other in queue.waiting):
        queue.waiting.insert(0, owed)
