"""Goals: what one lacks, which a list shows, what reaching one asks of its question."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dialogs.calendar import UNKNOWN, Calendar, Period
from dialogs.goals import (
    Checkpoint,
    Chosen,
    Day,
    Goal,
    Lack,
    Reached,
    Standing,
    Text,
    asks_anew,
    chosen,
    lacks,
    on_the_way,
    tallied,
    term,
)
from frameworks.forms import Gap, Ticks
from frameworks.load import catalogue
from tests.chat import MONDAY

TODAY = MONDAY.date()
GOAL = Goal("a", "school", "numea", "charte", "charte-2", 2, "Charte › Étape 2", "Une phrase", MONDAY, maker=1)
SUMMER = Period(date(2027, 7, 3), date(2027, 8, 31), "Vacances d'été")
CALENDAR = Calendar({date(2027, 7, 14): "Fête nationale"}, (SUMMER,), ((date(2026, 9, 1), date(2027, 8, 31)),))


@pytest.mark.parametrize(
    ("measure", "counted"),
    [
        ("20 enseignants sur 35", True),
        ("la moitié des classes", True),
        ("Vingt professeurs", True),
        ("deux tiers", True),
        ("100%", True),
        ("half of the staff", True),
        ("quelques enseignants", False),
        ("un peu plus de monde", False),
        ("centre et dixième", False),
        ("", False),
    ],
)
def test_a_measure_has_a_figure_in_digits_or_in_letters(measure: str, counted: bool) -> None:
    assert (Lack.FIGURE not in lacks(replace(GOAL, measure=measure), UNKNOWN)) is counted


def test_what_lacks_is_said_in_the_order_of_the_criteria() -> None:
    assert lacks(GOAL, CALENDAR) == (Lack.FIGURE, Lack.PILOT, Lack.DATE)
    whole = replace(GOAL, wording="3 classes", pilot=2, due=date(2027, 6, 1))
    assert lacks(whole, CALENDAR) == ()
    assert lacks(replace(whole, pilot=0, led_by="Mme Martin"), CALENDAR) == ()
    assert lacks(replace(whole, due=date(2027, 7, 20)), CALENDAR) == (Lack.HOLIDAY,)
    assert lacks(replace(whole, due=date(2027, 7, 20)), UNKNOWN) == (), "what is not known is not guessed"


def test_a_goal_is_titled_by_its_words_else_by_where_it_comes_from() -> None:
    assert GOAL.title == "Charte › Étape 2"
    assert replace(GOAL, wording="Une charte\n à nous ").title == "Une charte à nous"
    assert len(replace(GOAL, wording="x" * 300).title) <= 90


@pytest.mark.parametrize(
    ("day", "begins", "ends"),
    [
        (date(2026, 9, 1), date(2026, 9, 1), date(2026, 12, 31)),
        (date(2026, 12, 31), date(2026, 9, 1), date(2026, 12, 31)),
        (date(2027, 1, 1), date(2027, 1, 1), date(2027, 3, 31)),
        (date(2027, 8, 31), date(2027, 4, 1), date(2027, 8, 31)),
    ],
)
def test_the_three_terms(day: date, begins: date, ends: date) -> None:
    assert term(day) == (begins, ends)


def test_each_list_shows_its_own_in_order() -> None:
    late = replace(GOAL, id="late", due=TODAY - timedelta(days=1), pilot=2)
    soon = replace(GOAL, id="soon", due=TODAY + timedelta(days=10))
    far = replace(GOAL, id="far", due=TODAY + timedelta(days=300), pilot=2)
    never = replace(GOAL, id="never")
    reached = replace(GOAL, id="reached", reached=TODAY, due=TODAY - timedelta(days=9), pilot=2)
    dropped = replace(GOAL, id="dropped", dropped=TODAY - timedelta(days=3))
    goals = (never, far, reached, soon, dropped, late)

    def shown(which: Chosen) -> list[str]:
        return [it.id for it in chosen(goals, which, today=TODAY, number=2)]

    assert shown(Chosen.RUNNING) == ["late", "soon", "far", "never"]
    assert shown(Chosen.MINE) == ["late", "far"]
    assert shown(Chosen.LATE) == ["late"]
    assert shown(Chosen.TERM) == ["late", "soon"]
    assert shown(Chosen.ENDED) == ["reached", "dropped"]


def test_points_are_proposed_on_open_days_and_never_over_what_was_set() -> None:
    far = replace(GOAL, due=TODAY + timedelta(days=90))
    proposed = on_the_way(far, CALENDAR, TODAY)
    first, second = (it.day for it in proposed.checkpoints)
    assert first and second
    assert TODAY < first < second < TODAY + timedelta(days=90)
    assert CALENDAR.open(first) and CALENDAR.open(second)
    set_already = far.dating(Day.SECOND, TODAY + timedelta(days=5))
    assert on_the_way(set_already, CALENDAR, TODAY) == set_already
    near = replace(GOAL, due=TODAY + timedelta(days=59))
    assert on_the_way(near, CALENDAR, TODAY) == near
    assert on_the_way(GOAL, CALENDAR, TODAY) == GOAL


def test_what_is_changed_is_that_alone() -> None:
    goal = GOAL.writing(Text.MEANS, "Deux heures").dating(Day.FIRST, TODAY).standing(Day.FIRST, Standing.DOING)
    assert (goal.means, goal.first, goal.second) == ("Deux heures", Checkpoint(TODAY, Standing.DOING), Checkpoint())
    assert goal.dating(Day.FIRST, None).first == Checkpoint(None, Standing.DOING)
    assert not goal.achieved
    assert goal.standing(Day.SECOND, Standing.DONE).achieved


def test_by_etape_as_the_sheet_counts_them() -> None:
    other = replace(GOAL, lead="ENT › Étape 1")
    goals = (GOAL, replace(GOAL, reached=TODAY), other, replace(other, dropped=TODAY), replace(GOAL, pilot=3))
    assert list(tallied(goals)) == [("Charte › Étape 2", 2, 1), ("ENT › Étape 1", 1, 0)]


def test_a_reached_goal_asks_its_question_until_the_answer_says_so() -> None:
    ladder = catalogue()["paliers-etablissement"].questions[0]
    reached = Reached(ladder.statements[1].id, 2, TODAY)
    assert [asks_anew(reached, ladder, it) for it in (None, 0, 1, 2, 3, Gap.NA)] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]
    staged = catalogue()["numea"].questions[0]
    first, second = (it.id for it in staged.statements[:2])
    step = Reached(second, 2, TODAY)
    said = (None, Ticks(), Ticks(frozenset({first})), Ticks(frozenset({first, second})))
    assert [asks_anew(step, staged, it) for it in said] == [True, True, True, False]
