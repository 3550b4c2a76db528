"""What a tap costs in things that can be counted, so that noise has no part in it.

Calls by the double; commits by SQLite's trace; thread hops by aiosqlite's and the loop's own doors; state machines
built and catalogues (grids, translations) loaded by wrapped constructors. A bare bot makes 2 calls and nothing else.
"""

from __future__ import annotations

from benchmarks.arena import OURS, Arena, Course, Failed
from benchmarks.report import Figure

COURSE = Course(chats=500, taps=2000)


def measure(arena: Arena) -> list[Figure]:
    seen = arena.bout(OURS, COURSE, {"counting": True})
    if not all(seen.totals.get(what) for what in ("commits", "hops", "catalogues")):
        raise Failed(f"the counters do not count: {seen.totals}")  # a start loads catalogues
    told = [Figure("API calls", seen.calls, "per tap", "2 of a bare bot", "≤ 2")]
    for name, what, goal in (
        ("commits", "commits", "≤ 1"),
        ("thread hops", "hops", "≤ 1"),
        ("machines built", "machines", "≤ 0"),
        ("catalogues loaded", "catalogues", "≤ 0"),
    ):
        told.append(Figure(name, seen.counts.get(what, 0) / seen.taps, "per tap", "", goal))
    return told
