"""Everything that the bot called, and how often it broke a deadline."""

from __future__ import annotations

import time
from collections import Counter, deque
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from tests.botapi.clock import Clock

Json = dict[str, Any]
MOST_CALLS = 200_000


@dataclass(slots=True)
class Call:
    number: int
    method: str
    params: Json
    at: float
    code: int = 0  # 0 while it runs
    description: str = ""
    result: Any = None
    fault: str = ""
    ended: float = 0.0

    def shape(self) -> Json:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass
class Journal:
    """``quiet`` keeps the counters only."""

    clock: Clock
    quiet: bool = False
    calls: deque[Call] = field(default_factory=lambda: deque(maxlen=MOST_CALLS))
    count: Counter[str] = field(default_factory=Counter)
    answers: Counter[int] = field(default_factory=Counter)
    violations: list[Json] = field(default_factory=list)
    running: int = 0
    stirred: float = 0.0  # by the machine's own steady clock
    number: int = 0

    def begin(self, method: str, params: Json) -> Call:
        self.number += 1
        self.count[method] += 1
        call = Call(self.number, method, params, self.clock.now())
        if method != "getUpdates":
            self.running += 1
            self.stir()
        if not self.quiet:
            self.calls.append(call)
        return call

    def end(self, call: Call, code: int, description: str, result: Any) -> None:
        self.answers[code] += 1
        call.code, call.ended = code, self.clock.now()
        if call.method != "getUpdates":
            self.running -= 1
            self.stir()
        if not self.quiet:
            call.description, call.result = description, result

    def stir(self) -> None:
        """Something happened: whoever waits for quiet waits on."""
        self.stirred = time.monotonic()

    def calm_for(self) -> float:
        return time.monotonic() - self.stirred

    def violation(self, method: str, scope: str, early: float) -> None:
        self.violations.append({"method": method, "scope": scope, "early": early, "at": self.clock.now()})

    def of(self, pattern: str, since: int = 0) -> list[Call]:
        wanted = pattern.lower()
        return [call for call in self.calls if call.number > since and fnmatchcase(call.method.lower(), wanted)]

    def forget(self) -> None:
        self.calls.clear()
        self.count.clear()
        self.answers.clear()
        self.violations.clear()
