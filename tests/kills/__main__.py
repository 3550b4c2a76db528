"""``python3 dev.py kills [--kills 200] [--seed N] [--full-disk] [--storm]``: exit code 1 where anything was lost.

The seed gives the taps and the moments; the machine gives the rest, so that a run is like another, never the same.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
from pathlib import Path

from tests.kills.siege import Plan, besiege

WHILE = 10.0
"""Seconds of a full disk, or of a storm."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="dev.py kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--full-disk", action="store_true", help="then the database can't grow for a while, twice")
    parser.add_argument("--storm", action="store_true", help="then every call is answered 429 for a while")
    parser.add_argument("--folder", type=Path, help="keep the database and the logs there")
    asked = parser.parse_args()
    plan = Plan(asked.kills, asked.people, asked.seed, WHILE * asked.full_disk, WHILE * asked.storm)
    print(f"seed {plan.seed}: {plan.kills} kills, {plan.people} people, at most {plan.longest:.0f} s", flush=True)
    with tempfile.TemporaryDirectory(prefix="palier-kills-") as temporary:
        folder = asked.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        report = asyncio.run(besiege(folder, plan))
    print(report.table())
    for breach in report.breaches:
        print(f"BREACH: {breach}")
    print(
        "nothing lost, nothing doubled" if not report.breaches else f"seed {plan.seed}: {len(report.breaches)} breaches"
    )
    return 1 if report.breaches else 0


if __name__ == "__main__":
    sys.exit(main())
