"""School holidays by zone and school year: what a file covers, what it replaces, and what is known by it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from dialogs.calendar import Calendar, Period, joined
from dialogs.territories import TERRITORIES, Territory

MAINLAND = ("A", "B", "C")
CORSICA = "Corse"
ZONES = (*MAINLAND, CORSICA, *(it.code for it in TERRITORIES if it.code >= "971" and it.code.isdigit()))
"""Whose school holidays can be imported: three zones, Corsica, and each overseas territory by its code."""

AUSTRAL = {"986", "988"}
"""Classes go from February to December: Wallis-et-Futuna, Nouvelle-Calédonie."""

QUARTER = timedelta(days=92)
"""No school goes on for longer without a holiday: a year whose first one comes later was not told from its start."""

RETURN = timedelta(days=31)
"""Between the end of the long holidays and the day that a school year counts from, at most."""


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """The holidays that begin within a year from ``start`` (1 September; 1 March in the austral territories, so that
    the long holidays end the year there too); at least one, sorted by first day.
    """

    start: date
    periods: tuple[Period, ...]

    @property
    def known(self) -> tuple[date, date]:
        """The days of which these periods tell: none after the last one, whose sequel they don't hold."""
        first = self.periods[0].first
        begins = self.start if first - self.start <= QUARTER else first
        return begins, max(period.last for period in self.periods)

    @property
    def name(self) -> str:
        """``2026-2027``; ``2026`` where it is a calendar's year."""
        year = self.start.year
        return f"{year}-{year + 1}" if self.start.month > 8 else str(year)


def zone_of(territory: Territory) -> str:
    """Which of ``ZONES`` has the territory's school holidays."""
    if territory.zone:
        return territory.zone
    return territory.code if territory.code in ZONES else CORSICA


def start_of(zone: str, day: date) -> date:
    """The first day of the school year in which a holiday that begins on ``day`` counts."""
    month = 3 if zone in AUSTRAL else 9
    return date(day.year if day.month >= month else day.year - 1, month, 1)


def by_year(zone: str, periods: Iterable[Period]) -> tuple[SchoolYear, ...]:
    """The periods in their school years, in order; a period belongs where it begins."""
    ordered = sorted(periods, key=lambda period: (period.first, period.last))
    years = groupby(ordered, key=lambda period: start_of(zone, period.first))
    return tuple(SchoolYear(start, tuple(within)) for start, within in years)


def replaced(base: Iterable[SchoolYear], by: Iterable[SchoolYear]) -> tuple[SchoolYear, ...]:
    """Each school year of ``by`` in place of the same one of ``base``, and only those."""
    years = {year.start: year for year in (*base, *by)}
    return tuple(years[start] for start in sorted(years))


def known(years: Iterable[SchoolYear]) -> tuple[tuple[date, date], ...]:
    """The spans of days that these years tell of. From the end of the long holidays to the next known year is class."""
    return joined((year.known for year in years), RETURN)


def calendar(public: Mapping[date, str], years: Iterable[SchoolYear]) -> Calendar:
    told = tuple(years)
    school = tuple(sorted((it for year in told for it in year.periods), key=lambda period: (period.first, period.last)))
    return Calendar(public, school, known(told))
