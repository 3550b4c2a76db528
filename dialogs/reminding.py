"""When somebody is reminded of what: local dates planned from a goal or a campaign. The instant follows when it is due.

What comes before a date moves to an open day before it; only what is late moves to one after it (seed design,
france.md; conversation.md, principle 10).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from dialogs.calendar import Calendar
from dialogs.campaign import Dates, School
from dialogs.goals import Goal, Standing

BEFORE = (30, 7, 1, 0)
"""Days before an échéance."""

LATE = (7, 14, 21)
"""Days after an échéance that was missed: weekly, three times at most."""

CLOSING = (7, 1)
NEXT = (30, 7, 0)
PASSED = timedelta(days=7)
"""What should have been told longer ago is told as passed: Palier was stopped, or nobody could be reached."""


class Kind(StrEnum):
    """What a reminder is about."""

    DUE = "due"
    LATE = "late"
    FIRST = "first"
    SECOND = "second"
    AGAIN = "again"
    CLOSING = "closing"
    NEXT = "next"


OF_THE_END = (Kind.DUE, Kind.LATE, Kind.AGAIN)
"""Those about a goal's échéance; each of the others is about a date of its own."""


@dataclass(frozen=True, slots=True)
class Planned:
    """``wanted`` is the local date by the rule, ``day`` the open one that it moved to."""

    kind: Kind
    wanted: date
    day: date


@dataclass(frozen=True, slots=True)
class Ahead:
    """A campaign's date that a reminder is about; ``left`` counts the questions that wait for the reader, or None where
    they fill nothing there.
    """

    campaign: str
    title: str
    day: date
    left: int | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder that is to be told now, of a goal or of a campaign; ``today`` is the school's."""

    reminder: int
    kind: Kind
    day: date
    school: School
    today: date
    goal: Goal | None = None
    ahead: Ahead | None = None

    @property
    def passed(self) -> bool:
        return self.day < self.today - PASSED


@dataclass(frozen=True, slots=True)
class Sent:
    """To whom a reminder of a goal went, which way, and whether it is known to have arrived (None: nobody can tell);
    ``mailed`` where an e-mail went as well.
    """

    at: datetime
    to: str
    number: int
    way: str
    arrived: bool | None
    mailed: bool = False


def of_goal(goal: Goal, calendar: Calendar) -> tuple[Planned, ...]:
    """Everything that is ever to be told of it; nothing once it is achieved, dropped or hushed."""
    if goal.quiet:
        return ()
    found = []
    if goal.due is not None:
        found += [_before(Kind.DUE, goal.due - timedelta(days=span), calendar) for span in BEFORE]
        late = [goal.due + timedelta(days=span) for span in LATE]
        found += [Planned(Kind.LATE, day, calendar.later(day)) for day in late]
    for kind, checkpoint in ((Kind.FIRST, goal.first), (Kind.SECOND, goal.second)):
        if checkpoint.day is not None and checkpoint.standing is not Standing.DONE:
            found.append(_before(kind, checkpoint.day - timedelta(days=1), calendar))
    return tuple(found)


def of_campaign(dates: Dates, calendar: Calendar, *, ended: bool) -> tuple[Planned, ...]:
    """Before the closing, while it runs; before the next evaluation, in any case."""
    found = []
    if dates.closes is not None and not ended:
        found += [_before(Kind.CLOSING, dates.closes - timedelta(days=span), calendar) for span in CLOSING]
    if dates.next is not None:
        found += [_before(Kind.NEXT, dates.next - timedelta(days=span), calendar) for span in NEXT]
    return tuple(found)


def again(until: date, today: date, calendar: Calendar) -> Planned:
    """A reminder put off: on the open day before that date where there is one ahead, else on the one after it.

    It goes by its own day: the same date may be chosen again once that day was told.
    """
    earlier = calendar.earlier(until)
    day = earlier if earlier > today else calendar.later(until)
    return Planned(Kind.AGAIN, day, day)


def digest(dues: Iterable[Due]) -> tuple[Due, ...]:
    """One line a date that it is about, of a goal or of a campaign: the newest reminder of each; what has passed comes
    last.
    """
    newest: dict[tuple[str, str], Due] = {}
    for due in sorted(dues, key=lambda it: (it.day, it.reminder)):
        newest[_subject(due)] = due
    return tuple(sorted(newest.values(), key=lambda it: (it.passed, it.day, it.reminder)))


def _subject(due: Due) -> tuple[str, str]:
    """Two points de situation of one day are one line."""
    if due.goal is None:
        return due.ahead.campaign if due.ahead else "", due.kind.value
    if due.kind in OF_THE_END:
        return due.goal.id, Kind.DUE.value
    return due.goal.id, str(due.goal.first.day if due.kind is Kind.FIRST else due.goal.second.day)


def _before(kind: Kind, day: date, calendar: Calendar) -> Planned:
    return Planned(kind, day, calendar.earlier(day))
