"""Draws the same radar both ways, warm, one after the other and the other way round; tells JSON.

The usual way is what every tutorial shows: ``plt.subplots(subplot_kw={"polar": True})``, ``savefig``, 1080 pixels.
"""

from __future__ import annotations

import io
import json
import math
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt

from bot.render.radar import draw
from dialogs import picture
from dialogs.campaign import Campaign
from dialogs.chart import Chart
from frameworks.load import catalogue
from locales import words

Way = Callable[[Chart], bytes]
GRID = "paliers-etablissement"
SIDE, DPI = 1080, 100


def chart(turn: int) -> Chart:
    """Somebody's whole campaign; another value each turn, so that no picture is one already drawn."""
    grid = catalogue()[GRID]
    answers = {question.id: (at * 7 + turn) % 4 for at, question in enumerate(grid.questions)}
    moment = datetime(2026, 11, 23, tzinfo=UTC)
    campaign = Campaign("abcdefgh", "Positionnement", grid, None, answers, {}, {}, dict.fromkeys(answers, moment))
    return picture.radar(words("fr"), campaign).chart


def usual(asked: Chart) -> bytes:
    angles = [2 * math.pi * at / len(asked.axes) for at in range(len(asked.axes))]
    figure, axes = plt.subplots(figsize=(SIDE / DPI, SIDE / DPI), subplot_kw={"polar": True})
    axes.set_xticks(angles, asked.axes)
    axes.set_yticks([ring.value for ring in asked.rings], [ring.label for ring in asked.rings])
    for series in asked.series:
        values = [value or 0.0 for value in series.values]
        axes.plot([*angles, angles[0]], [*values, values[0]], label=series.label)
        axes.fill([*angles, angles[0]], [*values, values[0]], alpha=0.25)
    axes.set_title(asked.title)
    axes.legend()
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=DPI)
    plt.close(figure)
    return file.getvalue()


def timed(way: Way, asked: Chart) -> tuple[float, int]:
    began = time.process_time()
    made = way(asked)
    return time.process_time() - began, len(made)


def main() -> None:
    pairs = int(sys.argv[1])
    for way in (usual, draw, usual, draw):
        way(chart(0))
    told: dict[str, list[tuple[float, int]]] = {"ours": [], "usual": []}
    for turn in range(pairs):
        ways: list[tuple[str, Way]] = [("ours", draw), ("usual", usual)]
        for name, drawing in ways if turn % 2 == 0 else reversed(ways):
            told[name].append(timed(drawing, chart(turn)))
    print(json.dumps(told))


if __name__ == "__main__":
    main()
