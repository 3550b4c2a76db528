"""What a pilot sets of a campaign: mode, dates, its end."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from dialogs.campaign import Dates, Mode
from storage.moments import written, written_day


def set_mode(connection: sqlite3.Connection, key: str, mode: Mode, *, secret: bool) -> None:
    connection.execute("update campaigns set mode = ?, secret = ? where id = ?", (mode.value, secret, key))


def set_dates(connection: sqlite3.Connection, key: str, dates: Dates) -> None:
    days = map(written_day, (dates.opens, dates.closes, dates.next))
    connection.execute("update campaigns set opens = ?, closes = ?, next = ? where id = ?", (*days, key))


def close(connection: sqlite3.Connection, key: str, at: datetime) -> None:
    connection.execute("update campaigns set closed = ? where id = ?", (written(at), key))


def reopen(connection: sqlite3.Connection, key: str) -> None:
    connection.execute("update campaigns set closed = null, archived = null where id = ?", (key,))


def archive(connection: sqlite3.Connection, key: str, at: datetime) -> None:
    """An archived campaign is a closed one."""
    moment = written(at)
    connection.execute(
        "update campaigns set archived = ?, closed = coalesce(closed, ?) where id = ?", (moment, moment, key)
    )


def reminded(connection: sqlite3.Connection, key: str, at: datetime) -> None:
    connection.execute("update campaigns set reminded = ? where id = ?", (written(at), key))
