"""A school's SMART goals: set from one of the framework's sentences, led by somebody, looked at twice on the way.

The columns are those of NumEA's échéancier (source 001): goal by étape, description, pilote, échéance, two points de
situation with their date and état, atteint, observations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from dialogs.calendar import Calendar
from dialogs.lengths import cut
from dialogs.plain import plain
from dialogs.roles import Role
from dialogs.team import Membership
from frameworks.forms import Answer, Ticks
from frameworks.model import Form, Question

if TYPE_CHECKING:
    from frameworks.advice import Action

TITLE = 90
"""UTF-16 units of a goal's title, wherever it is named beside others."""

THIRDS = timedelta(days=60)
"""From so long a time on, two points de situation are proposed on the way."""

VERBS = frozenset(
    {"goal", "trace", "diary", "field", "pass", "stand", "reach", "revive", "drop", "hush", "unhush", "snooze"}
)
"""The buttons that name a goal first."""


class Standing(StrEnum):
    """A point de situation's état: NON ENGAGÉ, EN COURS, ACHEVÉ."""

    IDLE = "idle"
    DOING = "doing"
    DONE = "done"


class Text(StrEnum):
    """What is written of a goal, in its owner's words: the criteria S, M, A and R, and what was observed."""

    WORDING = "wording"
    MEASURE = "measure"
    AMBITION = "ambition"
    MEANS = "means"
    NOTE = "note"


class Day(StrEnum):
    """The dates of a goal: its échéance and its two points de situation."""

    DUE = "due"
    FIRST = "first"
    SECOND = "second"


class Lack(StrEnum):
    """What a SMART goal should have and this one has not; nothing is forced."""

    FIGURE = "figure"
    PILOT = "pilot"
    DATE = "date"
    HOLIDAY = "holiday"


LED = "led"
"""The field of a history's line by which a member leads the goal from then on: a number, since a name is its owner's
to change and to erase.
"""


class Chosen(StrEnum):
    """What of the goals a list shows."""

    RUNNING = "running"
    MINE = "mine"
    LATE = "late"
    TERM = "term"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    day: date | None = None
    standing: Standing = Standing.IDLE


@dataclass(frozen=True, slots=True)
class Goal:
    """``lead`` says where its ``source`` sentence stands ("Formation › GAR › Niveau 2"); both are the framework's.

    ``pilot`` is the number of the member who leads it, 0 where that is somebody outside the team or nobody; ``led_by``
    how that person is called. ``maker`` set it (0: is gone). ``hushed`` when somebody asked not to be reminded of it.
    ``revision`` grows with every change.
    """

    id: str
    school: str
    framework: str
    question: str
    statement: str
    level: int | None
    lead: str
    source: str
    made: datetime
    maker: int = 0
    wording: str = ""
    measure: str = ""
    ambition: str = ""
    means: str = ""
    note: str = ""
    pilot: int = 0
    led_by: str = ""
    due: date | None = None
    first: Checkpoint = Checkpoint()
    second: Checkpoint = Checkpoint()
    reached: date | None = None
    dropped: date | None = None
    reason: str = ""
    hushed: bool = False
    revision: int = 0

    @property
    def title(self) -> str:
        """Its own words, else where it comes from."""
        return cut(" ".join(self.wording.split()) or self.lead, TITLE)

    @property
    def running(self) -> bool:
        return self.reached is None and self.dropped is None

    @property
    def achieved(self) -> bool:
        """Said to be, at one of its points de situation or as a whole."""
        return self.reached is not None or Standing.DONE in {self.first.standing, self.second.standing}

    @property
    def quiet(self) -> bool:
        """Nothing is to be told of it any more."""
        return not self.running or self.achieved or self.hushed

    @property
    def checkpoints(self) -> tuple[Checkpoint, Checkpoint]:
        return self.first, self.second

    def late(self, today: date) -> bool:
        return self.running and self.due is not None and self.due < today

    def text(self, which: Text) -> str:
        return str(getattr(self, which.value))

    def day(self, which: Day) -> date | None:
        return self.due if which is Day.DUE else self.at(which).day

    def at(self, which: Day) -> Checkpoint:
        """The point de situation of that date; raises KeyError for the échéance."""
        return {Day.FIRST: self.first, Day.SECOND: self.second}[which]

    def writing(self, which: Text, text: str) -> Goal:
        return _with(self, which.value, text)

    def dating(self, which: Day, day: date | None) -> Goal:
        return _with(self, which.value, day if which is Day.DUE else replace(self.at(which), day=day))

    def standing(self, which: Day, standing: Standing) -> Goal:
        return _with(self, which.value, replace(self.at(which), standing=standing))


def _with(goal: Goal, name: str, value: object) -> Goal:
    return replace(goal, **{name: value})  # type: ignore[arg-type] # the enums above name its fields


@dataclass(frozen=True, slots=True)
class Reached:
    """The last goal that was reached of a question."""

    statement: str
    level: int | None
    day: date


@dataclass(frozen=True, slots=True)
class Change:
    """A line of a goal's history: which of its fields, what it became, who and when ("" and 0: is gone). Of a member
    who leads it (``LED``), ``value`` is their name and ``leader`` their number, "" and 0 likewise.
    """

    field: str
    value: str
    at: datetime
    by: str = ""
    number: int = 0
    leader: int = 0


def may_amend(goal: Goal, me: Membership | None) -> bool:
    """The school's pilots, whoever leads the goal, and the member who set it; never a reader."""
    if me is None or me.school.id != goal.school or me.role is Role.READER:
        return False
    return me.role is Role.PILOT or (me.number != 0 and me.number in {goal.pilot, goal.maker})


FIGURE = re.compile(
    "[0-9%]|(?<![a-z])(?:"
    "deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze|quinze|vingt|trente|quarante|cinquante|soixante|cent|mille"
    "|moitie|tiers|quart|double"
    "|two|three|four|five|seven|eight|nine|ten|twelve|twenty|thirty|forty|fifty|hundred|half|third|quarter|twice"
    ")s?(?![a-z])"
)
"""In digits or in letters, of a text without accents."""


def lacks(goal: Goal, calendar: Calendar) -> tuple[Lack, ...]:
    """What is missing, in the order of the criteria."""
    found = []
    if not FIGURE.search(plain(f"{goal.measure} {goal.wording}")):
        found.append(Lack.FIGURE)
    if not goal.pilot and not goal.led_by:
        found.append(Lack.PILOT)
    if goal.due is None:
        found.append(Lack.DATE)
    elif calendar.holiday(goal.due):
        found.append(Lack.HOLIDAY)
    return tuple(found)


def set_from(action: Action, *, key: str, school: str, framework: str, lead: str, maker: int, at: datetime) -> Goal:
    """A goal that nothing was said of yet."""
    question, statement = action.question, action.statement
    return Goal(
        key, school, framework, question.id, statement.id, action.level, lead, statement.text, made=at, maker=maker
    )


def on_the_way(goal: Goal, calendar: Calendar, today: date) -> Goal:
    """With points de situation proposed at the thirds of the time, on open days, where none was set and there is time
    enough.
    """
    if goal.due is None or goal.first.day or goal.second.day or goal.due - today < THIRDS:
        return goal
    third = (goal.due - today) / 3
    first, second = calendar.later(today + third), calendar.later(today + 2 * third)
    if not first < second < goal.due:
        return goal
    return replace(goal, first=replace(goal.first, day=first), second=replace(goal.second, day=second))


def term(day: date) -> tuple[date, date]:
    """First and last day of the school term that holds the day: September to December, January to March, April to
    August.
    """
    first = next(month for month in (9, 4, 1) if day.month >= month)
    begins = date(day.year, first, 1)
    ends = {9: date(day.year, 12, 31), 1: date(day.year, 3, 31), 4: date(day.year, 8, 31)}[first]
    return begins, ends


def chosen(goals: Iterable[Goal], which: Chosen, *, today: date, number: int) -> tuple[Goal, ...]:
    """What a list shows: the nearest échéance first, those without one last; of those that ended, the last first."""
    found = [it for it in goals if _fits(it, which, today, number)]
    if which is Chosen.ENDED:
        return tuple(sorted(found, key=lambda it: (it.reached or it.dropped or date.min, it.id), reverse=True))
    return tuple(sorted(found, key=lambda it: (it.due is None, it.due or date.max, it.made, it.id)))


def _fits(goal: Goal, which: Chosen, today: date, number: int) -> bool:
    begins, ends = term(today)
    match which:
        case Chosen.RUNNING:
            return goal.running
        case Chosen.MINE:
            return goal.running and goal.pilot == number
        case Chosen.LATE:
            return goal.late(today)
        case Chosen.TERM:
            return goal.running and goal.due is not None and begins <= goal.due <= ends
        case Chosen.ENDED:
            return not goal.running


def asks_anew(reached: Reached, question: Question, answer: Answer | None) -> bool:
    """Whether the answer does not say yet what the goal was reached for."""
    if isinstance(answer, Ticks):
        return reached.statement in question.by_id and reached.statement not in answer.ticked
    if question.form is Form.LEVEL and isinstance(answer, int) and reached.level is not None:
        return answer < reached.level
    return answer is None


def tallied(goals: Iterable[Goal]) -> Iterator[tuple[str, int, int]]:
    """By étape, in the order of the framework's domains as the goals were set: ``lead``, goals to lead, goals reached
    (the sheet's columns "objectifs SMART à conduire" and "atteints").
    """
    leads: dict[str, list[Goal]] = {}
    for goal in goals:
        if goal.dropped is None:
            leads.setdefault(goal.lead, []).append(goal)
    for lead, those in leads.items():
        reached = sum(it.reached is not None for it in those)
        yield lead, len(those) - reached, reached
