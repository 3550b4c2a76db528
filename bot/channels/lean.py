"""python-telegram-bot without httpx, a tenth of what an idle Palier would keep in memory.

Its own request class, which we never make (ours speaks through aiohttp), is all that asks for httpx; no setting of
the library leaves it out. See decision 0013.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

HTTPX = "httpx"


class _Absent(ModuleType):
    """A module whose every name is an empty class: enough for annotations, of no use to whoever would call."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {"__module__": HTTPX})


@contextmanager
def without_httpx() -> Iterator[None]:
    """What is imported inside finds httpx empty; whoever imports it afterwards has the true one.

    Changes nothing where python-telegram-bot or httpx is there already.
    """
    if HTTPX in sys.modules or "telegram" in sys.modules:
        yield
        return
    absent = sys.modules[HTTPX] = _Absent(HTTPX)
    try:
        yield
    finally:
        if sys.modules.get(HTTPX) is absent:
            del sys.modules[HTTPX]
