"""The addresses that calendars subscribe to, and what an agenda needs of goals besides themselves."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date, datetime

from dialogs.goals import Day, Goal
from storage.moments import read, written


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Whose an address is."""

    person: int
    language: str


def make(connection: sqlite3.Connection, person: int, digest: str, at: datetime) -> None:
    """An earlier one is void."""
    connection.execute(
        "insert into feeds (person, digest, made) values (?, ?, ?)"
        " on conflict (person) do update set digest = excluded.digest, made = excluded.made",
        (person, digest, written(at)),
    )


def revoke(connection: sqlite3.Connection, person: int) -> None:
    connection.execute("delete from feeds where person = ?", (person,))


def since(connection: sqlite3.Connection, person: int) -> datetime | None:
    """When the person's address was made; None where they have none."""
    row = connection.execute("select made from feeds where person = ?", (person,)).fetchone()
    return read(row[0]) if row else None


def subscriber(connection: sqlite3.Connection, digest: str) -> Subscriber | None:
    row = connection.execute(
        "select f.person, p.language from feeds f join people p on p.id = f.person where f.digest = ?", (digest,)
    ).fetchone()
    return Subscriber(*row) if row else None


def remember(connection: sqlite3.Connection, goal: Goal) -> None:
    """The days that its dates have now; of one taken away, the last."""
    for field in Day:
        if (day := goal.day(field)) is not None:
            connection.execute(
                "insert into goal_days (goal, field, day) values (?, ?, ?)"
                " on conflict (goal, field) do update set day = excluded.day",
                (goal.id, field.value, day.isoformat()),
            )


def days(connection: sqlite3.Connection, school: str) -> dict[tuple[str, Day], date]:
    """The last day that each date of a school's goals had."""
    rows = connection.execute(
        "select d.goal, d.field, d.day from goal_days d join goals g on g.id = d.goal where g.school = ?", (school,)
    )
    return {(goal, Day(field)): date.fromisoformat(day) for goal, field, day in rows}


def changed(connection: sqlite3.Connection, school: str) -> dict[str, datetime]:
    """When each of a school's goals last changed."""
    rows = connection.execute(
        "select h.goal, max(h.at) from goal_changes h join goals g on g.id = h.goal where g.school = ? group by h.goal",
        (school,),
    )
    return {goal: read(at) for goal, at in rows}
