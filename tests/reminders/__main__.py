"""Years of other seeds: ``python -m tests.reminders [seed [days]]``; without a seed, one after another."""

from __future__ import annotations

import asyncio
import itertools
import sys
import tempfile
from pathlib import Path
from secrets import randbelow
from time import perf_counter

from tests.reminders.year import DAYS, a_year


def main() -> None:
    seeds = [int(sys.argv[1])] if sys.argv[1:] else (randbelow(1_000_000) for _ in itertools.count())
    days = int(sys.argv[2]) if sys.argv[2:] else DAYS
    for seed in seeds:
        print(f"seed {seed}", end=" ", flush=True)
        began = perf_counter()
        with tempfile.TemporaryDirectory() as where:
            world = asyncio.run(a_year(Path(where) / "palier.db", seed, days))
        told = len(world.model.told)
        print(f": {world.letters} letters, {told} reminders told, {perf_counter() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
