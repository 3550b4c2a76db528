"""How fast one person may send. Who is faster (a stuck key, a script) waits; nobody else does."""

from __future__ import annotations

from collections import OrderedDict
from time import monotonic

from bot.limits import Bucket

RATE, BURST = 5.0, 60.0
"""Events a second, and at once: far above what a hand can do, and pages tried again after a pause all come together."""

KNOWN = 10_000
"""People whose pace is remembered; one that was forgotten begins anew."""


class Pace:
    def __init__(self) -> None:
        self._of: OrderedDict[str, Bucket] = OrderedDict()

    def __len__(self) -> int:
        return len(self._of)

    def admits(self, address: str) -> bool:
        now = monotonic()
        bucket = self._of.pop(address, None) or Bucket(RATE, BURST, BURST, now)
        self._of[address] = bucket
        if len(self._of) > KNOWN:
            self._of.popitem(last=False)
        if bucket.wait(now) > 0:
            return False
        bucket.take(now)
        return True

    def forget(self) -> None:
        """What was not kept comes again, and counts then."""
        self._of.clear()
