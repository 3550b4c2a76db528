"""Imported school holidays: whole, by school year, and counted."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialogs.calendar import Period
from dialogs.school_years import ZONES
from storage.holidays import everything, keep, of_zone, version
from storage.migrations import migrate

AT = datetime(2026, 6, 3, 8, tzinfo=UTC)
LATER = AT + timedelta(days=30)
FIRST = Period(date(2026, 10, 17), date(2026, 11, 1), "Toussaint")
SECOND = Period(date(2027, 10, 16), date(2027, 11, 1), "Toussaint")


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    made = sqlite3.connect(":memory:", isolation_level=None)
    made.execute("pragma foreign_keys = on")
    migrate(made)
    yield made
    made.close()


def test_nothing_is_imported_at_first(connection: sqlite3.Connection) -> None:
    assert version(connection) == 0
    assert everything(connection) == ()
    assert of_zone(connection, "973") == ()


def test_an_import_takes_the_place_of_its_school_years_and_says_which(connection: sqlite3.Connection) -> None:
    assert keep(connection, "973", [FIRST, SECOND], AT) == ()
    new = Period(FIRST.first, date(2026, 11, 3), "Toussaint corrigée")
    ((year, at),) = keep(connection, "973", [new], LATER)
    assert (year.periods, at) == ((FIRST,), AT)
    assert [it.periods for it in of_zone(connection, "973")] == [(new,), (SECOND,)]
    assert [(it.zone, it.year.name, it.at) for it in everything(connection)] == [
        ("973", "2026-2027", LATER),
        ("973", "2027-2028", AT),
    ]


def test_every_import_makes_a_new_version_even_of_the_same(connection: sqlite3.Connection) -> None:
    versions = [version(connection)]
    for zone in ("973", "973", "A"):
        keep(connection, zone, [FIRST], AT)
        versions.append(version(connection))
    assert versions == [0, 1, 2, 3]


def test_zones_are_apart(connection: sqlite3.Connection) -> None:
    keep(connection, "973", [FIRST], AT)
    keep(connection, "974", [SECOND], AT)
    keep(connection, "974", [SECOND], LATER)
    assert [it.periods for it in of_zone(connection, "973")] == [(FIRST,)]


def test_what_fails_half_way_leaves_what_was(connection: sqlite3.Connection) -> None:
    keep(connection, "973", [FIRST], AT)
    connection.execute("begin immediate")
    with pytest.raises(sqlite3.IntegrityError):
        keep(connection, "973", [SECOND, SECOND], LATER)
    connection.execute("rollback")
    assert [it.periods for it in of_zone(connection, "973")] == [(FIRST,)]
    assert version(connection) == 1


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    zone=st.sampled_from(ZONES),
    gaps=st.lists(st.tuples(st.integers(1, 90), st.integers(0, 60), st.text(min_size=1, max_size=80)), min_size=1),
)
def test_what_is_kept_is_read_as_it_was(
    connection: sqlite3.Connection, zone: str, gaps: list[tuple[int, int, str]]
) -> None:
    periods, day = [], date(2026, 1, 1)
    for before, length, name in gaps:
        first = day + timedelta(days=before)
        day = first + timedelta(days=length)
        periods.append(Period(first, day, name.encode("utf-8", "replace").decode()))
    connection.execute("delete from school_holidays")
    keep(connection, zone, periods, AT)
    assert [period for year in of_zone(connection, zone) for period in year.periods] == periods
