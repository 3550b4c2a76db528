"""One school before the real engine, for what is told of it at a moment."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from bot.reminders import plan_goal
from bot.tick import tick
from dialogs.events import Said, Tapped
from dialogs.goals import Day, Goal
from dialogs.reminding import Sent
from dialogs.replies import Letter
from frameworks.load import catalogue
from storage import goals, mailboxes, people, reminders
from storage.moments import written
from storage.replies import KINDS
from storage.values import loaded
from tests.chat import CHANNEL
from tests.reminders.model import School, Way
from tests.reminders.world import World
from tests.spoken import spoken

PARIS = ("Europe/Paris", "75", "")
DUE = date(2027, 3, 19)
EVE = DUE - timedelta(days=1)
WEEK = DUE - timedelta(days=7)
"""Open days in zone C, the first a Friday."""

Lines = dict[str, list[str]]


def at(day: date, hour: int = 9, zone: str = "Europe/Paris") -> datetime:
    return datetime(day.year, day.month, day.day, hour, 5, tzinfo=ZoneInfo(zone)).astimezone(UTC)


@dataclass
class Town:
    """``p1`` pilots the school; ``p2`` and ``p3`` are in it."""

    world: World
    school: School

    async def rings(self, moment: datetime, engine: object = None) -> Lines:
        """What the clock tells then, by address, without the buttons."""
        world = self.world
        world.now = moment
        assert world.database and world.engine and world.outbox
        await tick(world.database, engine or world.engine, catalogue(), moment)  # type: ignore[arg-type]
        await world.outbox.quiet()
        return await self.letters(moment)

    async def letters(self, moment: datetime) -> Lines:
        sql = (
            "select c.address, r.body from replies r join conversations c on c.id = r.conversation"
            " where r.kind = 'letter' and r.at = ? order by r.id"
        )
        found = {}
        for address, body in await self.rows(sql, written(moment)):
            letter = loaded(KINDS["letter"], body)
            assert isinstance(letter, Letter)
            found[address] = [line for line in spoken(letter) if not line.startswith(("(", "["))]
        return found

    async def goal(self, due: date | None = DUE, leader: int = 2, **dates: date) -> str:
        subject = await self.world.sets_goal(self.school, due, leader)
        goal = await self.of(subject.id)
        first, second = dates.get("first"), dates.get("second")
        await self.keeps(goal.dating(Day.FIRST, first).dating(Day.SECOND, second))
        return subject.id

    async def keeps(self, goal: Goal, moment: datetime | None = None) -> None:
        await self.world.rows(partial(_kept, goal=goal, moment=moment or self.world.now))

    async def of(self, key: str) -> Goal:
        goal = await self.world.rows(partial(goals.of_id, key=key))
        assert goal
        return goal

    async def sent(self, key: str) -> tuple[Sent, ...]:
        return await self.world.rows(partial(reminders.sent, goal=key))

    async def taps(self, who: str, *presses: str, moment: datetime | None = None) -> None:
        """``=…`` is written."""
        self.world.now = moment or self.world.now
        for press in presses:
            await self.world.event(who, Said(press[1:]) if press.startswith("=") else Tapped(press))

    async def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        return await self.world.rows(lambda it: it.execute(sql, values).fetchall())

    async def way(self, who: str, channel: str, address: str) -> None:
        """Another way to them."""
        first = self.world.model.people[who].ways[0]

        def add(connection: sqlite3.Connection) -> None:
            met = people.conversation(connection, first.channel, first.address)
            other = people.meet(connection, channel, address, "fr", self.world.now)
            assert met
            connection.execute("update conversations set person = ? where id = ?", (met.person, other.id))
            connection.execute("delete from people where id = ?", (other.person,))

        await self.world.rows(add)
        self.world.model.people[who].ways.append(Way(channel, address, self.world.now))

    async def mailbox(self, who: str, mail: str) -> str:
        """An address of theirs, confirmed; where it is written to."""
        first = self.world.model.people[who].ways[0]

        def add(connection: sqlite3.Connection) -> str:
            met = people.conversation(connection, first.channel, first.address)
            assert met
            mailboxes.ask(connection, met.person, mail, self.world.now)
            connection.execute("update mailboxes set confirmed = asked where person = ?", (met.person,))
            (address,) = connection.execute(
                "select v.address from mailboxes b join conversations v on v.id = b.conversation where b.person = ?",
                (met.person,),
            ).fetchone()
            return str(address)

        return await self.world.rows(add)


def _kept(connection: sqlite3.Connection, goal: Goal, moment: datetime) -> None:
    goals.keep(connection, goal, "", "", 1, moment)
    plan_goal(connection, goal, moment)


@asynccontextmanager
async def a_town(path: Path, place: tuple[str, str, str] = PARIS, channel: str = CHANNEL) -> AsyncIterator[Town]:
    world = World(path / "palier.db", Random(0))
    await world.open()
    try:
        school = await world.founds(*place, channels=[channel])
        for _ in range(2):
            await world.joins(school, await world.person([channel]))
        yield Town(world, school)
    finally:
        await world.close()
