"""What this installation made up once and keeps: it survives a restart, and goes where the file goes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable


def kept(connection: sqlite3.Connection, name: str, made: Callable[[], str]) -> str:
    """The value under the name; ``made`` once where there was none."""
    row = connection.execute("select value from keepsakes where name = ?", (name,)).fetchone()
    if row is not None:
        return str(row[0])
    value = made()
    connection.execute("insert into keepsakes (name, value) values (?, ?)", (name, value))
    return value
