"""A link as a QR code: an SVG for a page, a PNG for a messenger, half blocks for a terminal.

A quiet zone of four modules is part of each, as the standard asks: what stands around it may be dark. segno comes with
the first one. Nothing is remembered here: a link may be a secret.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from segno import QRCode

QUIET = 4
"""Modules."""

WIDTH = 900
"""Pixels of a PNG, about: a phone shows it whole, and a recompression leaves its edges."""

HALVES = {(False, False): "█", (False, True): "▀", (True, False): "▄", (True, True): " "}
"""Two modules a character, dark where the terminal is: most are."""


def svg(link: str) -> str:
    """As wide as its place; its edges fall on pixels, so that no line shows between two modules."""
    drawn = _code(link).svg_inline(
        border=QUIET, dark="#000", light="#fff", omitsize=True, svgclass=None, lineclass=None
    )
    return drawn.replace("<svg ", '<svg shape-rendering="crispEdges" ', 1)


def png(link: str) -> bytes:
    code, out = _code(link), BytesIO()
    code.save(out, kind="png", border=QUIET, scale=WIDTH // code.symbol_size(border=QUIET)[0])
    return out.getvalue()


def lines(link: str) -> Iterator[str]:
    """For a monospaced terminal: two rows of modules a line."""
    rows = [tuple(map(bool, row)) for row in _code(link).matrix_iter(border=QUIET)]
    if len(rows) % 2:
        rows.append((False,) * len(rows[0]))
    for upper, lower in zip(rows[::2], rows[1::2], strict=True):
        yield "".join(HALVES[pair] for pair in zip(upper, lower, strict=True))


def _code(link: str) -> QRCode:
    """Level M and better where it costs no larger code: on a screen nothing is smudged, but a beamer blurs."""
    from segno import make_qr

    return make_qr(link, error="m")
