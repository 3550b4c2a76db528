"""Libraries without what we never use of them, and no setting leaves out. See decision 0013.

python-telegram-bot without httpx: its own request class, which we never make (ours speaks through aiohttp), is all
that asks for it. aiohttp without its second copy of the system's certificates, which is there for whoever wants a
connection unverified.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

import aiohttp.connector

HTTPX = "httpx"
UNVERIFIED = "_SSL_CONTEXT_UNVERIFIED"


class _Absent(ModuleType):
    """A module whose every name is an empty class: enough for annotations, of no use to whoever would call."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {"__module__": HTTPX})


def verified_only() -> None:
    """``ssl=False`` is an error from here on, where it would have taken any certificate."""
    vars(aiohttp.connector).pop(UNVERIFIED, None)


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
