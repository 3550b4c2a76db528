"""The commands as Telegram lists them: private chats, groups, group administrators, each in both languages."""

from __future__ import annotations

from telegram import Bot, BotCommand, BotCommandScope
from telegram import BotCommandScopeAllChatAdministrators as Administrators
from telegram import BotCommandScopeAllGroupChats as Groups
from telegram import BotCommandScopeAllPrivateChats as Private

from dialogs.commands import COMMANDS, Command
from locales import LANGUAGES, words

IN_GROUPS = ("start", "sondage", "aide")
"""A group votes, or is told what the bot is for."""


def registered() -> list[tuple[BotCommandScope, str, list[BotCommand]]]:
    """Scope, language ("" is everybody else's: French), commands."""
    found: list[tuple[BotCommandScope, str, list[BotCommand]]] = []
    for language in ("", *LANGUAGES):
        everything = [_entry(command, language or "fr") for command in COMMANDS]
        few = [_entry(command, language or "fr") for command in COMMANDS if command.name in IN_GROUPS]
        found += [(Private(), language, everything), (Groups(), language, few), (Administrators(), language, few)]
    return found


def _entry(command: Command, language: str) -> BotCommand:
    name = command.english if language == "en" else command.name
    return BotCommand(name, words(language).say(command.says))


async def register(bot: Bot) -> None:
    for scope, language, commands in registered():
        await bot.set_my_commands(commands, scope=scope, language_code=language or None)
