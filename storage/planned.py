"""Whether anything may ever be due: asked every minute, before more is read for it."""

from __future__ import annotations

import sqlite3


def anything(connection: sqlite3.Connection) -> bool:
    """A goal, or a campaign with a date."""
    row = connection.execute(
        "select exists (select 1 from goals)"
        " or exists (select 1 from campaigns where closes is not null or next is not null)"
    ).fetchone()
    return bool(row[0])
