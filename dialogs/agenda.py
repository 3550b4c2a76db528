"""Goals as what a calendar holds (RFC 5545, iCalendar), whether it is read of a file or of an address subscribed to.

A date of a goal has one UID for ever; what changes is its SEQUENCE, so that what comes later takes the place of what
came before (RFC 5545, 3.8.7.4), and what is over is cancelled, not left out (3.8.1.11).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import chain

from dialogs.campaign import School
from dialogs.goals import Day, Goal
from locales import Words

AT = time(9)
"""By the school's clocks: a date of a goal has no hour of its own."""

MINUTES = 30
AHEAD = (7, 1)
"""Days before, on which a calendar reminds of it."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """A VEVENT (RFC 5545, 3.6.1). ``begins`` is local and naive, by the clocks of ``timezone`` (an IANA name);
    ``alarms`` are days before; ``changed`` is a moment, the newest of the goal.
    """

    uid: str
    title: str
    begins: datetime
    timezone: str
    minutes: int
    notes: str
    alarms: tuple[int, ...]
    sequence: int
    changed: datetime
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Agenda:
    """A VCALENDAR (RFC 5545, 3.4); ``name`` is how a calendar shows it (RFC 7986, 5.1)."""

    name: str
    appointments: tuple[Appointment, ...]


@dataclass(frozen=True, slots=True)
class Past:
    """What goals don't tell of themselves: whose the UIDs are, when each goal last changed, and the last day that each
    of its dates had.
    """

    installation: str = ""
    changed: Mapping[str, datetime] = field(default_factory=dict)
    dated: Mapping[tuple[str, Day], date] = field(default_factory=dict)


def of_goal(words: Words, goal: Goal, school: School, past: Past) -> Iterator[Appointment]:
    """Its échéance and its points de situation, by date; of one that was taken away, that it is cancelled."""
    titles = _titles(words, goal)
    known = {it: goal.day(it) for it in Day}
    days = {it: day or past.dated.get((goal.id, it)) for it, day in known.items()}
    for which, day in sorted(((it, day) for it, day in days.items() if day), key=lambda it: (it[1], it[0])):
        yield Appointment(
            uid=f"goal-{goal.id}-{which.value}@palier.{past.installation}",
            title=titles[which],
            begins=datetime.combine(day, AT),
            timezone=school.timezone,
            minutes=MINUTES,
            notes=_notes(words, goal, school),
            alarms=AHEAD,
            sequence=goal.revision,
            changed=past.changed.get(goal.id, goal.made),
            cancelled=not goal.running or known[which] is None,
        )


def of_goals(words: Words, goals: Iterable[Goal], school: School, past: Past) -> tuple[Appointment, ...]:
    return tuple(chain.from_iterable(of_goal(words, it, school, past) for it in goals))


def _titles(words: Words, goal: Goal) -> dict[Day, str]:
    say, title = words.say, goal.title
    return {
        Day.DUE: say("Échéance : {title}", title=title),
        Day.FIRST: say("Premier point de situation : {title}", title=title),
        Day.SECOND: say("Second point de situation : {title}", title=title),
    }


def _notes(words: Words, goal: Goal, school: School) -> str:
    say = words.say
    lines = [goal.wording] if goal.wording else []
    lines.append(f"{goal.lead}\n« {goal.source} »")
    if goal.pilot or goal.led_by:
        name = goal.led_by or say("membre {number}", number=goal.pilot)
        lines.append(say("Pilote : {name}.", name=name))
    lines.append(say("Établissement : {school}.", school=school.name))
    return "\n\n".join(lines)
