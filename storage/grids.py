"""The grids that campaigns were opened with, each by its fingerprint."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from functools import lru_cache

import orjson

from frameworks.model import Framework
from frameworks.reading import Misread, read

Grids = Mapping[str, Framework]
"""Those of this release, by id."""


def keep(connection: sqlite3.Connection, framework: Framework) -> None:
    """Once: to write a grid out is work of milliseconds, and every campaign opened asks for it."""
    known = connection.execute("select 1 from grids where fingerprint = ?", (framework.fingerprint,))
    if known.fetchone() is None:
        connection.execute(
            "insert into grids (fingerprint, content) values (?, ?)", (framework.fingerprint, framework.content)
        )


def pinned(connection: sqlite3.Connection, framework: str, fingerprint: str | None, grids: Grids) -> Framework | None:
    """The grid of a campaign: this release's where it is the same, else the one kept; None where it can't be read."""
    current = grids.get(framework)
    if fingerprint is None or (current is not None and current.fingerprint == fingerprint):
        return current
    row = connection.execute("select content from grids where fingerprint = ?", (fingerprint,)).fetchone()
    return (_read(row[0]) or current) if row else current


@lru_cache(maxsize=32)
def _read(content: str) -> Framework | None:
    """None for one that this release can't read any more: its model changed."""
    try:
        return read(Framework, orjson.loads(content))
    except (orjson.JSONDecodeError, Misread):
        return None
