"""The goals of a school, and the history of each."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime
from typing import Any

from dialogs.goals import LED, Change, Checkpoint, Goal, Reached, Standing
from storage.moments import read, read_day, written, written_day

READ = (
    "select g.id, g.school, g.framework, g.question, g.statement, g.level, g.lead, g.source, g.made,"
    " coalesce(m.number, 0), g.wording, g.measure, g.ambition, g.means, g.note, coalesce(p.number, 0),"
    " case when p.number is null then g.led_by else coalesce(p.name, '') end, g.due, g.first, g.first_standing,"
    " g.second, g.second_standing, g.reached, g.dropped, g.reason, g.hushed, g.revision from goals g"
    " left join members m on m.school = g.school and m.person = g.maker"
    " left join members p on p.school = g.school and p.person = g.pilot"
)


def of_school(connection: sqlite3.Connection, school: str) -> tuple[Goal, ...]:
    """As they were set."""
    rows = connection.execute(f"{READ} where g.school = ? order by g.made, g.id", (school,))
    return tuple(map(_goal, rows))


def of_id(connection: sqlite3.Connection, key: str) -> Goal | None:
    row = connection.execute(f"{READ} where g.id = ?", (key,)).fetchone()
    return _goal(row) if row else None


def school_of(connection: sqlite3.Connection, key: str) -> str:
    """Empty where there is no such goal."""
    row = connection.execute("select school from goals where id = ?", (key,)).fetchone()
    return str(row[0]) if row else ""


def reached_of(connection: sqlite3.Connection, school: str, framework: str) -> dict[str, Reached]:
    """Of each question of a grid, the goal that was reached last."""
    rows = connection.execute(
        "select question, statement, level, reached from goals"
        " where school = ? and framework = ? and reached is not null order by reached, id",
        (school, framework),
    )
    return {question: Reached(statement, level, date.fromisoformat(day)) for question, statement, level, day in rows}


def keep(connection: sqlite3.Connection, goal: Goal, field: str, value: str, person: int, at: datetime) -> None:
    """The goal as it is now, and what became of it as a line of its history."""
    values = (
        goal.wording,
        goal.measure,
        goal.ambition,
        goal.means,
        goal.note,
        goal.led_by if not goal.pilot else "",
        written_day(goal.due),
        written_day(goal.first.day),
        goal.first.standing.value,
        written_day(goal.second.day),
        goal.second.standing.value,
        written_day(goal.reached),
        written_day(goal.dropped),
        goal.reason,
        int(goal.hushed),
    )
    named = (
        "wording, measure, ambition, means, note, led_by, due, first, first_standing, second, second_standing, reached,"
        " dropped, reason, hushed"
    )
    connection.execute(
        "insert into goals (id, school, framework, question, statement, level, lead, source, made, maker, pilot,"  # noqa: S608
        f" {named}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
        f" (select person from members where school = ? and number = ?), {', '.join('?' for _ in values)})"
        " on conflict (id) do update set pilot = excluded.pilot, revision = goals.revision + 1,"
        f" {', '.join(f'{it.strip()} = excluded.{it.strip()}' for it in named.split(','))}",
        (
            goal.id,
            goal.school,
            goal.framework,
            goal.question,
            goal.statement,
            goal.level,
            goal.lead,
            goal.source,
            written(goal.made),
            person,
            goal.school,
            goal.pilot,
            *values,
        ),
    )
    connection.execute(
        "insert into goal_changes (goal, field, value, made_by, at) values (?, ?, ?, ?, ?)",
        (goal.id, field, value, person, written(at)),
    )


def take_back(connection: sqlite3.Connection, key: str) -> None:
    connection.execute("delete from goals where id = ?", (key,))


def history(connection: sqlite3.Connection, goal: Goal) -> tuple[Change, ...]:
    """What became of it, the newest first."""
    rows = connection.execute(
        "select h.field, case when h.field = ? then coalesce(p.name, '') else h.value end, h.at,"
        " coalesce(m.name, ''), coalesce(m.number, 0), coalesce(p.number, 0) from goal_changes h"
        " left join members m on m.school = ? and m.person = h.made_by"
        " left join members p on p.school = ? and h.field = ? and cast(p.number as text) = h.value"
        " where h.goal = ? order by h.id desc",
        (LED, goal.school, goal.school, LED, goal.id),
    )
    return tuple(Change(field, value, read(at), *people) for field, value, at, *people in rows)


def _goal(row: tuple[Any, ...]) -> Goal:
    key, school, framework, question, statement, level, lead, source, made, maker = row[:10]
    wording, measure, ambition, means, note, pilot, led_by, due = row[10:18]
    first, first_standing, second, second_standing, reached, dropped, reason, hushed, revision = row[18:]
    return Goal(
        id=key,
        school=school,
        framework=framework,
        question=question,
        statement=statement,
        level=level,
        lead=lead,
        source=source,
        made=read(made),
        maker=maker,
        wording=wording,
        measure=measure,
        ambition=ambition,
        means=means,
        note=note,
        pilot=pilot,
        led_by=led_by,
        due=read_day(due),
        first=Checkpoint(read_day(first), Standing(first_standing)),
        second=Checkpoint(read_day(second), Standing(second_standing)),
        reached=read_day(reached),
        dropped=read_day(dropped),
        reason=reason,
        hushed=bool(hushed),
        revision=revision,
    )
