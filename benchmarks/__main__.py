"""``python -m benchmarks [NAME…] [--json FILE] [--pairs N]``: the table on stdout, the bouts on stderr as they come."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.arena import Arena, Failed, note
from benchmarks.environment import aiogram_python
from benchmarks.figures import FIGURES
from benchmarks.report import Figure, table, write

PAIRS = 5
QUIET = 0.5
"""A load above which others are at work here."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"among {', '.join(FIGURES)}; all when none is given")
    parser.add_argument("--json", type=Path, help="where to write figure → value, unit, against, goal")
    parser.add_argument("--pairs", type=int, default=PAIRS, help=f"pairs of each comparison ({PAIRS}); 2 for a look")
    asked = parser.parse_args()
    unknown = [name for name in asked.names if name not in FIGURES]
    if unknown or asked.pairs < 1:
        parser.error(f"{', '.join(unknown) or '--pairs'}: the figures are {', '.join(FIGURES)}; at least one pair")
    names = asked.names or list(FIGURES)
    aiogram = aiogram_python() if "load" in names else None
    arena, told, failed = Arena(asked.pairs, aiogram), list[Figure](), False
    if hasattr(os, "getloadavg") and os.getloadavg()[0] > QUIET:
        note(
            f"!! this machine is busy (load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores): figures will be noisy"
        )
    try:
        for name in names:
            note(f"── {name}")
            began = time.monotonic()
            try:
                told += FIGURES[name](arena)
            except (Failed, OSError, subprocess.SubprocessError) as error:
                failed = True
                note(f"   {name} could not be measured: {error}")
            note(f"   {time.monotonic() - began:.0f} s")
    finally:
        arena.close()
    print(table(told))
    if asked.json:
        write(told, asked.json)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
