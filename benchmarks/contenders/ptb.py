"""A bare python-telegram-bot bot, as its documentation shows it: Application, CallbackQueryHandler, httpx.

Answers a tap with the same two calls and stores nothing. With the option ``aio`` it speaks through our AioRequest:
what is left between that and Palier is Palier's own work.
"""

from __future__ import annotations

import os
from typing import Any

os.environ.setdefault("PTB_TIMEDELTA", "true")

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.constants import ParseMode
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes

from benchmarks.contenders.told import Shown, told

TOLD = told()


def keyboard(shown: Shown) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=press) for label, press in row] for row in shown[1]]
    )


async def start(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    shown = TOLD.first()
    await update.message.reply_text(shown[0], reply_markup=keyboard(shown), parse_mode=ParseMode.HTML)


async def button(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    assert query is not None
    await query.answer()
    shown = TOLD.after(query.data or "")
    await query.edit_message_text(shown[0], reply_markup=keyboard(shown), parse_mode=ParseMode.HTML)


def main() -> None:
    builder: Any = Application.builder().token(TOLD.token).base_url(f"{TOLD.url}/bot")
    if TOLD.options.get("aio"):
        from bot.channels.telegram.request import AioRequest

        builder = builder.request(AioRequest()).get_updates_request(AioRequest())
    application = builder.build()
    application.add_handler(CommandHandler("start", start))
    application.add_handler(CallbackQueryHandler(button))
    application.run_polling(allowed_updates=Update.ALL_TYPES)


if __name__ == "__main__":
    main()
