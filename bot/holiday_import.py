"""Imported school holidays between the command line and the database, as JSON, whether or not a process runs."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from bot.holiday_files import Row, faults_of
from dialogs.calendar import Period
from dialogs.school_years import ZONES
from storage import holidays
from storage.database import Connection


def told(periods: tuple[Period, ...]) -> list[list[str]]:
    """``[["2026-10-17", "2026-11-01", "Vacances de la Toussaint"]]``, the last day included."""
    return [[it.first.isoformat(), it.last.isoformat(), it.name] for it in periods]


def heard(rows: Any) -> tuple[Period, ...]:
    """What :func:`told` gave. Raises ValueError or TypeError for anything else."""
    return tuple(Period(date.fromisoformat(first), date.fromisoformat(last), str(name)) for first, last, name in rows)


async def keep(database: Connection, zone: str, rows: Any) -> list[list[str]]:
    """Keeps them all or none. Answers what they replaced: the first day of each school year, when it was imported.

    Raises ValueError or TypeError for what no file could hold: whoever asks has read it of one.
    """
    periods = heard(rows)
    if zone not in ZONES or not periods or faults_of(Row(n, it) for n, it in enumerate(periods, 1)):
        raise ValueError(zone)
    work = partial(holidays.keep, zone=zone, periods=periods, at=datetime.now(UTC))
    return [[year.start.isoformat(), at.isoformat()] for year, at in await database.transaction(work)]


async def everything(database: Connection) -> list[list[Any]]:
    """Each imported school year: its zone, its periods, when it was imported."""
    found = await database.transaction(holidays.everything)
    return [[zone, told(year.periods), at.isoformat()] for zone, year, at in found]
