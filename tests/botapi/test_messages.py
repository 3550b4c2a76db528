"""What a bot says: shapes, limits, marks, and the refusals in the real server's words."""

from __future__ import annotations

import asyncio
import struct
import zlib
from io import BytesIO

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, InputMediaPhoto
from telegram.constants import ParseMode
from telegram.error import BadRequest

from tests.botapi.client import Json, Telegram, User
from tests.botapi.conftest import Raw


@pytest.fixture
async def ana(telegram: Telegram) -> User:
    return await telegram.user("Ana", language="fr", started=True)


def keyboard(*labels: str) -> Json:
    return {"inline_keyboard": [[{"text": label, "callback_data": label}] for label in labels]}


def png(width: int, height: int, padding: int = 0) -> bytes:
    """A PNG as far as its header goes."""
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body)) + bytes(padding)


async def test_a_message_is_seen_tapped_edited_and_deleted(telegram: Telegram, bot: Bot, ana: User) -> None:
    buttons = InlineKeyboardMarkup([[InlineKeyboardButton("Oui", callback_data="a:1")]])
    sent = await bot.send_message(ana.id, "Prêt <b>ici</b> ?", parse_mode=ParseMode.HTML, reply_markup=buttons)
    (seen,) = await ana.sees()
    assert (seen.id, seen.text, seen.html, seen.labels) == (
        sent.message_id,
        "Prêt ici ?",
        "Prêt <b>ici</b> ?",
        ["Oui"],
    )
    tapped = await ana.taps("Oui")
    assert tapped["data"] == seen.data("Oui") == "a:1"
    (update,) = await bot.get_updates()
    query = update.callback_query
    assert query is not None
    assert query.message is not None
    assert (query.data, query.message.message_id, query.from_user.id) == ("a:1", sent.message_id, ana.id)
    await query.answer("Noté", show_alert=True)
    (toast,) = await ana.toasts()
    assert (toast["text"], toast["show_alert"], toast["data"]) == ("Noté", True, "a:1")
    edited = await bot.edit_message_text("Suite", ana.id, sent.message_id)
    assert not isinstance(edited, bool)
    assert edited.edit_date is not None
    (seen,) = await ana.sees()
    assert (seen.text, seen.edits, seen.buttons) == ("Suite", 1, [])
    await bot.delete_message(ana.id, sent.message_id)
    assert await ana.sees() == []
    assert [message.deleted for message in await ana.sees(also_deleted=True)] == [True]


async def test_somebody_can_wait_for_words(api: Raw, ana: User) -> None:
    with pytest.raises(AssertionError, match=r"'Bonjour' not seen within 0.1 s: \[\('moi', \[\]\)\]"):
        await ana.sends("moi")
        await ana.waits_for("Bonjour", within=0.1)
    waiting = asyncio.ensure_future(ana.waits_for("Bonjour"))
    await asyncio.sleep(0.05)
    await api.result("sendMessage", chat_id=ana.id, text="Bonjour Ana", reply_markup=keyboard("Oui"))
    assert [message.by_bot for message in await waiting] == [False, True]
    assert await ana.reads() == "Bonjour Ana"
    await ana.waits_for(lambda seen: "Oui" in seen[-1].labels)


async def test_a_call_may_come_in_any_form(telegram: Telegram, api: Raw, ana: User) -> None:
    url = f"{telegram.bot_url}{telegram.token}/sendmessage"
    await telegram.session.get(url, params={"chat_id": ana.id, "text": "GET"})
    await telegram.session.post(
        url, data={"chat_id": str(ana.id), "text": "form", "reply_markup": '{"inline_keyboard":[[]]}'}
    )
    with BytesIO(b"ignored") as file:
        await telegram.session.post(url, data={"chat_id": str(ana.id), "text": "multipart", "other": file})
    await api.result("SENDMESSAGE", chat_id=str(ana.id), text="JSON")
    assert [message.text for message in await ana.sees()] == ["GET", "form", "multipart", "JSON"]
    assert [call["method"] for call in await telegram.calls()] == ["sendMessage"] * 4
    assert await api.refused("sendMessage", chat_id=ana.id, text="x", reply_markup="{") == (
        "Bad Request: can't parse reply keyboard markup JSON object"
    )


async def test_an_identical_edit_is_refused(api: Raw, bot: Bot, ana: User) -> None:
    sent = await api.result("sendMessage", chat_id=ana.id, text="Un  ", reply_markup=keyboard("Oui"))
    same = {"chat_id": ana.id, "message_id": sent["message_id"]}
    why = "message is not modified: specified new message content and reply markup are exactly the same as a current "
    why += "content and reply markup of the message"
    text = {"text": " Un", "reply_markup": keyboard("Oui")}
    assert await api.refused("editMessageText", **same, **text) == f"Bad Request: {why}"
    assert await api.refused("editMessageReplyMarkup", **same, reply_markup=keyboard("Oui")) == f"Bad Request: {why}"
    await api.result("editMessageText", **same, text="Un", parse_mode="HTML")
    await api.result("editMessageText", **same, text="<i>Un</i>", parse_mode="HTML")
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text("<i>Un</i>", ana.id, sent["message_id"], parse_mode="HTML")
    assert (await ana.last()).edits == 2


async def test_what_cannot_be_edited_or_deleted(telegram: Telegram, api: Raw, ana: User) -> None:
    async def edit(message_id: int, **more: object) -> str:
        return await api.refused("editMessageText", chat_id=ana.id, message_id=message_id, text="x", **more)

    assert await edit(999) == "Bad Request: message to edit not found"
    assert await edit(0) == "Bad Request: message identifier is not specified"
    assert await edit(await ana.sends("à moi")) == "Bad Request: message can't be edited"
    menu = {"keyboard": [[{"text": "Menu"}]]}
    with_keyboard = await api.result("sendMessage", chat_id=ana.id, text="x", reply_markup=menu)
    assert await edit(with_keyboard["message_id"]) == "Bad Request: message can't be edited"
    gone = (await api.result("sendMessage", chat_id=ana.id, text="x"))["message_id"]
    await ana.erases(gone)
    assert await edit(gone) == "Bad Request: message to edit not found"
    where = {"chat_id": ana.id, "message_id": gone}
    assert await api.refused("deleteMessage", **where) == "Bad Request: message to delete not found"
    old = await api.result("sendMessage", chat_id=ana.id, text="x")
    await telegram.advance(days=3)
    where = {"chat_id": ana.id, "message_id": old["message_id"]}
    assert await api.refused("deleteMessage", **where) == "Bad Request: message can't be deleted for everyone"
    await api.result("editMessageText", **where, text="toujours")


async def test_a_tap_on_what_is_gone_brings_an_inaccessible_message(bot: Bot, api: Raw, ana: User) -> None:
    sent = await api.result("sendMessage", chat_id=ana.id, text="?", reply_markup=keyboard("Oui"))
    await ana.erases(sent["message_id"])
    await ana.taps(data="Oui", message=sent["message_id"])
    (update,) = await bot.get_updates()
    assert update.callback_query is not None
    assert update.callback_query.message is not None
    assert update.callback_query.message.is_accessible is False


async def test_a_tap_is_answered_once(api: Raw, ana: User) -> None:
    query = (await ana.taps(data="forged"))["query"]
    assert await api.refused("answerCallbackQuery", callback_query_id=query, text="x" * 201) == (
        "Bad Request: MESSAGE_TOO_LONG"
    )
    await api.result("answerCallbackQuery", callback_query_id=query)
    why = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert await api.refused("answerCallbackQuery", callback_query_id=query) == why
    assert await api.refused("answerCallbackQuery", callback_query_id="1") == why


async def test_the_limits_of_a_text(api: Raw, ana: User) -> None:
    async def why(text: str, **more: object) -> str:
        return await api.refused("sendMessage", chat_id=ana.id, text=text, **more)

    assert await why("é" * 4097) == "Bad Request: message is too long"
    assert await why("😀" * 2049) == "Bad Request: message is too long"
    assert await why("") == "Bad Request: message text is empty"
    assert await why(" \n ") == "Bad Request: message must be non-empty"
    assert await why("x", parse_mode="BBCode") == "Bad Request: unsupported parse_mode"
    await api.result("sendMessage", chat_id=ana.id, text="é" * 4096)
    await api.result("sendMessage", chat_id=ana.id, text=f"<b>{'é' * 4096}</b>", parse_mode="HTML")
    await api.result("sendMessage", chat_id=ana.id, text="&lt;" * 4096, parse_mode="html")


async def test_the_limits_of_a_keyboard(api: Raw, ana: User) -> None:
    async def why(*buttons: Json) -> str:
        markup = {"inline_keyboard": [list(buttons)]}
        return await api.refused("sendMessage", chat_id=ana.id, text="x", reply_markup=markup)

    assert await why({"text": "é", "callback_data": "é" * 33}) == "Bad Request: BUTTON_DATA_INVALID"
    assert await why({"text": "é"}) == (
        "Bad Request: can't parse InlineKeyboardButton: Text buttons are not allowed in the inline keyboard"
    )
    assert await why(*[{"text": "é", "callback_data": "x"}] * 101) == "Bad Request: reply markup is too long"
    assert await why(*[{"text": "é" * 40, "callback_data": "x" * 64}] * 80) == "Bad Request: reply markup is too long"
    most = {"inline_keyboard": [[{"text": "é", "callback_data": "é" * 32}] * 8] * 12}
    await api.result("sendMessage", chat_id=ana.id, text="x", reply_markup=most)


async def test_the_limits_of_a_photo(bot: Bot, ana: User) -> None:
    async def why(content: bytes, caption: str = "") -> str:
        with pytest.raises(BadRequest) as refused:
            await bot.send_photo(ana.id, content, caption=caption)
        return refused.value.message

    sent = await bot.send_photo(ana.id, InputFile(png(1080, 1080), "radar.png"), caption="é" * 1024)
    assert (sent.photo[0].width, sent.photo[0].height) == (1080, 1080)
    (seen,) = await ana.sees()
    assert seen.photo is not None
    assert (seen.kind, seen.text, seen.photo["width"], seen.photo["file_size"]) == ("photo", "é" * 1024, 1080, 33)
    assert await why(png(1080, 1080), "é" * 1025) == "Message caption is too long"
    assert await why(png(5001, 5000)) == "Photo_invalid_dimensions"
    assert await why(png(2101, 100)) == "Photo_invalid_dimensions"
    assert await why(png(100, 100, padding=10 * 1024 * 1024)) == "File is too big"
    assert await why(b"no picture") == "Image_process_failed"
    again = await bot.send_photo(ana.id, sent.photo[-1].file_id)
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("x", ana.id, again.message_id)
    await bot.edit_message_caption(ana.id, again.message_id, caption="mieux")
    assert (await ana.last()).text == "mieux"


async def test_media_can_be_added_to_a_text_and_never_taken_away(bot: Bot, ana: User) -> None:
    sent = await bot.send_message(ana.id, "Un lien")

    async def edit(media: bytes | str, caption: str) -> None:
        photo = InputMediaPhoto(media, caption, parse_mode=ParseMode.HTML)
        await bot.edit_message_media(photo, ana.id, sent.message_id)

    await edit(png(100, 100), "<b>Un</b> code")
    shown = await ana.last()
    assert (shown.id, shown.text, shown.kind, shown.edits) == (sent.message_id, "Un code", "photo", 1)
    assert shown.photo is not None
    with pytest.raises(BadRequest, match="Message is not modified"):
        await edit(shown.photo["file_id"], "<b>Un</b> code")
    with pytest.raises(BadRequest, match="caption is too long"):
        await edit(png(100, 100), "x" * 1025)
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("x", ana.id, sent.message_id)
    await edit(png(200, 200), "Un autre")
    assert ((await ana.last()).text, (await ana.last()).photo["width"]) == ("Un autre", 200)  # type: ignore[index]


async def test_files_go_both_ways(bot: Bot, telegram: Telegram, ana: User) -> None:
    sent = await bot.send_document(ana.id, InputFile(b"PK", "bilan.xlsx"), caption="Votre bilan")
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.file_size) == ("bilan.xlsx", 2)
    file = await bot.get_file(sent.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"PK"
    await ana.sends_a("voice")
    await ana.sends_a("sticker")
    await ana.sends_a("photo", caption="mon tableau")
    await ana.sends_a("document", content="UEs=", file_name="notes.ods")
    voice, sticker, photo, document = [update.message for update in await bot.get_updates()]
    assert voice and sticker and photo and document
    assert voice.voice is not None
    assert sticker.sticker is not None
    assert photo.caption == "mon tableau"
    assert document.document is not None
    assert bytes(await (await document.document.get_file()).download_as_bytearray()) == b"PK"
