"""In a group the bot says what it is for, and nothing more, for now."""

from __future__ import annotations

import asyncio
import logging

from telegram import Bot
from telegram.error import ChatMigrated, RetryAfter, TelegramError

from bot.channels.telegram.door import seconds
from bot.limits import Limits
from locales import language_of, words

log = logging.getLogger(__name__)


class Groups:
    def __init__(self, bot: Bot, limits: Limits) -> None:
        self._bot = bot
        self._limits = limits
        self._asked: set[int] = set()

    async def introduce(self, group: int, language: str) -> None:
        """Best effort: an introduction that is lost is asked for again by the next command. Whoever asks while one is
        on its way reads that one.
        """
        if group in self._asked:
            return
        self._asked.add(group)
        try:
            await self._limits.turn(str(group))
            await self._bot.send_message(group, self._introduction(language))
        except ChatMigrated as moved:
            await self.introduce(moved.new_chat_id, language)
        except RetryAfter as later:
            self._limits.refused(str(group), seconds(later), asyncio.get_running_loop().time())
        except TelegramError as error:
            log.info("a group was not told what the bot is for: %s", type(error).__name__)
        finally:
            self._asked.discard(group)

    def _introduction(self, language: str) -> str:
        return words(language_of(language)).say(
            "Palier aide un établissement à faire le point sur son numérique. Écrivez-moi en privé : @{name}.",
            name=self._bot.username,
        )
