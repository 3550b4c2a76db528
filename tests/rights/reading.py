"""The rows read once each, where nothing is written: thousands of tries ask for the same ones."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest

from storage import campaigns, deciding, team

READERS: tuple[tuple[Any, str], ...] = (
    (campaigns, "campaign"),
    (campaigns, "mine"),
    (campaigns, "figures"),
    (deciding, "fillers"),
    (deciding, "opinions"),
    (deciding, "history"),
    (team, "memberships"),
    (team, "of"),
)
"""Each is asked once for the same arguments."""


@contextmanager
def reading_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        for module, name in READERS:
            patched.setattr(module, name, _once(getattr(module, name)))
        yield


def _once(read: Callable[..., Any]) -> Callable[..., Any]:
    """The connection and the grids are the same all along."""
    known: dict[tuple[Hashable, ...], Any] = {}

    def reading(*given: Any, **named: Any) -> Any:
        key = (*(it for it in given if isinstance(it, str | int | datetime)), *sorted(named.items()))
        if key not in known:
            known[key] = read(*given, **named)
        return known[key]

    return reading
