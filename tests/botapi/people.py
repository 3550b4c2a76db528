"""What people do in front of a bot: they write, tap, block, leave; each becomes the update Telegram makes of it."""

from __future__ import annotations

import base64
from typing import Any

from tests.botapi import sight
from tests.botapi.access import PRESENT
from tests.botapi.profile import membership
from tests.botapi.state import Chat, Message, Person, Query, World
from tests.botapi.texts import found
from tests.botapi.updates import MESSAGE_LIFE, TAP_LIFE

Json = dict[str, Any]
MOST_QUERIES = 100_000


class Impossible(Exception):
    """A test asks of somebody what they could not do."""


def person(world: World, user: int) -> Person:
    known = world.people.get(user)
    if known is None:
        raise Impossible(f"nobody has the id {user}")
    return known


def place(world: World, somebody: Person, chat: int | None) -> Chat:
    """The chat of that id, or the person's own with the bot."""
    if chat is None or chat == somebody.id:
        return world.private(somebody)
    where = world.chats.get(chat)
    if where is None:
        raise Impossible(f"no chat has the id {chat}")
    return where


def create(
    world: World, first_name: str = "Ana", language: str = "", username: str = "", id: int = 0, started: bool = False
) -> Json:
    somebody = Person(id or world.number("person"), first_name, username, language, started=started)
    world.people[somebody.id] = somebody
    if started:
        world.private(somebody)
    return somebody.shape()


def group(
    world: World, title: str = "École", members: list[int] | None = None, admins: list[int] | None = None,
    supergroup: bool = False, bot: str = "member", other_bot: bool = False,
) -> Json:  # fmt: skip
    """A group that is there already; nothing is told of its beginning. ``bot`` is what the bot is in it."""
    number = -(1_000_000_000_000 + world.number("super")) if supergroup else -world.number("group")
    chat = Chat(number, "supergroup" if supergroup else "group", title, other_bot=other_bot)
    chat.members = dict.fromkeys(members or [], "member") | dict.fromkeys(admins or [], "administrator")
    chat.members[world.me.id] = bot
    world.chats[number] = chat
    return chat.shape()


def tell(world: World, message: Message, kind: str = "message") -> int | None:
    """The update of a message, if the bot may see it: "Privacy mode" of core.telegram.org/bots/features."""
    since = message.edit_date or message.date
    if message.chat.members.get(world.me.id) not in PRESENT or not visible(world, message):
        return None
    world.journal.stir()
    return world.queue.push(kind, message.shape(), since + MESSAGE_LIFE - world.clock.now())


def visible(world: World, message: Message) -> bool:
    """In a group: commands for the bot, replies to it, what services say; everything where it is administrator.

    A command without a name is for the bot unless another bot spoke last.
    """
    chat = message.chat
    if chat.person is not None or message.kind == "service" or chat.members[world.me.id] == "administrator":
        return True
    if message.reply_to is not None and message.reply_to.sender is world.me:
        return True
    command = message.text.split()[0] if message.text.startswith("/") else ""
    name = command.partition("@")[2].lower()
    return bool(command) and (name == world.me.username.lower() if name else not chat.other_bot)


def write(
    world: World, user: int, text: str = "", chat: int | None = None, reply_to: int = 0, anonymous: bool = False,
    kind: str = "text", extra: Json | None = None, times: int = 1,
) -> Json:  # fmt: skip
    """Somebody says something; ``anonymous``, as the group whose administrator they are."""
    somebody = person(world, user)
    where = place(world, somebody, chat)
    if somebody.deleted or (where.person is not None and somebody.blocked):
        why = "no account any more" if somebody.deleted else "blocked the bot"
        raise Impossible(f"{somebody.first_name} has {why}")
    if where.moved_to:
        raise Impossible(f"the group went on as {where.moved_to}")
    somebody.started = somebody.started or where.person is not None
    sender = world.anonymous if anonymous else somebody
    answered = where.messages.get(reply_to)
    update, message = None, None
    for _ in range(times):
        message = world.post(
            where, sender, text=text, entities=found(text, []), kind=kind, extra=extra or {},
            reply_to=answered, by_chat=anonymous,
        )  # fmt: skip
        update = tell(world, message)
    return {"message": message.id if message else 0, "update": update}


def send(world: World, user: int, what: str, chat: int | None = None, caption: str = "", **more: Any) -> Json:
    """A sticker, voice, photo, document, location, contact…: the fields that every one of them has."""
    content = base64.b64decode(more.pop("content", ""))
    file = world.keep(content, more.get("file_name", what))
    extra: Json = {
        "sticker": {**file, "width": 512, "height": 512, "is_animated": False, "is_video": False, "type": "regular"},
        "voice": {**file, "duration": 3, "mime_type": "audio/ogg"},
        "photo": [{**file, "width": 1280, "height": 720}],
        "document": {**file, "file_name": more.get("file_name", "notes.xlsx")},
        "video": {**file, "width": 640, "height": 360, "duration": 3},
        "location": {"latitude": 48.85, "longitude": 2.35},
        "contact": {"phone_number": "+33123456789", "first_name": "Ana"},
    }
    if what not in extra:
        raise Impossible(f"nothing is called {what!r} among {', '.join(extra)}")
    return write(world, user, caption, chat, kind=what, extra={what: extra[what]})


def rewrite(world: World, user: int, message: int, text: str, chat: int | None = None) -> Json:
    """Somebody edits what they said."""
    old = place(world, person(world, user), chat).messages.get(message)
    if old is None or old.sender.id != user:
        raise Impossible(f"message {message} is not theirs")
    old.text, old.entities, old.edit_date, old.edits = text, found(text, []), world.today(), old.edits + 1
    return {"message": old.id, "update": tell(world, old, "edited_message")}


def erase(world: World, chat: int, message: int) -> Json:
    """Somebody deletes a message for everybody; a bot is not told."""
    world.chats[chat].messages[message].deleted = True
    return {}


def tap(
    world: World, user: int, label: str | None = None, data: str | None = None, message: int = 0,
    chat: int | None = None, times: int = 1,
) -> Json:  # fmt: skip
    """A finger on a button: by its label on the newest message that shows one, or with any data, forged or old."""
    somebody = person(world, user)
    where = place(world, somebody, chat)
    on = where.messages.get(message) if message else None
    if label is not None and data is None:
        on = on if message else sight.with_button(where, label)
        button = next((b for b in sight.buttons(on) if b["text"] == label), None) if on else None
        if button is None:
            raise Impossible(f"no button {label!r} among {sight.labels(where)}")
        if "callback_data" not in button:
            raise Impossible(f"the button {label!r} opens something by itself: {button}")
        data = button["callback_data"]
    elif on is None and not message:
        on = next((m for m in reversed(where.messages.values()) if m.sender is world.me and not m.deleted), None)
    number = on.id if on else message
    query, update = None, None
    for _ in range(times):
        query = Query(str(world.number("query")), somebody, where.id, number, data or "", world.clock.now())
        world.queries[query.id] = query
        if len(world.queries) > MOST_QUERIES:
            del world.queries[next(iter(world.queries))]
        known = on is not None and not on.deleted
        content = {
            "id": query.id,
            "from": somebody.shape(),
            "message": on.shape() if on and known else {"chat": where.shape(), "message_id": number, "date": 0},
            "chat_instance": str(-where.id * 7919),
            "data": query.data,
        }
        update = world.queue.push("callback_query", content, TAP_LIFE)
    world.journal.stir()
    return {"query": query.id if query else "", "update": update, "data": data or "", "message": number}


def standing(world: World, chat: Chat, by: Person, new: str) -> int | None:
    """The bot's own place in a chat changes; in a private chat that is a block or its end."""
    old = "kicked" if chat.person is not None and new == "member" else chat.members.get(world.me.id, "left")
    if chat.person is None:
        chat.members[world.me.id] = new
    elif new == "kicked":
        old = "member"
    change = {
        "chat": chat.shape(),
        "from": by.shape(),
        "date": world.today(),
        "old_chat_member": membership(world, chat, world.me.id, old),
        "new_chat_member": membership(world, chat, world.me.id, new),
    }
    world.journal.stir()
    return world.queue.push("my_chat_member", change)


def block(world: World, user: int, blocked: bool = True) -> Json:
    somebody = person(world, user)
    if somebody.blocked == blocked:
        return {"update": None}
    somebody.blocked = blocked
    return {"update": standing(world, world.private(somebody), somebody, "kicked" if blocked else "member")}


def delete_account(world: World, user: int) -> Json:
    """A bot is told nothing of it."""
    person(world, user).deleted = True
    return {}


def place_bot(world: World, user: int, chat: int, new: str = "member") -> Json:
    """Somebody adds the bot (member), makes it administrator, or removes it (kicked)."""
    by, where = person(world, user), world.chats[chat]
    was = where.members.get(world.me.id, "left") in PRESENT
    update = standing(world, where, by, new)
    if was != (new in PRESENT):
        who = [world.me.shape()] if new in PRESENT else world.me.shape()
        extra: Json = {"new_chat_members": who} if new in PRESENT else {"left_chat_member": who}
        message = world.post(where, by, kind="service", extra=extra)
        world.queue.push("message", message.shape())
    return {"update": update}


def join(world: World, user: int, chat: int, new: str = "member") -> Json:
    """Somebody comes, is promoted, leaves (left) or is removed (kicked)."""
    somebody, where = person(world, user), world.chats[chat]
    was = where.members.get(user, "left") in PRESENT
    where.members[user] = new
    if was == (new in PRESENT):
        return {"update": None}
    who = somebody.shape()
    extra: Json = {"new_chat_members": [who]} if new in PRESENT else {"left_chat_member": who}
    return {"update": tell(world, world.post(where, somebody, kind="service", extra=extra))}


def migrate(world: World, chat: int) -> Json:
    """A group becomes a supergroup: another id, another numbering of messages, a service message in each."""
    old = world.chats[chat]
    if old.type != "group" or old.moved_to:
        raise Impossible(f"{chat} is no basic group")
    number = group(world, old.title, supergroup=True)["id"]
    new = world.chats[number]
    new.members, old.moved_to = dict(old.members), number
    left = world.post(old, world.anonymous, kind="service", extra={"migrate_to_chat_id": number})
    came = world.post(new, world.anonymous, kind="service", extra={"migrate_from_chat_id": old.id}, by_chat=True)
    return {"id": number, "updates": [tell(world, left), tell(world, came)]}
