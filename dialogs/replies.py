"""What can be answered, as values; a channel turns them into messages, pages or lines.

A :class:`Screen` is the one living message of a conversation: the next one takes its place. A :class:`Radar`, a
:class:`Letter` and a :class:`Diary` stay. All are made of blocks, and no block says how it looks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal, TypeAlias

from dialogs.agenda import Agenda
from dialogs.chart import Chart


@dataclass(frozen=True, slots=True)
class Heading:
    """The screen's title; ``lang`` is set where the words are a framework's and not the person's language."""

    text: str
    lang: str = ""
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    lang: str = ""
    kind: Literal["paragraph"] = "paragraph"


class Mark(StrEnum):
    """What a statement is, to the one who reads it."""

    PLAIN = "plain"
    OPEN = "open"
    TICKED = "ticked"
    NA = "na"


@dataclass(frozen=True, slots=True)
class Quote:
    """A framework's sentence, whole, however long: a channel may fold it, never cut it.

    ``lead`` is a short line of ours before it ("Étape 1", "1. Formation › GAR › niveau 2").
    """

    lead: str
    text: str
    mark: Mark = Mark.PLAIN
    lang: str = "fr"
    kind: Literal["quote"] = "quote"


@dataclass(frozen=True, slots=True)
class Meter:
    """Where am I: words, a bar of ``share`` (0–1), words."""

    before: str
    share: float
    after: str
    kind: Literal["meter"] = "meter"


@dataclass(frozen=True, slots=True)
class Figures:
    """A table; the first column names the row."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: Literal["figures"] = "figures"


@dataclass(frozen=True, slots=True)
class QrCode:
    """A link for a phone's camera; ``words`` say what it opens, to whoever sees it and whoever does not.

    Drawn on the living screen alone: a link may be a secret. At most one a screen.
    """

    link: str
    words: str
    kind: Literal["qr"] = "qr"


Block: TypeAlias = Heading | Paragraph | Quote | Meter | Figures | QrCode


@dataclass(frozen=True, slots=True)
class Button:
    """``press`` names a thing (at most 64 bytes), never a power; ``spoken`` is for who listens to the screen."""

    label: str
    press: str
    spoken: str = ""


Rows: TypeAlias = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """One message, one question.

    ``notice`` is what has just happened ("Enregistré."), said first; ``refused`` that nothing has. ``prompt`` is set
    when a text is awaited.
    """

    blocks: tuple[Block, ...]
    rows: Rows = ()
    notice: str = ""
    prompt: str = ""
    refused: bool = False
    kind: Literal["screen"] = "screen"


@dataclass(frozen=True, slots=True)
class Radar:
    """A picture that stays, with every one of its figures in words."""

    chart: Chart
    blocks: tuple[Block, ...]
    kind: Literal["radar"] = "radar"


@dataclass(frozen=True, slots=True)
class Letter:
    """Written to somebody who did not write first: it stays, and the screen under way is not touched.

    ``until`` is when the hours end in which it may come; None for one that somebody else's event makes.
    """

    blocks: tuple[Block, ...]
    rows: Rows = ()
    until: datetime | None = None
    kind: Literal["letter"] = "letter"


@dataclass(frozen=True, slots=True)
class Diary:
    """A file for a calendar, with every one of its dates in words."""

    agenda: Agenda
    blocks: tuple[Block, ...]
    kind: Literal["diary"] = "diary"


Lasting: TypeAlias = Radar | Letter | Diary
"""What stays: the screen comes below it."""

Reply: TypeAlias = Screen | Lasting
