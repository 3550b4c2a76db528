"""Events that have had their effect, by their keys; events set aside, without their content."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from storage.moments import written


def remember(connection: sqlite3.Connection, key: str, conversation: int, at: datetime) -> bool:
    """False where it was known: one statement tells, and keeps."""
    told = connection.execute(
        "insert into events (key, conversation, at) values (?, ?, ?) on conflict do nothing",
        (key, conversation, written(at)),
    )
    return told.rowcount == 1


def first(connection: sqlite3.Connection, key: str, at: datetime) -> bool:
    """As :func:`remember` for a tap that belongs to no conversation."""
    told = connection.execute("insert into taps (key, at) values (?, ?) on conflict do nothing", (key, written(at)))
    return told.rowcount == 1


def forget_before(connection: sqlite3.Connection, moment: datetime) -> None:
    """Keys older than any channel delivers again."""
    connection.execute("delete from events where at < ?", (written(moment),))
    connection.execute("delete from taps where at < ?", (written(moment),))
    connection.execute("delete from set_aside where at < ?", (written(moment),))


def set_aside(connection: sqlite3.Connection, key: str, conversation: int, at: datetime, fault: str) -> None:
    """``fault`` is an exception's class and place, never a text that somebody wrote."""
    connection.execute(
        "insert into set_aside (key, conversation, at, fault) values (?, ?, ?, ?) on conflict (key) do nothing",
        (key, conversation, written(at), fault),
    )
