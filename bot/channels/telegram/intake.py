"""Updates as arrivals, and as votes in groups. Who somebody is comes from ``from.id``; a button only names a thing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from telegram import CallbackQuery, Message, Update, User
from telegram.constants import ChatID, ChatType

from bot.arrivals import Arrival
from bot.ballots import Vote
from dialogs.commands import heard
from dialogs.events import Asked, Event, Said, Strange, Tapped, legible

CHANNEL = "telegram"
ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member", "poll_answer")
"""Said at every getUpdates: left out, Telegram keeps whatever an earlier program asked for."""

GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)

LAST_ID = 2**62
"""Far above any id of Telegram's, and its successor still fits every 64-bit offset."""

VOTE = 2
"""Words of a vote's button behind its verb, at least: the pulse, and what is voted."""

TAG = re.compile(r"[A-Za-z-]{2,35}")
"""A language as clients name it (RFC 5646)."""


@dataclass(frozen=True, slots=True)
class Convened:
    """Somebody asks that a group vote. ``named``: the bot they speak to; ``anonymous``: nobody knows who they are."""

    group: int
    address: str
    language: str
    named: str = ""
    anonymous: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """What an update asks for: an event for the engine, a query to acknowledge, a group to tell what the bot is for.

    In groups: a ``vote``, one that is ``faceless`` (an anonymous administrator's), a vote to be ``convened``; a group
    that ``moved`` from one id to another, or that the bot has ``left``.
    """

    arrival: Arrival | None = None
    query: str = ""
    group: int = 0
    language: str = ""
    lost: int = 0
    vote: Vote | None = None
    faceless: bool = False
    convened: Convened | None = None
    moved: tuple[str, str] | None = None
    left: str = ""


def lightened(raw: Any) -> Any:
    """A raw update without the message tapped; of one in a group, with where it is. State is never read of the rest, so
    parsing it is work for nothing: python-telegram-bot looks for everything that a message may hold.
    """
    if not isinstance(raw, dict) or not isinstance(query := raw.get("callback_query"), dict):
        return raw
    if not isinstance(message := query.get("message"), dict):
        return raw
    if isinstance(chat := message.get("chat"), dict) and chat.get("type") == ChatType.PRIVATE:
        bare = None
    else:
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
    if message is None:
        return Read()
    if message.migrate_to_chat_id is not None:
        return Read(moved=(_id(message.chat.id), _id(message.migrate_to_chat_id)))
    if message.migrate_from_chat_id is not None:
        return Read(moved=(_id(message.migrate_from_chat_id), _id(message.chat.id)))
    if message.from_user is None:
        return Read()
    language = _language(message.from_user)
    if message.chat.type in GROUPS:
        return _in_a_group(message, message.from_user, language)
    if message.chat.type != ChatType.PRIVATE:
        return Read()
    event = _event(update, message)
    return Read(_arrival(update, bot, at, message.chat.id, event, language, _said(update, message)))


def _tapped(update: Update, query: CallbackQuery, bot: int, at: datetime) -> Read:
    """A tap in a group is a vote or nothing: no conversation is held there."""
    language = _language(query.from_user)
    event = Tapped(query.data if isinstance(query.data, str) else "")
    if query.message is not None and query.message.chat.type in GROUPS:
        return _voted(update, query, event, bot, at)
    return Read(_arrival(update, bot, at, query.from_user.id, event, language), query=query.id)


def _voted(update: Update, query: CallbackQuery, tap: Tapped, bot: int, at: datetime) -> Read:
    """The group is the one where the finger is, whatever group the keyboard was made for."""
    who, language = query.from_user, _language(query.from_user)
    assert query.message is not None
    if tap.verb != "vote" or len(tap.words) < VOTE:
        return Read(query=query.id)
    if _faceless(who):
        return Read(query=query.id, language=language, faceless=True)
    pulse, *words = (legible(word) for word in tap.words)
    vote = Vote(
        pulse,
        at,
        tuple(words),
        channel=CHANNEL,
        address=_id(who.id),
        chat=_id(query.message.chat.id),
        key=_key(update, bot),
    )
    return Read(query=query.id, language=language, vote=vote)


def _faceless(user: User) -> bool:
    """Who speaks as a group or a channel comes under a bot's name (User of the Bot API)."""
    return bool(user.is_bot) or user.id in (ChatID.ANONYMOUS_ADMIN, ChatID.FAKE_CHANNEL)


def _id(number: object) -> str:
    if type(number) is not int:
        raise TypeError("an id of Telegram's is a number")
    return str(number)


def _key(update: Update, bot: int) -> str:
    return f"{CHANNEL}:{bot}:{update.update_id}"


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
    return Arrival(
        key=_key(update, bot),
        channel=CHANNEL,
        address=_id(address),
        event=event,
        at=at,
        language=language or "fr",
        said=said,
    )


def _member(update: Update) -> Read:
    """Added to a group, it says what it is for; removed, it votes no more. Blocked in private: nothing is owed."""
    changed = update.my_chat_member
    assert changed is not None
    present = changed.new_chat_member.status in {"member", "administrator", "restricted"}
    if changed.chat.type in GROUPS:
        language = _language(changed.from_user)
        was = changed.old_chat_member.status in {"member", "administrator", "restricted"}
        if not present:
            return Read(left=_id(changed.chat.id))
        return Read() if was else Read(group=changed.chat.id, language=language)
    return Read() if present else Read(lost=changed.chat.id)


def _in_a_group(message: Message, who: User, language: str) -> Read:
    if message.text is None or not message.text.startswith("/"):
        return Read()
    event = heard(message.text)
    if not isinstance(event, Asked) or event.command != "sondage":
        return Read(group=message.chat.id, language=language)
    if message.edit_date is not None:
        return Read()
    named = message.text.split()[0].partition("@")[2]
    anonymous = message.sender_chat is not None or _faceless(who)
    return Read(convened=Convened(message.chat.id, _id(who.id), language, named, anonymous))
