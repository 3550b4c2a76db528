"""Goals as appointments: what stays the same, what grows, what is cancelled."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from dialogs.agenda import Agenda, Appointment, Past, of_goal, of_goals
from dialogs.campaign import School
from dialogs.goals import Checkpoint, Day, Goal
from locales import words
from storage.values import dumped, loaded
from tests.chat import MONDAY

SCHOOL = School("s", "Collège Un", "975", "America/Miquelon")
GOAL = Goal(
    "k7",
    "s",
    "paliers",
    "q",
    "st",
    2,
    "Formation › GAR › Niveau 2",
    "Ouvrir le GAR à tous.",
    made=MONDAY,
    wording="Le GAR, pour tous",
    pilot=3,
    due=date(2027, 3, 15),
    first=Checkpoint(date(2027, 1, 4)),
    revision=5,
)
PAST = Past("abc")


def made(goal: Goal, past: Past = PAST) -> dict[str, Appointment]:
    return {it.uid: it for it in of_goal(words("fr"), goal, SCHOOL, past)}


def test_each_date_is_at_nine_by_the_schools_clocks() -> None:
    found = made(GOAL)
    assert list(found) == ["goal-k7-first@palier.abc", "goal-k7-due@palier.abc"]
    due = found["goal-k7-due@palier.abc"]
    assert (due.begins, due.timezone, due.minutes) == (datetime(2027, 3, 15, 9), "America/Miquelon", 30)  # noqa: DTZ001
    assert (due.title.split(), due.alarms, due.sequence) == (["Échéance", ":", "Le", "GAR,", "pour", "tous"], (7, 1), 5)
    assert due.changed == MONDAY
    assert not due.cancelled
    for said in ("Le GAR, pour tous", "Formation › GAR › Niveau 2", "Ouvrir le GAR à tous.", "membre 3", "Collège Un"):
        assert said in due.notes


def test_what_comes_later_has_the_same_uid_and_a_higher_sequence() -> None:
    moved = made(replace(GOAL, due=date(2027, 6, 1), revision=6))
    assert moved.keys() == made(GOAL).keys()
    assert {it.sequence for it in moved.values()} == {6}
    assert moved["goal-k7-due@palier.abc"].begins.date() == date(2027, 6, 1)


def test_what_is_over_is_cancelled() -> None:
    for over in (replace(GOAL, reached=date(2027, 1, 8)), replace(GOAL, dropped=date(2027, 1, 8))):
        assert [it.cancelled for it in made(over).values()] == [True, True]
    revived = replace(GOAL, revision=9)
    assert [it.cancelled for it in made(revived).values()] == [False, False]


def test_a_date_that_was_taken_away_is_cancelled_on_its_last_day() -> None:
    past = replace(PAST, dated={("k7", Day.FIRST): date(2027, 1, 4), ("k7", Day.DUE): date(2026, 12, 1)})
    found = made(replace(GOAL, first=Checkpoint(), revision=6), past)
    first, due = found["goal-k7-first@palier.abc"], found["goal-k7-due@palier.abc"]
    assert (first.cancelled, first.begins.date()) == (True, date(2027, 1, 4))
    assert (due.cancelled, due.begins.date()) == (False, date(2027, 3, 15))
    assert "goal-k7-second@palier.abc" not in found


def test_an_agenda_is_kept_and_read_back() -> None:
    agenda = Agenda("Objectifs", of_goals(words("fr"), [GOAL, replace(GOAL, id="k8")], SCHOOL, PAST))
    assert len(agenda.appointments) == 4
    assert loaded(Agenda, dumped(agenda)) == agenda
