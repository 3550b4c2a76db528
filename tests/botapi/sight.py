"""What somebody sees: the messages of a chat in order, their words, marks, buttons and pictures."""

from __future__ import annotations

from typing import Any

from tests.botapi.state import Chat, Message, World
from tests.botapi.texts import as_html

Json = dict[str, Any]


def seen(world: World, message: Message) -> Json:
    said: Json = {
        "id": message.id,
        "chat": message.chat.id,
        "sender": 0 if message.sender is world.me else message.sender.id,
        "kind": message.kind,
        "text": message.text,
        "html": as_html(message.text, message.entities),
        "entities": message.entities,
        "buttons": (message.inline or {}).get("inline_keyboard", []),
        "keyboard": message.other_markup,
        "date": message.date,
        "edits": message.edits,
        "deleted": message.deleted,
        "reply_to": message.reply_to.id if message.reply_to else 0,
    }
    if "photo" in message.extra:
        said["photo"] = message.extra["photo"][-1]
    elif "document" in message.extra:
        said["document"] = message.extra["document"]
    elif message.kind != "text":
        said["extra"] = message.extra
    return said


def of(world: World, chat: Chat, since: int = 0, also_deleted: bool = False) -> list[Json]:
    messages = (m for m in chat.messages.values() if m.id > since and (also_deleted or not m.deleted))
    return [seen(world, message) for message in messages]


def with_button(chat: Chat, label: str) -> Message | None:
    """The newest message that shows such a button."""
    for message in reversed(chat.messages.values()):
        if not message.deleted and any(button["text"] == label for button in buttons(message)):
            return message
    return None


def buttons(message: Message) -> list[Json]:
    return [button for row in (message.inline or {}).get("inline_keyboard", ()) for button in row]


def labels(chat: Chat) -> list[str]:
    return [button["text"] for m in chat.messages.values() if not m.deleted for button in buttons(m)]
