"""A bare aiogram 3 bot, as its documentation shows it: Dispatcher, start_polling. Same two calls, nothing stored.

Runs in an environment of its own (``.venv-bench``, requirements/bench.txt): it imports nothing of Palier but ``told``.
"""

from __future__ import annotations

import asyncio
from typing import Any

from aiogram import Bot, Dispatcher  # type: ignore[import-not-found]
from aiogram.client.session.aiohttp import AiohttpSession  # type: ignore[import-not-found]
from aiogram.client.telegram import TelegramAPIServer  # type: ignore[import-not-found]
from aiogram.enums import ParseMode  # type: ignore[import-not-found]
from aiogram.filters import CommandStart  # type: ignore[import-not-found]
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message  # type: ignore[import-not-found]

from benchmarks.contenders.told import Shown, told

TOLD = told()


def keyboard(shown: Shown) -> Any:
    rows = [[InlineKeyboardButton(text=label, callback_data=press) for label, press in row] for row in shown[1]]
    return InlineKeyboardMarkup(inline_keyboard=rows)


async def start(message: Message) -> None:
    shown = TOLD.first()
    await message.answer(shown[0], reply_markup=keyboard(shown), parse_mode=ParseMode.HTML)


async def button(query: CallbackQuery) -> None:
    await query.answer()
    shown = TOLD.after(query.data or "")
    assert isinstance(query.message, Message)
    await query.message.edit_text(shown[0], reply_markup=keyboard(shown), parse_mode=ParseMode.HTML)


async def main() -> None:
    bot = Bot(TOLD.token, session=AiohttpSession(api=TelegramAPIServer.from_base(TOLD.url)))
    dispatcher = Dispatcher()
    dispatcher.message.register(start, CommandStart())
    dispatcher.callback_query.register(button)
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    asyncio.run(main())
