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
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Protocol, runtime_checkable

from bot.arrivals import NotKept
from bot.engine import Handled
from bot.limits import Limits
from bot.queues import Queue
from dialogs.replies import Lasting, Letter
from storage import people, replies
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


class UnknownTwice(Unknown):
    """The same of what would have been an edit, and had to be a new message: people would notice a second one."""


class Gone(Exception):
    """The channel will never take it: the person blocked the bot, the chat is no more."""


class Lost(Gone):
    """Nobody is there any more, for this reply or another: they blocked us, or the account is no more."""


class Door(Protocol):
    """A channel that is written to."""

    async def send(self, owed: Owed) -> str | None:
        """The channel's name of the message, to edit it by. Raises TryLater, Unknown, Gone or Lost; all else is
        Unknown.
        """


@runtime_checkable
class Preparing(Protocol):
    """A door whose lasting replies take their time to be made."""

    async def prepare(self, owed: Owed) -> None:
        """Sends nothing that stays: whoever is stopped meanwhile can begin anew."""


class Outbox:
    """``sleep`` is asyncio's, or a test's; ``now`` a clock's."""

    def __init__(
        self,
        database: Connection,
        doors: Mapping[str, Door],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        limits: Mapping[str, Limits] | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._doors = doors
        self._sleep = sleep
        self._limits = limits or {}
        self._now = now
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
            if one.erased:
                self._drop((one.channel, one.address))
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
        """Nobody is there any more: what is owed to them is given up. Raises NotKept."""
        self._drop((channel, address))
        try:
            await self._database.transaction(partial(_given_up, channel=channel, address=address))
        except sqlite3.Error as error:
            raise NotKept(type(error).__name__) from error

    async def quiet(self) -> None:
        """Waits until nothing is being sent."""
        while tasks := [queue.task for queue in self._queues.values() if queue.task is not None]:
            await asyncio.wait(tasks)

    async def close(self) -> None:
        """Ends what is being sent (it stays owed), and writes the last marks."""
        sending = {queue.task: queue for queue in self._queues.values() if queue.task is not None}
        for task in sending:
            task.cancel()
        if sending:
            await asyncio.wait(sending)
        uncalled = [queue.claiming for queue in sending.values() if queue.claiming is not None]
        try:
            await self._database.transaction(partial(replies.unclaim, lines=uncalled))
            await self._database.transaction(self.marks)
        except sqlite3.Error as error:
            log.error("the last marks are lost, some edits may come twice: %s", error)
        self.tell(())

    def _push(self, owed: Owed, *, urgent: bool) -> None:
        where = (owed.channel, owed.address)
        queue = self._queues.setdefault(where, Queue())
        if urgent and not queue.urgent:
            queue.urgent = True
            if limits := self._limits.get(owed.channel):
                limits.hasten(owed.address)
        self._past(queue.add(owed))
        if queue.task is None:
            queue.task = asyncio.get_running_loop().create_task(self._sending(where, queue))

    def _past(self, owed: Sequence[Owed]) -> None:
        """Not sent, and not owed any more."""
        self._marks += [(one.line.id, one.line.revision, None) for one in owed]

    def _drop(self, where: tuple[str, str]) -> None:
        """Nothing of it is sent any more; what is under way stops."""
        queue = self._queues.pop(where, None)
        if queue is not None and queue.task is not None:
            queue.task.cancel()

    async def _sending(self, where: tuple[str, str], queue: Queue) -> None:
        channel, address = where
        limits = self._limits.get(channel)
        try:
            while queue.waiting:
                if limits is not None:
                    await limits.turn(address, lambda: queue.urgent)
                pause = await self._send(queue, queue.first())
                if pause:
                    await self._sleep(pause)
        finally:
            queue.task = None
            if not queue.waiting and self._queues.get(where) is queue:
                del self._queues[where]

    async def _send(self, queue: Queue, owed: Owed) -> float:
        """One reply to its channel; the seconds to wait before the next."""
        send = self._lasting if isinstance(owed.line.reply, Lasting) else self._screen
        try:
            return await send(queue, owed)
        except TryLater as later:
            if limits := self._limits.get(owed.channel):
                limits.refused(owed.address, later.seconds, asyncio.get_running_loop().time())
            self._past(queue.again(owed))
            return later.seconds
        except sqlite3.Error as error:
            log.error("the outbox can't write: %s", type(error).__name__)
            self._past(queue.again(owed))
            return STORAGE_PAUSE

    async def _screen(self, queue: Queue, owed: Owed) -> float:
        line = owed.line
        ref = queue.refs.get(line.id, line.ref)
        try:
            taken = await self._call(owed if ref == line.ref or ref is None else _named(owed, ref))
        except Gone:
            taken = None
        except Unknown as end:
            if line.attempts < (RESENDS if ref is None or isinstance(end, UnknownTwice) else REEDITS):
                self._past(queue.again(replace(owed, line=replace(line, attempts=line.attempts + 1))))
                return STORAGE_PAUSE
            await self._database.transaction(partial(replies.refused, line=line.id, state="unknown"))
            return 0
        self._marks.append((line.id, line.revision, taken))
        if taken is not None:
            queue.refs[line.id] = taken
        return 0

    async def _lasting(self, queue: Queue, owed: Owed) -> float:
        line = owed.line
        if isinstance(line.reply, Letter) and line.reply.until is not None and self._now() > line.reply.until:
            await self._database.transaction(partial(_too_late, owed=owed))
            return 0
        await self._prepare(owed)
        queue.claiming = line.id
        claimed = await self._database.transaction(partial(replies.claim, line=line.id))
        queue.claiming = None
        if not claimed:
            return 0
        try:
            taken = await self._call(owed)
        except TryLater:
            await self._result(partial(replies.refused, line=line.id, state="owed"))
            raise
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

    async def _prepare(self, owed: Owed) -> None:
        door = self._doors[owed.channel]
        if isinstance(door, Preparing):
            try:
                await door.prepare(owed)
            except Exception as error:  # the call itself will tell what is left of the reply
                log.error("%s could not prepare a reply: %s", owed.channel, type(error).__name__)

    async def _call(self, owed: Owed) -> str | None:
        try:
            return await self._doors[owed.channel].send(owed)
        except Lost:
            await self._result(partial(people.lose, channel=owed.channel, address=owed.address))
            raise
        except (TryLater, Unknown, Gone):
            raise
        except Exception as error:
            log.error("%s did not take a reply: %s", owed.channel, type(error).__name__)
            raise Unknown from error


def _given_up(connection: sqlite3.Connection, channel: str, address: str) -> None:
    replies.give_up(connection, channel, address)
    people.lose(connection, channel, address)


def _too_late(connection: sqlite3.Connection, owed: Owed) -> None:
    """The hours in which it might come are over (Telegram was away, or Palier): the clock tells it anew in the next."""
    from storage import reminders  # with the first goal: decision 0013

    replies.take_back(connection, owed.line.id)
    reminders.take_back(connection, owed.conversation, owed.line.at)


def _named(owed: Owed, ref: str) -> Owed:
    return replace(owed, line=replace(owed.line, ref=ref))
