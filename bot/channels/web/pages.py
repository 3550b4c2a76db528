"""Reply values as HTML. Everything is escaped; the templates hold no sentence that the catalogues don't."""

from __future__ import annotations

import re
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web

from bot.channels.web.assets import ASSETS
from bot.channels.web.people import Reader
from dialogs.chart import Chart
from dialogs.commands import BY_NAME, COMMANDS
from dialogs.replies import Block, Button, Heading, Rows
from locales import Words, words

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parents[1] / "templates"
LONG = 160
"""Characters of a sentence that a phone shows unfolded: four lines."""

TINY = 2
"""Characters of a label (‹, 12) that never needs half a phone."""

WIDE = 15
"""Characters of a label beyond which half a phone would break it."""

FEW = 4
"""Rows of buttons that stay in reach while a long message is read."""

BOUND = re.compile(r"(?<=[^\W\d_]) (?=\d)|(?<=\d) (?=(?:sur|of|min|minutes?|questions?)\b)| (?=›)")
"""The space before a number, and the one before what it counts by: "Niveau 3", "0 sur 3", "8 minutes"; a line begins
with no "›".
"""

COMMAND = re.compile(rf"(?<![\w/])(/(?:{'|'.join(BY_NAME)}))(?!\w)")
SIZE = (1080, 1080)
KNOWN_SIZES = 256


@cache
def environment() -> Environment:
    """Jinja2 comes with the first page: where everybody is on Telegram, nobody waits for it nor keeps it."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(bound=bound)
    made.globals.update(laid=laid, pieces=pieces, titled=titled, LONG=LONG, FEW=FEW)
    return made


def page(template: str, reader: Reader, status: int = 200, **values: object) -> web.Response:
    speech = words(reader.language)
    html = (
        environment()
        .get_template(template)
        .render(
            say=speech.say,
            count=speech.count,
            language=speech.language,
            locale=speech.locale.replace("_", "-"),
            asset=ASSETS.path,
            commands=commands(speech),
            event=secrets.token_urlsafe(16),
            first="" if reader.cookie else secrets.token_urlsafe(16),
            **values,
        )
    )
    return web.Response(text=html, status=status, content_type="text/html", charset="utf-8")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu; ``typed`` is what the person could have written."""

    typed: str
    says: str


def commands(speech: Words) -> list[Entry]:
    english = speech.language == "en"
    return [Entry(f"/{it.english if english else it.name}", speech.say(it.says)) for it in COMMANDS]


def titled(blocks: tuple[Block, ...]) -> list[tuple[Block, bool]]:
    """Each block, and whether it is the title: the first heading; the others stand under it."""
    title = next((at for at, block in enumerate(blocks) if isinstance(block, Heading)), -1)
    return [(block, at == title) for at, block in enumerate(blocks)]


def laid(rows: Rows) -> list[tuple[str, list[tuple[Button, bool]]]]:
    """Each row with how a phone lays it out (three that are not tiny break it, a wide one takes its width of it), each
    button with whether it is tiny.
    """
    return [(_on_a_phone(row), [(button, len(button.label) <= TINY) for button in row]) for row in rows]


def _on_a_phone(row: tuple[Button, ...]) -> str:
    lengths = [len(button.label) for button in row if len(button.label) > TINY]
    if len(lengths) > 2:
        return "row-breaks"
    return "row-uneven" if len(lengths) == 2 and max(lengths) > WIDE else ""


def bound(text: str) -> str:
    """A line never ends between a number and its word."""
    return BOUND.sub("\u00a0", text)


def pieces(text: str) -> list[tuple[str, bool]]:
    """A text cut at the commands in it; which pieces are commands."""
    return [(piece, bool(at % 2)) for at, piece in enumerate(COMMAND.split(text)) if piece]


class Sizes:
    """How large pictures are; of one not drawn yet the page makes room for the usual size."""

    def __init__(self) -> None:
        self._of: OrderedDict[Chart, tuple[int, int]] = OrderedDict()

    def learn(self, chart: Chart, png: bytes) -> None:
        """From the PNG's first chunk."""
        self._of[chart] = int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")
        if len(self._of) > KNOWN_SIZES:
            self._of.popitem(last=False)

    def of(self, chart: Chart) -> tuple[int, int]:
        return self._of.get(chart, SIZE)
