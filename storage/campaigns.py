"""Campaigns as a person sees them, with what they answered, began and noted there (kept by ``filling.py``)."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime

import orjson

from dialogs.campaign import Campaign, Dates, Decision, Figure, Mode, School, Stage
from dialogs.hours import day_of
from dialogs.roles import Role
from dialogs.scene import Entry
from frameworks import asking
from frameworks.forms import Answer, Begun, Ticks
from frameworks.model import Form, Framework
from storage import deciding, grids
from storage.answers import one, readable
from storage.moments import read, read_day

SEEN = (
    "left join members m on m.school = c.school and m.person = ?"
    " where (c.school in (select school from members where person = ?) or (c.opened_by = ? and c.school is null))"
)
"""The campaigns that a person may see: their schools', and their own drafts that no school has."""

READ = (
    "c.title, c.framework, c.school, c.fingerprint, c.opened, c.opened_by, m.role, m.number, c.mode, c.secret, c.opens,"
    " c.closes, c.next, c.closed, c.archived, c.reminded, exists (select 1 from decisions where campaign = c.id),"
    " exists (select 1 from shares where campaign = c.id), exists (select 1 from drafts where campaign = c.id),"
    " exists (select 1 from notes where campaign = c.id)"
)
"""With what there is more to read: of most campaigns, nothing."""

LISTED = (
    "c.id, c.title, c.framework, c.fingerprint, c.opened_by, c.school, m.role, c.mode, c.archived,"
    " case c.mode when 'collegial' then (select count(*) from opinions where campaign = c.id and person = ?)"
    " else (select count(distinct question) from opinions where campaign = c.id and retained) end,"
    " exists (select 1 from decisions where campaign = c.id)"
)


def campaign(
    connection: sqlite3.Connection, key: str, person: int, frameworks: Mapping[str, Framework], now: datetime
) -> Campaign | None:
    """The campaign as the person sees it; None where they may not, or its grid is unknown here."""
    row = connection.execute(
        f"select {READ} from campaigns c {SEEN} and c.id = ?",  # noqa: S608
        (person, person, person, key),
    ).fetchone()
    framework = grids.pinned(connection, row[1], row[3], frameworks) if row else None
    if framework is None:
        return None
    mode, place = Mode(row[8]), school(connection, row[2]) if row[2] else None
    decisions = deciding.standing(connection, key, framework) if row[16] else {}
    answered, first_at = _sheet(connection, key, person, framework, mode, decisions)
    return Campaign(
        id=key,
        title=row[0],
        framework=framework,
        school=place,
        answers=answered,
        drafts=_drafts(connection, key, person, framework) if row[18] else {},
        notes=_notes(connection, key, person, mode) if row[19] else {},
        first_at=first_at,
        opened=read(row[4]),
        holder=row[5] or 0,
        role=_role(row[6], mode, row[5] == person),
        mode=mode,
        secret=bool(row[9]),
        stage=_stage(row[10], row[13], row[14], place, now),
        dates=Dates(*map(read_day, row[10:13])),
        decisions=decisions,
        shares=deciding.shares(connection, key) if row[17] else {},
        me=row[7] or 0,
        reminded=read(row[15]) if row[15] else None,
    )


def _role(member: str | None, mode: Mode, held: bool) -> Role:
    """A draft is its owner's; of a school's campaigns filled alone, a member fills those they hold."""
    role = Role(member) if member else Role.PILOT
    return Role.READER if role is Role.MEMBER and mode is Mode.SOLO and not held else role


def _stage(opens: str | None, closed: str | None, archived: str | None, place: School | None, now: datetime) -> Stage:
    if archived:
        return Stage.ARCHIVED
    if closed:
        return Stage.CLOSED
    today = day_of(now, place.timezone).isoformat() if opens and place else ""
    return Stage.WAITING if opens and today < opens else Stage.OPEN


def _sheet(
    connection: sqlite3.Connection,
    key: str,
    person: int,
    framework: Framework,
    mode: Mode,
    decisions: Mapping[str, Decision],
) -> tuple[dict[str, Answer], dict[str, datetime]]:
    """The answers shown, and when the person first gave each of theirs. What was decided stands; else, of answers given
    for the school, the last one. Of a collegial campaign, the person's own opinions.
    """
    which = "person = ?" if mode is Mode.COLLEGIAL else "(retained or person = ?)"
    rows = connection.execute(
        f"select question, answer, first_at, person, retained from opinions where campaign = ? and {which} order by at",  # noqa: S608
        (key, person),
    ).fetchall()
    collegial = mode is Mode.COLLEGIAL
    found = readable(framework, {it[0]: it[1] for it in rows if collegial or it[4]})
    if not collegial:
        found |= {question: it.answer for question, it in decisions.items() if it.answer is not None}
    return found, {it[0]: read(it[2]) for it in rows if it[3] == person}


def _notes(connection: sqlite3.Connection, key: str, person: int, mode: Mode) -> dict[str, str]:
    """One a question: the last one written for the school; of a collegial campaign, one's own."""
    which = "person = ?" if mode is Mode.COLLEGIAL else "(retained or person = ?)"
    return dict(
        connection.execute(
            f"select question, text from notes where campaign = ? and {which} order by at",  # noqa: S608
            (key, person),
        )
    )


def position(connection: sqlite3.Connection, key: str, mode: Mode, framework: Framework) -> dict[str, Answer]:
    """What the school retains, as far as this grid can read it."""
    decisions = deciding.standing(connection, key, framework)
    decided = {question: it.answer for question, it in decisions.items() if it.answer is not None}
    if mode is Mode.COLLEGIAL:
        return decided
    given = connection.execute(
        "select question, answer from opinions where campaign = ? and retained order by at", (key,)
    )
    return {**readable(framework, dict(given)), **decided}


def mine(connection: sqlite3.Connection, person: int, frameworks: Mapping[str, Framework]) -> tuple[Entry, ...]:
    """A person's campaigns whose grid can be read, the newest first."""
    rows = connection.execute(
        f"select {LISTED} from campaigns c {SEEN} order by c.opened desc, c.id",  # noqa: S608
        (person, person, person, person),
    ).fetchall()
    found = []
    for key, title, name, fingerprint, holder, place, member, mode, archived, said, decided in rows:
        framework = grids.pinned(connection, name, fingerprint, frameworks)
        if framework is None:
            continue
        counted = _counted(connection, key, Mode(mode), framework, person, said, bool(decided))
        role = _role(member, Mode(mode), holder == person)
        read = Mode(mode) is Mode.COLLEGIAL and role is Role.READER
        found.append(
            Entry(
                id=key,
                title=title,
                framework=name,
                answered=counted[2] if read else counted[0],
                total=counted[1],
                grid=framework.short,
                school=place or "",
                role=role,
                mine=holder == person,
                retained=counted[2],
                archived=bool(archived),
            )
        )
    return tuple(found)


def _counted(
    connection: sqlite3.Connection,
    key: str,
    mode: Mode,
    framework: Framework,
    person: int,
    said: int,
    decided: bool,
) -> tuple[int, int, int]:
    """Answered, as the person sees it; of how many; and answers that the school has. Where answers decide what is
    asked, or decisions stand over them, they are read.
    """
    if not decided and all(question.when is None for question in framework.questions):
        return said, len(framework.questions), 0 if mode is Mode.COLLEGIAL else said
    known = position(connection, key, mode, framework)
    kept = sum(question.id in known for question in asking.questions(framework, known))
    if mode is Mode.COLLEGIAL:
        rows = connection.execute(
            "select question, answer from opinions where campaign = ? and person = ?", (key, person)
        )
        known = readable(framework, dict(rows))
    asked = asking.questions(framework, known)
    return sum(question.id in known for question in asked), len(asked), kept


def figures(connection: sqlite3.Connection, school: str, key: str, framework: Framework) -> dict[str, Figure]:
    """The school's figures that the grid asks for, as its other campaigns have them: the newest of each."""
    asked = asking.figures(framework)
    if not asked:
        return {}
    marks = ",".join("?" for _ in asked)
    given = (
        "select o.question, o.answer, c.title, o.at from {table} o join campaigns c on c.id = o.campaign"
        " where c.school = ? and c.id <> ? and o.question in ({marks}) and {which}"
    )
    rows = connection.execute(
        given.format(table="opinions", marks=marks, which="o.retained")
        + " union all "
        + given.format(table="decisions", marks=marks, which="o.answer is not null")
        + " order by 4",
        (school, key, *(it.id for it in asked)) * 2,
    )
    found = {}
    for name, text, title, at in rows:
        number = one(framework.question[name], text)
        if isinstance(number, int):
            found[name] = Figure(number, title, read(at))
    return found


def under_way(connection: sqlite3.Connection, school: str, framework: str) -> str:
    """The school's newest campaign of that grid that is open; "" for none."""
    row = connection.execute(
        "select id from campaigns where school = ? and framework = ? and closed is null and archived is null"
        " order by opened desc, id limit 1",
        (school, framework),
    ).fetchone()
    return str(row[0]) if row else ""


def school_of(connection: sqlite3.Connection, key: str) -> School:
    """Of a campaign that has one."""
    row = connection.execute("select school from campaigns where id = ?", (key,)).fetchone()
    return school(connection, row[0])


def school(connection: sqlite3.Connection, key: str) -> School:
    row = connection.execute("select id, name, departement, timezone, uai from schools where id = ?", (key,)).fetchone()
    return School(*row)


def _drafts(connection: sqlite3.Connection, key: str, person: int, framework: Framework) -> dict[str, Begun]:
    rows = connection.execute("select question, answer from drafts where campaign = ? and person = ?", (key, person))
    found: dict[str, Begun] = {}
    for name, content in rows:
        question, begun = framework.question.get(name), orjson.loads(content)
        if question is not None and question.form is Form.SPLIT:
            found[name] = tuple(begun)
        elif question is not None and question.form is Form.TICKS:
            ticks = readable(framework, {name: content}).get(name)
            found[name] = ticks if isinstance(ticks, Ticks) else Ticks()
    return found
