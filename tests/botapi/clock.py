"""The time of the double: the machine's own, or one that a test moves."""

from __future__ import annotations

import time

DAY = 86_400.0
WEEK = 7 * DAY


class Clock:
    """``speed`` 1 is the machine's pace, 0 a clock that stands still until it is advanced."""

    def __init__(self) -> None:
        self.speed = 1.0
        self._then = time.time()
        self._base = self._then

    def now(self) -> float:
        return self._base + (time.time() - self._then) * self.speed

    def set(self, now: float | None = None, speed: float | None = None) -> None:
        self._base, self._then = self.now() if now is None else now, time.time()
        self.speed = self.speed if speed is None else speed

    def advance(self, seconds: float) -> None:
        self._base += seconds
