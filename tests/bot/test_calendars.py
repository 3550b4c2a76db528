"""The days of each territory, against another package's and against the law."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.calendars import DECREED, calendar, decreed
from dialogs.calendar import Calendar, Period
from dialogs.territories import TERRITORIES, by_code
from storage.holidays import keep
from storage.migrations import migrate

ROOT = Path(__file__).parent.parent.parent
TODAY = date(2026, 11, 26)
AT = datetime(2026, 6, 3, 8, tzinfo=UTC)
KNOWN = ((date(2018, 9, 1), date(2028, 8, 31)),)
DAY = timedelta(days=1)

OURS_ALONE = {
    date(2021, 9, 1),  # classes resumed on 2 September
    *(date(2023, 5, day) for day in (18, 19, 20, 21)),  # the Ascension's long weekend, which theirs leaves out
    *(date(2024, 5, day) for day in (9, 10, 11, 12)),
    *(date(2025, 5, day) for day in (29, 30, 31)),
    date(2025, 6, 1),
    *(date(2026, 5, day) for day in (14, 15, 16, 17)),
    date(2027, 5, 9),  # the Sunday of that weekend
    date(2027, 9, 1),  # classes resume on 2 September
    date(2028, 5, 25),  # Ascension itself, and the Sunday after
    date(2028, 5, 28),
}
THEIRS_ALONE = {
    date(2022, 7, 7),  # the last day of classes: the summer begins after them
    date(2028, 7, 4),
}
"""Where vacances-scolaires-france differs in each of the three zones, from September 2021 to August 2028. Before that,
theirs has for 2021 the spring that the epidemic moved."""


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    made = sqlite3.connect(":memory:", isolation_level=None)
    migrate(made)
    yield made
    made.close()


def of(connection: sqlite3.Connection, code: str, today: date = TODAY) -> Calendar:
    return calendar(connection, by_code(code), today)


@pytest.mark.parametrize(("zone", "code"), [("A", "38"), ("B", "59"), ("C", "75")])
def test_the_zones_are_those_of_another_package_but_for_known_days(
    connection: sqlite3.Connection, zone: str, code: str
) -> None:
    from vacances_scolaires_france import SchoolHolidayDates  # type: ignore[import-untyped]

    ours, theirs = of(connection, code), SchoolHolidayDates()
    days = [date(2021, 9, 1) + n * DAY for n in range((date(2028, 8, 31) - date(2021, 9, 1)).days + 1)]
    mine = {day for day in days if any(day in period for period in ours.school)}
    other = {day for day in days if theirs.is_holiday_for_zone(day, zone)}
    assert mine - other == OURS_ALONE
    assert other - mine == THEIRS_ALONE
    assert len(mine) > 110 * 7


@pytest.mark.parametrize("zone", ["A", "B", "C"])
def test_no_day_is_known_beyond_what_was_decreed(connection: sqlite3.Connection, zone: str) -> None:
    """The package goes on by rule: what it says of 2029 is a guess, and not ours to repeat."""
    years = decreed(zone)
    assert [year.start.year for year in years] == list(DECREED)
    code = {"A": "38", "B": "59", "C": "75"}[zone]
    found = of(connection, code, date(2029, 3, 1))
    assert found.known == KNOWN
    assert max(period.last for period in found.school) == date(2028, 8, 31)
    assert not found.knows(date(2028, 9, 1))
    assert found.open(date(2028, 12, 27)), "unknown, hence no school holiday"
    assert not found.open(date(2028, 12, 25))


def test_a_package_that_knows_a_later_decree_is_noticed() -> None:
    """Its documentation names each arrêté with its years: on an upgrade, DECREED follows."""
    from holidays.countries.france import France

    years = re.findall(r"Arrêté du [^(\]]*\((?:\d{4}-\d{4} to )?(\d{4})-\d{4}\)", France.__doc__ or "")
    assert max(map(int, years)) == DECREED[-1]


@pytest.mark.parametrize(("code", "last"), [("38", date(2027, 7, 2)), ("75", date(2027, 7, 2)), ("973", None)])
def test_the_last_day_of_classes(connection: sqlite3.Connection, code: str, last: date | None) -> None:
    assert of(connection, code).year_ends(TODAY) == last
    assert of(connection, "38").year_ends(date(2027, 9, 2)) == date(2028, 7, 4)
    assert of(connection, "38").year_ends(date(2028, 9, 4)) is None


def test_winter_is_not_the_same_in_each_zone(connection: sqlite3.Connection) -> None:
    firsts = [
        next(it.first for it in of(connection, code).school if it.name == "Vacances d'hiver" and it.first.year == 2027)
        for code in ("38", "59", "75")
    ]
    assert firsts == [date(2027, 2, 13), date(2027, 2, 20), date(2027, 2, 6)]


def test_the_public_holidays_of_2027_by_their_french_names(connection: sqlite3.Connection) -> None:
    assert {day: name for day, name in of(connection, "75").public.items() if day.year == 2027} == {
        date(2027, 1, 1): "Jour de l'an",
        date(2027, 3, 29): "Lundi de Pâques",
        date(2027, 5, 1): "Fête du Travail",
        date(2027, 5, 6): "Ascension",
        date(2027, 5, 8): "Fête de la Victoire",
        date(2027, 5, 17): "Lundi de Pentecôte",
        date(2027, 7, 14): "Fête nationale",
        date(2027, 8, 15): "Assomption",
        date(2027, 11, 1): "Toussaint",
        date(2027, 11, 11): "Armistice",
        date(2027, 12, 25): "Noël",
    }


@pytest.mark.parametrize(
    ("codes", "more"),
    [
        (("57", "67", "68"), {date(2027, 3, 26): "Vendredi saint", date(2027, 12, 26): "Saint-Étienne"}),
        (("54", "2A", "2B", "975"), {}),
        (
            ("971",),
            {
                date(2027, 3, 4): "Mi-Carême",
                date(2027, 3, 26): "Vendredi saint",
                date(2027, 5, 27): "Abolition de l'esclavage",
                date(2027, 7, 21): "Fête de Victor Schoelcher",
            },
        ),
        (
            ("972",),
            {date(2027, 5, 22): "Abolition de l'esclavage", date(2027, 7, 21): "Fête de Victor Schoelcher"},
        ),
        (("973",), {date(2027, 6, 10): "Abolition de l'esclavage"}),
        (("974",), {date(2027, 12, 20): "Abolition de l'esclavage"}),
        (("976",), {date(2027, 4, 27): "Abolition de l'esclavage"}),
        (("977",), {date(2027, 10, 9): "Abolition de l'esclavage"}),
        (
            ("978",),
            {date(2027, 5, 28): "Abolition de l'esclavage", date(2027, 7, 21): "Fête de Victor Schoelcher"},
        ),
        (
            ("986",),
            {
                date(2027, 4, 28): "Saint Pierre Chanel",
                date(2027, 6, 29): "Saints Pierre et Paul",
                date(2027, 7, 29): "Fête du Territoire",
            },
        ),
        (
            ("987",),
            {
                date(2027, 3, 5): "Arrivée de l'Évangile",
                date(2027, 3, 26): "Vendredi saint",
                date(2027, 11, 20): "Matāri'i",
            },
        ),
        (("988",), {date(2027, 9, 24): "Fête de la Citoyenneté"}),
    ],
)
def test_who_has_public_holidays_of_their_own(
    connection: sqlite3.Connection, codes: tuple[str, ...], more: dict[date, str]
) -> None:
    everywhere = of(connection, "75").public
    for code in codes:
        found = of(connection, code).public
        assert {day: name for day, name in found.items() if day.year == 2027 and day not in everywhere} == more
        assert everywhere.keys() <= found.keys()


def test_every_territory_has_its_days_around_today_and_says_what_it_knows(connection: sqlite3.Connection) -> None:
    for territory in TERRITORIES:
        found = calendar(connection, territory, TODAY)
        assert {date(year, 7, 14) for year in range(2025, 2031)} <= found.public.keys()
        assert found.known == (KNOWN if territory.zone else ())
        assert bool(found.school) == bool(territory.zone)


def test_an_overseas_calendar_is_known_once_imported_and_as_far_as_it_goes(connection: sqlite3.Connection) -> None:
    assert not of(connection, "973").knows(TODAY)
    summer = Period(date(2027, 7, 3), date(2027, 8, 31), "Grandes vacances")
    keep(connection, "973", [Period(date(2026, 10, 17), date(2026, 11, 1), "Toussaint"), summer], AT)
    found = of(connection, "973")
    assert found.known == ((date(2026, 9, 1), date(2027, 8, 31)),)
    assert found.holiday(date(2026, 10, 20)) == "Toussaint"
    assert found.year_ends(TODAY) == date(2027, 7, 2)
    assert found.holiday(date(2027, 6, 10)) == "Abolition de l'esclavage"
    assert not of(connection, "972").knows(TODAY)


def test_both_départements_of_corsica_take_one_calendar(connection: sqlite3.Connection) -> None:
    keep(connection, "Corse", [Period(date(2026, 10, 17), date(2026, 11, 1), "Toussaint")], AT)
    assert of(connection, "2A") == of(connection, "2B")
    assert of(connection, "2A").known


def test_a_correction_replaces_its_school_year_and_no_other(connection: sqlite3.Connection) -> None:
    before = of(connection, "38")
    new = [
        Period(date(2026, 10, 19), date(2026, 11, 3), "Toussaint corrigée"),
        Period(date(2027, 7, 10), date(2027, 8, 31), "Été corrigé"),
    ]
    keep(connection, "A", new, AT)
    after = of(connection, "38")
    within = (date(2026, 9, 1), date(2027, 8, 31))
    assert [it for it in after.school if within[0] <= it.first <= within[1]] == new
    assert [it for it in after.school if not within[0] <= it.first <= within[1]] == [
        it for it in before.school if not within[0] <= it.first <= within[1]
    ]
    assert after.known == KNOWN
    assert of(connection, "59") == calendar(connection, by_code("59"), TODAY)


def test_another_database_has_another_calendar(connection: sqlite3.Connection) -> None:
    """Each in its first version: what is kept ready is no other's."""
    keep(connection, "973", [Period(date(2026, 10, 17), date(2026, 11, 1), "Toussaint")], AT)
    assert of(connection, "973").known
    other = sqlite3.connect(":memory:", isolation_level=None)
    migrate(other)
    keep(other, "973", [Period(date(2027, 10, 17), date(2027, 11, 1), "Toussaint")], AT)
    assert not of(other, "973").knows(TODAY)
    other.close()


def test_an_idle_palier_reads_neither_package() -> None:
    """They cost 16 MB and 3 MB."""
    code = "import sys, bot.serve, bot.calendars, bot.admin; print({'holidays', 'icalendar'} & set(sys.modules))"
    ended = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout.strip() == "set()"
