"""A channel's limits as buckets that refill: who may send now, and how long the others wait.

Telegram asks for 1 message a second a chat (short bursts pass), 20 a minute a group, 30 a second in all (Bot API FAQ,
"My bot is hitting limits"). Time is an argument: the loop's clock, or a test's.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

SPARE = 4.0
"""Places in all that what can wait leaves free: whoever taps now passes before a thousand who are told something."""

ROUNDING = 1e-9
"""What is missing of a place by the arithmetic of floats alone."""

CHATS = 10_000
"""Buckets remembered; one that was forgotten is full again, which a minute of silence makes it anyway."""


@dataclass(slots=True)
class Bucket:
    """``rate`` a second, at most ``burst`` at once; ``level`` is what is left at ``at``."""

    rate: float
    burst: float
    level: float
    at: float

    def wait(self, now: float, spare: float = 0.0) -> float:
        """Seconds until one may pass and leave ``spare`` places."""
        short = 1 + spare - self._filled(now)
        return short / self.rate if short > ROUNDING else 0.0

    def take(self, now: float) -> None:
        self.level, self.at = self._filled(now) - 1, now

    def _filled(self, now: float) -> float:
        return min(self.burst, self.level + (now - self.at) * self.rate)


@dataclass(slots=True)
class Limits:
    """``a_chat``, ``a_group`` and ``overall`` are (rate a second, burst).

    A little under what is asked: a second holds a burst and a second's refill, and calls that leave a second apart may
    arrive closer.
    """

    overall: tuple[float, float] = (23.0, 6.0)
    a_chat: tuple[float, float] = (0.9, 2.0)
    a_group: tuple[float, float] = (15 / 60, 5.0)
    _all: Bucket | None = None
    _chats: OrderedDict[str, Bucket] = field(default_factory=OrderedDict)

    def wait(self, address: str, now: float, *, urgent: bool = True) -> float:
        """Seconds until this address may be sent one more message; 0 takes the place."""
        total, chat = self._overall(now), self._chat(address, now)
        waiting = max(total.wait(now, 0.0 if urgent else SPARE), chat.wait(now))
        if waiting == 0:
            total.take(now)
            chat.take(now)
        return waiting

    def wait_for_any(self, now: float) -> float:
        """As :meth:`wait`, for a call that is no message to a chat (a tap acknowledged)."""
        total = self._overall(now)
        waiting = total.wait(now)
        if waiting == 0:
            total.take(now)
        return waiting

    def spend(self, address: str, now: float) -> None:
        """A second message that goes with the first: nobody waits, and the next one waits longer."""
        self._overall(now).take(now)
        self._chat(address, now).take(now)

    def _overall(self, now: float) -> Bucket:
        if self._all is None:
            self._all = Bucket(*self.overall, self.overall[1], now)
        return self._all

    def _chat(self, address: str, now: float) -> Bucket:
        """Groups have negative ids (Bot API)."""
        bucket = self._chats.pop(address, None)
        if bucket is None:
            rate, burst = self.a_group if address.startswith("-") else self.a_chat
            bucket = Bucket(rate, burst, burst, now)
        self._chats[address] = bucket
        if len(self._chats) > CHATS:
            self._chats.popitem(last=False)
        return bucket
