"""Campaigns, and what one person answered, began and noted in them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime

import orjson

from dialogs.campaign import Campaign, School
from dialogs.session import Entry
from frameworks import asking
from frameworks.answers import read_answer
from frameworks.faults import FaultyAnswer
from frameworks.forms import Answer, Begun, Ticks, write_answer
from frameworks.model import Form, Framework, Question
from storage import grids
from storage.moments import read, written


def campaign(
    connection: sqlite3.Connection, key: str, person: int, frameworks: Mapping[str, Framework]
) -> Campaign | None:
    """The campaign with what this person said in it; None where it isn't theirs or its grid is unknown here."""
    row = connection.execute(
        "select title, framework, school, fingerprint, opened from campaigns where id = ?"
        " and (opened_by = ? or school in (select school from members where person = ?))",
        (key, person, person),
    ).fetchone()
    framework = grids.pinned(connection, row[1], row[3], frameworks) if row else None
    if framework is None:
        return None
    rows = connection.execute(
        "select question, answer, first_at from opinions where campaign = ? and person = ?", (key, person)
    ).fetchall()
    return Campaign(
        id=key,
        title=row[0],
        framework=framework,
        school=school(connection, row[2]) if row[2] else None,
        answers=_answers(framework, {question: answer for question, answer, _ in rows}),
        drafts=_drafts(connection, key, person, framework),
        notes=dict(
            connection.execute("select question, text from notes where campaign = ? and person = ?", (key, person))
        ),
        first_at={question: read(at) for question, _, at in rows},
        opened=read(row[4]),
    )


def answers(connection: sqlite3.Connection, key: str, person: int, framework: Framework) -> dict[str, Answer]:
    """What a person answered, as far as this grid can read it."""
    rows = connection.execute("select question, answer from opinions where campaign = ? and person = ?", (key, person))
    return _answers(framework, dict(rows))


def mine(connection: sqlite3.Connection, person: int, frameworks: Mapping[str, Framework]) -> tuple[Entry, ...]:
    """A person's campaigns whose grid can be read, the newest first."""
    rows = connection.execute(
        "select id, title, framework, fingerprint,"
        " (select count(*) from opinions where campaign = campaigns.id and person = ?)"
        " from campaigns where opened_by = ? or school in (select school from members where person = ?)"
        " order by opened desc, id",
        (person, person, person),
    ).fetchall()
    return tuple(
        Entry(key, title, name, *_counted(connection, key, person, framework, said), framework.short)
        for key, title, name, fingerprint, said in rows
        if (framework := grids.pinned(connection, name, fingerprint, frameworks)) is not None
    )


def _counted(connection: sqlite3.Connection, key: str, person: int, framework: Framework, said: int) -> tuple[int, int]:
    """Answered, of how many: where answers decide what is asked, they are read."""
    if all(question.when is None for question in framework.questions):
        return said, len(framework.questions)
    known = answers(connection, key, person, framework)
    asked = asking.questions(framework, known)
    return sum(question.id in known for question in asked), len(asked)


def open_campaign(
    connection: sqlite3.Connection, key: str, person: int, framework: Framework, title: str, at: datetime
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
        " values (?, (select school from members where person = ? order by since limit 1), ?, ?, ?, ?, ?, ?)",
        (key, person, person, framework.id, framework.version, framework.fingerprint, title, written(at)),
    )


def retitle(connection: sqlite3.Connection, key: str, title: str) -> None:
    connection.execute("update campaigns set title = ? where id = ?", (title, key))


def answer(
    connection: sqlite3.Connection, key: str, person: int, question: Question, said: Answer, at: datetime
) -> None:
    """The last answer wins; ticks begun on the question are settled by it."""
    moment = written(at)
    connection.execute(
        "insert into opinions (campaign, person, question, answer, first_at, at) values (?, ?, ?, ?, ?, ?)"
        " on conflict (campaign, person, question) do update set answer = excluded.answer, at = excluded.at",
        (key, person, question.id, _json(question, said), moment, moment),
    )
    _undraft(connection, key, person, question.id)


def draft(connection: sqlite3.Connection, key: str, person: int, question: Question, begun: Begun) -> None:
    content = orjson.dumps(begun).decode() if isinstance(begun, tuple) else _json(question, begun)
    connection.execute(
        "insert into drafts (campaign, person, question, answer) values (?, ?, ?, ?)"
        " on conflict (campaign, person, question) do update set answer = excluded.answer",
        (key, person, question.id, content),
    )


def remove(connection: sqlite3.Connection, key: str, person: int, question: str) -> None:
    """The answer and any ticks begun; the note stays."""
    connection.execute(
        "delete from opinions where campaign = ? and person = ? and question = ?", (key, person, question)
    )
    _undraft(connection, key, person, question)


def note(connection: sqlite3.Connection, key: str, person: int, question: str, text: str, at: datetime) -> None:
    """An empty text removes the note."""
    if not text:
        connection.execute(
            "delete from notes where campaign = ? and person = ? and question = ?", (key, person, question)
        )
        return
    connection.execute(
        "insert into notes (campaign, person, question, text, at) values (?, ?, ?, ?, ?)"
        " on conflict (campaign, person, question) do update set text = excluded.text, at = excluded.at",
        (key, person, question, text, written(at)),
    )


def school(connection: sqlite3.Connection, key: str) -> School:
    row = connection.execute("select id, name, departement, timezone, uai from schools where id = ?", (key,)).fetchone()
    return School(*row)


def _undraft(connection: sqlite3.Connection, key: str, person: int, question: str) -> None:
    connection.execute("delete from drafts where campaign = ? and person = ? and question = ?", (key, person, question))


def _json(question: Question, said: Answer) -> str:
    return orjson.dumps(write_answer(question, said)).decode()


def _answers(framework: Framework, rows: Mapping[str, str]) -> dict[str, Answer]:
    """The answers that this version of the grid can read, in source order; the others stay in their rows."""
    found: dict[str, Answer] = {}
    for question in framework.questions:
        if question.id in rows:
            try:
                found[question.id] = read_answer(question, orjson.loads(rows[question.id]))
            except FaultyAnswer:
                continue
    return found


def _drafts(connection: sqlite3.Connection, key: str, person: int, framework: Framework) -> dict[str, Begun]:
    rows = connection.execute("select question, answer from drafts where campaign = ? and person = ?", (key, person))
    found: dict[str, Begun] = {}
    for name, content in rows:
        question, begun = framework.question.get(name), orjson.loads(content)
        if question is not None and question.form is Form.SPLIT:
            found[name] = tuple(begun)
        elif question is not None and question.form is Form.TICKS:
            ticks = _answers(framework, {name: content}).get(name)
            found[name] = ticks if isinstance(ticks, Ticks) else Ticks()
    return found
