"""A territory's calendar: what the package ``holidays`` knows, and what was imported here in its place."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

from dialogs.calendar import Calendar, Period
from dialogs.school_years import MAINLAND, SchoolYear, by_year, replaced, zone_of
from dialogs.school_years import calendar as of_years
from dialogs.territories import Territory
from storage import holidays

SUBDIVISIONS = {
    **{"57": "57", "67": "6AE", "68": "6AE"},
    **{code: code for code in ("971", "972", "973", "974", "976")},
    **{"975": "PM", "977": "BL", "978": "MF", "986": "WF", "987": "PF", "988": "NC"},
}
"""Who has public holidays of their own, by the names of the package."""

DECREED = range(2018, 2028)
"""The school years, by the year they begin in, whose dates the package takes from a decree: arrêtés of 7 December 2022,
22 October 2025 and 21 July 2026, and those before. It goes on by rule for ever; a rule is a guess.
"""

BEFORE, AFTER = 1, 4
"""Calendar years around today's whose public holidays a calendar holds."""

MOST = 64
"""Calendars kept ready; there are 26 until something is imported."""


def calendar(connection: sqlite3.Connection, territory: Territory, today: date) -> Calendar:
    """The territory's days from a year before today to three years after, at least."""
    imported = holidays.of_zone(connection, zone_of(territory))
    return _calendar(territory, today.year, imported)


# What was imported is itself the key: an import makes another, and so does another database.
@lru_cache(maxsize=MOST)
def _calendar(territory: Territory, year: int, imported: tuple[SchoolYear, ...]) -> Calendar:
    public = _public(SUBDIVISIONS.get(territory.code), year)
    return of_years(public, replaced(decreed(zone_of(territory)), imported))


@lru_cache(maxsize=MOST)
def _public(subdivision: str | None, year: int) -> MappingProxyType[date, str]:
    # Imported by who asks: an idle Palier spares its memory.
    from holidays.countries.france import France

    years = range(year - BEFORE, year + AFTER + 1)
    found = France(subdiv=subdivision, years=years, expand=False, language="fr")  # type: ignore[no-untyped-call]
    return MappingProxyType(dict(found))


@lru_cache(maxsize=len(MAINLAND))
def decreed(zone: str) -> tuple[SchoolYear, ...]:
    """The school years that the package knows of a zone, as far as they are decreed; none outside A, B and C."""
    if zone not in MAINLAND:
        return ()
    from holidays.countries.france import France

    years = range(DECREED.start, DECREED.stop + 1)
    asked = {"subdiv": f"Zone {zone}", "categories": "school"}
    found = France(years=years, expand=False, language="fr", **asked)  # type: ignore[no-untyped-call]
    # An arrêté sets when the summer begins; the day that ends it is in the next one.
    end = date(DECREED.stop, 8, 31)
    days = sorted(day for day in found if date(DECREED.start, 9, 1) <= day <= end)
    return by_year(zone, _periods({day: found[day] for day in days}))


def _periods(days: dict[date, str]) -> list[Period]:
    """Days in order, as periods of the same name."""
    periods: list[Period] = []
    for day, name in days.items():
        before = periods[-1] if periods else None
        if before and before.name == name and day - before.last == timedelta(days=1):
            periods[-1] = Period(before.first, day, name)
        else:
            periods.append(Period(day, day, name))
    return periods
