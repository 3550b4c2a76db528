"""What a bot asks or says about itself and its chats: getMe, the command lists, getChat, getChatMember, getFile…"""

from __future__ import annotations

import re
from typing import Any

from tests.botapi.access import PRESENT, in_chat, known, reached
from tests.botapi.parameters import Parameters
from tests.botapi.refusals import bad
from tests.botapi.state import Chat, World
from tests.botapi.updates import BY_DEFAULT

Json = dict[str, Any]
MOST_COMMANDS = 100
COMMAND = re.compile(r"[a-z0-9_]{1,32}\Z")
SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
OF_A_CHAT = ("chat", "chat_administrators", "chat_member")
RIGHTS = (
    "can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members can_promote_members "
    "can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories can_pin_messages"
)


def get_me(world: World, asked: Parameters) -> Json:
    can = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
    return {**world.me.shape(), **can, "can_connect_to_business": False, "has_main_web_app": False}


def scope_of(world: World, asked: Parameters) -> tuple[str, str]:
    """The scope and the language that a list of commands is for: "A two-letter ISO 639-1 language code"."""
    scope = asked.structure("scope", "BotCommandScope") or {"type": "default"}
    language = asked.text("language_code")
    if not isinstance(scope, dict) or scope.get("type") not in SCOPES + OF_A_CHAT:
        raise bad("can't parse BotCommandScope: Unsupported type specified")
    if language and not re.fullmatch("[a-z]{2}", language):
        raise bad("invalid language code specified")
    key = scope["type"]
    if key in OF_A_CHAT:
        chat = known(world, Parameters(scope))
        key = f"{key} {chat.id}" + (f" {scope.get('user_id')}" if key == "chat_member" else "")
    return key, language


def set_my_commands(world: World, asked: Parameters) -> bool:
    listed = asked.structure("commands", "commands")
    key = scope_of(world, asked)
    if not isinstance(listed, list):
        raise bad("can't parse commands: Expected an Array of BotCommand")
    if len(listed) > MOST_COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    commands = []
    for item in listed:
        command = str(item.get("command", "")).removeprefix("/")
        description = str(item.get("description", "")).strip()
        if not COMMAND.match(command):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(description) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
        commands.append({"command": command, "description": description})
    if commands:
        world.commands[key] = commands
    else:
        world.commands.pop(key, None)
    return True


def get_my_commands(world: World, asked: Parameters) -> list[Json]:
    return world.commands.get(scope_of(world, asked), [])


def delete_my_commands(world: World, asked: Parameters) -> bool:
    world.commands.pop(scope_of(world, asked), None)
    return True


def menu(world: World, chat: Chat, user_id: int, language: str) -> list[Json]:
    """The commands that somebody sees there ("Determining list of commands")."""
    boss = in_chat(world, chat, user_id) in ("creator", "administrator")
    if chat.person is not None:
        scopes = [f"chat {chat.id}", "all_private_chats", "default"]
    else:
        scopes = [f"chat_member {chat.id} {user_id}", *([f"chat_administrators {chat.id}"] if boss else [])]
        scopes += [f"chat {chat.id}", *(["all_chat_administrators"] if boss else []), "all_group_chats", "default"]
    for scope in scopes:
        for code in (language[:2], ""):
            if (scope, code) in world.commands:
                return world.commands[scope, code]
    return []


def get_chat(world: World, asked: Parameters) -> Json:
    chat = known(world, asked)
    more = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": GIFTS}
    if chat.person is None:
        more["permissions"] = {"can_send_messages": True, "can_invite_users": True}
    return {**chat.shape(), **more}


GIFTS = dict.fromkeys(("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription"), True)
GIFTS["gifts_from_channels"] = True


def membership(world: World, chat: Chat, user_id: int, standing: str) -> Json:
    """A ChatMember of the six kinds."""
    everyone = {**world.people, world.me.id: world.me, world.anonymous.id: world.anonymous}
    member: Json = {"user": everyone[user_id].shape(), "status": standing}
    if standing == "administrator":
        member |= {"can_be_edited": False, "is_anonymous": False, **dict.fromkeys(RIGHTS.split(), True)}
    elif standing == "creator":
        member["is_anonymous"] = False
    elif standing == "kicked":
        member["until_date"] = 0
    return member


def get_chat_member(world: World, asked: Parameters) -> Json:
    """The method is only guaranteed to work for other users if the bot is an administrator in the chat."""
    chat = known(world, asked)
    user_id = asked.integer("user_id")
    if user_id not in world.people and user_id not in (world.me.id, world.anonymous.id):
        raise bad("invalid user_id specified")
    return membership(world, chat, user_id, in_chat(world, chat, user_id))


def get_chat_administrators(world: World, asked: Parameters) -> list[Json]:
    chat = known(world, asked)
    if chat.person is not None:
        raise bad("there are no administrators in the private chat")
    bosses = [(who, what) for who, what in chat.members.items() if what in ("creator", "administrator")]
    return [membership(world, chat, who, what) for who, what in bosses]


def get_chat_member_count(world: World, asked: Parameters) -> int:
    return sum(standing in PRESENT for standing in known(world, asked).members.values())


def leave_chat(world: World, asked: Parameters) -> bool:
    chat = reached(world, asked)
    if chat.person is not None:
        raise bad("chat not found")
    was = chat.members[world.me.id]
    chat.members[world.me.id] = "left"
    change = {
        "chat": chat.shape(),
        "from": world.me.shape(),
        "date": world.today(),
        "old_chat_member": membership(world, chat, world.me.id, was),
        "new_chat_member": membership(world, chat, world.me.id, "left"),
    }
    world.queue.push("my_chat_member", change)
    return True


def delete_webhook(world: World, asked: Parameters) -> bool:
    if asked.flag("drop_pending_updates"):
        world.queue.events.clear()
    return True


def get_webhook_info(world: World, asked: Parameters) -> Json:
    world.queue.purge()
    said: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": len(world.queue.events)}
    if world.queue.allowed != frozenset(BY_DEFAULT.split()):
        said["allowed_updates"] = sorted(world.queue.allowed)
    return said


def get_file(world: World, asked: Parameters) -> Json:
    file = world.sizes.get(asked.text("file_id"))
    if file is None:
        raise bad("invalid file_id" if asked.text("file_id") else "file_id not specified")
    if file["file_size"] > 20 * 1024 * 1024:
        raise bad("file is too big")
    kept = ("file_id", "file_unique_id", "file_size")
    return {**{name: file[name] for name in kept}, "file_path": f"files/{file['file_id']}"}
