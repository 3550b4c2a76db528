"""Who may be reached, what a bot sees in a group, what it is told of its own place, its command lists."""

from __future__ import annotations

import pytest
from telegram import (
    Bot,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden

from tests.botapi.client import Group, Json, Refused, Telegram, User
from tests.botapi.conftest import Raw


@pytest.fixture
async def ana(telegram: Telegram) -> User:
    return await telegram.user("Ana", language="fr", started=True)


@pytest.fixture
async def staff(telegram: Telegram, ana: User) -> Group:
    return await telegram.group("Salle des profs", [ana])


async def texts(api: Raw) -> list[str]:
    """What the bot was told, and confirms."""
    updates = await api.updates()
    if updates:
        await api.updates(offset=updates[-1]["update_id"] + 1)
    return [update["message"].get("text", "·") for update in updates]


async def test_nobody_is_written_to_first(telegram: Telegram, api: Raw, bot: Bot) -> None:
    bea = await telegram.user("Béa")
    assert await api.refused("sendMessage", chat_id=bea.id, text="x") == "Bad Request: chat not found"
    assert await api.refused("sendMessage", text="x") == "Bad Request: chat_id is empty"
    await telegram.group("École", [bea])
    with pytest.raises(Forbidden, match="can't initiate conversation with a user"):
        await bot.send_message(bea.id, "x")
    await bea.sends("/start jeton-22")
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.text == "/start jeton-22"
    assert [(e.type, e.offset, e.length) for e in update.message.entities] == [("bot_command", 0, 6)]
    await bot.send_message(bea.id, "x")
    await bot.send_chat_action(bea.id, "typing")


async def test_a_block_is_told_and_refused(telegram: Telegram, bot: Bot, ana: User) -> None:
    sent = await bot.send_message(ana.id, "x")
    await ana.blocks()
    (update,) = await bot.get_updates()
    change = update.my_chat_member
    assert change is not None
    assert (change.chat.id, change.old_chat_member.status, change.new_chat_member.status) == (
        ana.id,
        "member",
        "kicked",
    )
    assert change.new_chat_member.user.id == bot.id
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(ana.id, "x")
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.edit_message_text("y", ana.id, sent.message_id)
    with pytest.raises(Refused, match="has blocked the bot"):
        await ana.sends("x")
    await ana.unblocks()
    (_, update) = await bot.get_updates()
    assert update.my_chat_member is not None
    assert update.my_chat_member.new_chat_member.status == "member"
    await bot.send_message(ana.id, "x")
    await ana.vanishes()
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(ana.id, "x")


async def test_privacy_in_a_group(telegram: Telegram, api: Raw, ana: User, staff: Group) -> None:
    sent = await api.result("sendMessage", chat_id=staff.id, text="Un sondage")
    heard = ("/aide", "/aide@palier_bot", "réponse")
    mine = await ana.sends("entre nous", staff)
    await ana.sends("/aide", staff)
    await ana.sends("/aide@palier_bot", staff)
    await ana.sends("/aide@other_bot", staff)
    await ana.sends("réponse", staff, reply_to=sent["message_id"])
    await ana.sends("à moi", staff, reply_to=mine)
    await ana.rewrites(mine, "entre nous toujours", staff)
    assert tuple(await texts(api)) == heard
    bea = await telegram.user("Béa")
    await bea.joins(staff)
    await bea.joins(staff, "left")
    assert await texts(api) == ["·", "·"]
    await ana.adds_bot(staff, "administrator")
    (update,) = await api.updates()
    assert update["my_chat_member"]["new_chat_member"]["can_delete_messages"] is True
    await api.updates(offset=update["update_id"] + 1)
    await ana.sends("devant le chef", staff)
    assert await texts(api) == ["devant le chef"]
    assert await api.result("getChatMemberCount", chat_id=staff.id) == 2


async def test_a_bare_command_is_for_the_bot_that_spoke_last(telegram: Telegram, api: Raw, ana: User) -> None:
    shared = await telegram.group("Deux robots", [ana], other_bot=True)
    await ana.sends("/aide", shared)
    await ana.sends("/aide@palier_bot", shared)
    assert await texts(api) == ["/aide@palier_bot"]
    await api.result("sendMessage", chat_id=shared.id, text="oui ?")
    await ana.sends("/aide", shared)
    assert await texts(api) == ["/aide"]


async def test_anybody_may_tap_in_a_group(telegram: Telegram, api: Raw, staff: Group) -> None:
    stranger = await telegram.user("Passant")
    vote: Json = {"inline_keyboard": [[{"text": "Oui", "callback_data": "v:1"}]]}
    await api.result("sendMessage", chat_id=staff.id, text="?", reply_markup=vote)
    await stranger.taps("Oui", staff)
    await stranger.taps(data="forged", chat=staff)
    queries = [update["callback_query"] for update in await api.updates()]
    assert [(query["data"], query["from"]["id"]) for query in queries] == [
        ("v:1", stranger.id),
        ("forged", stranger.id),
    ]
    assert queries[0]["message"]["chat"] == {
        "id": staff.id,
        "title": "Salle des profs",
        "type": "group",
        "all_members_are_administrators": False,
    }
    member = await api.result("getChatMember", chat_id=staff.id, user_id=stranger.id)
    assert member["status"] == "left"
    with pytest.raises(Refused, match=r"no button 'Non' among \['Oui'\]"):
        await stranger.taps("Non", staff)


async def test_an_anonymous_administrator(telegram: Telegram, bot: Bot) -> None:
    boss = await telegram.user("Chef")
    group = await telegram.group("École", [], admins=[boss])
    await boss.sends("/aide", group, anonymous=True)
    (update,) = await bot.get_updates()
    message = update.message
    assert message is not None
    assert message.from_user is not None
    assert message.sender_chat is not None
    assert (message.from_user.username, message.from_user.is_bot) == ("GroupAnonymousBot", True)
    assert message.sender_chat.id == message.chat.id == group.id
    (admin,) = await bot.get_chat_administrators(group.id)
    assert (admin.user.id, admin.status) == (boss.id, "administrator")


async def test_the_bot_comes_and_goes(telegram: Telegram, bot: Bot, api: Raw, ana: User) -> None:
    group = await telegram.group("École", [ana], bot="left")
    with pytest.raises(Forbidden, match="bot is not a member of the group chat"):
        await bot.send_message(group.id, "x")
    await ana.adds_bot(group)
    change, service = await bot.get_updates()
    assert change.my_chat_member is not None
    assert change.my_chat_member.from_user.id == ana.id
    assert change.my_chat_member.new_chat_member.status == "member"
    assert service.message is not None
    assert [user.id for user in service.message.new_chat_members] == [bot.id]
    assert (await bot.get_chat(group.id)).title == "École"
    await ana.removes_bot(group)
    with pytest.raises(Forbidden, match="bot was kicked from the group chat"):
        await bot.send_message(group.id, "x")
    await ana.adds_bot(group)
    await bot.leave_chat(group.id)
    with pytest.raises(Forbidden, match="bot is not a member of the group chat"):
        await bot.send_message(group.id, "x")
    last = (await api.updates())[-1]["my_chat_member"]
    assert (last["from"]["id"], last["new_chat_member"]["status"]) == (bot.id, "left")


async def test_a_group_moves_to_a_supergroup(telegram: Telegram, bot: Bot, api: Raw, ana: User, staff: Group) -> None:
    sent = await bot.send_message(staff.id, "x")
    moved = await staff.migrates()
    left, came = [update.message for update in await bot.get_updates()]
    assert left and came
    assert (left.chat.id, left.migrate_to_chat_id) == (staff.id, moved.id)
    assert (came.chat.id, came.migrate_from_chat_id, came.chat.type) == (moved.id, staff.id, "supergroup")
    assert moved.id < -1_000_000_000_000
    status, answer = await api("sendMessage", chat_id=staff.id, text="x")
    assert (status, answer) == (
        400,
        {
            "ok": False,
            "error_code": 400,
            "description": "Bad Request: group chat was upgraded to a supergroup chat",
            "parameters": {"migrate_to_chat_id": moved.id},
        },
    )
    with pytest.raises(ChatMigrated) as told:
        await bot.edit_message_text("y", staff.id, sent.message_id)
    assert told.value.new_chat_id == moved.id
    first = await bot.send_message(moved.id, "ici")
    assert first.message_id == came.message_id + 1 == 2
    await ana.sends("/aide", moved)
    with pytest.raises(Refused, match="the group went on"):
        await ana.sends("/aide", staff)


async def test_command_lists_by_scope_and_language(telegram: Telegram, bot: Bot, ana: User, staff: Group) -> None:
    boss = await telegram.user("Chef", language="en")
    await boss.joins(staff, "administrator")
    private, groups = BotCommandScopeAllPrivateChats(), BotCommandScopeAllGroupChats()
    await bot.set_my_commands([("start", "Begin")])
    await bot.set_my_commands([("start", "Begin"), ("aide", "Help")], private)
    await bot.set_my_commands([("bilan", "Vos résultats")], private, "fr")
    await bot.set_my_commands([("pouls", "Voter")], groups, "fr")
    await bot.set_my_commands([("pilote", "Lead")], BotCommandScopeAllChatAdministrators())
    assert [command.command for command in await bot.get_my_commands(private, "fr")] == ["bilan"]
    assert await bot.get_my_commands(private, "de") == ()
    assert await ana.menu() == ["bilan"]
    assert await ana.menu(language="en") == ["start", "aide"]
    assert await ana.menu(staff) == ["pouls"]
    assert await boss.menu(staff) == ["pilote"]
    await bot.delete_my_commands(private, "fr")
    assert await ana.menu() == ["start", "aide"]
    assert {(listed["scope"], listed["language"]) for listed in await telegram.commands()} == {
        ("default", ""),
        ("all_private_chats", ""),
        ("all_group_chats", "fr"),
        ("all_chat_administrators", ""),
    }
    for wrong in (("Aide", "Help"), ("x" * 33, "Help")):
        with pytest.raises(BadRequest, match="Bot_command_invalid"):
            await bot.set_my_commands([wrong])
    with pytest.raises(BadRequest, match="Bot_command_description_invalid"):
        await bot.set_my_commands([("aide", " ")])
    with pytest.raises(BadRequest, match="Invalid language code"):
        await bot.set_my_commands([("aide", "Help")], language_code="fra")


async def test_the_webhook_that_there_is_not(bot: Bot, ana: User) -> None:
    await ana.sends("x")
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count) == ("", 1)
    await bot.delete_webhook()
    assert len(await bot.get_updates()) == 1
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()
