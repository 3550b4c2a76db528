"""Campaigns, and what one person answered, began and noted in them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime

import orjson

from dialogs.campaign import Campaign, School
from dialogs.roles import Role
from dialogs.session import Entry
from frameworks import asking
from frameworks.answers import read_answer
from frameworks.faults import FaultyAnswer
from frameworks.forms import Answer, Begun, Ticks, write_answer
from frameworks.model import Form, Framework, Question
from storage import grids
from storage.moments import read, written

SEEN = (
    "left join members m on m.school = c.school and m.person = ?"
    " where (c.school in (select school from members where person = ?) or (c.opened_by = ? and c.school is null))"
)
"""The campaigns that a person may see: their schools', and their own drafts that no school has."""

LISTED = (
    "c.id, c.title, c.framework, c.fingerprint, c.opened_by, c.school, m.role,"
    " (select count(*) from opinions where campaign = c.id and person = c.opened_by)"
)


def campaign(
    connection: sqlite3.Connection, key: str, person: int, frameworks: Mapping[str, Framework]
) -> Campaign | None:
    """The campaign with its holder's answers, which are the school's position; None where the person may not see it,
    or its grid is unknown here.
    """
    row = connection.execute(
        f"select c.title, c.framework, c.school, c.fingerprint, c.opened, c.opened_by, m.role from campaigns c {SEEN}"  # noqa: S608
        " and c.id = ?",
        (person, person, person, key),
    ).fetchone()
    framework = grids.pinned(connection, row[1], row[3], frameworks) if row else None
    if framework is None:
        return None
    holder = row[5] or 0
    rows = connection.execute(
        "select question, answer, first_at from opinions where campaign = ? and person = ?", (key, holder)
    ).fetchall()
    return Campaign(
        id=key,
        title=row[0],
        framework=framework,
        school=school(connection, row[2]) if row[2] else None,
        answers=_answers(framework, {question: answer for question, answer, _ in rows}),
        drafts=_drafts(connection, key, holder, framework),
        notes=dict(
            connection.execute("select question, text from notes where campaign = ? and person = ?", (key, holder))
        ),
        first_at={question: read(at) for question, _, at in rows},
        opened=read(row[4]),
        holder=holder,
        role=_role(row[6], holder == person),
    )


def _role(member: str | None, held: bool) -> Role:
    """A draft is its owner's; of a school's campaigns, a member fills those they hold, and reads the others."""
    role = Role(member) if member else Role.PILOT
    return Role.READER if role is Role.MEMBER and not held else role


def adopt(connection: sqlite3.Connection, key: str, person: int) -> None:
    """A campaign whose holder was erased goes on in this person's hands."""
    connection.execute("update campaigns set opened_by = ? where id = ? and opened_by is null", (person, key))


def give(connection: sqlite3.Connection, key: str, school: str, person: int) -> None:
    """A draft of the person's becomes the school's."""
    connection.execute(
        "update campaigns set school = ? where id = ? and opened_by = ? and school is null", (school, key, person)
    )


def answers(connection: sqlite3.Connection, key: str, person: int, framework: Framework) -> dict[str, Answer]:
    """What a person answered, as far as this grid can read it."""
    rows = connection.execute("select question, answer from opinions where campaign = ? and person = ?", (key, person))
    return _answers(framework, dict(rows))


def mine(connection: sqlite3.Connection, person: int, frameworks: Mapping[str, Framework]) -> tuple[Entry, ...]:
    """A person's campaigns whose grid can be read, the newest first."""
    rows = connection.execute(
        f"select {LISTED} from campaigns c {SEEN} order by c.opened desc, c.id",  # noqa: S608
        (person, person, person),
    ).fetchall()
    return tuple(
        Entry(
            key,
            title,
            name,
            *_counted(connection, key, holder or 0, framework, said),
            framework.short,
            school or "",
            _role(role, holder == person),
            holder == person,
        )
        for key, title, name, fingerprint, holder, school, role, said in rows
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
