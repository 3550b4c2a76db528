"""School holidays that an administrator imported, by zone and school year."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from dialogs.calendar import Period
from dialogs.school_years import SchoolYear, by_year
from storage.moments import read, written


class Imported(NamedTuple):
    """A zone's school year, and when it was imported."""

    zone: str
    year: SchoolYear
    at: datetime


def version(connection: sqlite3.Connection) -> int:
    """Goes up with every import; 0 where there was none."""
    return int(connection.execute("select coalesce(max(number), 0) from holiday_imports").fetchone()[0])


def of_zone(connection: sqlite3.Connection, zone: str) -> tuple[SchoolYear, ...]:
    """What was imported for the zone, in order; empty where nothing was."""
    rows = connection.execute("select first, last, name from school_holidays where zone = ? order by first", (zone,))
    return by_year(zone, [_period(*row) for row in rows.fetchall()])


def everything(connection: sqlite3.Connection) -> tuple[Imported, ...]:
    """Every school year that was imported, by zone, in order."""
    return tuple(
        Imported(zone, year, _imported(connection, zone, year.start))
        for (zone,) in connection.execute("select distinct zone from school_holidays order by zone").fetchall()
        for year in of_zone(connection, zone)
    )


def keep(
    connection: sqlite3.Connection, zone: str, periods: Sequence[Period], at: datetime
) -> tuple[tuple[SchoolYear, datetime], ...]:
    """Puts the periods (none overlaps another) in place of what was imported for their school years.

    Answers what was replaced: each school year, and when it had been imported.
    """
    years = by_year(zone, periods)
    starts = {year.start for year in years}
    old = tuple(
        (year, _imported(connection, zone, year.start)) for year in of_zone(connection, zone) if year.start in starts
    )
    number = version(connection) + 1
    connection.execute("insert into holiday_imports (number, zone, at) values (?, ?, ?)", (number, zone, written(at)))
    for start in starts:
        connection.execute("delete from school_holidays where zone = ? and year = ?", (zone, start.isoformat()))
    connection.executemany(
        "insert into school_holidays (zone, first, last, name, year, import) values (?, ?, ?, ?, ?, ?)",
        [
            (zone, it.first.isoformat(), it.last.isoformat(), it.name, year.start.isoformat(), number)
            for year in years
            for it in year.periods
        ],
    )
    return old


def _imported(connection: sqlite3.Connection, zone: str, start: date) -> datetime:
    row = connection.execute(
        "select max(holiday_imports.at) from school_holidays"
        " join holiday_imports on holiday_imports.number = school_holidays.import"
        " where school_holidays.zone = ? and school_holidays.year = ?",
        (zone, start.isoformat()),
    ).fetchone()
    return read(row[0])


def _period(first: str, last: str, name: str) -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(last), name)
