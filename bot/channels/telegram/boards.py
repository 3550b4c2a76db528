"""A pulse's board in a group: one message, edited in place, that tells how many have voted and, in the end, of what.

However many votes come, what stands there now is written when the group's turn comes. Some of the group's places are
kept for what can't wait: the result, and the next question.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.arrivals import NotKept
from bot.assembly import Assembly, Scenery
from bot.channels.telegram import markup
from bot.channels.telegram.door import CLOSED_PAUSE, NOT_MODIFIED, UNREACHED_PAUSE, seconds
from bot.channels.telegram.request import Unreached
from bot.limits import Limits
from bot.redaction import place_of
from dialogs.pulse import Pulse
from dialogs.replies import Quote, Screen
from locales import language_of, words

log = logging.getLogger(__name__)

SPARE = 2.0
"""Places of a group's minute that a count of votes leaves to a result and to what is asked next."""

BEAT = 0.5
"""Seconds at most before a count that waits for its place learns that the vote is closed."""

PAUSE = 2.0
RESENDS = 1
"""A new message that may have arrived is sent once more; then something must happen first."""


@dataclass(frozen=True, slots=True)
class Due:
    """What a group is to see of a pulse. ``message`` is what is edited; None: a new one. ``here``: this group votes."""

    pulse: str
    chat: str
    screen: Screen
    message: int | None
    final: bool
    here: bool

    @property
    def spare(self) -> float:
        return 0.0 if self.final or self.message is None else SPARE


class Boards:
    """One task a sitting and group, from its binding until its last result. ``sleep`` is asyncio's, or a test's."""

    def __init__(
        self,
        bot: Bot,
        assembly: Assembly,
        limits: Limits,
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._bot = bot
        self._assembly = assembly
        self._limits = limits
        self._now = now
        self._sleep = sleep
        self._tasks: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._shown: dict[tuple[str, str], Screen] = {}
        self._unsure: dict[tuple[str, str], int] = {}

    async def start(self) -> None:
        """Takes up the boards that an earlier process left."""
        for sitting, chat in await self._assembly.under_way():
            self.watch([sitting], chat)

    def watch(self, sittings: Iterable[str], chat: str) -> None:
        for sitting in sittings:
            where = (sitting, chat)
            if (task := self._tasks.get(where)) is None or task.done():
                self._tasks[where] = asyncio.get_running_loop().create_task(self._keeping(sitting, chat))

    async def close(self) -> None:
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def moved(self, old: str, new: str) -> None:
        """The group is a supergroup now; its votes go on there."""
        self.watch(await self._assembly.moved(old, new), new)

    async def left(self, chat: str) -> None:
        """The bot was removed: the vote ends in that group, and goes on elsewhere."""
        if await self._assembly.left(chat):
            log.warning("a group that votes does not let the bot in any more: its vote goes on elsewhere")

    async def _keeping(self, sitting: str, chat: str) -> None:
        hall = self._assembly.hall
        while True:
            revision = hall.revision(sitting)
            try:
                seen = await self._assembly.seen(sitting, chat)
                due = self._due(seen, chat)
                if due is not None:
                    await self._bring(sitting, due)
                elif seen is None or not seen.bound or seen.polled.sitting.ended:
                    return
                else:
                    await hall.changed(sitting, revision)
                    self._unsure = {where: times for where, times in self._unsure.items() if where[1] != chat}
            except NotKept:
                await self._sleep(PAUSE)
            except Exception as error:
                log.error("a board could not be shown: %s; tried again", place_of(error))
                await self._sleep(CLOSED_PAUSE)

    def _due(self, seen: Scenery | None, chat: str) -> Due | None:
        """The first pulse of which the group sees something else than it should."""
        if seen is None:
            return None
        sitting = seen.polled.sitting
        for pulse in sitting.pulses:
            row, where = seen.boards.get(pulse.id), (pulse.id, chat)
            message = row.message if row else None
            if (row and row.final) or (row is None and not (seen.bound and sitting.voting is pulse)):
                continue
            if message is None and (not seen.bound or self._unsure.get(where, 0) > RESENDS):
                continue
            due = Due(pulse.id, chat, self._screen(seen, pulse), message, pulse.closed or not seen.bound, seen.bound)
            if due.final or message is None or self._shown.get(where) != due.screen:
                return due
        return None

    def _screen(self, seen: Scenery, pulse: Pulse) -> Screen:
        from dialogs.boards import board  # with the first vote: decision 0013

        polled = seen.polled
        said = words(language_of(polled.language))
        return board(said, polled.framework, polled.sitting, pulse, self._now(), elsewhere=not seen.bound)

    async def _bring(self, sitting: str, due: Due) -> None:
        """When it is the group's turn, what is due by then."""
        if rest := self._limits.rest(due.chat, asyncio.get_running_loop().time(), due.spare):
            await asyncio.sleep(min(rest, BEAT))
            return
        await self._limits.turn(due.chat, first=True)
        now = self._due(await self._assembly.seen(sitting, due.chat), due.chat)
        if now is not None:
            await self._hang(now)

    async def _hang(self, due: Due) -> None:
        try:
            await self._hung(due, await self._call(due))
        except RetryAfter as later:
            self._limits.refused(due.chat, seconds(later), asyncio.get_running_loop().time())
        except Unreached:
            await self._sleep(UNREACHED_PAUSE)
        except InvalidToken:
            await self._sleep(CLOSED_PAUSE)
        except ChatMigrated as moved:
            await self.moved(due.chat, str(moved.new_chat_id))
        except Forbidden:
            await self.left(due.chat)
        except BadRequest as refusal:
            await self._refused(due, refusal)
        except TelegramError:  # it may have arrived: an edit is made again, a new message once
            if due.message is None:
                self._unsure[due.pulse, due.chat] = self._unsure.get((due.pulse, due.chat), 0) + 1
            await self._sleep(PAUSE)

    async def _call(self, due: Due) -> int:
        text, keyboard = fitted(due.screen), markup.keyboard(due.screen.rows)
        if due.message is None:
            sent = await self._bot.send_message(due.chat, text, api_kwargs=keyboard, parse_mode=ParseMode.HTML)
            return sent.message_id
        await self._bot.edit_message_text(
            text, chat_id=due.chat, message_id=due.message, api_kwargs=keyboard, parse_mode=ParseMode.HTML
        )
        return due.message

    async def _refused(self, due: Due, refusal: BadRequest) -> None:
        """A board that can't be edited any more is replaced; a group that takes no message is left alone."""
        if due.message is None:
            log.error("a group takes no board: %s", refusal.message)
            await self._hung(due, None, final=True)
        elif NOT_MODIFIED in refusal.message.casefold():
            await self._hung(due, due.message)
        else:
            await self._hung(due, None, final=not due.here)

    async def _hung(self, due: Due, message: int | None, *, final: bool | None = None) -> None:
        last = due.final and message is not None if final is None else final
        where = (due.pulse, due.chat)
        self._unsure.pop(where, None)
        if message is None or last:
            self._shown.pop(where, None)
        else:
            self._shown[where] = due.screen
        if last or message != due.message:
            await self._remember(due, message, final=last)

    async def _remember(self, due: Due, message: int | None, *, final: bool) -> None:
        """In the end: a message that nobody remembers would never be edited again."""
        while True:
            try:
                return await self._assembly.hung(due.pulse, due.chat, message, final=final)
            except NotKept:
                await self._sleep(PAUSE)


def fitted(screen: Screen) -> str:
    """A question too long for one message goes without its statements: its buttons are still there."""
    text = markup.text(screen)
    if markup.units(text) <= markup.TEXT:
        return text
    return markup.text(replace(screen, blocks=tuple(it for it in screen.blocks if not isinstance(it, Quote))))
