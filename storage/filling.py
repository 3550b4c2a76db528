"""What a person fills of a campaign: begun, named, answered, drafted, noted, given to a school."""

from __future__ import annotations

import sqlite3
from datetime import datetime

import orjson

from frameworks.forms import Answer, Begun
from frameworks.model import Framework, Question
from storage import grids
from storage.answers import json
from storage.moments import written


def open_campaign(
    connection: sqlite3.Connection,
    key: str,
    person: int,
    framework: Framework,
    title: str,
    school: str,
    at: datetime,
) -> None:
    """A draft of this person's; earlier drafts in which nothing was said give way to it."""
    connection.execute(
        "delete from campaigns where opened_by = ? and not exists"
        " (select 1 from opinions where campaign = campaigns.id) and not exists"
        " (select 1 from drafts where campaign = campaigns.id) and not exists"
        " (select 1 from notes where campaign = campaigns.id)",
        (person,),
    )
    grids.keep(connection, framework)
    connection.execute(
        "insert into campaigns (id, school, opened_by, framework, framework_version, fingerprint, title, opened)"
        " values (?, ?, ?, ?, ?, ?, ?, ?)",
        (key, school or None, person, framework.id, framework.version, framework.fingerprint, title, written(at)),
    )


def retitle(connection: sqlite3.Connection, key: str, title: str) -> None:
    connection.execute("update campaigns set title = ? where id = ?", (title, key))


def give(connection: sqlite3.Connection, key: str, school: str, person: int) -> None:
    """A draft of the person's becomes the school's."""
    connection.execute(
        "update campaigns set school = ? where id = ? and opened_by = ? and school is null", (school, key, person)
    )


def adopt(connection: sqlite3.Connection, key: str, person: int) -> None:
    """A campaign whose holder was erased goes on in this person's hands."""
    connection.execute("update campaigns set opened_by = ? where id = ? and opened_by is null", (person, key))


def answer(
    connection: sqlite3.Connection,
    key: str,
    person: int,
    question: Question,
    said: Answer,
    at: datetime,
    *,
    retained: bool,
) -> None:
    """The last answer wins; ticks begun on the question are settled by it."""
    moment = written(at)
    connection.execute(
        "insert into opinions (campaign, person, question, answer, first_at, at, retained) values (?, ?, ?, ?, ?, ?, ?)"
        " on conflict (campaign, person, question)"
        " do update set answer = excluded.answer, at = excluded.at, retained = excluded.retained",
        (key, person, question.id, json(question, said), moment, moment, retained),
    )
    _undraft(connection, key, person, question.id)


def draft(connection: sqlite3.Connection, key: str, person: int, question: Question, begun: Begun) -> None:
    content = orjson.dumps(begun).decode() if isinstance(begun, tuple) else json(question, begun)
    connection.execute(
        "insert into drafts (campaign, person, question, answer) values (?, ?, ?, ?)"
        " on conflict (campaign, person, question) do update set answer = excluded.answer",
        (key, person, question.id, content),
    )


def remove(connection: sqlite3.Connection, key: str, person: int, question: str, *, retained: bool) -> None:
    """The person's answer and any ticks begun; the note stays. Where it was the school's, nobody else's takes its
    place: those stay as their opinions.
    """
    connection.execute(
        "delete from opinions where campaign = ? and person = ? and question = ?", (key, person, question)
    )
    if retained:
        connection.execute("update opinions set retained = 0 where campaign = ? and question = ?", (key, question))
    _undraft(connection, key, person, question)


def note(
    connection: sqlite3.Connection, key: str, person: int, question: str, text: str, at: datetime, *, retained: bool
) -> None:
    """An empty text removes the note; one written for the school stands alone."""
    which = "(retained or person = ?)" if retained else "person = ?"
    connection.execute(
        f"delete from notes where campaign = ? and question = ? and {which}",  # noqa: S608
        (key, question, person),
    )
    if text:
        connection.execute(
            "insert into notes (campaign, person, question, text, at, retained) values (?, ?, ?, ?, ?, ?)",
            (key, person, question, text, written(at), retained),
        )


def _undraft(connection: sqlite3.Connection, key: str, person: int, question: str) -> None:
    connection.execute("delete from drafts where campaign = ? and person = ? and question = ?", (key, person, question))
