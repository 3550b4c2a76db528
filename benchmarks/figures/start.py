"""From the start of a process to its first getUpdates, and what it holds when nobody speaks to it.

Palier whole as anybody starts it (``python -m bot run``: database, web chat and Telegram, its commands registered) ÷
the bare python-telegram-bot bot of (a). Memory is what the system counts, shared pages shared out (PSS).
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.arena import (
    BARE,
    ROOT,
    START,
    Arena,
    Failed,
    Telegram,
    cpu,
    end,
    free_port,
    habitual,
    middle,
    note,
    pin,
    resident,
)
from benchmarks.report import Figure

IDLE = 1.5
BEAT = 0.02
Seen = tuple[float, float, float]
"""Seconds to the first getUpdates, megabytes when idle, seconds of CPU to the first getUpdates."""


def measure(arena: Arena) -> list[Figure]:
    starts: list[float] = []
    memories: list[float] = []
    spent: list[float] = []
    told: list[tuple[float, ...]] = []
    for number in range(arena.pairs + 1):
        first = number % 2 == 0
        ours = _ours(arena) if first else None
        bare = _bare(arena)
        ours = ours or _ours(arena)
        if number == 0:
            continue  # files not yet in the system's cache
        note(f"  start: ours {ours[0]:.2f} s {ours[1]:.0f} MB, ptb {bare[0]:.2f} s {bare[1]:.0f} MB")
        starts.append(ours[0] / bare[0])
        memories.append(ours[1] / bare[1])
        spent.append(ours[2] / bare[2])
        told.append((*ours, *bare))
    start, memory, work = middle(starts), middle(memories), middle(spent)
    figures = [
        Figure("start", start[0], "×", BARE, "≤ 2", start[1]),
        Figure("start, CPU", work[0], "×", BARE, "", work[1]),
        Figure("idle memory", memory[0], "×", BARE, "≤ 1.3", memory[1]),
    ]
    for at, (name, unit) in enumerate(
        (
            ("start, ours", "s"),
            ("idle memory, ours", "MB"),
            ("start CPU, ours", "s"),
            ("start, bare ptb", "s"),
            ("idle memory, bare ptb", "MB"),
            ("start CPU, bare ptb", "s"),
        )
    ):
        value, spread = middle([one[at] for one in told])
        figures.append(Figure(name, value, unit, "", "", spread))
    return figures


def _ours(arena: Arena) -> Seen:
    place = Path(tempfile.mkdtemp(dir=arena.place))
    with arena.telegram() as telegram:
        settings = {
            "PALIER_DATABASE": str(place / "palier.db"),
            "PALIER_WEB_PORT": str(free_port()),
            "PALIER_TELEGRAM_TOKEN": telegram.token,
            "PALIER_TELEGRAM_API_URL": telegram.url,
        }
        clean = {name: value for name, value in habitual().items() if not name.startswith("PALIER_")}
        command = [sys.executable, "-m", "bot", "run"]
        with (place / "log").open("wb") as log:
            began = time.perf_counter()
            process = subprocess.Popen(  # noqa: S603
                command, cwd=place, env={**clean, **settings, "PYTHONPATH": str(ROOT)}, stdout=log, stderr=log
            )
            pin(process.pid, 1)
            try:
                return _seen(telegram, process.pid, began)
            finally:
                end(process)


def _bare(arena: Arena) -> Seen:
    place = Path(tempfile.mkdtemp(dir=arena.place))
    with arena.telegram() as telegram:
        began = time.perf_counter()
        with arena.contender(BARE, telegram, place) as process:
            return _seen(telegram, process.pid, began)


def _seen(telegram: Telegram, process: int, began: float) -> Seen:
    while not telegram.ask("tally")["calls"].get("getUpdates"):
        if time.perf_counter() - began > START:
            raise Failed("it never polled")
        time.sleep(BEAT)
    took = time.perf_counter() - began
    spent = cpu(process)
    time.sleep(IDLE)
    return took, resident(process), spent
