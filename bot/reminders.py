"""What is due, and to whom: rows, calendars and clocks put together. On the database's thread."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.calendars import calendar
from dialogs import reminding
from dialogs.campaign import Campaign, School
from dialogs.goals import Goal
from dialogs.hours import working
from dialogs.reminding import Ahead, Due, Kind
from dialogs.territories import by_code
from frameworks.model import Framework
from storage import campaigns, deciding, goals, reminders
from storage.reminders import Reachable, Row

EAST = timedelta(hours=14)
"""No clock is further ahead of UTC: what is due anywhere is due by then."""


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody to whom something is due now; ``reached`` has no address where they can't be written to."""

    reached: Reachable
    reminders: tuple[int, ...]


def plan_goal(connection: sqlite3.Connection, goal: Goal, now: datetime) -> None:
    """The reminders of a goal as it is now; none of one that is gone."""
    school = campaigns.school(connection, goal.school)
    today = _today(school, now)
    days = calendar(connection, school.territory, today)
    planned = reminding.of_goal(goal, days)
    over = not goal.running or goal.achieved or goal.hushed
    reminders.plan(connection, school.id, "goal", goal.id, planned, today, over=over)


def plan_campaign(connection: sqlite3.Connection, campaign: Campaign | None, now: datetime) -> None:
    if campaign is None or campaign.school is None:
        return
    today = _today(campaign.school, now)
    days = calendar(connection, campaign.school.territory, today)
    planned = reminding.of_campaign(campaign.dates, days, ended=campaign.ended)
    reminders.plan(connection, campaign.school.id, "campaign", campaign.id, planned, today, over=False)


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
    school = campaigns.school(connection, goal.school)
    today = _today(school, now)
    planned = reminding.again(until, today, calendar(connection, school.territory, today))
    reminders.put_off(connection, school.id, goal.id, planned, now)


def calls(connection: sqlite3.Connection, frameworks: Mapping[str, Framework], now: datetime) -> list[Call]:
    """Who is to be told something at this moment. A reminder that nobody is left for is closed."""
    found: dict[int, tuple[Reachable, list[int]]] = {}
    for row in _ripe(connection, now):
        those = _recipients(connection, frameworks, row, now)
        told = reminders.told_of(connection, row.id)
        if told.issuperset(those):
            reminders.close(connection, row.id, now)
        for person in those - told:
            reached = reminders.reachable(connection, row.school, person)
            if _awake(connection, row, reached, now):
                found.setdefault(person, (reached, []))[1].append(row.id)
    return [Call(reached, tuple(ids)) for reached, ids in found.values()]


def due_to(
    connection: sqlite3.Connection, frameworks: Mapping[str, Framework], person: int, now: datetime
) -> tuple[Due, ...]:
    """What this person is to be told now."""
    found = []
    for row in _ripe(connection, now, person):
        if person not in _recipients(connection, frameworks, row, now) - reminders.told_of(connection, row.id):
            continue
        if _awake(connection, row, reminders.reachable(connection, row.school, person), now):
            found.append(_due(connection, frameworks, row, person, now))
    return tuple(found)


def these(
    connection: sqlite3.Connection,
    frameworks: Mapping[str, Framework],
    ids: tuple[int, ...],
    person: int,
    now: datetime,
) -> tuple[Due, ...]:
    """The reminders of these ids that concern the person, told or not."""
    rows = (it for it in reminders.of_ids(connection, ids))
    return tuple(
        _due(connection, frameworks, row, person, now)
        for row in rows
        if person in _recipients(connection, frameworks, row, now)
    )


def _ripe(connection: sqlite3.Connection, now: datetime, person: int = 0) -> Iterator[Row]:
    """Whose day has come by its own school's clocks."""
    for row in reminders.open_until(connection, (now + EAST).date(), person):
        if row.day <= now.astimezone(ZoneInfo(row.timezone)).date():
            yield row


def _recipients(
    connection: sqlite3.Connection, frameworks: Mapping[str, Framework], row: Row, now: datetime
) -> set[int]:
    """Whoever leads the goal, and where it is late or nobody in the team leads it the school's pilots. Before a closing
    those who have something left to fill, and the pilots.
    """
    if row.goal:
        leaders = reminders.leaders(connection, row.goal)
        too = row.kind is Kind.LATE or not leaders
        return {*leaders, *(reminders.pilots(connection, row.school) if too else ())}
    pilots = reminders.pilots(connection, row.school)
    campaign = campaigns.campaign(connection, row.campaign, pilots[0], frameworks, now) if pilots else None
    if campaign is None or row.kind is not Kind.CLOSING:
        return set(pilots)
    fillers = deciding.fillers(connection, campaign.id, campaign.mode, campaign.framework)
    late = {it.number for it in fillers if it.asked and not it.finished}
    return {*pilots, *reminders.numbered(connection, row.school, late)}


def _awake(connection: sqlite3.Connection, row: Row, reached: Reachable, now: datetime) -> bool:
    """In their hours, on an open day of the school's."""
    today = now.astimezone(ZoneInfo(row.timezone)).date()
    days = calendar(connection, by_code(row.departement), today)
    return working(now, row.timezone, days, reached.begins, reached.ends)


def _due(
    connection: sqlite3.Connection, frameworks: Mapping[str, Framework], row: Row, person: int, now: datetime
) -> Due:
    school = campaigns.school(connection, row.school)
    if row.goal:
        return Due(row.id, row.kind, row.day, school, goals.of_id(connection, row.goal))
    campaign = campaigns.campaign(connection, row.campaign, person, frameworks, now)
    if campaign is None:
        return Due(row.id, row.kind, row.day, school)
    day = campaign.dates.closes if row.kind is Kind.CLOSING else campaign.dates.next
    left = len(campaign.todo) if row.kind is Kind.CLOSING and campaign.todo else None
    return Due(row.id, row.kind, row.day, school, ahead=Ahead(campaign.id, campaign.title, day or row.day, left))


def _today(school: School, now: datetime) -> date:
    return now.astimezone(ZoneInfo(school.timezone)).date()
