"""Buttons under a message, as sendMessage and its like take them (InlineKeyboardMarkup and the reply keyboards)."""

from __future__ import annotations

from typing import Any

from tests.botapi.refusals import bad
from tests.botapi.texts import clean

Json = dict[str, Any]
MOST_BUTTONS = 100
MOST_DATA = 64  # bytes of callback_data
MOST_BYTES = 10_240  # of all labels and data together
LINKS = ("url", "login_url", "web_app", "copy_text", "callback_game", "pay")
INLINE = ("switch_inline_query", "switch_inline_query_current_chat", "switch_inline_query_chosen_chat")


def inline(markup: Json) -> Json | None:
    """The keyboard as it will be returned, or why it can't be sent; None for one without a button."""
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list):
        raise bad('object expected as reply markup: Field "inline_keyboard" must be of type Array')
    kept: list[list[Json]] = []
    for row in rows:
        if not isinstance(row, list):
            raise bad("can't parse inline keyboard: Expected an Array of buttons")
        if row:
            kept.append([_button(button) for button in row])
    buttons = [button for row in kept for button in row]
    weight = sum(len(button["text"].encode()) + len(button.get("callback_data", "").encode()) for button in buttons)
    if len(buttons) > MOST_BUTTONS or weight > MOST_BYTES:
        raise bad("reply markup is too long")
    return {"inline_keyboard": kept} if kept else None


def _button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise bad("can't parse InlineKeyboardButton: Expected an Object")
    if not isinstance(button.get("text"), str):
        raise bad("can't parse InlineKeyboardButton: Can't find field \"text\"")
    text = clean(button["text"]).strip()
    action: Json = {name: button[name] for name in LINKS + INLINE if button.get(name) is not None}
    data = button.get("callback_data")
    if not action and not data:
        raise bad("can't parse InlineKeyboardButton: Text buttons are not allowed in the inline keyboard")
    if not text:
        raise bad("BUTTON_TEXT_INVALID")
    if action:
        return {"text": text, **action}
    if not isinstance(data, str) or len(data.encode()) > MOST_DATA:
        raise bad("BUTTON_DATA_INVALID")
    return {"text": text, "callback_data": data}


def parsed(markup: Any) -> tuple[Json | None, Json | None]:
    """The inline keyboard and the other kind of markup (reply keyboard, its removal, a forced reply)."""
    if not markup:
        return None, None
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    if "inline_keyboard" in markup:
        return inline(markup), None
    if not {"keyboard", "remove_keyboard", "force_reply"} & markup.keys():
        return None, None
    return None, markup
