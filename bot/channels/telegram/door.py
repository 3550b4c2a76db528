"""Replies as Telegram messages: one screen edited in place, a radar as a photo with its words, a diary as a document.

A screen with a QR code is a photo too. Telegram adds a photo to a text, and takes none away: the screen after it is a
new message, and the photo, which may show a secret, is withdrawn.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Protocol

from telegram import Bot, InputFile, InputMediaPhoto, Message
from telegram.constants import ChatAction, ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channels.telegram import markup
from bot.channels.telegram.request import Unreached
from bot.limits import Limits
from bot.outbox import Gone, Lost, TryLater, Unknown, UnknownTwice
from bot.render import ics, qr
from bot.render.studio import PictureFailed
from dialogs.chart import Chart
from dialogs.replies import Diary, Letter, QrCode, Radar, Screen
from storage.replies import Owed

log = logging.getLogger(__name__)

TOO_LONG = "message is too long"
NOT_MODIFIED = "message is not modified"
PHOTO = "photo "
"""Before the id, in the name of a screen that is a photo."""

UNREACHED_PAUSE = 3.0
CLOSED_PAUSE = 60.0
"""Seconds before a token that Telegram refuses is tried again: somebody may be renewing it."""


class Pictures(Protocol):
    async def picture(self, chart: Chart) -> bytes:
        """A PNG; raises PictureFailed."""


class TelegramDoor:
    """Speaks for the outbox, in its three words: TryLater, Unknown, Gone."""

    def __init__(self, bot: Bot, pictures: Pictures, limits: Limits) -> None:
        self._bot = bot
        self._pictures = pictures
        self._limits = limits
        self._hushed = 0.0
        self._shown: dict[int, str] = {}
        self._left: dict[int, list[str]] = {}

    async def send(self, owed: Owed) -> str | None:
        reply = owed.line.reply
        if isinstance(reply, Radar):
            return await told(lambda: self._radar(owed.address, reply, owed.line.id))
        if isinstance(reply, Diary):
            return await told(lambda: self._diary(owed.address, reply, owed.line.id))
        if isinstance(reply, Screen):
            return await told(lambda: self._screen(owed.address, reply, owed.line.ref))
        if isinstance(reply, Letter):
            screen = Screen(reply.blocks, reply.rows)
            return await told(lambda: self._screen(owed.address, screen, None))
        return None

    async def prepare(self, owed: Owed) -> None:
        """The picture is drawn, and remembered where pictures come from."""
        reply = owed.line.reply
        if isinstance(reply, Radar) and owed.line.id not in self._shown:
            await self._drawing(owed.address)
            with contextlib.suppress(PictureFailed):
                await self._pictures.picture(reply.chart)

    async def _screen(self, chat: str, screen: Screen, ref: str | None) -> str:
        photo = await _photo(screen)
        if ref is None:
            return await self._new(chat, screen, photo)
        message = int(ref.removeprefix(PHOTO))
        if ref.startswith(PHOTO) and photo is None:
            name = await self._instead(chat, screen, photo)
            await self._withdraw(chat, message)
            return name
        try:
            await self._edit(chat, screen, photo, message)
        except BadRequest as refusal:
            # Telegram has many words for a message that can't be edited any more; a new one may still be sent.
            if NOT_MODIFIED not in refusal.message.casefold():
                self._limits.spend(chat, asyncio.get_running_loop().time())
                return await self._instead(chat, screen, photo)
        return _name(message, photo)

    async def _edit(self, chat: str, screen: Screen, photo: bytes | None, message: int) -> None:
        text, keyboard = markup.text(screen), markup.keyboard(screen.rows)
        if photo is None:
            await self._bot.edit_message_text(
                text, chat_id=chat, message_id=message, api_kwargs=keyboard, parse_mode=ParseMode.HTML
            )
        else:
            media = InputMediaPhoto(photo, caption=text, parse_mode=ParseMode.HTML)
            await self._bot.edit_message_media(media, chat_id=chat, message_id=message, api_kwargs=keyboard)

    async def _instead(self, chat: str, screen: Screen, photo: bytes | None) -> str:
        """A new message where there should have been an edit."""
        try:
            return await told(lambda: self._new(chat, screen, photo))
        except Unknown:
            raise UnknownTwice from None

    async def _withdraw(self, chat: str, message: int) -> None:
        """Within the two days that Telegram lets a bot; older, it stays, as every screen left behind does."""
        try:
            await self._bot.delete_message(chat, message)
        except TelegramError as error:
            log.info("a photo was not withdrawn: %s", type(error).__name__)

    async def _radar(self, chat: str, radar: Radar, line: int) -> str:
        """The photo, then what of its words does not fit under it; without a picture, the words.

        Where the words are told to wait, the picture that is there already is not sent again.
        """
        caption, rest = markup.captioned(radar.blocks)
        if line not in self._shown:
            self._shown[line], rest = await self._picture(chat, radar, caption, rest)
        if rest:
            self._limits.spend(chat, asyncio.get_running_loop().time())
            await self._words(chat, rest)
        return self._shown.pop(line)

    async def _diary(self, chat: str, diary: Diary, line: int) -> str:
        """The document, then what of its words does not fit under it. What is there already is not sent again."""
        if line not in self._shown:
            file = InputFile(await asyncio.to_thread(ics.rendered, diary.agenda), ics.NAME)
            caption, rest = markup.captioned(diary.blocks)
            sent = await self._bot.send_document(chat, file, caption=caption, parse_mode=ParseMode.HTML)
            self._shown[line], self._left[line] = str(sent.message_id), markup.parted(rest)
        while parts := self._left[line]:
            self._limits.spend(chat, asyncio.get_running_loop().time())
            await self._words(chat, parts[0])
            del parts[0]
        del self._left[line]
        return self._shown.pop(line)

    async def _picture(self, chat: str, radar: Radar, caption: str, rest: str) -> tuple[str, str]:
        """The message's id, and the words that have yet to follow it."""
        try:
            picture = await self._pictures.picture(radar.chart)
        except PictureFailed:
            log.error("a radar could not be drawn: its words go without it")
            sent = await self._words(chat, f"{caption}\n{rest}".strip())
            return str(sent.message_id), ""
        sent = await self._bot.send_photo(chat, picture, caption=caption, parse_mode=ParseMode.HTML)
        return str(sent.message_id), rest

    async def _drawing(self, chat: str) -> None:
        """The sign that a picture is coming is transient: a radar does not depend on it."""
        clock = asyncio.get_running_loop().time
        if clock() < self._hushed:
            return
        try:
            await self._bot.send_chat_action(chat, ChatAction.UPLOAD_PHOTO)
        except RetryAfter as later:
            self._hushed = clock() + seconds(later)
        except TelegramError as error:
            log.info("nobody was told that a picture is coming: %s", type(error).__name__)

    async def _new(self, chat: str, screen: Screen, photo: bytes | None) -> str:
        """A screen that Telegram will not take whole goes as its title: its buttons lead on."""
        text, keyboard = markup.text(screen), markup.keyboard(screen.rows)
        try:
            if photo is None:
                sent = await self._bot.send_message(chat, text, api_kwargs=keyboard, parse_mode=ParseMode.HTML)
            else:
                sent = await self._bot.send_photo(
                    chat, photo, caption=text, api_kwargs=keyboard, parse_mode=ParseMode.HTML
                )
        except BadRequest as refusal:
            if TOO_LONG not in refusal.message.casefold():
                raise
            log.error("a screen is too long for Telegram: its title goes alone")
            title = markup.text(replace(screen, blocks=screen.blocks[:1]))
            sent = await self._bot.send_message(chat, title, api_kwargs=keyboard, parse_mode=ParseMode.HTML)
            return str(sent.message_id)
        return _name(sent.message_id, photo)

    async def _words(self, chat: str, text: str) -> Message:
        return await self._bot.send_message(chat, text, parse_mode=ParseMode.HTML)


async def _photo(screen: Screen) -> bytes | None:
    """Of the screen's QR code, where its words fit under it: a test asks every screen to."""
    link = next((block.link for block in screen.blocks if isinstance(block, QrCode)), "")
    if not link or markup.units(markup.text(screen)) > markup.CAPTION:
        return None
    return await asyncio.to_thread(qr.png, link)


def _name(message: int, photo: bytes | None) -> str:
    return str(message) if photo is None else f"{PHOTO}{message}"


async def told(call: Callable[[], Awaitable[str]]) -> str:
    """A call's end in the outbox's words. A refusal that will never change gives up, and the log says so."""
    try:
        return await call()
    except RetryAfter as later:
        raise TryLater(seconds(later)) from None
    except Unreached:
        raise TryLater(UNREACHED_PAUSE) from None
    except Forbidden:
        raise Lost from None
    except ChatMigrated:
        raise Gone from None
    except InvalidToken:
        raise TryLater(CLOSED_PAUSE) from None
    except TimedOut:
        raise Unknown from None
    except BadRequest as refusal:
        log.error("Telegram will never take a reply: %s", refusal.message)
        raise Gone from None
    except NetworkError:
        raise Unknown from None


def seconds(later: RetryAfter) -> float:
    wait = later.retry_after
    return float(wait if isinstance(wait, int | float) else wait.total_seconds())
