"""A radar of 1,080 pixels, warm: CPU time ÷ what every tutorial shows (``plt.subplots`` polar, ``savefig``); its size.

Both draw the same figures of the same campaign, another one each turn, in one process. Ours has the sheet's words, its
key and its gaps besides; the usual one has matplotlib's own grid.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys

from benchmarks.arena import ROOT, Arena, middle
from benchmarks.report import Figure

TURNS = 12
KB = 1000


def measure(arena: Arena) -> list[Figure]:
    command = [sys.executable, "-m", "benchmarks.contenders.drawing", str(max(TURNS, 2 * arena.pairs))]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, timeout=120)  # noqa: S603
    told = json.loads(said.stdout)
    value, spread = middle([a[0] / b[0] for a, b in zip(told["ours"], told["usual"], strict=True)])
    size = statistics.median(one[1] for one in told["ours"]) / KB
    return [
        Figure("radar, warm", value, "×", "plt.subplots polar", "≤ 0.3", spread),
        Figure("radar, ours", 1000 * statistics.median(one[0] for one in told["ours"]), "ms"),
        Figure("radar, usual", 1000 * statistics.median(one[0] for one in told["usual"]), "ms"),
        Figure("radar, size", size, "KB", "60 KB", "≤ 60"),
        Figure("radar, usual size", statistics.median(one[1] for one in told["usual"]) / KB, "KB"),
    ]
