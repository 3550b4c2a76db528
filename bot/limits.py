"""A channel's limits as buckets that refill: who may send now, and how long the others wait.

Telegram asks for 1 message a second a chat (short bursts pass), 20 a minute a group, 30 a second in all (Bot API FAQ,
"My bot is hitting limits"). Time is an argument: the loop's clock, or a test's.
"""

from __future__ import annotations

import asyncio
import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from bot.turns import Turns

Rate = tuple[float, float]

SPARE = 4.0
"""Places in all that what can wait leaves free: whoever taps now passes before a thousand who are told something."""

ROUNDING = 1e-9
"""What is missing of a place by the arithmetic of floats alone."""

CHATS = 10_000
"""Buckets remembered; one that was forgotten is full again, which a minute of silence makes it anyway."""

TOGETHER = 1.0
"""Seconds in which two chats that are refused tell that the whole bot is."""


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

    def close(self, seconds: float, now: float) -> None:
        """Nobody passes for so long; then one does."""
        self.level, self.at = min(self._filled(now), 1 - seconds * self.rate), now

    def _filled(self, now: float) -> float:
        return min(self.burst, self.level + (now - self.at) * self.rate)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Who was refused, when, and until when."""

    address: str = ""
    at: float = -math.inf
    until: float = 0.0


class Limits:
    """``a_chat``, ``a_group`` and ``overall`` are (rate a second, burst). Two chats that are refused within
    ``together`` seconds close the door to all; 0 where each is refused for itself.

    A little under what is asked: a second holds a burst and a second's refill, and calls that leave a second apart may
    arrive closer.
    """

    def __init__(
        self,
        overall: Rate = (23.0, 6.0),
        a_chat: Rate = (0.9, 2.0),
        a_group: Rate = (15 / 60, 5.0),
        together: float = TOGETHER,
    ) -> None:
        self.overall, self.a_chat, self.a_group = overall, a_chat, a_group
        self._together = together
        self._all: Bucket | None = None
        self._chats: OrderedDict[str, Bucket] = OrderedDict()
        self._turns = Turns(self.wait_for_any)
        self._refusal = Refusal()

    async def turn(self, address: str, urgent: Callable[[], bool] = lambda: True, *, first: bool = False) -> None:
        """Returns when this address may be sent one more message: what its chat asks for, then a place in all.

        ``first``: before everybody who waits, for the few messages that a whole room looks at.
        """
        clock = asyncio.get_running_loop().time
        # A second message may go meanwhile, or a refusal come: nobody can tell the end beforehand.
        while rest := self._chat(address, clock()).wait(clock()):  # noqa: ASYNC110
            await asyncio.sleep(rest)
        await self._turns.turn(address, urgent=urgent(), first=first)
        self._chat(address, clock()).take(clock())

    def rest(self, address: str, now: float, spare: float = 0.0) -> float:
        """Seconds until this chat may be sent one more message, and ``spare`` others at once."""
        return self._chat(address, now).wait(now, spare)

    async def turn_of_any(self) -> None:
        """As :meth:`turn`, for a call that is no message to a chat (a tap acknowledged)."""
        await self._turns.turn("", urgent=True)

    def hasten(self, address: str) -> None:
        """Who waited for a turn has just done something."""
        self._turns.hasten(address)

    def wait_for_any(self, now: float, urgent: bool = True) -> float:
        """Seconds until one more call may be made; 0 takes the place."""
        total = self._overall(now)
        waiting = total.wait(now, 0.0 if urgent else SPARE)
        if waiting == 0:
            total.take(now)
        return waiting

    def spend(self, address: str, now: float) -> None:
        """A second message that goes with the first: nobody waits, and the next one waits longer."""
        self._overall(now).take(now)
        self._chat(address, now).take(now)

    def refused(self, address: str, seconds: float, now: float) -> None:
        """The channel takes nothing for this chat for so long. Where another was refused a moment ago, it means all."""
        self._chat(address, now).close(seconds, now)
        last, until = self._refusal, now + seconds
        if last.address != address and now - last.at < self._together:
            until = max(until, last.until)
            self._overall(now).close(until - now, now)
        self._refusal = Refusal(address, now, until)

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
