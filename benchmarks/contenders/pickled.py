"""What python-telegram-bot offers to keep answers: ConversationHandler and PicklePersistence, flushed at every update.

Flushed, because a pickle that is written every minute forgets a minute of answers. Both calls as in ``ptb.py``.
"""

from __future__ import annotations

import os

os.environ.setdefault("PTB_TIMEDELTA", "true")

from telegram import Update
from telegram.constants import ParseMode
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    PicklePersistence,
    TypeHandler,
)

from benchmarks.contenders.ptb import TOLD, keyboard

ASKING = 0


async def start(update: Update, _: ContextTypes.DEFAULT_TYPE) -> int:
    assert update.message is not None
    shown = TOLD.first()
    await update.message.reply_text(shown[0], reply_markup=keyboard(shown), parse_mode=ParseMode.HTML)
    return ASKING


async def button(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    query = update.callback_query
    assert query is not None
    assert context.user_data is not None
    words = (query.data or "").split(":")
    if words[0] == "answer":
        context.user_data[words[2]] = int(words[3])
    await query.answer()
    shown = TOLD.after(query.data or "")
    await query.edit_message_text(shown[0], reply_markup=keyboard(shown), parse_mode=ParseMode.HTML)
    return ASKING


async def flush(_: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    await context.application.update_persistence()


def main() -> None:
    persistence = PicklePersistence(TOLD.place / "pickle", update_interval=3600)
    application = Application.builder().token(TOLD.token).base_url(f"{TOLD.url}/bot").persistence(persistence).build()
    conversation: ConversationHandler[ContextTypes.DEFAULT_TYPE] = ConversationHandler(
        [CommandHandler("start", start)],
        {ASKING: [CallbackQueryHandler(button)]},
        [],
        name="asking",
        persistent=True,
    )
    application.add_handler(conversation)
    application.add_handler(TypeHandler(Update, flush), group=1)
    application.run_polling(allowed_updates=Update.ALL_TYPES)


if __name__ == "__main__":
    main()
