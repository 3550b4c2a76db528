"""Days that are open, those near one that is not, and what is said of the unknown."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dialogs.calendar import FARTHEST, UNKNOWN, Calendar, Period, joined

DAY = timedelta(days=1)
YEAR = Calendar(
    {date(2026, 11, 11): "Armistice", date(2026, 12, 25): "Noël"},
    (
        Period(date(2026, 10, 17), date(2026, 11, 1), "Vacances de la Toussaint"),
        Period(date(2026, 12, 19), date(2027, 1, 3), "Vacances de Noël"),
        Period(date(2027, 7, 3), date(2027, 9, 1), "Vacances d'été"),
    ),
    ((date(2026, 9, 1), date(2027, 9, 1)),),
)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    public = dict.fromkeys(draw(st.sets(days, max_size=12)), "Jour férié")
    spans = draw(st.lists(st.tuples(days, st.integers(0, 70)), max_size=6))
    school = sorted(
        (Period(first, first + length * DAY, "Vacances") for first, length in spans), key=lambda it: it.first
    )
    return Calendar(public, tuple(school))


def test_a_holiday_has_its_name_and_a_weekend_alone_has_none() -> None:
    assert YEAR.holiday(date(2026, 11, 11)) == "Armistice"
    assert YEAR.holiday(date(2026, 12, 25)) == "Noël", "the public holiday comes first"
    assert [YEAR.holiday(date(2026, 10, day)) for day in (16, 17, 31)] == ["", *["Vacances de la Toussaint"] * 2]
    assert YEAR.holiday(date(2026, 11, 2)) == ""
    assert YEAR.holiday(date(2026, 11, 7)) == "", "a Saturday"
    assert not YEAR.open(date(2026, 11, 7))


@pytest.mark.parametrize(
    ("day", "earlier", "later"),
    [
        (date(2026, 11, 10), date(2026, 11, 10), date(2026, 11, 10)),
        (date(2026, 11, 11), date(2026, 11, 10), date(2026, 11, 12)),
        (date(2026, 11, 7), date(2026, 11, 6), date(2026, 11, 9)),
        (date(2026, 12, 31), date(2026, 12, 18), date(2027, 1, 4)),
        (date(2026, 11, 1), date(2026, 10, 16), date(2026, 11, 2)),
        (date(2027, 8, 1), date(2027, 7, 2), date(2027, 9, 2)),
    ],
)
def test_what_comes_before_goes_earlier_and_only_lateness_later(day: date, earlier: date, later: date) -> None:
    assert (YEAR.earlier(day), YEAR.later(day)) == (earlier, later)


@given(calendars(), days)
@example(Calendar(dict.fromkeys((date(2026, 1, 1) + n * DAY for n in range(700)), "x")), date(2026, 12, 1))
def test_the_nearest_open_day_is_open_and_none_between_is(calendar: Calendar, day: date) -> None:
    for found, step in ((calendar.earlier(day), -1), (calendar.later(day), 1)):
        away = (found - day).days * step
        assert 0 <= away <= FARTHEST
        assert all(not calendar.open(day + n * step * DAY) for n in range(away))
        if not calendar.open(found):
            assert found == day
            assert not any(calendar.open(day + n * step * DAY) for n in range(FARTHEST + 1))


def test_where_nothing_is_known_weekends_and_public_holidays_count_still() -> None:
    overseas = Calendar({date(2027, 6, 10): "Abolition de l'esclavage"})
    assert not overseas.knows(date(2027, 6, 10))
    assert overseas.earlier(date(2027, 6, 10)) == date(2027, 6, 9)
    assert UNKNOWN.later(date(2026, 11, 28)) == date(2026, 11, 30)
    assert UNKNOWN.open(date(2026, 12, 25))
    assert UNKNOWN.year_ends(date(2026, 12, 1)) is None


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2026, 9, 1), date(2027, 7, 2)),
        (date(2026, 12, 25), date(2027, 7, 2)),
        (date(2027, 7, 2), date(2027, 7, 2)),
        (date(2027, 8, 15), date(2027, 7, 2)),
        (date(2027, 9, 1), date(2027, 7, 2)),  # still its summer
        (date(2027, 9, 2), None),
        (date(2026, 8, 31), None),  # not known, though the next summer is
    ],
)
def test_a_school_year_ends_on_the_last_open_day_before_its_summer(day: date, last: date | None) -> None:
    assert YEAR.year_ends(day) == last


def test_the_last_day_of_classes_is_no_public_holiday() -> None:
    """Two days in Guyane before a summer that begins on a Friday."""
    guyane = Calendar(
        {date(2027, 7, 1): "férié"}, (Period(date(2027, 7, 2), date(2027, 8, 31), "Grandes vacances"),), YEAR.known
    )
    assert guyane.year_ends(date(2027, 3, 1)) == date(2027, 6, 30)


def test_two_weeks_of_july_are_no_summer() -> None:
    """Nouvelle-Calédonie: its long holidays begin in December."""
    winter = Period(date(2027, 7, 3), date(2027, 7, 18), "Vacances")
    assert Calendar({}, (winter,), YEAR.known).year_ends(date(2027, 3, 1)) is None


def test_what_is_between_the_day_and_the_summer_must_be_known() -> None:
    holed = Calendar({}, YEAR.school, ((date(2026, 9, 1), date(2027, 1, 3)), (date(2027, 7, 3), date(2027, 9, 1))))
    assert holed.year_ends(date(2026, 12, 1)) is None
    assert holed.knows(date(2026, 12, 1))
    assert not holed.knows(date(2027, 3, 1))


@given(st.lists(st.tuples(days, st.integers(0, 40)), max_size=8), st.integers(1, 40))
def test_joined_spans_are_in_order_far_apart_and_lose_no_day(given_spans: list[tuple[date, int]], gap: int) -> None:
    spans = [(first, first + length * DAY) for first, length in given_spans]
    found = joined(spans, gap * DAY)
    assert all(one[1] + gap * DAY < other[0] for one, other in pairwise(found))
    assert all(any(first <= span[0] and span[1] <= last for first, last in found) for span in spans)
    assert {day for span in found for day in span} <= {day for span in spans for day in span}
