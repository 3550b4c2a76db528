"""Schools, who pilots them, and what they retain."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dialogs.campaign import Mode, School
from dialogs.council import LEAST
from dialogs.goals import Goal
from frameworks.forms import Answer, Ticks, write_answer
from frameworks.model import Framework, Question
from storage import campaigns, deciding, goals, grids
from storage.moments import written, written_day


def taken(connection: sqlite3.Connection, uai: str) -> School | None:
    """The school here that has the UAI."""
    row = connection.execute(
        "select id, name, departement, timezone, uai from schools where uai = ?", (uai,)
    ).fetchone()
    return School(*row) if row else None


def found(connection: sqlite3.Connection, school: School, person: int, at: datetime) -> None:
    """A new school piloted by the person; their drafts become its campaigns."""
    connection.execute(
        "insert into schools (id, uai, name, departement, timezone, since, ever) values (?, ?, ?, ?, ?, ?, 1)",
        (school.id, school.uai, school.name, school.departement, school.timezone, written(at)),
    )
    connection.execute(
        "insert into members (school, person, role, since, number) values (?, ?, 'pilot', ?, 1)",
        (school.id, person, written(at)),
    )
    connection.execute("update campaigns set school = ? where opened_by = ? and school is null", (school.id, person))


def describe(connection: sqlite3.Connection, school: School) -> None:
    """Its UAI and place; the name has its own question."""
    connection.execute(
        "update schools set uai = ?, departement = ?, timezone = ? where id = ?",
        (school.uai, school.departement, school.timezone, school.id),
    )


def rename(connection: sqlite3.Connection, school: str, name: str) -> None:
    connection.execute("update schools set name = ? where id = ?", (name, school))


def position(connection: sqlite3.Connection, uai: str, frameworks: Mapping[str, Framework]) -> dict[str, Any] | None:
    """A school's campaigns and answers, as ``palier answers`` prints them, never with a name; None where no school has
    the UAI.
    """
    row = connection.execute("select id, uai from schools where uai = ?", (uai,)).fetchone()
    if row is None:
        return None
    rows = connection.execute(
        "select id, title, framework, fingerprint, opened, closed, mode, secret from campaigns"
        " where school = ? order by opened, id",
        (row[0],),
    ).fetchall()
    return {
        "school": row[1],
        "campaigns": [
            {
                "id": key,
                "title": title,
                "framework": framework,
                "opened": opened,
                "closed": closed,
                "mode": mode,
                **_retained(
                    connection, key, Mode(mode), secret, grids.pinned(connection, framework, fingerprint, frameworks)
                ),
            }
            for key, title, framework, fingerprint, opened, closed, mode, secret in rows
        ],
        "goals": [_aimed(it) for it in goals.of_school(connection, row[0])],
    }


def _aimed(goal: Goal) -> dict[str, Any]:
    """A goal without who leads it."""
    return {
        "id": goal.id,
        "framework": goal.framework,
        "question": goal.question,
        "statement": goal.statement,
        "level": goal.level,
        "wording": goal.wording,
        "due": written_day(goal.due),
        "checkpoints": [{"day": written_day(it.day), "standing": it.standing.value} for it in goal.checkpoints],
        "reached": written_day(goal.reached),
        "dropped": written_day(goal.dropped),
    }


def _retained(
    connection: sqlite3.Connection, campaign: str, mode: Mode, secret: bool, framework: Framework | None
) -> dict[str, Any]:
    """Question → answer in the form that ``score`` reads, decision, opinions; nothing of what the grid doesn't know."""
    if framework is None:
        return {"answers": {}, "decisions": {}, "opinions": {}}
    found = campaigns.position(connection, campaign, mode, framework)
    decided = deciding.standing(connection, campaign, framework)
    return {
        "answers": {key: write_answer(framework.question[key], answer) for key, answer in found.items()},
        "decisions": {
            key: {"answer": write_answer(framework.question[key], it.answer), "at": written(it.at)}
            for key, it in decided.items()
            if it.answer is not None
        },
        "opinions": _opinions(connection, campaign, framework, LEAST if secret else 1),
    }


def _opinions(
    connection: sqlite3.Connection, campaign: str, framework: Framework, least: int
) -> dict[str, dict[str, int]]:
    """How many gave each answer, where there are at least so many opinions."""
    given = deciding.opinions(connection, campaign, framework, named=False)
    return {
        key: dict(Counter(_in_a_word(framework.question[key], it.answer) for it in given[key]))
        for key in framework.question
        if len(given.get(key, ())) >= least
    }


def _in_a_word(question: Question, answer: Answer) -> str:
    """A set of ticks is its sorted ids, joined by commas."""
    if isinstance(answer, Ticks):
        return ",".join(sorted(answer.ticked))
    said = write_answer(question, answer)
    return ",".join(map(str, said)) if isinstance(said, list) else str(said)
