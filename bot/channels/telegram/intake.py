"""Updates as arrivals. Who somebody is comes from ``from.id``; a button only names a thing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from telegram import CallbackQuery, Message, Update, User
from telegram.constants import ChatType

from bot.arrivals import Arrival
from dialogs.commands import heard
from dialogs.events import Event, Said, Strange, Tapped

CHANNEL = "telegram"
ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member", "poll_answer")
"""Said at every getUpdates: left out, Telegram keeps whatever an earlier program asked for."""

GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)

LAST_ID = 2**62
"""Far above any id of Telegram's, and its successor still fits every 64-bit offset."""

TAG = re.compile(r"[A-Za-z-]{2,35}")
"""A language as clients name it (RFC 5646)."""


@dataclass(frozen=True, slots=True)
class Read:
    """What an update asks for: an event for the engine, a query to acknowledge, a group to tell what the bot is for."""

    arrival: Arrival | None = None
    query: str = ""
    group: int = 0
    language: str = ""
    lost: int = 0


def lightened(raw: Any) -> Any:
    """A raw update without the text and keyboard of the message tapped: state is never read of them, so
    parsing them is work for nothing.
    """
    if not isinstance(raw, dict) or not isinstance(query := raw.get("callback_query"), dict):
        return raw
    if not isinstance(message := query.get("message"), dict):
        return raw
    bare = {name: message[name] for name in ("message_id", "date", "chat") if name in message}
    return {**raw, "callback_query": {**query, "message": bare}}


def number(raw: Any) -> int | None:
    """The update's id, which the offset moves by; None where Telegram would not have written it so."""
    found = raw.get("update_id") if isinstance(raw, dict) else None
    return found if type(found) is int and 0 <= found < LAST_ID else None


def sender(raw: Any) -> str:
    """Whose hand it comes from, before anything is parsed; empty where no hand types that fast."""
    if not isinstance(raw, dict):
        return ""
    typed = next((raw[kind] for kind in ("callback_query", "message", "edited_message") if kind in raw), None)
    hand = typed.get("from") if isinstance(typed, dict) else None
    return str(hand.get("id", "")) if isinstance(hand, dict) else ""


def read(update: Update, bot: int, at: datetime) -> Read:
    """An update nobody needs to answer is an empty Read."""
    if update.callback_query is not None:
        return _tapped(update, update.callback_query, bot, at)
    if update.my_chat_member is not None:
        return _member(update)
    message = update.message or update.edited_message
    if message is None or message.from_user is None:
        return Read()
    language = _language(message.from_user)
    if message.chat.type in GROUPS:
        return _in_a_group(message, language)
    if message.chat.type != ChatType.PRIVATE:
        return Read()
    event = _event(update, message)
    return Read(_arrival(update, bot, at, message.chat.id, event, language, _said(update, message)))


def _tapped(update: Update, query: CallbackQuery, bot: int, at: datetime) -> Read:
    """A tap in a group is acknowledged and no more, for now: no conversation is held there."""
    language = _language(query.from_user)
    if query.message is not None and query.message.chat.type in GROUPS:
        return Read(query=query.id)
    event = Tapped(query.data if isinstance(query.data, str) else "")
    return Read(_arrival(update, bot, at, query.from_user.id, event, language), query=query.id)


def _language(user: User) -> str:
    """python-telegram-bot takes whatever the JSON holds, and no row could."""
    code = user.language_code
    return code if isinstance(code, str) and TAG.fullmatch(code) else ""


def _event(update: Update, message: Message) -> Event:
    if update.edited_message is not None:
        return Strange("edited")
    if message.text is not None:
        return heard(message.text)
    return Strange("media")


def _said(update: Update, message: Message) -> str:
    if update.edited_message is not None or message.text is None:
        return ""
    return message.text if isinstance(heard(message.text), Said) else ""


def _arrival(
    update: Update, bot: int, at: datetime, address: int, event: Event, language: str, said: str = ""
) -> Arrival:
    if type(address) is not int:
        raise TypeError("a chat's id is a number")
    return Arrival(
        key=f"{CHANNEL}:{bot}:{update.update_id}",
        channel=CHANNEL,
        address=str(address),
        event=event,
        at=at,
        language=language or "fr",
        said=said,
    )


def _member(update: Update) -> Read:
    """Added to a group: it says what it is for. Blocked in private: what is owed there is given up."""
    changed = update.my_chat_member
    assert changed is not None
    present = changed.new_chat_member.status in {"member", "administrator", "restricted"}
    if changed.chat.type in GROUPS:
        language = _language(changed.from_user)
        was = changed.old_chat_member.status in {"member", "administrator", "restricted"}
        return Read(group=changed.chat.id, language=language) if present and not was else Read()
    return Read() if present else Read(lost=changed.chat.id)


def _in_a_group(message: Message, language: str) -> Read:
    if message.text is not None and message.text.startswith("/"):
        return Read(group=message.chat.id, language=language)
    return Read()
