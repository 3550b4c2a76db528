"""Reply values as Telegram's HTML, its keyboards, and its limits. Nothing is cut: a test asks every screen to fit."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import Any

from dialogs.replies import Block, Figures, Heading, Mark, Meter, Paragraph, QrCode, Quote, Rows, Screen

TEXT, CAPTION, PRESS = 4096, 1024, 64
"""sendMessage and sendPhoto, after entity parsing; callback_data in bytes (Bot API)."""

BAR = 6
LONG = 160
"""Characters from which a sentence folds: about four lines of a phone."""

SIGNS = {Mark.PLAIN: "", Mark.OPEN: "☐ ", Mark.TICKED: "☑ ", Mark.NA: "⊘ "}


def text(screen: Screen) -> str:
    notice = [f"<i>{escape(screen.notice, quote=False)}</i>\n"] if screen.notice else []
    return "\n".join([*notice, *map(html, screen.blocks)])


@lru_cache(maxsize=2048)
def html(block: Block) -> str:
    match block:
        case Heading(text=words):
            return f"<b>{escape(words, quote=False)}</b>"
        case Paragraph(text=words) | QrCode(words=words):
            return escape(words, quote=False)
        case Quote(lead=lead, text=words, mark=mark):
            fold = " expandable" if len(words) > LONG else ""
            said = escape(words, quote=False)
            return f"<b>{SIGNS[mark]}{escape(lead, quote=False)}</b>\n<blockquote{fold}>{said}</blockquote>"
        case Meter(before=before, share=share, after=after):
            filled = round(share * BAR)
            bar = "▓" * filled + "░" * (BAR - filled)
            return f"{escape(before, quote=False)} · {bar} {escape(after, quote=False)}\n"
        case Figures():
            return _figures(block)


def _figures(table: Figures) -> str:
    """A line a row: its name, then each figure after its column's name."""
    lines = [f"<i>{escape(table.caption, quote=False)}</i>"]
    for row in table.rows:
        figures = [f"{column} {value}" for column, value in zip(table.columns[1:], row[1:], strict=True)]
        lines.append(f"<b>{escape(row[0], quote=False)}</b> : {escape(' · '.join(figures), quote=False)}")
    return "\n".join(lines)


def keyboard(rows: Rows) -> dict[str, Any]:
    """A call's ``api_kwargs``: the keyboard as the Bot API takes it (InlineKeyboardMarkup), none where there are no
    rows. python-telegram-bot would make an object of each button, then ask each for all that a button may hold.
    """
    if not rows:
        return {}
    buttons = [[{"text": it.label, "callback_data": it.press} for it in row] for row in rows]
    return {"reply_markup": {"inline_keyboard": buttons}}


def captioned(blocks: Iterable[Block]) -> tuple[str, str]:
    """What fits under a picture, and the rest for a message of its own: whole blocks, in order."""
    caption: list[str] = []
    rest: list[str] = []
    for block in blocks:
        said = html(block)
        fits = units("\n".join([*caption, said])) <= CAPTION
        (rest if rest or not fits else caption).append(said)
    return "\n".join(caption), "\n".join(rest)


def parted(said: str) -> list[str]:
    """Whole lines, as few messages as hold them; of words in which no tag goes on over a line."""
    parts: list[str] = []
    for line in said.splitlines():
        longer = f"{parts[-1]}\n{line}" if parts else line
        if parts and units(longer) <= TEXT:
            parts[-1] = longer
        else:
            parts.append(line)
    return parts


def units(said: str) -> int:
    """UTF-16 code units, as Telegram counts; tags are counted too, so this never says too little."""
    return len(said.encode("utf-16-le")) // 2
