"""Schools, people, goals and dates, put into the rows as the house does."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from bot.reminders import plan_campaign, plan_goal
from dialogs.campaign import Dates
from dialogs.campaign import School as Founded
from dialogs.goals import Goal
from frameworks.load import catalogue
from storage import campaigns, filling, goals, people, schools, steering
from storage.moments import written
from tests.reminders.model import Way


def _of(connection: sqlite3.Connection, way: Way) -> int:
    met = people.conversation(connection, way.channel, way.address)
    assert met
    return met.person


def meet(connection: sqlite3.Connection, ways: list[Way], at: datetime) -> None:
    first = people.meet(connection, ways[0].channel, ways[0].address, "fr", at)
    for way in ways[1:]:
        other = people.meet(connection, way.channel, way.address, "fr", at)
        connection.execute("update conversations set person = ? where id = ?", (first.person, other.id))
        connection.execute("delete from people where id = ?", (other.person,))


def found(connection: sqlite3.Connection, founded: Founded, way: Way, at: datetime) -> None:
    schools.found(connection, founded, _of(connection, way), at)


def join(connection: sqlite3.Connection, school: str, way: Way, pilot: bool, at: datetime) -> int:
    number = connection.execute("update schools set ever = ever + 1 where id = ? returning ever", (school,)).fetchone()
    connection.execute(
        "insert into members (school, person, role, since, number, name) values (?, ?, ?, ?, ?, ?)",
        (school, _of(connection, way), "pilot" if pilot else "member", written(at), number[0], way.address),
    )
    return int(number[0])


def set(connection: sqlite3.Connection, goal: Goal, way: Way, at: datetime) -> None:
    goals.keep(connection, goal, "made", "", _of(connection, way), at)
    plan_goal(connection, goal, at)


def announce(connection: sqlite3.Connection, key: str, school: str, way: Way, dates: Dates, at: datetime) -> None:
    person = _of(connection, way)
    if campaigns.campaign(connection, key, person, catalogue(), at) is None:
        filling.open_campaign(connection, key, person, catalogue()["numea"], f"Campagne {key}", school, at)
    steering.set_dates(connection, key, dates)
    plan_campaign(connection, campaigns.campaign(connection, key, person, catalogue(), at), at)
