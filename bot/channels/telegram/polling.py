"""Our own getUpdates loop: a batch is one transaction, and the offset moves after its commit.

python-telegram-bot's Updater confirms updates that still sit in memory, stops for ever on one 404, and stands still on
one update it can't read. Here an error is said, waited for and tried again; an unreadable update is set aside.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from itertools import groupby
from typing import Any

from telegram import Bot, Update
from telegram.error import BadRequest, Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.arrivals import Arrival, NotKept
from bot.ballots import Vote
from bot.channels.telegram.door import seconds
from bot.channels.telegram.groups import Groups, Toast, faceless, toast
from bot.channels.telegram.intake import ALLOWED, Read, lightened, number, read, sender
from bot.channels.telegram.request import Illegible
from bot.engine import Engine
from bot.health import Health
from bot.limits import Limits
from bot.pace import Pace
from bot.redaction import place_of

log = logging.getLogger(__name__)

HOLD = 50
"""Seconds of long polling: Telegram's own cap."""

QUERY_LIVES = 120.0
"""Seconds that a tap may wait to be acknowledged: Telegram forgets it after 150."""

SILENCE = 120.0
"""Seconds without any answer, good or bad, from which a poll is no poll any more."""

SLACK = 10.0
BATCH = 100
SHORTEST, LONGEST = 0.5, 30.0

SUSPECT, POISON = 2, 5
"""Refusals in a row of our parser before updates are asked for one by one, and before that one is stepped over."""


class Stuck(TelegramError):
    """Updates came, and none that the offset could move by: Telegram would give the same ones at once."""


PAUSES = {Conflict: 15.0, InvalidToken: 30.0, Illegible: 1.0, Stuck: 1.0}


class Polling:
    """Runs until cancelled. ``sleep`` is asyncio's, or a test's."""

    def __init__(
        self,
        bot: Bot,
        engine: Engine,
        health: Health,
        limits: Limits,
        groups: Groups,
        lost: Callable[[str], Awaitable[None]],
        now: Callable[[], datetime],
        hold: int = HOLD,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        silence: float = SILENCE,
    ) -> None:
        self._bot = bot
        self._engine = engine
        self._health = health
        self._limits = limits
        self._groups = groups
        self._pace = Pace()
        self._lost = lost
        self._now = now
        self._hold = hold
        self._sleep = sleep
        self._silence = silence
        self._offset = 0
        self._illegible = 0
        self._singly = 0
        self._hushed = 0.0
        self._asides: set[asyncio.Task[None]] = set()
        self._toasts: dict[str, Toast] = {}
        self._said: list[tuple[int, str]] = []

    async def run(self) -> None:
        """Raises TimeoutError where nothing moves for ``silence`` seconds, a pause that was asked for aside."""
        failures = 0
        clock = asyncio.get_running_loop().time
        async with asyncio.timeout(self._silence) as watchdog:
            while True:
                pause = 0.0
                try:
                    updates = await self._updates()
                    await self._take(updates)
                except NotKept:
                    # The offset stays: Telegram keeps the updates until a disk takes them.
                    self._pace.forget()
                    pause = SHORTEST * 2
                except TelegramError as error:
                    failures += 1
                    if isinstance(error, Illegible):
                        self._suspect(error)
                    pause = self._pause(error, failures)
                else:
                    failures = 0
                    self._health.well("telegram")
                watchdog.reschedule(clock() + self._silence + pause)
                if pause:
                    await self._sleep(pause)

    def _pause(self, error: TelegramError, failures: int) -> float:
        reason = type(error).__name__
        if self._health.ill("telegram", reason):
            log.error("Telegram: %s; tried again until it answers", reason)
        if isinstance(error, RetryAfter):
            return seconds(error)
        growing = min(SHORTEST * float(2 ** min(failures, 10)), LONGEST)
        return PAUSES.get(type(error), growing)

    async def _updates(self) -> list[Any]:
        """Raw: one that can't be read must not hide the others."""
        limit = 1 if self._singly else BATCH
        asked = {"offset": self._offset, "timeout": self._hold, "limit": limit, "allowed_updates": list(ALLOWED)}
        data = RequestData([RequestParameter(name, value, None) for name, value in asked.items()])
        found = await self._bot.request.post(f"{self._bot.base_url}/getUpdates", data, read_timeout=self._hold + SLACK)
        if not isinstance(found, list):
            raise TelegramError("Invalid server response")
        self._illegible = 0
        self._singly = max(self._singly - 1, 0)
        return found

    def _suspect(self, answer: Illegible) -> None:
        """An answer that came whole and is no JSON that can be read: one update of a batch must not hide the others."""
        self._illegible += 1
        if self._illegible == SUSPECT:
            self._singly = BATCH
        elif self._illegible >= POISON:
            log.error("an update is no JSON that can be read, and is stepped over")
            self._offset, self._illegible = answer.first + 1, 0

    async def _take(self, raw: list[Any]) -> None:
        """The batch is committed; then the offset, and then what is best effort."""
        reads = [one for one in map(self._read, filter(self._admitted, raw)) if one is not None]
        self._toasts.clear()
        self._said.clear()
        for kind, some in groupby(filter(_kind, reads), _kind):
            together = list(some)
            if kind is Arrival:
                await self._engine.submit_all([one.arrival for one in together if one.arrival])
            elif kind is Vote:
                await self._vote(together)
            else:
                for one in together:
                    await self._alone(one)
        numbers = [known for known in map(number, raw) if known is not None]
        if numbers:
            self._offset = max(numbers) + 1
        for one in reads:
            self._aside(one)
        for group, text in self._said:
            self._beside(self._groups.say(group, text))
        # The answers go out before the next poll is asked: it would come back with whoever taps first, alone.
        await asyncio.sleep(0)
        if raw and not numbers:
            if self._offset:
                # The first of them is the lowest from the offset on: one step leaves nobody else behind.
                self._offset += 1
            raise Stuck("No update can be confirmed")

    async def _vote(self, reads: list[Read]) -> None:
        counted = await self._groups.vote([one.vote for one in reads if one.vote])
        for one, became in zip(reads, counted, strict=True):
            self._toasts[one.query] = toast(became, one.language)

    async def _alone(self, one: Read) -> None:
        """In its place: whoever blocked the bot may be back in the same batch, a group bound and left."""
        if one.lost:
            await self._lost(str(one.lost))
        elif one.moved:
            await self._groups.boards.moved(*one.moved)
        elif one.left:
            await self._groups.boards.left(one.left)
        elif one.convened and (said := await self._groups.bind(one.convened)):
            self._said.append((one.convened.group, said))

    def _admitted(self, raw: Any) -> bool:
        """Nothing is said to whoever is too fast for a hand: their newest screen still stands, and answers."""
        hand = sender(raw)
        return not hand or self._pace.admits(hand)

    def _read(self, raw: Any) -> Read | None:
        if number(raw) is None:  # nothing would tell it from its redelivery
            return None
        try:
            return read(Update.de_json(lightened(raw), self._bot), self._bot.id, self._now())
        except Exception as error:  # whatever a stranger's bytes can raise
            log.error("an update could not be read and is set aside: %s", type(error).__name__)
            return None

    def _aside(self, one: Read) -> None:
        """Acknowledgements and the like go beside the next poll: nothing depends on them."""
        if one.query:
            told = faceless(one.language) if one.faceless else self._toasts.pop(one.query, Toast())
            self._beside(self._acknowledge(one.query, told))
        if one.group:
            self._beside(self._groups.introduce(one.group, one.language))

    def _beside(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(_at_best(work))
        self._asides.add(task)
        task.add_done_callback(self._asides.discard)

    async def _acknowledge(self, query: str, told: Toast) -> None:
        """Transient: one too old, or one that Telegram has no time for, is no loss; its answer is saved and shown."""
        clock = asyncio.get_running_loop().time
        began = clock()
        await self._limits.turn_of_any()
        if clock() < self._hushed or clock() - began > QUERY_LIVES:
            return
        try:
            await self._bot.answer_callback_query(query, told.text or None, show_alert=told.refused or None)
        except BadRequest:
            pass
        except RetryAfter as later:
            self._hushed = clock() + seconds(later)
        except TelegramError as error:
            log.info("a tap could not be acknowledged: %s", type(error).__name__)

    async def close(self) -> None:
        for task in self._asides:
            task.cancel()
        await asyncio.gather(*self._asides, return_exceptions=True)


def _kind(one: Read) -> type | None:
    """What is of one kind, and comes together, is one transaction; all in the order in which it came."""
    alone = one.lost or one.moved or one.left or one.convened
    return Arrival if one.arrival else Vote if one.vote else Read if alone else None


async def _at_best(work: Awaitable[None]) -> None:
    """Whatever Telegram answers to it, nobody waits for its end."""
    try:
        await work
    except Exception as error:
        log.info("something beside the poll failed: %s", place_of(error))
