"""What stands where on a radar, before anything is drawn: sizes, styles, words and their places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from bot.render import lettering
from bot.render.lettering import LEADING
from bot.render.radar_layout import (
    GAP,
    Box,
    Label,
    Point,
    Segment,
    Shape,
    around,
    axis_labels,
    ring_labels,
    spoke,
)
from dialogs.chart import Chart, Series

WIDTH = 1080
MARGIN = 36
ROOM = WIDTH - 2 * MARGIN

TITLE, SUBTITLE, AXIS, RING, NOTE = 47.0, 37.0, 38.0, 33.0, 35.0
"""Sizes of letters, in pixels; a phone shows a third of them."""

ROW = NOTE * 1.4
SAMPLE = 110
"""The room for a piece of line before its name, under the radar."""

HUB = 0.07
"""The share of the radius at which 0 stands: a little off the centre, so that each axis shows its zero."""

RADII = tuple(range(440, 239, -20))


@dataclass(frozen=True, slots=True)
class Style:
    """What tells a series from the others: colour and its grey, line, marker and hatching, each enough alone.

    A later series is drawn thinner and smaller, so that those below show where they coincide.
    """

    colour: str
    line: str | tuple[float, tuple[float, ...]]
    marker: str
    hatch: str
    fill: float
    width: float
    size: float


STYLES = (
    Style("#0072b2", "solid", "o", "", 0.22, 7, 27),
    Style("#d55e00", (0, (3.2, 1.3)), "s", "/", 0.10, 6, 20),
    Style("#000000", (0, (1, 1)), "^", "..", 0.05, 5, 16),
)
"""Blue, vermilion and black of Okabe and Ito; in grey 87, 119 and 0 of 255."""


@dataclass(frozen=True, slots=True)
class Note:
    """A line under the radar: the name of a series, or what "—" means."""

    text: str
    style: Style | None = None
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """In pixels from the radar's centre, y upwards; every text is one that the font can draw."""

    chart: Chart
    gaps: frozenset[int]
    radius: float
    labels: tuple[Label, ...]
    title: tuple[str, ...]
    subtitle: tuple[str, ...]
    notes: tuple[Note, ...]
    top: int
    bottom: int
    rings: tuple[Box, ...] = ()

    def at(self, axis: int, value: float) -> Point:
        """The point of a value on its axis; 0 is on the hub, what exceeds the scale on the last ring."""
        share = min(max(value / self.chart.rings[-1].value, 0.0), 1.0)
        return spoke(axis, len(self.labels), self.radius * (HUB + (1 - HUB) * share))

    def ring(self, value: float) -> tuple[Point, ...]:
        return tuple(self.at(axis, value) for axis in range(len(self.labels)))

    def mark(self, axis: int) -> Point:
        """Where an axis without any answer says so: between two rings, clear of the hub."""
        inner, outer = ([0.0, *(ring.value for ring in self.chart.rings)])[-2:]
        return self.at(axis, (inner + outer) / 2)

    def points(self, series: Series) -> Iterator[tuple[Point, ...]]:
        """The stretches of answered axes, clockwise; a stretch of them all ends where it began."""
        values = series.values
        count = len(values)
        if None not in values:
            yield tuple(self.at(axis % count, values[axis % count] or 0.0) for axis in range(count + 1))
            return
        start = values.index(None)
        stretch: list[Point] = []
        for axis in (*(turn % count for turn in range(start, start + count)), start):
            value = values[axis]
            if value is not None:
                stretch.append(self.at(axis, value))
            elif stretch:
                yield tuple(stretch)
                stretch = []


def plan(chart: Chart) -> Plan:
    """Raises ValueError when a chart can't be a radar (see ``radar.draw``)."""
    count = len(chart.axes)
    if count < 3 or not chart.rings or chart.rings[-1].value <= 0 or len(chart.series) > len(STYLES):
        raise ValueError("a radar needs three axes, a scale, and at most three series")
    if any(len(series.values) != count for series in chart.series):
        raise ValueError("a series needs a value or a gap for every axis")
    chart = _drawable(chart)
    gaps = frozenset(axis for axis in range(count) if all(series.values[axis] is None for series in chart.series))
    radius, labels = _placed(chart.axes)
    title = _lines(chart.title, TITLE, 4, bold=True)
    subtitle = _lines(chart.subtitle, SUBTITLE, 3)
    notes = tuple(_notes(chart))
    head = (len(title) * TITLE + len(subtitle) * SUBTITLE) * LEADING
    top = max(radius, *(label.box.y1 for label in labels)) + 2 * GAP + head + MARGIN
    bottom = min(-radius, *(label.box.y0 for label in labels)) - 2 * GAP - len(notes) * ROW - GAP
    laid = Plan(chart, gaps, radius, labels, title, subtitle, notes, round(top), round(bottom))
    return replace(laid, rings=_rings(laid))


@lru_cache(maxsize=64)
def _placed(axes: tuple[str, ...]) -> tuple[float, tuple[Label, ...]]:
    """A grid's axes stand where they stood, whatever is drawn between them."""
    return axis_labels([_shapes(name) for name in axes], ROOM / 2, RADII)


def _rings(laid: Plan) -> tuple[Box, ...]:
    lines = [line for series in laid.chart.series for points in laid.points(series) for line in _segments(points)]
    sizes = [(lettering.width(ring.label, RING), RING * LEADING) for ring in laid.chart.rings]
    radii = [laid.at(0, ring.value)[1] for ring in laid.chart.rings]
    taken = [*(label.box for label in laid.labels), *(around(laid.mark(axis), 60, 40) for axis in laid.gaps)]
    return ring_labels(sizes, radii, len(laid.labels), lines, taken)


def _segments(points: tuple[Point, ...]) -> Iterator[Segment]:
    yield from pairwise(points) if len(points) > 1 else iter([((0.0, 0.0), points[0])])


def _shapes(name: str) -> list[Shape]:
    """The ways to break an axis label, none wider than a good third of the picture."""
    return [
        Shape(lines, max(lettering.width(line, AXIS) for line in lines), len(lines) * AXIS * LEADING)
        for lines in lettering.shapes(name, 0.45 * WIDTH, AXIS)
    ]


def _lines(text: str, size: float, most: int, bold: bool = False) -> tuple[str, ...]:
    """``text`` in at most ``most`` lines: a name so long that it needs more ends with an ellipsis."""
    lines = lettering.shapes(text, ROOM, size, bold)[0] if text else ()
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while lettering.width(f"{last}…", size, bold) > ROOM:
        last = last[:-1]
    return (*lines[: most - 1], f"{last.rstrip()}…")


def _notes(chart: Chart) -> Iterator[Note]:
    if len(chart.series) > 1:
        for series, style in zip(chart.series, STYLES, strict=False):
            first, *rest = lettering.wrap(series.label, ROOM - SAMPLE, NOTE)
            yield Note(first, style)
            yield from map(Note, rest)
    if not chart.series or any(None in series.values for series in chart.series):
        first, *rest = lettering.wrap(f"—\u00a0\u00a0{chart.gap_label}", ROOM - SAMPLE, NOTE)
        yield Note(first, gap=True)
        yield from map(Note, rest)


def _drawable(chart: Chart) -> Chart:
    clean = lettering.drawable
    return Chart(
        clean(chart.title),
        clean(chart.subtitle),
        tuple(clean(name) for name in chart.axes),
        tuple(replace(ring, label=clean(ring.label)) for ring in chart.rings),
        tuple(replace(series, label=clean(series.label)) for series in chart.series),
        clean(chart.gap_label),
    )
