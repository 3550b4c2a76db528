"""A conversation's history, which is its outbox too: what was said to whom, and what a channel has yet to take.

States: ``owed`` → ``taken``; a reply that people would notice twice is ``claimed`` before its call, and ``unknown``
when nobody can tell whether it arrived. ``ref`` is the channel's name of the message (a Telegram message id).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from dialogs.replies import Diary, Lasting, Letter, Radar, Reply, Screen
from storage.moments import read, written
from storage.values import Unreadable, dumped, loaded

KEPT = 50
"""Lines of history a conversation keeps."""

# The one thing put into SQL texts; whatever anybody says is a parameter.
Row: TypeAlias = tuple[int, int, int, str, str, str, str, str | None, int]
COLUMNS = "id, revision, live, at, kind, body, state, ref, attempts"
HERS = ", ".join(f"r.{column}" for column in COLUMNS.split(", "))

KINDS: Mapping[str, type[Screen] | type[Radar] | type[Letter] | type[Diary]] = {
    "screen": Screen,
    "radar": Radar,
    "letter": Letter,
    "diary": Diary,
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of history; ``reply`` is None for a text that the person typed."""

    id: int
    revision: int
    live: bool
    at: datetime
    reply: Reply | None
    said: str
    state: str
    ref: str | None
    attempts: int


@dataclass(frozen=True, slots=True)
class Owed:
    """A line that a channel has yet to take, and where it goes."""

    line: Line
    conversation: int
    channel: str
    address: str


def said(connection: sqlite3.Connection, conversation: int, text: str, at: datetime) -> None:
    connection.execute(
        "insert into replies (conversation, kind, body, live, revision, state, at)"
        " values (?, 'said', ?, 0, 0, 'taken', ?)",
        (conversation, text, written(at)),
    )


def lasting(
    connection: sqlite3.Connection, conversation: int, reply: Lasting, revision: int, state: str, at: datetime
) -> Line:
    """A reply that stays. The next screen comes below it."""
    return _insert(connection, conversation, reply, revision, state, at, live=False)


def screen(
    connection: sqlite3.Connection,
    conversation: int,
    reply: Screen,
    revision: int,
    state: str,
    at: datetime,
    *,
    in_place: bool,
) -> Line:
    """The living screen: edited in place where there is one and nothing was said below it, else a new message."""
    if in_place:
        edited = connection.execute(
            "update replies set body = ?, revision = ?, state = ?, attempts = 0, at = ?"
            " where conversation = ? and live = 1 and not exists (select 1 from replies below"
            " where below.conversation = replies.conversation and below.id > replies.id) returning id, ref",
            (dumped(reply), revision, state, written(at), conversation),
        ).fetchone()
        if edited:
            return Line(edited[0], revision, True, at, reply, "", state, edited[1], 0)
    connection.execute("update replies set live = 0 where conversation = ? and live = 1", (conversation,))
    return _insert(connection, conversation, reply, revision, state, at, live=True)


def withdraw(connection: sqlite3.Connection, conversation: int, secret: str) -> None:
    """What showed a secret, and is not the living screen any more, is no part of the history."""
    connection.execute(
        "delete from replies where conversation = ? and live = 0 and kind = 'screen' and body like ?",
        (conversation, f"%{secret}%"),
    )


def owe_again(connection: sqlite3.Connection, conversation: int) -> tuple[Line, ...]:
    """The living screen is owed once more: somebody sent what was known already."""
    rows = connection.execute(
        f"update replies set state = 'owed' where conversation = ? and live = 1 returning {COLUMNS}",  # noqa: S608
        (conversation,),
    ).fetchall()
    return _lines(rows)


def history(connection: sqlite3.Connection, channel: str, address: str) -> tuple[Line, ...]:
    """The last lines, oldest first."""
    rows = connection.execute(
        f"select {HERS} from replies r join conversations c on c.id = r.conversation"  # noqa: S608
        " where c.channel = ? and c.address = ? order by r.id desc limit ?",
        (channel, address, KEPT),
    ).fetchall()
    return _lines(reversed(rows))


def owed(connection: sqlite3.Connection, channel: str) -> tuple[Owed, ...]:
    """What a channel has yet to take, oldest first."""
    rows = connection.execute(
        f"select {HERS}, c.id, c.address from replies r join conversations c on c.id = r.conversation"  # noqa: S608
        " where r.state = 'owed' and c.channel = ? order by r.id",
        (channel,),
    ).fetchall()
    read = [(_line(row[:9]), row) for row in rows]
    return tuple(Owed(line, row[9], channel, row[10]) for line, row in read if line is not None)


def claim(connection: sqlite3.Connection, line: int) -> bool:
    """Before a call that people would notice twice; False where the line is no longer owed."""
    claimed = connection.execute(
        "update replies set state = 'claimed' where id = ? and state = 'owed' returning id", (line,)
    )
    return claimed.fetchone() is not None


def unclaim(connection: sqlite3.Connection, lines: Iterable[int]) -> None:
    """The process ends before their calls: they are owed as before."""
    connection.executemany(
        "update replies set state = 'owed' where id = ? and state = 'claimed'", [(it,) for it in lines]
    )


def taken(connection: sqlite3.Connection, line: int, revision: int, ref: str | None) -> None:
    """The channel has it; a screen edited again meanwhile stays owed."""
    connection.execute(
        "update replies set ref = coalesce(?, ref), state = case revision when ? then 'taken' else state end"
        " where id = ?",
        (ref, revision, line),
    )


def take_back(connection: sqlite3.Connection, line: int) -> None:
    """It was not said, and will not be."""
    connection.execute("delete from replies where id = ?", (line,))


def refused(connection: sqlite3.Connection, line: int, state: str) -> None:
    """``owed`` to try again, ``unknown`` where it may have arrived, ``taken`` to give up."""
    connection.execute("update replies set state = ?, attempts = attempts + 1 where id = ?", (state, line))


def give_up(connection: sqlite3.Connection, channel: str, address: str) -> None:
    """Nothing more is owed to somebody who is not there any more."""
    connection.execute(
        "update replies set state = 'taken' where state in ('owed', 'unknown') and conversation in"
        " (select id from conversations where channel = ? and address = ?)",
        (channel, address),
    )


def recover(connection: sqlite3.Connection) -> None:
    """At start: a claim without its result may have arrived, so it is not sent again."""
    connection.execute("update replies set state = 'unknown' where state = 'claimed'")


def reoffer(connection: sqlite3.Connection, conversation: int) -> tuple[Line, ...]:
    """At the next visit, what may not have arrived is shown after all."""
    rows = connection.execute(
        f"update replies set state = 'owed' where conversation = ? and state = 'unknown' returning {COLUMNS}",  # noqa: S608
        (conversation,),
    ).fetchall()
    return _lines(rows)


def _insert(
    connection: sqlite3.Connection,
    conversation: int,
    reply: Reply,
    revision: int,
    state: str,
    at: datetime,
    *,
    live: bool,
) -> Line:
    row = connection.execute(
        "insert into replies (conversation, kind, body, live, revision, state, at) values (?, ?, ?, ?, ?, ?, ?)"
        " returning id",
        (conversation, reply.kind, dumped(reply), int(live), revision, state, written(at)),
    ).fetchone()
    connection.execute(
        "delete from replies where conversation = ? and id not in"
        " (select id from replies where conversation = ? order by id desc limit ?)",
        (conversation, conversation, KEPT),
    )
    return Line(row[0], revision, live, at, reply, "", state, None, 0)


def _lines(rows: Iterable[Row]) -> tuple[Line, ...]:
    return tuple(line for line in map(_line, rows) if line is not None)


def _line(row: Row) -> Line | None:
    """None for a reply of another release that this one can't read: the conversation goes on without it."""
    key, revision, live, at, kind, body, state, ref, attempts = row
    typed = kind == "said"
    try:
        reply = None if typed else loaded(KINDS[kind], body)
    except (KeyError, Unreadable):
        return None
    return Line(key, revision, bool(live), read(at), reply, body if typed else "", state, ref, attempts)
