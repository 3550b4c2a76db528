"""What a scene holds of goals and reminders, where a screen before or after the event may show them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import replace

from bot import agendas
from bot import reminders as due
from bot.calendars import calendar
from bot.ways import named, places, verb, way
from dialogs.campaign import School
from dialogs.events import Event, Rang
from dialogs.flow import GOALING
from dialogs.goals import VERBS
from dialogs.scene import Scene
from dialogs.session import State
from frameworks.model import Framework
from storage import campaigns, feeds, goals, reminders

SHOWN = {*GOALING, State.PRIVACY}
TO_SHOWN = {"goals", "tally", "aim", "agenda", "privacy"}
"""Where goals are shown, or may be next."""


def with_goals(connection: sqlite3.Connection, here: Scene, event: Event) -> Scene:
    """A school's goals: of the one named by a button where the person is in its team, else of theirs."""
    key = named(event) if verb(event) in VERBS else ""
    school = _school(connection, here, key) if key or _shows(here, event) else None
    if school is None or (here.goals and here.goals[0].school == school.id):
        return here
    here = replace(
        here,
        goals=goals.of_school(connection, school.id),
        calendar=calendar(connection, school.territory, here.day),
    )
    return _with_the_goal(connection, here, key or here.session.goal)


def with_agenda(connection: sqlite3.Connection, here: Scene, person: int, event: Event) -> Scene:
    """What goals don't tell of themselves, and whether the person has an address, where goals are shown."""
    school = here.goals[0].school if here.goals else ""
    known = bool(here.goals) and here.goals[0].id in here.past.changed
    if known or here.membership is None or not (school or _shows(here, event)):
        return here
    return replace(
        here,
        past=agendas.past(connection, school) if school else here.past,
        feed=feeds.since(connection, person),
    )


def with_reached(connection: sqlite3.Connection, here: Scene) -> Scene:
    """The goals reached of the campaign's grid: its questions ask whether their level is there."""
    campaign = here.campaign
    if campaign is None or campaign.school is None or here.reached:
        return here
    return replace(here, reached=goals.reached_of(connection, campaign.school.id, campaign.framework.id))


def with_dues(
    connection: sqlite3.Connection, frameworks: Mapping[str, Framework], here: Scene, person: int, event: Event
) -> Scene:
    """What the clock has to tell, and when this person may be told."""
    if isinstance(event, Rang):
        told = event.reminders
        dues = due.these(connection, frameworks, told, person, here.now) if told else ()
        dues = dues if told else due.due_to(connection, frameworks, person, here.now)
        return replace(here, dues=dues, hours=reminders.hours(connection, person))
    if State.REMINDERS in places(here.session) or way(event) == "reminders":
        return replace(here, hours=reminders.hours(connection, person))
    return here


def _with_the_goal(connection: sqlite3.Connection, here: Scene, key: str) -> Scene:
    goal = here.goal_of(key)
    if goal is None:
        return here
    return replace(
        here,
        changes=goals.history(connection, goal),
        sent=reminders.sent(connection, goal.id),
        under_way=campaigns.under_way(connection, goal.school, goal.framework),
    )


def _school(connection: sqlite3.Connection, here: Scene, key: str) -> School | None:
    theirs = here.member_of(goals.school_of(connection, key)) if key else None
    if theirs is None:
        theirs = here.membership
    return theirs.school if theirs else None


def _shows(here: Scene, event: Event) -> bool:
    return bool(places(here.session) & SHOWN) or verb(event) in {"aim", "goals"} or way(event) in TO_SHOWN
