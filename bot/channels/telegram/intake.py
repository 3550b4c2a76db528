"""Updates as arrivals. Who somebody is comes from ``from.id``; a button only names a thing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType

from bot.arrivals import Arrival
from dialogs.commands import heard
from dialogs.events import Event, Said, Strange, Tapped

CHANNEL = "telegram"
ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member", "poll_answer")
"""Said at every getUpdates: left out, Telegram keeps whatever an earlier program asked for."""

GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)


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


def read(update: Update, bot: int, at: datetime) -> Read:
    """An update nobody needs to answer is an empty Read."""
    if update.callback_query is not None:
        return _tapped(update, update.callback_query, bot, at)
    if update.my_chat_member is not None:
        return _member(update)
    message = update.message or update.edited_message
    if message is None or message.from_user is None:
        return Read()
    language = message.from_user.language_code or ""
    if message.chat.type in GROUPS:
        return _in_a_group(message, language)
    if message.chat.type != ChatType.PRIVATE:
        return Read()
    event = _event(update, message)
    return Read(_arrival(update, bot, at, message.chat.id, event, language, _said(update, message)))


def _tapped(update: Update, query: CallbackQuery, bot: int, at: datetime) -> Read:
    """A tap in a group is acknowledged and no more, for now: no conversation is held there."""
    language = query.from_user.language_code or ""
    if query.message is not None and query.message.chat.type in GROUPS:
        return Read(query=query.id)
    event = Tapped(query.data or "")
    return Read(_arrival(update, bot, at, query.from_user.id, event, language), query=query.id)


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
        language = changed.from_user.language_code or ""
        was = changed.old_chat_member.status in {"member", "administrator", "restricted"}
        return Read(group=changed.chat.id, language=language) if present and not was else Read()
    return Read() if present else Read(lost=changed.chat.id)


def _in_a_group(message: Message, language: str) -> Read:
    if message.text is not None and message.text.startswith("/"):
        return Read(group=message.chat.id, language=language)
    return Read()
