"""A chart drawn as a radar: for a phone first, for paper in grey, for eyes that confuse colours.

Imports matplotlib, which takes a second: only the studio's worker imports this module.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from io import BytesIO

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon
from matplotlib.text import Text
from PIL import Image

from bot.render.lettering import LEADING, font, width
from bot.render.radar_layout import Point
from bot.render.radar_plan import (
    AXIS,
    MARGIN,
    NOTE,
    RING,
    ROW,
    SAMPLE,
    STYLES,
    SUBTITLE,
    TITLE,
    WIDTH,
    Plan,
    Style,
    plan,
)
from dialogs.chart import Chart, Ring, Series

DPI = 72
"""A point is a pixel."""

COLOURS = 64
"""In the PNG's palette."""

GROUNDS = 4
"""Kept, at 5 MB each: a grid, and which of its domains have an answer."""

INK, SOFT, LINE, FAINT, PAPER = "#1a1a1a", "#5f5f5f", "#9a9a9a", "#c4c4c4", "#ffffff"
DASHES = (0, (3, 4))
CENTRE = (0.0, 0.0)
UNDER = {"facecolor": PAPER, "alpha": 0.85, "linewidth": 0, "pad": 3}
"""Behind words that stand on the grid: the grid gives way to them, the series' lines don't."""

BASELINE = 0.27
"""From the middle of a line down to its baseline, in sizes: lines keep their distance, accents or none."""


def draw(chart: Chart) -> bytes:
    """The picture as PNG, 1080 pixels wide; the same chart gives the same bytes.

    Raises ValueError when a chart can't be a radar: fewer than three axes, no scale, more than three series,
    or values that don't go with the axes.
    """
    file = BytesIO()
    _coloured(_sheet(plan(chart))).save(file, "PNG")
    return file.getvalue()


def figure(chart: Chart) -> Figure:
    """The figure before it is drawn; its texts and lines are named by ``gid`` ("axis:2", "series:0")."""
    laid = plan(chart)
    axes = _blank(laid)
    _ground(axes, laid)
    for artist in _artists(laid):
        axes.add_artist(artist)
    sheet = axes.get_figure()
    assert isinstance(sheet, Figure)
    return sheet


def _blank(laid: Plan) -> Axes:
    sheet = Figure(figsize=(WIDTH / DPI, (laid.top - laid.bottom) / DPI), dpi=DPI, facecolor=PAPER)
    axes = sheet.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(-WIDTH / 2, WIDTH / 2)
    axes.set_ylim(laid.bottom, laid.top)
    return axes


def _ground(axes: Axes, laid: Plan) -> None:
    """What all the pictures of a grid share: rings, axes and their names."""
    _grid(axes, laid)
    for axis, label in enumerate(laid.labels):
        ink = SOFT if axis in laid.gaps else INK
        for number, line in enumerate(label.lines):
            at = label.box.centre[0], label.box.y1 - (number + 0.5) * AXIS * LEADING
            axes.add_artist(_text(line, at, AXIS, f"axis:{axis}", ink))


def _artists(laid: Plan) -> list[Artist]:
    """What is this picture's own, in the order in which it is drawn."""
    found = [
        artist
        for number, series in enumerate(laid.chart.series)
        for points in laid.points(series)
        for artist in _stretch(points, STYLES[number], f"series:{number}")
    ]
    return sorted([*found, *_words(laid), *_foot(laid)], key=Artist.get_zorder)


# ---------------------------------------------------------------- one ground, many pictures


class Ground:
    """Rings, axes and names, drawn once; each picture is drawn over a copy of it."""

    def __init__(self, laid: Plan) -> None:
        self._axes = _blank(laid)
        _ground(self._axes, laid)
        sheet = self._axes.get_figure()
        assert isinstance(sheet, Figure)
        self._canvas = FigureCanvasAgg(sheet)
        self._canvas.draw()  # type: ignore[no-untyped-call]
        self._clean = self._canvas.copy_from_bbox(sheet.bbox)  # type: ignore[no-untyped-call]

    def drawn(self, artists: list[Artist]) -> Image.Image:
        self._canvas.restore_region(self._clean)  # type: ignore[no-untyped-call]
        for artist in artists:
            self._axes.add_artist(artist)
            self._axes.draw_artist(artist)
        for artist in artists:
            artist.remove()
        pixels = self._canvas.buffer_rgba()  # type: ignore[no-untyped-call]
        return Image.frombuffer("RGBA", self._canvas.get_width_height(), pixels).convert("RGB")


def _sheet(laid: Plan) -> Image.Image:
    rings = tuple(ring.value for ring in laid.chart.rings)
    return _ground_of(Same(laid, (laid.labels, laid.radius, laid.gaps, rings, laid.top, laid.bottom))).drawn(
        _artists(laid)
    )


@dataclass(frozen=True, slots=True)
class Same:
    """A plan that is another's equal where the ground is the same."""

    laid: Plan = field(compare=False)
    ground: tuple[object, ...]


@lru_cache(maxsize=GROUNDS)
def _ground_of(same: Same) -> Ground:
    return Ground(same.laid)


def _coloured(picture: Image.Image) -> Image.Image:
    """In the palette that every radar shares: a third of the bytes, and the same picture to the eye."""
    return picture.quantize(palette=_palette(), dither=Image.Dither.NONE)


@cache
def _palette() -> Image.Image:
    """The colours of three polygons that cross in every way, of a gap, of every kind of words."""
    axes = tuple(f"Axe {number}" for number in range(1, 7))
    rings = tuple(Ring(share / 4, f"{25 * share} %") for share in range(1, 5))
    values = ((1, 0.25, 0.75, 0.5, 1, None), (0.5, 1, 0.25, 0.75, 0.5, None), (0.75, 0.5, 1, 0.25, 0.75, None))
    series = tuple(Series(f"Étape {number}", each) for number, each in enumerate(values, 1))
    return _sheet(plan(Chart("Palier", "Positionnement", axes, rings, series, "rien"))).quantize(
        COLOURS, dither=Image.Dither.NONE
    )


# ---------------------------------------------------------------- what is drawn


def _grid(axes: Axes, laid: Plan) -> None:
    axes.add_patch(Polygon(laid.ring(0), facecolor="#e4e4e4", edgecolor=LINE, linewidth=2, zorder=1))
    *inner, last = (laid.ring(ring.value) for ring in laid.chart.rings)
    for ring in inner:
        axes.add_patch(Polygon(ring, fill=False, edgecolor=FAINT, linewidth=2, zorder=1))
    axes.add_patch(Polygon(last, fill=False, edgecolor=LINE, linewidth=3, zorder=1))
    for axis, (hub, tip) in enumerate(zip(laid.ring(0), last, strict=True)):
        spoke = _line((hub, tip), LINE, 2, f"spoke:{axis}")
        if axis in laid.gaps:
            spoke.set(color=FAINT, linestyle=DASHES)
        axes.add_line(spoke)


def _stretch(points: tuple[Point, ...], style: Style, gid: str) -> Iterator[Artist]:
    """A closed polygon, or the fan between two gaps: no line goes to an axis without an answer."""
    area = points if points[0] == points[-1] and len(points) > 1 else (CENTRE, *points)
    if len(area) > 2:
        yield Polygon(area, facecolor=style.colour, alpha=style.fill, linewidth=0, zorder=2)
        hatch = Polygon(area, fill=False, edgecolor=style.colour, alpha=0.4, linewidth=0, zorder=2)
        hatch.set_hatch(style.hatch)
        hatch.set_hatch_linewidth(2)
        yield hatch
    else:
        only = _line(area, style.colour, style.width, gid, 4)
        only.set(linestyle=style.line)
        yield only
    line = _line(points, style.colour, style.width, gid, 4)
    line.set(linestyle=style.line, marker=style.marker, markersize=style.size)
    line.set(markeredgecolor=PAPER, markeredgewidth=2.5)
    yield line


def _words(laid: Plan) -> Iterator[Artist]:
    y = float(laid.top - MARGIN)
    for lines, size, ink, gid in (
        (laid.title, TITLE, INK, "title"),
        (laid.subtitle, SUBTITLE, SOFT, "subtitle"),
    ):
        for line in lines:
            y -= size * LEADING
            yield _text(line, (0, y + size * LEADING / 2), size, gid, ink, bold=gid == "title")
    for number, (ring, box) in enumerate(zip(laid.chart.rings, laid.rings, strict=True)):
        text = _text(ring.label, box.centre, RING, f"ring:{number}", SOFT)
        text.set(bbox=UNDER, zorder=3)
        yield text
    for axis in sorted(laid.gaps):
        text = _text("—", laid.mark(axis), AXIS, f"gap:{axis}", SOFT, bold=True)
        text.set(bbox=UNDER, zorder=3)
        yield text


def _foot(laid: Plan) -> Iterator[Artist]:
    if not laid.notes:
        return
    left = -(SAMPLE + max(width(note.text, NOTE) for note in laid.notes)) / 2
    for number, note in enumerate(laid.notes):
        y = laid.bottom + ROW * (len(laid.notes) - number)
        ends = ((left, y), (left + SAMPLE - 24, y))
        if note.style:
            line = _line(ends, note.style.colour, note.style.width, "legend", 4)
            line.set(linestyle=note.style.line)
            middle = _line((((left + SAMPLE - 24 + left) / 2, y),), note.style.colour, 0, "legend", 4)
            middle.set(marker=note.style.marker, markersize=note.style.size, markeredgecolor=PAPER)
            yield line
            yield middle
        elif note.gap and laid.gaps:
            line = _line(ends, LINE, 3, "legend")
            line.set(linestyle=DASHES)
            yield line
        text = _text(note.text, (left + SAMPLE, y), NOTE, "note", SOFT if note.gap else INK)
        text.set(horizontalalignment="left")
        yield text


def _line(points: tuple[Point, ...], colour: str, stroke: float, gid: str, zorder: float = 1) -> Line2D:
    xs, ys = zip(*points, strict=True)
    return Line2D(xs, ys, color=colour, linewidth=stroke, gid=gid, zorder=zorder, dash_capstyle="butt")


def _text(words: str, at: Point, size: float, gid: str, ink: str, bold: bool = False) -> Text:
    x, y = at
    return Text(
        x,
        y - BASELINE * size,
        words,
        color=ink,
        fontproperties=font(size, bold),
        horizontalalignment="center",
        verticalalignment="baseline",
        parse_math=False,
        gid=gid,
        zorder=6,
    )
