"""Schools, who pilots them, and what they retain."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dialogs.campaign import School
from frameworks.forms import write_answer
from frameworks.model import Framework
from storage import grids
from storage.campaigns import answers
from storage.moments import written


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
    """A school's campaigns and answers, as ``palier answers`` prints them; None where no school has the UAI.

    Alone, the answers of the person who opened the campaign are the school's position.
    """
    row = connection.execute("select id, uai from schools where uai = ?", (uai,)).fetchone()
    if row is None:
        return None
    rows = connection.execute(
        "select id, title, framework, fingerprint, opened, closed, opened_by from campaigns"
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
                "answers": _retained(
                    connection, key, person, grids.pinned(connection, framework, fingerprint, frameworks)
                ),
            }
            for key, title, framework, fingerprint, opened, closed, person in rows
        ],
    }


def _retained(
    connection: sqlite3.Connection, campaign: str, person: int, framework: Framework | None
) -> dict[str, Any]:
    """Question → answer in the form that ``score`` reads; what the grid doesn't know any more is left out."""
    if framework is None:
        return {}
    found = answers(connection, campaign, person, framework)
    return {question: write_answer(framework.question[question], answer) for question, answer in found.items()}
