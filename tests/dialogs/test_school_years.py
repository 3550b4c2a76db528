"""What a file covers, what it replaces, and what is known by it."""

from __future__ import annotations

from datetime import date

import pytest

from dialogs.calendar import Period
from dialogs.school_years import ZONES, by_year, calendar, known, replaced, zone_of
from dialogs.territories import TERRITORIES, by_code


def year(autumn: int, summer: tuple[date, date] | None = None) -> list[Period]:
    """The holidays of Guyane, about, from one September to the next."""
    return [
        Period(date(autumn, 10, 17), date(autumn, 11, 1), "Toussaint"),
        Period(date(autumn, 12, 19), date(autumn + 1, 1, 3), "Noël"),
        Period(*(summer or (date(autumn + 1, 7, 3), date(autumn + 1, 8, 31))), "Grandes vacances"),
    ]


def test_each_territory_has_a_zone_that_can_be_imported() -> None:
    assert {zone_of(it) for it in TERRITORIES} == set(ZONES)
    assert ZONES[:4] == ("A", "B", "C", "Corse")
    assert [zone_of(by_code(code)) for code in ("38", "75", "2A", "2B", "973", "978")] == [
        *("A", "C", "Corse", "Corse", "973", "978")
    ]


def test_a_period_counts_in_the_year_in_which_it_begins() -> None:
    """A summer that ends on 1 September says nothing of the year that begins then."""
    (only,) = by_year("973", year(2026, (date(2027, 7, 3), date(2027, 9, 1))))
    assert (only.start, only.name) == (date(2026, 9, 1), "2026-2027")
    assert only.known == (date(2026, 9, 1), date(2027, 9, 1))


def test_nothing_is_known_after_the_last_period() -> None:
    """A file that leaves out the summer tells of no day of it."""
    (only,) = by_year("973", year(2026)[:2])
    assert only.known == (date(2026, 9, 1), date(2027, 1, 3))
    assert known([only, *by_year("973", year(2027))]) == (
        (date(2026, 9, 1), date(2027, 1, 3)),
        (date(2027, 9, 1), date(2028, 8, 31)),
    )


def test_nothing_is_known_before_a_first_period_that_comes_late_in_the_year() -> None:
    (only,) = by_year("973", year(2026)[2:])
    assert only.known == (date(2027, 7, 3), date(2027, 8, 31))


def test_from_the_end_of_the_long_holidays_to_the_next_year_is_class() -> None:
    """La Réunion is back in mid-August: known once the next year is, and not before."""
    first = by_year("974", year(2026, (date(2027, 7, 3), date(2027, 8, 15))))
    both = (*first, *by_year("974", year(2027, (date(2028, 7, 1), date(2028, 8, 16)))))
    assert not calendar({}, first).knows(date(2027, 8, 20))
    assert calendar({}, both).knows(date(2027, 8, 20))
    assert calendar({}, both).open(date(2027, 8, 20))
    assert calendar({}, both).year_ends(date(2027, 8, 20)) == date(2028, 6, 30)


def test_the_austral_year_ends_with_its_long_holidays() -> None:
    """The file of 2028 takes nothing from that of 2027, which ends in February 2028."""
    first, second = (
        [
            Period(date(start, 4, 3), date(start, 4, 18), "Avril"),
            Period(date(start, 12, 18), date(start + 1, 2, 13), "Grandes vacances"),
        ]
        for start in (2027, 2028)
    )
    years = replaced(by_year("988", first), by_year("988", second))
    assert [it.name for it in years] == ["2027", "2028"]
    assert calendar({}, years).holiday(date(2028, 1, 10)) == "Grandes vacances"
    assert known(years) == ((date(2027, 3, 1), date(2029, 2, 13)),)


@pytest.mark.parametrize("autumn", [2025, 2026, 2027])
def test_only_the_years_of_the_file_are_replaced(autumn: int) -> None:
    base = by_year("A", [period for start in (2025, 2026, 2027) for period in year(start)])
    new = by_year("A", [Period(date(autumn, 10, 20), date(autumn, 11, 5), "Toussaint corrigée")])
    found = replaced(base, new)
    assert [it.start.year for it in found] == [2025, 2026, 2027]
    for before, after in zip(base, found, strict=True):
        assert after == (new[0] if after.start.year == autumn else before)
