"""The fullest goal is one message, whatever grid its sentence comes from and whatever is said above it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape
from typing import Any

import pytest

from bot.channels.telegram import markup
from dialogs.campaign import School
from dialogs.core import shown
from dialogs.digest import MOST, letter
from dialogs.goals import Checkpoint, Goal, Standing
from dialogs.reminding import Due, Kind, Sent
from dialogs.roles import Role
from dialogs.scene import Scene
from dialogs.session import Session, State
from dialogs.steps import called, entrusting, naming, wording
from dialogs.team import Membership
from frameworks.load import catalogue
from locales import LANGUAGES, words
from storage.reminders import LAST
from tests.chat import MONDAY

GRIDS = catalogue()
TODAY = MONDAY.date()
FULL = "👩" * (wording.LONGEST // 2)
SCHOOL = School("s", "É" * naming.LONGEST, "75", "Europe/Paris")
ME = Membership(SCHOOL, Role.PILOT, 1, "N" * called.LONGEST, MONDAY)
BEFORE = Checkpoint(date(2026, 9, 29), Standing.DOING)
GOAL = Goal(
    id="k1234567",
    school=SCHOOL.id,
    framework="numea",
    question="",
    statement="",
    level=2,
    lead="",
    source="",
    made=MONDAY,
    wording=FULL,
    measure=FULL,
    ambition=FULL,
    means=FULL,
    note=FULL,
    led_by="P" * entrusting.LONGEST,
    due=date(2026, 9, 30),
    first=BEFORE,
    second=BEFORE,
)
SENT = (Sent(MONDAY, "N" * called.LONGEST, 2, "telegram", None, mailed=True),) * LAST
ENDS: dict[str, dict[str, Any]] = {"": {}, "reached": {"reached": TODAY}, "dropped": {"dropped": TODAY, "reason": FULL}}
NOTICE = 300
"""What is said first: of the goal, and that somebody asks to join one's school."""


def length(text: str) -> int:
    """As Telegram counts: after its entities are parsed."""
    return markup.units(unescape(re.sub("<[^>]+>", "", text)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("end", list(ENDS))
def test_the_fullest_goal_fits_with_what_is_said_above_it(language: str, end: str) -> None:
    scene = Scene(Session(State.GOAL, goal=GOAL.id, school=SCHOOL.id), words(language), MONDAY, GRIDS, "fresh")
    scene = replace(scene, memberships=(ME,), sent=SENT)
    for grid in GRIDS.values():
        for question in grid.questions:
            lead = f"{grid.domain_of[question.id].title} › {question.title} › Niveau 2"
            for statement in question.statements:
                goal = replace(GOAL, framework=grid.id, question=question.id, lead=lead, source=statement.text)
                goal = replace(goal, **ENDS[end])
                text = markup.text(shown(replace(scene, goals=(goal,)), "x" * NOTICE))
                assert length(text) <= markup.TEXT, (question.id, statement.id)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_letter_of_the_clock_fits(language: str) -> None:
    goals = [replace(GOAL, id=f"k{number:07d}") for number in range(MOST + 2)]
    dues = tuple(Due(number, Kind.LATE, TODAY, SCHOOL, TODAY, goal) for number, goal in enumerate(goals))
    other = replace(ME, school=replace(SCHOOL, id="t"))
    scene = Scene(Session(), words(language), MONDAY, GRIDS, "fresh", memberships=(ME, other), dues=dues)
    told = letter(scene, mail=False)
    assert told
    assert length("\n".join(map(markup.html, told.blocks))) <= markup.TEXT
    assert all(len(button.press.encode()) <= markup.PRESS for row in told.rows for button in row)
