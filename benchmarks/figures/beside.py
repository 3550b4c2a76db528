"""Radars beside taps: 4 radars a second for some people, 100 taps a second for others; the taps' p99 ÷ without radars.

Each radar is another one (an answer changes before each), so that none comes from memory. Memory is what a hundred of
them leave behind, shared pages shared out (PSS), the worker that draws included. Nothing is pinned here: the worker
is a process, and may have the other core, as it would at home.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks import screens
from benchmarks.arena import OURS, Arena, Failed, Telegram, middle, note, resident
from benchmarks.report import Figure

TAPPING, LOOKING = 200, 24
"""Enough of them for each to stay within a person's pace (:mod:`bot.pace`): what is faster than a hand is not drawn."""

RATE, RADARS = 100, 4
SECONDS = 8.0
WARM, HUNDRED = 40, 100
LEVELS = 4


def measure(arena: Arena) -> list[Figure]:
    times, growth, with_them, without = [], [], [], []
    place = Path(tempfile.mkdtemp(dir=arena.place))
    with arena.telegram() as telegram, arena.contender(OURS, telegram, place) as process:
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(process.pid, range(os.cpu_count() or 1))
        users = arena.invite(telegram, TAPPING + LOOKING, ours=True)
        lookers = Lookers(telegram, users[TAPPING:])
        telegram.ask("gather", users=users[:TAPPING], path=screens.path())
        for _ in range(WARM):
            lookers.look()
        for number in range(arena.pairs):
            seen = {}
            for radars in (True, False) if number % 2 == 0 else (False, True):
                seen[radars] = paced(telegram, lookers if radars else None)
            note(f"  p99 of a tap: {1000 * seen[True]:.1f} ms beside radars, {1000 * seen[False]:.1f} ms without")
            times.append(seen[True] / seen[False])
            with_them.append(1000 * seen[True])
            without.append(1000 * seen[False])
        for _ in range(2):
            before = resident(process.pid)
            for _ in range(HUNDRED):
                lookers.look()
            growth.append(resident(process.pid) - before)
    value, spread = middle(times)
    return [
        Figure("tap p99 beside 4 radars/s", value, "×", "without radars", "≤ 2.5", spread),
        Figure("tap p99 beside 4 radars/s, ours", middle(with_them)[0], "ms"),
        Figure("tap p99 without radars, ours", middle(without)[0], "ms"),
        Figure("memory per 100 radars", max(growth), "MB", "", "≤ 10"),
    ]


class Lookers:
    """People who change an answer and look at their radar, each in turn."""

    def __init__(self, telegram: Telegram, users: list[int]) -> None:
        self.telegram = telegram
        self.users = users
        self.campaigns = [telegram.ask("campaign", user=user) for user in users]
        self.questions = [name for kind, name in screens.path() if kind == "answer"]
        self.looks = 0

    def ask(self) -> None:
        """One answer changed (a number of four digits, counted up), one radar asked for."""
        at, number = self.looks % len(self.users), self.looks // len(self.users)
        user, self.looks = self.users[at], self.looks + 1
        steps: list[tuple[str, dict[str, Any]]] = []
        for place in range(4):
            value = (number // LEVELS**place + at) % LEVELS
            if place == 0 or number % LEVELS**place == 0:
                data = f"answer:{self.campaigns[at]}:{self.questions[place]}:{value}"
                steps.append(("tap", {"user": user, "data": data}))
        self.telegram.ask("batch", steps=[*steps, ("write", {"user": user, "text": "/resultats"})])

    def look(self) -> None:
        """As :meth:`ask`, and waits for the picture."""
        drawn = self.drawn()
        self.ask()
        end = time.monotonic() + 30
        while self.drawn() == drawn:
            if time.monotonic() > end:
                raise Failed("no radar came")
            time.sleep(0.01)

    def drawn(self) -> int:
        return int(self.telegram.ask("tally")["calls"].get("sendPhoto", 0))


def paced(telegram: Telegram, lookers: Lookers | None) -> float:
    """Seconds from a tap to its edited message, at the 99th percentile."""
    since, drawn = telegram.ask("tally")["edits"], lookers.drawn() if lookers else 0
    telegram.ask("pace", rate=RATE, seconds=SECONDS)
    began = time.monotonic()
    asked = 0
    while (passed := time.monotonic() - began) < SECONDS:
        if lookers and asked < passed * RADARS:
            lookers.ask()
            asked += 1
        time.sleep(0.005)
    telegram.settle()
    if lookers and lookers.drawn() - drawn < asked:
        raise Failed(f"{lookers.drawn() - drawn} of {asked} radars came")
    waits = sorted(telegram.ask("waits", since=since))
    if len(waits) < 0.9 * RATE * SECONDS:
        raise Failed(f"{len(waits)} taps of {RATE * SECONDS:.0f}")
    return float(waits[int(len(waits) * 0.99)])
