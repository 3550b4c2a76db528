"""The letters of a picture: which of them the font has, how wide they run, where a label breaks.

One unit is one pixel: figures are drawn at 72 dots an inch, where a point is a pixel.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from math import ceil
from pathlib import Path

import matplotlib
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.textpath import text_to_path

LEADING = 1.2
"""From one line to the next, in sizes."""

_FONTS = Path(matplotlib.get_data_path(), "fonts", "ttf")
_FILES = {False: _FONTS / "DejaVuSans.ttf", True: _FONTS / "DejaVuSans-Bold.ttf"}
_SLACK = 1.02
"""Widths are measured on outlines; hinting may add a pixel or two to a line."""


def font(size: float, bold: bool = False) -> FontProperties:
    """By file, so that the same bytes come out whatever fonts the machine has."""
    return FontProperties(fname=_FILES[bold], size=size)


def drawable(text: str) -> str:
    """``text`` in what the font can draw, on one line.

    A letter that it lacks becomes its plain form (``𝓒`` → ``C``) or ``□``; what is no letter (emoji, marks of
    direction, controls) is left out.
    """
    spaced = re.sub(r"[^\S\u00a0\u202f]+", " ", unicodedata.normalize("NFC", text))
    kept = "".join(part for letter in spaced for part in _substitute(letter))
    return re.sub(r" {2,}", " ", kept).strip()


@lru_cache(maxsize=4096)
def width(text: str, size: float, bold: bool = False) -> float:
    """How wide one line runs, at least."""
    run: float = text_to_path.get_text_width_height_descent(text, font(size, bold), False)[0]
    return run * _SLACK


def wrap(text: str, limit: float, size: float, bold: bool = False) -> tuple[str, ...]:
    """``text`` in lines no wider than ``limit``, broken at spaces, inside a word only if it is wider."""
    lines: list[str] = []
    for word in _words(text, limit, size, bold):
        if lines and width(f"{lines[-1]} {word}", size, bold) <= limit:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return tuple(lines)


@lru_cache(maxsize=256)
def shapes(text: str, limit: float, size: float, bold: bool = False) -> tuple[tuple[str, ...], ...]:
    """The ways to break ``text`` within ``limit``: the fewest lines first, each count as narrow as can be."""
    narrowest = max(width(word, size, bold) for word in _words(text, limit, size, bold))
    best: dict[int, tuple[str, ...]] = {}
    for room in range(ceil(narrowest), max(int(limit), ceil(narrowest)) + 1, 4):
        lines = wrap(text, room, size, bold)
        best.setdefault(len(lines), lines)
    return tuple(best[count] for count in sorted(best))


def _words(text: str, limit: float, size: float, bold: bool) -> list[str]:
    return [part for word in text.split(" ") for part in _pieces(word, limit, size, bold)]


def _pieces(word: str, limit: float, size: float, bold: bool) -> Iterator[str]:
    while width(word, size, bold) > limit and len(word) > 1:
        cut = next(end for end in range(len(word) - 1, 0, -1) if end == 1 or width(word[:end], size, bold) <= limit)
        yield word[:cut]
        word = word[cut:]
    yield word


def _substitute(letter: str) -> str:
    if _has(letter):
        return letter
    plain = unicodedata.normalize("NFKD", letter)
    if all(_has(part) for part in plain):
        return plain
    return "□" if unicodedata.category(letter)[0] in "LN" else ""


@cache
def _has(letter: str) -> bool:
    if unicodedata.category(letter) in {"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"}:
        return False
    return all(get_font(file).get_char_index(ord(letter)) for file in _FILES.values())
