"""Where things stand on a radar: pure geometry, in pixels from its centre, x to the right and y upwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, combinations, pairwise, product
from math import cos, hypot, pi, sin
from typing import TypeAlias

import numpy as np

Point: TypeAlias = tuple[float, float]
Segment: TypeAlias = tuple[Point, Point]

GAP = 16.0
"""Between the outline and an axis label, and between two labels."""

FAR = 100.0
"""A label farther than this from the tip of its axis no longer seems to belong to it."""

FREE = 10.0
"""A ring label this far from every line is well placed."""

SHARES = (0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74)
"""Of the way from an axis to the next, where a ring label may stand."""

MARKER = 16.0
"""Half of the largest marker, and a little."""

BEST = 5
"""As many places are tried for each way to break a label."""


@dataclass(frozen=True, slots=True)
class Box:
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def centre(self) -> Point:
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def meets(self, other: Box, gap: float = 0.0) -> bool:
        return (
            self.x0 < other.x1 + gap
            and other.x0 < self.x1 + gap
            and self.y0 < other.y1 + gap
            and other.y0 < self.y1 + gap
        )

    def distance(self, point: Point) -> float:
        """From its border to ``point``; 0 inside."""
        x, y = point
        return hypot(max(self.x0 - x, 0, x - self.x1), max(self.y0 - y, 0, y - self.y1))


@dataclass(frozen=True, slots=True)
class Label:
    """``lines`` in a box; ``cost`` is what speaks against the place."""

    lines: tuple[str, ...]
    box: Box
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Shape:
    """One way to break a label: its lines and the room they take."""

    lines: tuple[str, ...]
    width: float
    height: float


def around(box_centre: Point, width: float, height: float) -> Box:
    x, y = box_centre
    return Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def spoke(axis: int, axes: int, radius: float) -> Point:
    """The point of an axis at ``radius``; the first axis points up, the others follow clockwise."""
    turn = pi / 2 - 2 * pi * axis / axes
    return radius * cos(turn), radius * sin(turn)


def outline(axes: int, radius: float) -> tuple[Point, ...]:
    return tuple(spoke(axis, axes, radius) for axis in range(axes))


def axis_labels(
    choices: Sequence[Sequence[Shape]], half: float, radii: Sequence[float]
) -> tuple[float, tuple[Label, ...]]:
    """The largest of ``radii`` (falling) around which every label has its place, and the places.

    ``half`` is half the width there is. When no radius will do, the labels of the smallest are set farther
    out until they are free of each other: whole and apart matters more than near.
    """
    for radius in radii:
        placed = _choose([_places(axis, choices, half, radius) for axis in range(len(choices))])
        if placed:
            return radius, placed
    return radii[-1], _stacked(choices, half, radii[-1])


def _choose(places: Sequence[Sequence[Label]]) -> tuple[Label, ...]:
    """The cheapest row of places, one for each axis, where none meets another; empty when there is none.

    Only neighbours get in each other's way, so that the cheapest way to each place is found axis by axis.
    """
    beside = [
        [[one for one in row if not one.box.meets(label.box, GAP)] for label in following]
        for row, following in pairwise(places)
    ]
    rows: list[tuple[Label, ...]] = []
    for start in places[0]:
        ways: dict[int, tuple[Label, ...]] = {id(start): (start,)}
        for row, before in zip(places[1:], beside, strict=True):
            reached: dict[int, tuple[Label, ...]] = {}
            for label, ones in zip(row, before, strict=True):
                reaching = [ways[id(one)] for one in ones if id(one) in ways]
                if reaching:
                    reached[id(label)] = (*min(reaching, key=_cost), label)
            ways = reached
        rows.extend(ways.values())
    return next((row for row in sorted(rows, key=_cost) if _apart(row)), ())


def _cost(row: Sequence[Label]) -> float:
    return sum(label.cost for label in row)


def _apart(row: Sequence[Label]) -> bool:
    return not any(one.box.meets(other.box, GAP) for one, other in combinations(row, 2))


def _stacked(choices: Sequence[Sequence[Shape]], half: float, radius: float) -> tuple[Label, ...]:
    placed: list[Label] = []
    for axis in range(len(choices)):
        pushed = _places(axis, choices, half, radius, range(0, 3000, round(GAP)), float("inf"))
        placed.append(next(label for label in pushed if _apart([*placed, label])))
    return tuple(placed)


def _places(
    axis: int,
    choices: Sequence[Sequence[Shape]],
    half: float,
    radius: float,
    pushes: Sequence[float] = (0.0,),
    far: float = FAR,
) -> list[Label]:
    """Where the label of one axis may stand, off the outline and within the width, the best places first."""
    tip = spoke(axis, len(choices), radius)
    edge = outline(len(choices), radius)
    labels: list[Label] = []
    for shape in choices[axis]:
        boxes = (*_beside(edge, shape, tip, half), *_clear_of(edge, shape, tip, half, pushes))
        near = [_priced(shape, box, tip) for box in boxes if box.distance(tip) <= far]
        labels += sorted(near, key=lambda label: label.cost)[: max(BEST, len(pushes))]
    return sorted(labels, key=lambda label: label.cost)


def _priced(shape: Shape, box: Box, tip: Point) -> Label:
    """Near, in few lines, and over its tip rather than shifted."""
    away = box.distance(tip) + 0.1 * abs(box.centre[0] - tip[0])
    return Label(shape.lines, box, away + 40 * len(shape.lines))


def _beside(edge: Sequence[Point], shape: Shape, tip: Point, half: float) -> Iterator[Box]:
    """At the tip's height, or slid up or down to where the outline leaves more room."""
    x, y = tip
    side = 0 if abs(x) < 1 else 1 if x > 0 else -1
    turned = [(v, u) for u, v in edge]
    for slide in range(-160, 161, 20) if side else ():
        low, high = y + slide - shape.height / 2, y + slide + shape.height / 2
        start = _reach(turned, low, high, side) + GAP
        if start + shape.width <= half:
            yield around((side * (start + shape.width / 2), y + slide), shape.width, shape.height)


def _clear_of(edge: Sequence[Point], shape: Shape, tip: Point, half: float, pushes: Sequence[float]) -> Iterator[Box]:
    """Above the outline (below it in the lower half, either way at the sides), at the tip or outwards."""
    x, y = tip
    ways = (1, -1) if abs(y) < 0.3 * max(top for _, top in edge) else (1,) if y > 0 else (-1,)
    outwards = 0 if abs(x) < 1 else 1 if x > 0 else -1
    limit = half - shape.width / 2
    for centre in dict.fromkeys(min(max(x + outwards * step, -limit), limit) for step in range(0, 161, 40)):
        for way in ways:
            start = _reach(edge, centre - shape.width / 2, centre + shape.width / 2, way) + GAP
            for push in pushes:
                yield around((centre, way * (start + push + shape.height / 2)), shape.width, shape.height)


def _reach(edge: Sequence[Point], x0: float, x1: float, way: int) -> float:
    """How far up (``way`` 1) or down (-1) the outline goes from a gap before ``x0`` to one after ``x1``."""
    left, right = x0 - GAP, x1 + GAP
    heights = [way * y for x, y in edge if left <= x <= right]
    for (ax, ay), (bx, by) in pairwise((*edge, edge[0])):
        crossed = [x for x in (left, right) if min(ax, bx) <= x <= max(ax, bx) and abs(ax - bx) > 1e-9]
        heights.extend(way * (ay + (by - ay) * (x - ax) / (bx - ax)) for x in crossed)
    return max(heights, default=0.0)


def ring_labels(
    sizes: Sequence[tuple[float, float]],
    radii: Sequence[float],
    axes: int,
    lines: Sequence[Segment],
    taken: Sequence[Box],
) -> tuple[Box, ...]:
    """A place for each ring's label: on it (for the last also just outside), clear of ``lines`` if it can be.

    All stand between the same two axes, but for one that would touch a line there and wouldn't elsewhere.
    ``sizes`` are widths and heights, ``taken`` boxes that must stay free (the axis labels).
    """
    last, drawn = len(radii) - 1, Drawn(lines)
    spots = [
        [_spots(sector, axes, size, radii[ring], drawn, taken, ring == last) for sector in range(axes)]
        for ring, size in enumerate(sizes)
    ]
    rows = [_row([ring[sector] for ring in spots]) for sector in range(axes)]
    boxes: list[Box] = []
    for ring, spot in enumerate(max(rows, key=lambda row: sum(free for free, _ in row))):
        elsewhere = [other for sector in spots[ring] for other in sector]
        boxes.append((spot if spot[0] > 0 else _freest(elsewhere, boxes))[1])
    return tuple(boxes)


Spot: TypeAlias = tuple[float, Box]
"""How free a place is, in pixels, ``FREE`` at most; below 0 something is in the way."""


def _row(rings: Sequence[Sequence[Spot]]) -> list[Spot]:
    row: list[Spot] = []
    for spots in rings:
        row.append(_freest(spots, [box for _, box in row]))
    return row


def _freest(spots: Sequence[Spot], placed: Sequence[Box]) -> Spot:
    def free(spot: Spot) -> float:
        return spot[0] - (500 if any(spot[1].meets(box, 4) for box in placed) else 0)

    best = max(spots, key=free)
    return free(best), best[1]


def _spots(
    sector: int,
    axes: int,
    size: tuple[float, float],
    radius: float,
    drawn: Drawn,
    taken: Sequence[Box],
    last: bool,
) -> list[Spot]:
    """The places on a ring between an axis and the next, and just outside it for the last ring."""
    (ax, ay), (bx, by) = spoke(sector, axes, radius), spoke(sector + 1, axes, radius)
    outwards = spoke(2 * sector + 1, 2 * axes, 1.0)
    shift = abs(outwards[0]) * size[0] / 2 + abs(outwards[1]) * size[1] / 2 + 1.5 * FREE
    places = [
        (
            share,
            push,
            around((ax + (bx - ax) * share + outwards[0] * push, ay + (by - ay) * share + outwards[1] * push), *size),
        )
        for share, push in product(SHARES, (0.0, shift) if last else (0.0,))
    ]
    spots = []
    for (share, push, box), clear in zip(places, drawn.clear([box for _, _, box in places]), strict=True):
        free = -999.0 if any(box.meets(other, 4) for other in taken) else clear
        spots.append((min(free, FREE) - 10 * abs(share - 0.5) - (4 if push else 0), box))
    return spots


class Drawn:
    """The lines between markers, as points 6 pixels apart: how clear of them boxes are, many at a time."""

    def __init__(self, lines: Sequence[Segment]) -> None:
        steps = [max(1, round(hypot(bx - ax, by - ay) / 6)) for (ax, ay), (bx, by) in lines]
        points = [np.linspace(one, other, count + 1) for (one, other), count in zip(lines, steps, strict=True)]
        self._points = np.concatenate(points) if points else np.empty((0, 2))
        ends = list(accumulate(count + 1 for count in steps))
        self._last = np.array([end - 1 for end in ends], dtype=np.intp)
        self._first = np.array([0, *ends[:-1]] if ends else [], dtype=np.intp)

    def clear(self, boxes: Sequence[Box]) -> list[float]:
        """From each box to the nearest line, in pixels, ``FREE`` at most where none is near; below 0 where a line runs
        through the box, and lower where a marker touches it.
        """
        if not len(self._points):
            return [FREE] * len(boxes)
        x, y = self._points[:, 0], self._points[:, 1]
        x0, y0, x1, y1 = (np.array([[getattr(box, side)] for box in boxes]) for side in ("x0", "y0", "x1", "y1"))
        away = np.hypot(np.maximum(np.maximum(x0 - x, x - x1), 0), np.maximum(np.maximum(y0 - y, y - y1), 0))
        inside = np.add.reduceat(away == 0, self._first, axis=1, dtype=float)
        near = np.minimum.reduceat(away, self._first, axis=1)
        touched = np.minimum(away[:, self._first], away[:, self._last]) < MARKER
        clear = np.minimum(np.where(inside > 0, -6 * inside, FREE), near) - np.where(touched, 40, 0)
        return [float(value) for value in clear.min(axis=1)]
