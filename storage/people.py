"""People and the conversations that they have, one an address."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from dialogs.session import Session
from locales import LANGUAGES
from storage import pulses, team
from storage.moments import written
from storage.values import Unreadable, dumped, loaded


@dataclass(frozen=True, slots=True)
class Conversation:
    id: int
    person: int
    language: str
    session: Session
    revision: int


def conversation(connection: sqlite3.Connection, channel: str, address: str) -> Conversation | None:
    row = connection.execute(
        "select c.id, c.person, p.language, c.session, c.revision from conversations c"
        " join people p on p.id = c.person where c.channel = ? and c.address = ?",
        (channel, address),
    ).fetchone()
    if row is None:
        return None
    language = row[2] if row[2] in LANGUAGES else "fr"
    return Conversation(row[0], row[1], language, _session(row[3]), row[4])


def meet(connection: sqlite3.Connection, channel: str, address: str, language: str, at: datetime) -> Conversation:
    """A new person at a new address."""
    person = connection.execute(
        "insert into people (language, since) values (?, ?) returning id", (language, written(at))
    ).fetchone()[0]
    session = Session()
    row = connection.execute(
        "insert into conversations (channel, address, person, session) values (?, ?, ?, ?) returning id",
        (channel, address, person, dumped(session)),
    ).fetchone()
    return Conversation(row[0], person, language, session, 0)


def stand(connection: sqlite3.Connection, conversation: int, session: Session, *, there: bool = True) -> int:
    """Where the conversation stands now; returns its new revision. Who is ``there`` is not lost any more."""
    row = connection.execute(
        "update conversations set session = ?, revision = revision + 1, lost = lost and not ? where id = ?"
        " returning revision",
        (dumped(session), int(there), conversation),
    ).fetchone()
    return int(row[0])


def lose(connection: sqlite3.Connection, channel: str, address: str) -> None:
    """Nobody hears us there any more, until somebody writes from there."""
    connection.execute("update conversations set lost = 1 where channel = ? and address = ?", (channel, address))


def speak(connection: sqlite3.Connection, person: int, language: str) -> None:
    connection.execute("update people set language = ? where id = ?", (language, person))


def forget(connection: sqlite3.Connection, person: int) -> None:
    """Everything of a person's. A school that nobody is left in goes with its campaigns, as do drafts without one; one
    that nobody else pilots gets another pilot.
    """
    team.leave_pilots(connection, person)
    pulses.withdraw(connection, person)
    connection.execute("delete from campaigns where opened_by = ? and school is null", (person,))
    connection.execute(
        "delete from schools where id in (select school from members where person = ?)"
        " and id not in (select school from members where person <> ?)",
        (person, person),
    )
    connection.execute("delete from people where id = ?", (person,))


def forget_silent(connection: sqlite3.Connection, moment: datetime, most: int) -> int:
    """People who have left nothing, no school and no campaign either, and were last heard of before ``moment``. What
    they asked to join goes with them.

    A visit makes a person: without this, so would every robot's, for ever. Returns how many there were.
    """
    silent = connection.execute(
        "delete from people where id in (select p.id from people p where p.since < ?"
        " and not exists (select 1 from opinions o where o.person = p.id)"
        " and not exists (select 1 from drafts d where d.person = p.id)"
        " and not exists (select 1 from notes n where n.person = p.id)"
        " and not exists (select 1 from members m where m.person = p.id)"
        " and not exists (select 1 from campaigns g where g.opened_by = p.id)"
        " and not exists (select 1 from conversations c join replies r on r.conversation = c.id"
        " where c.person = p.id and c.channel <> 'email' and r.at >= ?)"
        " order by p.id limit ?)",
        (written(moment), written(moment), most),
    )
    return silent.rowcount


def _session(text: str) -> Session:
    """A session that this release can't read begins anew; the answers are elsewhere."""
    try:
        return loaded(Session, text)
    except Unreadable:
        return Session()
