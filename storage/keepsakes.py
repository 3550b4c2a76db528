"""What this installation made up once and keeps: it survives a restart, and goes where the file goes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable


def known(connection: sqlite3.Connection, name: str) -> str:
    """ "" where nothing was kept under the name."""
    row = connection.execute("select value from keepsakes where name = ?", (name,)).fetchone()
    return str(row[0]) if row else ""


def keep(connection: sqlite3.Connection, name: str, value: str) -> None:
    connection.execute(
        "insert into keepsakes (name, value) values (?, ?) on conflict (name) do update set value = excluded.value",
        (name, value),
    )


def kept(connection: sqlite3.Connection, name: str, made: Callable[[], str]) -> str:
    """The value under the name; ``made`` once where there was none."""
    row = connection.execute("select value from keepsakes where name = ?", (name,)).fetchone()
    if row is not None:
        return str(row[0])
    value = made()
    connection.execute("insert into keepsakes (name, value) values (?, ?)", (name, value))
    return value
