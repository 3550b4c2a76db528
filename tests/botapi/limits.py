"""How often a bot may speak (core.telegram.org/bots/faq), and the deadlines of the refusals already given.

"Avoid sending more than one message per second" in a chat, short bursts allowed; 20 messages a minute in a group;
30 messages a second in all. The real limits are not published: these are theirs as the FAQ words them.
"""

from __future__ import annotations

from collections import deque
from math import ceil

from tests.botapi.clock import Clock
from tests.botapi.journal import Journal
from tests.botapi.refusals import Refusal, too_many

SPOKEN = {
    "sendmessage",
    "sendphoto",
    "senddocument",
    "editmessagetext",
    "editmessagemedia",
    "editmessagereplymarkup",
    "editmessagecaption",
}
COUNTED = SPOKEN | {"answercallbackquery"}
ROUNDING = 0.01  # of two clocks that are read one after the other
ALL = "all"


class Bucket:
    """One a second, and a few at once."""

    __slots__ = ("at", "left")

    def __init__(self, burst: float, now: float) -> None:
        self.left = burst
        self.at = now

    def wait(self, burst: float, now: float) -> float:
        """Seconds until there is room; fills up on the way."""
        self.left = min(burst, self.left + now - self.at)
        self.at = now
        return 0.0 if self.left >= 1 else 1 - self.left


class Window:
    """So many within so long."""

    __slots__ = ("most", "span", "times")

    def __init__(self, most: int, span: float) -> None:
        self.times: deque[float] = deque()
        self.most = most
        self.span = span

    def wait(self, now: float) -> float:
        while self.times and self.times[0] <= now - self.span:
            self.times.popleft()
        return 0.0 if len(self.times) < self.most else self.times[0] + self.span - now


class Limits:
    def __init__(self, clock: Clock, journal: Journal) -> None:
        self.clock = clock
        self.journal = journal
        self.on = False
        self.burst = 3.0
        self.overall = Window(30, 1.0)
        self.deadlines: dict[str, float] = {}
        self._private: dict[int, Bucket] = {}
        self._group: dict[int, Window] = {}

    def scopes(self, name: str, chat_id: int) -> tuple[str, ...]:
        """What a refusal may have closed for this call: everything, its method, its chat."""
        if chat_id and name in SPOKEN:
            return ALL, name, f"chat {chat_id}"
        return ALL, name

    def check(self, name: str, chat_id: int) -> None:
        """Counts a call, or refuses it."""
        if not self.on or name not in COUNTED:
            return
        now = self.clock.now()
        if wait := self.overall.wait(now):
            raise self.refuse(ALL, wait)
        if name in SPOKEN and chat_id:
            if wait := self._chat(chat_id, now):
                raise self.refuse(f"chat {chat_id}", wait)
            if chat_id < 0:
                self._group[chat_id].times.append(now)
            else:
                self._private[chat_id].left -= 1
        self.overall.times.append(now)

    def _chat(self, chat_id: int, now: float) -> float:
        if chat_id < 0:
            return self._group.setdefault(chat_id, Window(20, 60.0)).wait(now)
        return self._private.setdefault(chat_id, Bucket(self.burst, now)).wait(self.burst, now)

    def refuse(self, scope: str, wait: float) -> Refusal:
        seconds = max(1, ceil(wait))
        self.impose(scope, seconds)
        return too_many(seconds)

    def impose(self, scope: str, seconds: float) -> None:
        """Nothing before that many seconds from now."""
        self.deadlines[scope] = max(self.deadlines.get(scope, 0.0), self.clock.now() + seconds)

    def early(self, name: str, method: str, chat_id: int) -> None:
        """A call before a deadline that was told is a violation, whether or not the limits are on."""
        if not self.deadlines:
            return
        now = self.clock.now()
        for scope in self.scopes(name, chat_id):
            left = self.deadlines.get(scope, 0.0) - now
            if left <= 0:
                self.deadlines.pop(scope, None)
            elif left > ROUNDING and (scope != ALL or name in COUNTED):
                self.journal.violation(method, scope, left)
                raise too_many(ceil(left))

    def reset(self) -> None:
        self.deadlines.clear()
        self.overall.times.clear()
        self._private.clear()
        self._group.clear()
