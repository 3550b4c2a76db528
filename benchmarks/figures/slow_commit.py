"""A disk that takes 5 ms more for each commit, 200 people: taps a second × 5 ms.

1 is what a commit a tap could do at best; more is batching. A bot that commits in each handler stays below 1.
"""

from __future__ import annotations

from benchmarks.arena import OURS, Arena, Course, middle, note
from benchmarks.report import Figure

SLOWER = 0.005
COURSE = Course(chats=200, taps=100_000, seconds=3.0)


def measure(arena: Arena) -> list[Figure]:
    seen = []
    for _ in range(arena.pairs):
        one = arena.bout(OURS, COURSE, {"slow": SLOWER})
        note(f"  5 ms slower commits: {one.rate:.0f} taps/s")
        seen.append(one.rate * SLOWER)
    value, spread = middle(seen)
    return [Figure("taps/s × 5 ms of commit", value, "taps a commit's time", "a commit a tap: 1", "≥ 4", spread)]
