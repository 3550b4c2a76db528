"""What is planned, of any goal in any calendar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dialogs.calendar import Calendar, Period
from dialogs.campaign import Dates, School
from dialogs.goals import Day, Goal, Standing
from dialogs.reminding import BEFORE, LATE, Due, Kind, again, digest, of_campaign, of_goal

TODAY = date(2026, 11, 23)
SCHOOL = School("s", "École", "75", "Europe/Paris")
OF_A_GOAL = [Kind.DUE, Kind.LATE, Kind.FIRST, Kind.SECOND, Kind.AGAIN]
DAYS = st.dates(TODAY, TODAY + timedelta(days=500))
SPANS = st.lists(st.tuples(DAYS, st.integers(0, 60)), max_size=6)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Holidays of two months at most, a month of school at least between two of them; public ones anywhere."""
    found: list[Period] = []
    for first, length in sorted(draw(SPANS)):
        if not found or first - found[-1].last > timedelta(days=30):
            found.append(Period(first, first + timedelta(days=length), "vacances"))
    return Calendar(dict.fromkeys(draw(st.lists(DAYS, max_size=12)), "férié"), tuple(found))


@st.composite
def set_goals(draw: st.DrawFn) -> Goal:
    first, second, due = sorted(draw(st.tuples(DAYS, DAYS, DAYS)))
    some = draw(st.tuples(*[st.booleans()] * 3))
    goal = Goal("g", "s", "numea", "q", "s", 1, "Là", "Ceci", datetime(2026, 11, 23, tzinfo=UTC))
    kept = [day if there else None for day, there in zip((due, first, second), some, strict=True)]
    return goal.dating(Day.DUE, kept[0]).dating(Day.FIRST, kept[1]).dating(Day.SECOND, kept[2])


@given(set_goals(), calendars())
def test_what_comes_before_is_never_after_its_day_and_what_is_late_never_before(goal: Goal, days: Calendar) -> None:
    planned = of_goal(goal, days)
    for it in planned:
        assert days.open(it.day)
        assert it.day >= it.wanted if it.kind is Kind.LATE else it.day <= it.wanted
        between = [it.wanted + timedelta(days=away) for away in range((it.day - it.wanted).days)]
        between += [it.wanted - timedelta(days=away) for away in range((it.wanted - it.day).days)]
        assert not any(map(days.open, between)), "to the nearest open day, no further"


@given(set_goals(), calendars())
def test_of_each_date_everything_that_is_promised_and_nothing_twice(goal: Goal, days: Calendar) -> None:
    planned = of_goal(goal, days)
    named = [(it.kind, it.wanted) for it in planned]
    assert len(named) == len(set(named))
    due = [goal.due - timedelta(days=span) for span in BEFORE] if goal.due else []
    late = [goal.due + timedelta(days=span) for span in LATE] if goal.due else []
    assert [day for kind, day in named if kind is Kind.DUE] == due
    assert [day for kind, day in named if kind is Kind.LATE] == late
    for kind, point in ((Kind.FIRST, goal.first), (Kind.SECOND, goal.second)):
        eve = [point.day - timedelta(days=1)] if point.day else []
        assert [day for known, day in named if known is kind] == eve


ENDS: dict[str, Callable[[Goal], Goal]] = {
    "reached": lambda goal: replace(goal, reached=TODAY),
    "dropped": lambda goal: replace(goal, dropped=TODAY),
    "hushed": lambda goal: replace(goal, hushed=True),
    "first": lambda goal: goal.standing(Day.FIRST, Standing.DONE),
    "second": lambda goal: goal.standing(Day.SECOND, Standing.DONE),
}


@given(set_goals(), calendars(), st.sampled_from(sorted(ENDS)))
def test_nothing_is_planned_of_what_is_over(goal: Goal, days: Calendar, end: str) -> None:
    assert of_goal(ENDS[end](goal), days) == ()


@given(st.builds(Dates, closes=st.none() | DAYS, next=st.none() | DAYS), calendars(), st.booleans())
def test_a_campaigns_dates_are_told_before_them(dates: Dates, days: Calendar, ended: bool) -> None:
    planned = of_campaign(dates, days, ended=ended)
    assert all(days.open(it.day) and it.day <= it.wanted for it in planned)
    assert sum(it.kind is Kind.CLOSING for it in planned) == (2 if dates.closes and not ended else 0)
    assert sum(it.kind is Kind.NEXT for it in planned) == (3 if dates.next else 0)


@given(calendars(), DAYS, st.integers(1, 200))
def test_a_delay_ends_ahead_on_an_open_day(days: Calendar, today: date, span: int) -> None:
    until = today + timedelta(days=span)
    planned = again(until, today, days)
    assert planned.day > today
    assert days.open(planned.day)
    assert not any(
        days.open(today + timedelta(days=away)) and today + timedelta(days=away) <= until
        for away in range((planned.day - today).days + 1, span + 1)
    ), "no open day between it and the date chosen"


@given(st.lists(st.tuples(st.sampled_from(["a", "b"]), st.sampled_from(OF_A_GOAL), DAYS), max_size=20), DAYS)
def test_a_digest_has_each_date_once_by_its_newest_reminder(those: list[tuple[str, Kind, date]], today: date) -> None:
    goal = Goal("a", "s", "numea", "q", "s", 1, "Là", "Ceci", datetime(2026, 11, 23, tzinfo=UTC))
    goal = goal.dating(Day.FIRST, TODAY).dating(Day.SECOND, TODAY + timedelta(days=1))
    dues = [
        Due(number, kind, day, SCHOOL, today, goal=replace(goal, id=key))
        for number, (key, kind, day) in enumerate(those)
    ]
    told = digest(dues)

    def about(due: Due) -> tuple[str, str]:
        assert due.goal
        return due.goal.id, "due" if due.kind in {Kind.DUE, Kind.LATE, Kind.AGAIN} else due.kind

    assert {about(it) for it in told} == {about(it) for it in dues}
    assert len(told) == len({about(it) for it in told})
    for it in told:
        assert (it.day, it.reminder) == max((one.day, one.reminder) for one in dues if about(one) == about(it))
    assert [it.passed for it in told] == sorted(it.passed for it in told), "what has passed comes last"
    assert all(it.passed == (today - it.day > timedelta(days=7)) for it in told)
