"""In a group the bot says what it is for, and nothing more, for now."""

from __future__ import annotations

import logging

from telegram import Bot
from telegram.error import ChatMigrated, TelegramError

from locales import language_of, words

log = logging.getLogger(__name__)


async def introduce(bot: Bot, group: int, language: str) -> None:
    """Best effort: an introduction that is lost is asked for again by the next command."""
    say = words(language_of(language)).say
    text = say(
        "Palier aide un établissement à faire le point sur son numérique. Écrivez-moi en privé : @{name}.",
        name=bot.username,
    )
    try:
        await bot.send_message(group, text)
    except ChatMigrated as moved:
        await introduce(bot, moved.new_chat_id, language)
    except TelegramError as error:
        log.info("a group was not told what the bot is for: %s", type(error).__name__)
