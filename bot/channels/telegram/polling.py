"""Our own getUpdates loop: a batch is one transaction, and the offset moves after its commit.

python-telegram-bot's Updater confirms updates that still sit in memory, stops for ever on one 404, and stands still on
one update it can't read. Here an error is said, waited for and tried again; an unreadable update is set aside.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from telegram import Bot, Update
from telegram.error import BadRequest, Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.arrivals import NotKept
from bot.channels.telegram import groups
from bot.channels.telegram.door import seconds
from bot.channels.telegram.intake import ALLOWED, Read, lightened, read
from bot.engine import Engine
from bot.health import Health
from bot.limits import Limits

log = logging.getLogger(__name__)

HOLD = 50
"""Seconds of long polling: Telegram's own cap."""

QUERY_LIVES = 120.0
"""Seconds that a tap may wait to be acknowledged: Telegram forgets it after 150."""

SLACK = 10.0
BATCH = 100
PAUSES = {Conflict: 15.0, InvalidToken: 30.0}
SHORTEST, LONGEST = 0.5, 30.0


class Polling:
    """Runs until cancelled. ``sleep`` is asyncio's, or a test's."""

    def __init__(
        self,
        bot: Bot,
        engine: Engine,
        health: Health,
        limits: Limits,
        lost: Callable[[str], Awaitable[None]],
        now: Callable[[], datetime],
        hold: int = HOLD,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._bot = bot
        self._engine = engine
        self._health = health
        self._limits = limits
        self._lost = lost
        self._now = now
        self._hold = hold
        self._sleep = sleep
        self._offset = 0
        self._hushed = 0.0
        self._asides: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        failures = 0
        while True:
            try:
                updates = await self._updates()
                await self._take(updates)
            except NotKept:
                # The offset stays: Telegram keeps the updates until a disk takes them.
                await self._sleep(SHORTEST * 2)
            except TelegramError as error:
                failures += 1
                await self._sleep(self._pause(error, failures))
            else:
                failures = 0
                self._health.well("telegram")

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
        asked = {"offset": self._offset, "timeout": self._hold, "limit": BATCH, "allowed_updates": list(ALLOWED)}
        data = RequestData([RequestParameter(name, value, None) for name, value in asked.items()])
        found = await self._bot.request.post(f"{self._bot.base_url}/getUpdates", data, read_timeout=self._hold + SLACK)
        if not isinstance(found, list):
            raise TelegramError("Invalid server response")
        return found

    async def _take(self, raw: list[Any]) -> None:
        """One transaction for the batch; then the offset, and then what is best effort."""
        reads = [one for one in map(self._read, raw) if one is not None]
        arrivals = [one.arrival for one in reads if one.arrival is not None]
        if arrivals:
            await self._engine.submit_all(arrivals)
        numbers = [one["update_id"] for one in raw if isinstance(one, dict) and isinstance(one.get("update_id"), int)]
        if numbers:
            self._offset = max(numbers) + 1
        for one in reads:
            self._aside(one)

    def _read(self, raw: Any) -> Read | None:
        try:
            return read(Update.de_json(lightened(raw), self._bot), self._bot.id, self._now())
        except Exception as error:  # whatever a stranger's bytes can raise
            log.error("an update could not be read and is set aside: %s", type(error).__name__)
            return None

    def _aside(self, one: Read) -> None:
        """Acknowledgements and the like go beside the next poll: nothing depends on them."""
        if one.query:
            self._beside(self._acknowledge(one.query))
        if one.group:
            self._beside(groups.introduce(self._bot, one.group, one.language))
        if one.lost:
            self._beside(self._lost(str(one.lost)))

    def _beside(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._asides.add(task)
        task.add_done_callback(self._asides.discard)

    async def _acknowledge(self, query: str) -> None:
        """Transient: one too old, or one that Telegram has no time for, is no loss; its answer is saved and shown."""
        clock = asyncio.get_running_loop().time
        began = clock()
        while wait := self._limits.wait_for_any(clock()):
            if clock() - began > QUERY_LIVES:
                return
            await asyncio.sleep(wait)
        if clock() < self._hushed:
            return
        try:
            await self._bot.answer_callback_query(query)
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
