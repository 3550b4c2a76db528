"""With 30 ms before every answer of Telegram, 50 people: does the road wait for one person while others wait for it?

A bot as python-telegram-bot's documentation shows it takes one update after the other. The first taps are dropped:
fewer than 500, which would take it half a minute. The median of a person's wait, from the tap to the edited message,
is told in round trips.
"""

from __future__ import annotations

import statistics

from benchmarks.arena import BARE, OURS, Arena, Course, middle, note
from benchmarks.report import Figure

DELAY = 0.03
SLOW = Course(chats=50, dropped=20, taps=100_000, seconds=3.0, delay=DELAY)
QUICK = Course(chats=50, dropped=500, taps=100_000, seconds=3.0, delay=DELAY)


def measure(arena: Arena) -> list[Figure]:
    rates, ours, theirs = [], [], []
    for number in range(arena.pairs):
        first = arena.bout(OURS, QUICK) if number % 2 == 0 else None
        second = arena.bout(BARE, SLOW)
        first = first or arena.bout(OURS, QUICK)
        note(f"  30 ms: ours {first.rate:.0f} taps/s, ptb {second.rate:.0f} taps/s")
        rates.append(first.rate / second.rate)
        ours.append(statistics.median(first.waits) / DELAY)
        theirs.append(statistics.median(second.waits) / DELAY)
    value, spread = middle(rates)
    wait, waits = middle(ours)
    return [
        Figure("throughput at 30 ms", value, "×", BARE, "≥ 25", spread),
        Figure("p50 at 30 ms", wait, "round trips", "", "≤ 3", waits),
        Figure("p50 at 30 ms, bare ptb", middle(theirs)[0], "round trips"),
    ]
