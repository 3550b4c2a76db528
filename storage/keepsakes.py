"""What this installation made up once and keeps: it survives a restart, and goes where the file goes."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable


def known(connection: sqlite3.Connection, name: str) -> str:
    """Empty where nothing was kept under the name."""
    row = connection.execute("select value from keepsakes where name = ?", (name,)).fetchone()
    return str(row[0]) if row else ""


def keep(connection: sqlite3.Connection, name: str, value: str) -> None:
    connection.execute(
        "insert into keepsakes (name, value) values (?, ?) on conflict (name) do update set value = excluded.value",
        (name, value),
    )


def kept(connection: sqlite3.Connection, name: str, made: Callable[[], str]) -> str:
    """The value under the name; ``made`` once where there was none."""
    value = known(connection, name)
    if not value:
        value = made()
        keep(connection, name, value)
    return value


def installation(connection: sqlite3.Connection) -> str:
    """What tells this installation from any other in a name that leaves it: of a mail, or of an appointment."""
    return kept(connection, "installation", lambda: secrets.token_hex(8))
