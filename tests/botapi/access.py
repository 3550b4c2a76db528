"""Whom a bot may reach (telegram-bot-api, Client::check_chat_access)."""

from __future__ import annotations

from tests.botapi.parameters import Parameters
from tests.botapi.refusals import bad, forbidden
from tests.botapi.state import Chat, World

PRESENT = ("creator", "administrator", "member", "restricted")


def reached(world: World, asked: Parameters, name: str = "chat_id") -> Chat:
    """The chat, for somebody who wants to write, edit or leave there."""
    chat = known(world, asked, name)
    if chat.person is not None:
        if chat.person.deleted:
            raise forbidden("user is deactivated")
        if chat.person.blocked:
            raise forbidden("bot was blocked by the user")
        return chat
    if chat.moved_to:
        raise bad("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.moved_to)
    standing = chat.members.get(world.me.id, "left")
    if standing == "kicked":
        raise forbidden(f"bot was kicked from the {chat.type} chat")
    if standing not in PRESENT:
        raise forbidden(f"bot is not a member of the {chat.type} chat")
    return chat


def known(world: World, asked: Parameters, name: str = "chat_id") -> Chat:
    """The chat, for somebody who only looks."""
    if not asked.has(name) or asked.text(name) == "":
        raise bad(f"{name} is empty")
    number = asked.integer(name)
    chat = world.chats.get(number)
    if chat is not None:
        return chat
    person = world.people.get(number)
    if person is not None and any(person.id in chat.members for chat in world.chats.values()):
        raise forbidden("bot can't initiate conversation with a user")
    raise bad("chat not found")


def in_chat(world: World, chat: Chat, user_id: int) -> str:
    if chat.person is not None:
        return "member" if user_id in (chat.person.id, world.me.id) else "left"
    return chat.members.get(user_id, "left")
