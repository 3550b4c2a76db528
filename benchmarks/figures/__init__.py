"""One module a group of figures; ``FIGURES`` is what ``python -m benchmarks`` knows."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.arena import Arena
from benchmarks.figures import beside, counted, latency, load, pulse, radar, slow_commit, start
from benchmarks.report import Figure

FIGURES: dict[str, Callable[[Arena], list[Figure]]] = {
    "load": load.measure,
    "counted": counted.measure,
    "latency": latency.measure,
    "slow-commit": slow_commit.measure,
    "radar": radar.measure,
    "beside": beside.measure,
    "start": start.measure,
    "pulse": pulse.measure,
}
