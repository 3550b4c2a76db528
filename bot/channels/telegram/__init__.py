"""Telegram: updates in, arrivals out; owed replies in, messages out. No decision is made here."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

# Read when a 429 comes in: without it python-telegram-bot warns instead of saying how long to wait.
os.environ.setdefault("PTB_TIMEDELTA", "true")

from telegram import Bot
from telegram.error import RetryAfter

from bot.assembly import Assembly
from bot.channels.telegram.boards import Boards
from bot.channels.telegram.commands import register
from bot.channels.telegram.door import Pictures, TelegramDoor, seconds
from bot.channels.telegram.groups import Groups
from bot.channels.telegram.intake import CHANNEL
from bot.channels.telegram.polling import HOLD, SILENCE, Polling
from bot.channels.telegram.request import AioRequest
from bot.engine import Engine
from bot.health import Health
from bot.limits import Limits

__all__ = ["CHANNEL", "TelegramChannel"]

RETRY = 15.0
"""Seconds before an installation that Telegram does not answer, or a loop that broke, begins again."""

log = logging.getLogger(__name__)


class TelegramChannel:
    """The bot from its token to its end. The web chat does not notice when it ails."""

    name = CHANNEL

    def __init__(
        self,
        token: str,
        api_url: str,
        pictures: Pictures,
        health: Health,
        hold: int = HOLD,
        limits: Limits | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        silence: float = SILENCE,
    ) -> None:
        root = api_url.rstrip("/")
        self._requests = (AioRequest(), AioRequest())
        self._bot = Bot(
            token,
            base_url=f"{root}/bot",
            base_file_url=f"{root}/file/bot",
            request=self._requests[0],
            get_updates_request=self._requests[1],
        )
        self.limits = limits or Limits()
        self.door = TelegramDoor(self._bot, pictures, self.limits)
        self._health = health
        self._hold = hold
        self._now = now
        self._sleep = sleep
        self._silence = silence
        self._task: asyncio.Task[None] | None = None
        self.username = ""

    def start(self, engine: Engine, lost: Callable[[str], Awaitable[None]], assembly: Assembly) -> None:
        living = self._living(engine, lost, assembly)
        self._task = asyncio.get_running_loop().create_task(living, name="telegram")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})
        for request in self._requests:
            await request.shutdown()

    async def _living(self, engine: Engine, lost: Callable[[str], Awaitable[None]], assembly: Assembly) -> None:
        """Begins, and begins again whatever happens: never a process that runs and does not poll."""
        # The door is open before Telegram answers: what is owed waits at it.
        await self._bot.request.initialize()
        while True:
            try:
                await self._bot.initialize()
            except Exception as error:  # python-telegram-bot's own, where Telegram's answer is of another shape
                if self._health.ill(CHANNEL, type(error).__name__):
                    log.error("Telegram does not take this bot: %s; tried again", type(error).__name__)
                await self._sleep(_patience(error))
                continue
            self.username = self._bot.username or ""
            boards = Boards(self._bot, assembly, self.limits, self._now, self._sleep)
            polling = Polling(
                self._bot,
                engine,
                self._health,
                self.limits,
                Groups(self._bot, self.limits, assembly, boards),
                lost,
                self._now,
                self._hold,
                self._sleep,
                self._silence,
            )
            listing = asyncio.get_running_loop().create_task(self._listing())
            try:
                await boards.start()
                await polling.run()
            except Exception as error:
                self._health.ill(CHANNEL, type(error).__name__)
                log.exception("the Telegram loop broke, and begins again")
                await self._sleep(RETRY)
            finally:
                listing.cancel()
                await polling.close()
                await boards.close()

    async def _listing(self) -> None:
        """The commands, beside the poll: nobody waits for a menu to be answered."""
        while True:
            try:
                return await register(self._bot)
            except Exception as error:
                log.error("the commands are not listed yet: %s; tried again", type(error).__name__)
                await self._sleep(_patience(error))


def _patience(error: Exception) -> float:
    return max(RETRY, seconds(error)) if isinstance(error, RetryAfter) else RETRY
