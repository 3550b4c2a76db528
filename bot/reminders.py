"""What is due, and to whom: rows, calendars and clocks put together. On the database's thread."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from bot.calendars import calendar
from dialogs import reminding
from dialogs.calendar import Calendar
from dialogs.campaign import Campaign, School
from dialogs.goals import Goal
from dialogs.hours import day_of, working
from dialogs.reminding import Ahead, Due, Kind
from dialogs.territories import by_code
from frameworks.model import Framework
from storage import campaigns, deciding, goals, reminders
from storage.reminders import Place, Reachable, Row

EAST = timedelta(hours=14)
"""No clock is further ahead of UTC: what is due anywhere is due by then."""


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody to whom something is due now; ``to`` has no address where they can't be written to."""

    to: Reachable
    reminders: tuple[int, ...]

    def __add__(self, other: Call) -> Call:
        """The same person's, of another school."""
        return Call(self.to, self.reminders + other.reminders)


def plan_goal(connection: sqlite3.Connection, goal: Goal, now: datetime) -> None:
    """The reminders of a goal as it is now; none of one that is gone."""
    school = campaigns.school(connection, goal.school)
    today = day_of(now, school.timezone)
    days = calendar(connection, school.territory, today)
    planned = reminding.of_goal(goal, days)
    reminders.plan(connection, school.id, "goal", goal.id, planned, today, now, over=goal.quiet)


def plan_campaign(connection: sqlite3.Connection, campaign: Campaign | None, now: datetime) -> None:
    if campaign is None or campaign.school is None:
        return
    today = day_of(now, campaign.school.timezone)
    days = calendar(connection, campaign.school.territory, today)
    planned = reminding.of_campaign(campaign.dates, days, ended=campaign.ended)
    reminders.plan(connection, campaign.school.id, "campaign", campaign.id, planned, today, now, over=False)


def plan_school(
    connection: sqlite3.Connection, frameworks: Mapping[str, Framework], school: str, now: datetime
) -> None:
    """Everything of a school anew: its days or its clocks are others."""
    for goal in goals.of_school(connection, school):
        plan_goal(connection, goal, now)
    pilots = reminders.pilots(connection, school)
    for key in reminders.dated(connection, school) if pilots else ():
        plan_campaign(connection, campaigns.campaign(connection, key, pilots[0], frameworks, now), now)


def put_off(connection: sqlite3.Connection, goal: Goal, until: date, now: datetime) -> None:
    """Nothing before that day; of what an earlier delay covered, what comes after this one is told again."""
    school = campaigns.school(connection, goal.school)
    today = day_of(now, school.timezone)
    planned = reminding.again(until, today, calendar(connection, school.territory, today))
    reminders.put_off(connection, school.id, goal.id, planned, now)
    plan_goal(connection, goal, now)


class Look:
    """A school at a moment: whatever it has is read once, however much is due."""

    def __init__(
        self, connection: sqlite3.Connection, frameworks: Mapping[str, Framework], place: Place, now: datetime
    ) -> None:
        self._connection = connection
        self._frameworks = frameworks
        self._place = place
        self._now = now
        self._reachable: dict[int, Reachable] = {}
        self._goals: dict[str, Goal | None] = {}
        self._campaigns: dict[tuple[str, int], Campaign | None] = {}
        self.today = day_of(now, place.timezone)

    @cached_property
    def open(self) -> bool:
        """Whether anybody may be written to there: if not, nothing is looked at."""
        return working(self._now, self._place.timezone, self._days)

    @cached_property
    def school(self) -> School:
        return campaigns.school(self._connection, self._place.school)

    def rows(self) -> list[Row]:
        """Whose day has come by the school's clocks, and of which somebody was not told."""
        return reminders.open_until(self._connection, self._place.school, self.today)

    def recipients(self, row: Row) -> set[int]:
        """Whoever leads the goal, and where it is late or nobody in the team leads it the school's pilots. Before a
        closing those who have something left to fill, and the pilots. Nobody where it is over: what was told and could
        not be sent is due again, whatever became of it since.
        """
        if row.goal:
            goal = self._goal(row.goal)
            if goal is None or goal.quiet:
                return set()
            leader = {row.leader} if row.leader else set()
            return {*leader, *(self._pilots if row.kind is Kind.LATE or not leader else ())}
        campaign = self._campaign(row.campaign, self._pilots[0]) if self._pilots else None
        if campaign is None or row.kind is not Kind.CLOSING:
            return set(self._pilots)
        if campaign.ended:
            return set()
        fillers = deciding.fillers(self._connection, campaign.id, campaign.mode, campaign.framework)
        late = {it.number for it in fillers if it.asked and not it.finished}
        return {*self._pilots, *reminders.numbered(self._connection, self._place.school, late)}

    def awake(self, person: int) -> bool:
        """In their hours, on an open day of the school's."""
        those = self.reachable(person)
        return working(self._now, self._place.timezone, self._days, those.begins, those.ends)

    def reachable(self, person: int) -> Reachable:
        if person not in self._reachable:
            self._reachable[person] = reminders.reachable(self._connection, person)
        return self._reachable[person]

    def due(self, row: Row, person: int) -> Due:
        if row.goal:
            return self._of(row, goal=self._goal(row.goal))
        campaign = self._campaign(row.campaign, person)
        if campaign is None:
            return self._of(row)
        day = campaign.dates.closes if row.kind is Kind.CLOSING else campaign.dates.next
        left = len(campaign.todo) if row.kind is Kind.CLOSING and campaign.todo else None
        return self._of(row, ahead=Ahead(campaign.id, campaign.title, day or row.day, left))

    def _of(self, row: Row, goal: Goal | None = None, ahead: Ahead | None = None) -> Due:
        return Due(row.id, row.kind, row.day, self.school, self.today, goal, ahead)

    def _goal(self, key: str) -> Goal | None:
        if key not in self._goals:
            self._goals[key] = goals.of_id(self._connection, key)
        return self._goals[key]

    def _campaign(self, key: str, person: int) -> Campaign | None:
        if (key, person) not in self._campaigns:
            found = campaigns.campaign(self._connection, key, person, self._frameworks, self._now)
            self._campaigns[key, person] = found
        return self._campaigns[key, person]

    @cached_property
    def _days(self) -> Calendar:
        return calendar(self._connection, by_code(self._place.departement), self.today)

    @cached_property
    def _pilots(self) -> list[int]:
        return reminders.pilots(self._connection, self._place.school)


def places(connection: sqlite3.Connection, now: datetime) -> list[Place]:
    """The schools where something may be due."""
    return reminders.places(connection, (now + EAST).date())


def calls(
    connection: sqlite3.Connection, frameworks: Mapping[str, Framework], place: Place, now: datetime
) -> list[Call]:
    """Who of the school is to be told something at this moment. A reminder that nobody is left for is closed."""
    look, found = Look(connection, frameworks, place, now), dict[int, list[int]]()
    for row in look.rows() if look.open else ():
        those = look.recipients(row) - row.told
        if not those:
            reminders.close(connection, row.id, now)
        for person in those:
            if look.awake(person):
                found.setdefault(person, []).append(row.id)
    return [Call(look.reachable(person), tuple(ids)) for person, ids in found.items()]


def due_to(
    connection: sqlite3.Connection, frameworks: Mapping[str, Framework], person: int, now: datetime
) -> tuple[Due, ...]:
    """What this person is to be told now."""
    found: list[Due] = []
    for place in reminders.places(connection, (now + EAST).date(), person):
        look = Look(connection, frameworks, place, now)
        if look.open and look.awake(person):
            found += (look.due(it, person) for it in look.rows() if person in look.recipients(it) - it.told)
    return tuple(found)


def these(
    connection: sqlite3.Connection,
    frameworks: Mapping[str, Framework],
    ids: tuple[int, ...],
    person: int,
    now: datetime,
) -> tuple[Due, ...]:
    """The reminders of these ids that concern the person, told or not."""
    looked = _looks(connection, frameworks, ids, now)
    return tuple(look.due(row, person) for look, row in looked if person in look.recipients(row))


def tell(
    connection: sqlite3.Connection,
    frameworks: Mapping[str, Framework],
    ids: tuple[int, ...],
    person: int,
    conversation: int,
    now: datetime,
) -> None:
    """Kept as told; closed once everybody that it concerns was: who takes the goal over later is not told of it."""
    reminders.tell(connection, ids, person, conversation, now)
    for look, row in _looks(connection, frameworks, ids, now):
        if look.recipients(row) <= row.told:
            reminders.close(connection, row.id, now)


def _looks(
    connection: sqlite3.Connection, frameworks: Mapping[str, Framework], ids: Collection[int], now: datetime
) -> Iterator[tuple[Look, Row]]:
    """These reminders, open or not, each at its school."""
    looks: dict[Place, Look] = {}
    for row in reminders.of_ids(connection, ids):
        if row.place not in looks:
            looks[row.place] = Look(connection, frameworks, row.place, now)
        yield looks[row.place], row
