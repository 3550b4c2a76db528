"""What a bot says: sendMessage, sendPhoto, sendDocument, the edits, deleteMessage, answerCallbackQuery."""

from __future__ import annotations

from typing import Any

from tests.botapi import pictures
from tests.botapi.access import in_chat, reached
from tests.botapi.entities import parse_html
from tests.botapi.keyboards import parsed
from tests.botapi.parameters import Parameters, Upload
from tests.botapi.refusals import NOT_MODIFIED, QUERY_TOO_OLD, Refusal, bad
from tests.botapi.state import Chat, Message, World
from tests.botapi.texts import Entity, fitted, found, units
from tests.botapi.updates import TAP_LIFE

Json = dict[str, Any]
MOST_TEXT = 4096
MOST_CAPTION = 1024
MOST_TOAST = 200
MOST_FILE = 50 * 1024 * 1024
DELETABLE = 48 * 3600  # "A message can only be deleted if it was sent less than 48 hours ago"


def worded(asked: Parameters, name: str, most: int) -> tuple[str, list[Entity]]:
    """A text or a caption, measured "after entities parsing"."""
    raw, mode = asked.text(name), asked.text("parse_mode").lower()
    if mode == "html":
        text, entities = parse_html(raw)
    elif not mode:
        listed = asked.structure("entities" if name == "text" else "caption_entities", "entities")
        text, entities = raw, [dict(entity) for entity in listed or ()]
    elif mode in ("markdown", "markdownv2"):
        raise bad("the double reads HTML only")
    else:
        raise bad("unsupported parse_mode")
    text, entities = fitted(text, entities)
    if units(text) > most:
        raise bad("message is too long" if name == "text" else "message caption is too long")
    return text, found(text, entities)


def spoken(asked: Parameters) -> tuple[str, list[Entity]]:
    if asked.text("text") == "":
        raise bad("message text is empty")
    text, entities = worded(asked, "text", MOST_TEXT)
    if not text:
        raise bad("message must be non-empty")
    return text, entities


def replied(chat: Chat, asked: Parameters) -> Message | None:
    wanted = asked.structure("reply_parameters", "reply parameters")
    number = int(wanted.get("message_id", 0)) if isinstance(wanted, dict) else asked.integer("reply_to_message_id")
    lenient = isinstance(wanted, dict) and wanted.get("allow_sending_without_reply")
    if not number:
        return None
    message = chat.messages.get(number)
    if message is None or message.deleted:
        if lenient or asked.flag("allow_sending_without_reply"):
            return None
        raise bad("message to be replied not found")
    return message


def sent(world: World, asked: Parameters, **content: Any) -> Json:
    inline, other = parsed(asked.structure("reply_markup", "reply keyboard markup"))
    chat = reached(world, asked)
    message = world.post(chat, world.me, reply_to=replied(chat, asked), inline=inline, other_markup=other, **content)
    chat.other_bot = False
    return message.shape()


def send_message(world: World, asked: Parameters) -> Json:
    text, entities = spoken(asked)
    return sent(world, asked, text=text, entities=entities)


def send_photo(world: World, asked: Parameters) -> Json:
    text, entities = worded(asked, "caption", MOST_CAPTION)
    photo = pictured(world, asked.file("photo"))
    return sent(world, asked, text=text, entities=entities, kind="photo", extra={"photo": [photo]})


def pictured(world: World, given: Upload | str) -> Json:
    if not isinstance(given, Upload):
        return again(world, given, "photo")
    width, height = pictures.checked(given.content)
    photo = {**world.keep(given.content, given.name), "width": width, "height": height}
    world.sizes[photo["file_id"]] = photo
    return photo


def send_document(world: World, asked: Parameters) -> Json:
    text, entities = worded(asked, "caption", MOST_CAPTION)
    given = asked.file("document")
    if isinstance(given, Upload):
        if not given.content:
            raise bad("file must be non-empty")
        if len(given.content) > MOST_FILE:
            raise Refusal(413, "Request Entity Too Large")
        document = {**world.keep(given.content, given.name), "file_name": given.name}
        world.sizes[document["file_id"]] = document
    else:
        document = again(world, given, "document")
    return sent(world, asked, text=text, entities=entities, kind="document", extra={"document": document})


def again(world: World, given: str, what: str) -> Json:
    """A file sent once more, by its id."""
    if not given:
        raise bad(f"there is no {what} in the request")
    file = world.sizes.get(given)
    if file is None or ("width" in file) != (what == "photo"):
        raise bad("wrong file identifier/HTTP URL specified")
    return dict(file)


def editable(world: World, asked: Parameters) -> Message:
    """A bot edits its own messages, at any age, unless a reply keyboard hangs on them."""
    if asked.integer("message_id") <= 0:
        raise bad("message identifier is not specified")
    message = reached(world, asked).messages.get(asked.integer("message_id"))
    if message is None or message.deleted:
        raise bad("message to edit not found")
    if message.sender is not world.me or message.other_markup is not None:
        raise bad("message can't be edited")
    return message


def edited(
    world: World,
    message: Message,
    text: str,
    entities: list[Entity],
    inline: Json | None,
    photo: Json | None = None,
) -> Json:
    extra = message.extra if photo is None else {"photo": [photo]}
    if (text, entities, inline, extra) == (message.text, message.entities, message.inline, message.extra):
        raise bad(NOT_MODIFIED)
    message.text, message.entities, message.inline, message.extra = text, entities, inline, extra
    message.edit_date = world.today()
    message.edits += 1
    return message.shape()


def keyboard(asked: Parameters) -> Json | None:
    """An edit that brings no keyboard takes the old one away."""
    return parsed(asked.structure("reply_markup", "reply keyboard markup"))[0]


def edit_message_text(world: World, asked: Parameters) -> Json:
    text, entities = spoken(asked)
    inline = keyboard(asked)
    message = editable(world, asked)
    if message.kind != "text":
        raise bad("there is no text in the message to edit")
    return edited(world, message, text, entities, inline)


def edit_message_caption(world: World, asked: Parameters) -> Json:
    text, entities = worded(asked, "caption", MOST_CAPTION)
    inline = keyboard(asked)
    message = editable(world, asked)
    if message.kind == "text":
        raise bad("there is no caption in the message to edit")
    return edited(world, message, text, entities, inline)


def edit_message_media(world: World, asked: Parameters) -> Json:
    """ "… or to add media to text messages". No edit takes the media away again."""
    media = asked.structure("media", "input media")
    if not isinstance(media, dict):
        raise bad("there is no media in the request")
    if media.get("type") != "photo":
        raise bad("the double edits photos only")
    given = Parameters(media, asked.files)
    text, entities = worded(given, "caption", MOST_CAPTION)
    inline = keyboard(asked)
    message = editable(world, asked)
    photo = pictured(world, given.file("media"))
    message.kind = "photo"
    return edited(world, message, text, entities, inline, photo)


def edit_message_reply_markup(world: World, asked: Parameters) -> Json:
    inline = keyboard(asked)
    message = editable(world, asked)
    return edited(world, message, message.text, message.entities, inline)


def delete_message(world: World, asked: Parameters) -> bool:
    if asked.integer("message_id") <= 0:
        raise bad("message identifier is not specified")
    chat = reached(world, asked)
    message = chat.messages.get(asked.integer("message_id"))
    if message is None or message.deleted:
        raise bad("message to delete not found")
    rights = chat.person is not None or in_chat(world, chat, world.me.id) == "administrator"
    if message.sender is not world.me and not rights:
        raise bad("message can't be deleted")
    if world.clock.now() - message.date > DELETABLE:
        raise bad("message can't be deleted for everyone")
    message.deleted = True
    return True


def send_chat_action(world: World, asked: Parameters) -> bool:
    reached(world, asked)
    if not asked.text("action"):
        raise bad("wrong parameter action in request")
    return True


def answer_callback_query(world: World, asked: Parameters) -> bool:
    """A tap waits for its answer as long as its update lives, and takes one."""
    query = world.queries.get(asked.text("callback_query_id"))
    if query is None or query.answered is not None or world.clock.now() - query.at > TAP_LIFE:
        raise bad(QUERY_TOO_OLD)
    text = asked.text("text") if asked.has("text") else ""
    if len(text) > MOST_TOAST:
        raise bad("MESSAGE_TOO_LONG")
    query.answered = {"text": text, "show_alert": asked.flag("show_alert"), "at": world.clock.now()}
    if world.quiet:
        del world.queries[query.id]
    else:
        where = {"user": query.person.id, "chat": query.chat_id, "message": query.message_id, "data": query.data}
        world.toasts.append({**query.answered, **where, "query": query.id})
    return True
