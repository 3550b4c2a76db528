"""Twelve schools, one a French time zone, before the real engine and a real file; and what the model says of them."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.arrivals import Arrival, NotKept
from bot.engine import Engine
from bot.outbox import Outbox
from bot.surroundings import Surroundings
from bot.tick import tick
from bot.upkeep import tidy
from dialogs.campaign import Dates
from dialogs.campaign import School as Founded
from dialogs.events import Event, Said
from dialogs.goals import Day, Goal, Standing
from dialogs.replies import Letter
from frameworks.load import catalogue
from storage import goals
from storage.database import Connection, connect
from storage.moments import written
from storage.replies import KINDS
from storage.values import loaded
from tests.chat import CHANNEL, counter, secrets
from tests.reminders import rows
from tests.reminders.days import Closed, closed
from tests.reminders.ends import Blocking, Stopped, Stopping, undone
from tests.reminders.model import Line, Model, Person, School, Subject, Way, of_campaign, of_goal
from tests.reminders.reading import lines_of

T = TypeVar("T")
BEGINS = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
NEVER = BEGINS - timedelta(days=1)
WEB = "web"
ENDS = ("between two", "cancelled", "before the commit", "before a call", "in a call")
"""Where a process ends while it tells what is due."""


@dataclass
class World:
    path: Path
    random: Random
    now: datetime = BEGINS
    door: Blocking = field(default_factory=Blocking)
    model: Model = field(default_factory=Model)
    schools: list[School] = field(default_factory=list)
    names: Callable[[], int] = field(default_factory=lambda: itertools.count(1).__next__)
    letters: int = 0
    passed: int = 0
    """Lines that said that their day was long past."""

    stops: int = 0
    """How often the process ended in the middle of a tick."""

    database: Connection | None = None
    engine: Engine | None = None
    outbox: Outbox | None = None
    fresh: Callable[[], str] = field(default_factory=counter)
    token: Callable[[], str] = field(default_factory=secrets)

    async def open(self) -> None:
        self.database = await connect(self.path)
        self.engine = Engine(self.database, Surroundings(catalogue(), "", True, self.fresh, self.token), {CHANNEL})
        self.outbox = Outbox(self.database, {CHANNEL: self.door}, now=lambda: self.now)
        self.engine.marks, self.engine.told = self.outbox.marks, self.outbox.tell
        await self.outbox.start()
        await self.outbox.quiet()

    async def close(self) -> None:
        if self.engine and self.outbox and self.database:
            await self.engine.close()
            await self.outbox.close()
            await self.database.close()
        self.engine = None

    async def rows(self, work: Callable[[sqlite3.Connection], T]) -> T:
        assert self.database
        return await self.database.transaction(work)

    async def event(self, who: str, event: Event, way: Way | None = None) -> None:
        """Something that the person does, where they like to."""
        assert self.engine and self.outbox
        there = [it for it in self.model.people[who].ways if not it.blocked]
        way = way or self.random.choice(there)
        way.last, way.lost = self.now, False
        said = event.text if isinstance(event, Said) else ""
        arrival = Arrival(f"event:{self.names()}", way.channel, way.address, event, self.now, "fr", said)
        handled = await self.engine.submit(arrival)
        await self.outbox.quiet()
        assert handled.fresh

    async def tidies(self) -> None:
        """What the house forgets by itself, the keys of old events among it."""
        assert self.database
        await tidy(self.database, self.now)

    async def tick(self, most: int | None = None) -> None:
        """The clock looks; what it tells is compared with what the model says."""
        assert self.database and self.engine and self.outbox
        stopping = Stopping(self.engine, most) if most is not None else None
        end = self.random.choice(ENDS) if stopping else ""
        if stopping is not None:
            stopping.cancels, self.door.dies = end == "cancelled", end == "in a call"
            if end == "before a call":
                self.engine.told = lambda _: None
            if end == "before the commit":
                self.engine._batch = partial(undone, self.engine._batch)  # type: ignore[method-assign]
        unheard = self.door.dies
        try:
            found = await tick(self.database, stopping or self.engine, catalogue(), self.now)  # type: ignore[arg-type]
        except (Stopped, NotKept):
            found = 1
        if end == "cancelled":
            await self.engine.close()
        await self.outbox.quiet()
        if stopping is not None:
            self.stops += 1
            await self.close()
            self.door.dies = False
            await self.open()
        expected = self.model.tick(self.now, stopping.reached if stopping else None, unheard=unheard)
        told = await self.rows(partial(_letters, at=self.now)) if found or expected else {}
        said = {where: (len(lines) + more, lines) for where, (lines, more) in told.items()}
        wanted = {where: (len(lines), lines & said.get(where, (0, lines))[1]) for where, lines in expected.items()}
        assert said == wanted, f"{self.now}: {told} instead of {expected}"
        self.letters += len(told)
        self.passed += sum(passed for lines, _ in told.values() for passed, *_ in lines)

    async def sees(self, subject: Subject) -> Goal | None:
        """The goal as it is now becomes the model's."""
        goal = await self.rows(partial(goals.of_id, key=subject.id))
        if goal is not None:
            over = not goal.running or goal.hushed or Standing.DONE in {goal.first.standing, goal.second.standing}
            subject.dates = {"due": goal.due, "first": goal.first.day, "second": goal.second.day}
            subject.leader = goal.pilot
            named = {} if over else of_goal(subject.school, subject.dates)
            subject.changed(named, subject.school.today(self.now), over=over)
        return goal

    async def replans(self, school: School, days: Closed) -> None:
        """Other days are closed from now on."""
        school.closed = days
        for subject in self.model.subjects.values():
            if subject.school is school and subject.goal:
                await self.sees(subject)
            elif subject.school is school:
                dates = of_campaign(school, subject.dates["closing"], subject.dates["next"])
                subject.changed(dates, school.today(self.now))

    async def person(self, channels: Sequence[str] = ()) -> str:
        """Somebody with one way or two: a pushed one, and one that is read back."""
        number = self.names()
        name = f"p{number}"
        channels = channels or self.random.choice([[CHANNEL], [CHANNEL], [WEB], [CHANNEL, WEB]])
        ways = [Way(channel, f"{name}-{channel}", NEVER) for channel in channels]
        await self.rows(partial(rows.meet, ways=ways, at=self.now))
        self.model.people[name] = Person(name, ways)
        return name

    async def joins(self, school: School, who: str, *, pilot: bool = False) -> None:
        way = self.model.people[who].ways[0]
        number = await self.rows(partial(rows.join, school=school.id, way=way, pilot=pilot, at=self.now))
        school.members[number] = who
        if pilot:
            school.pilots.add(number)

    async def founds(self, zone: str, departement: str, subdivision: str, channels: Sequence[str] = ()) -> School:
        key = f"s{len(self.schools)}"
        who = await self.person(channels)
        founded = Founded(key, f"École {zone}", departement, zone)
        way = self.model.people[who].ways[0]
        await self.rows(partial(rows.found, founded=founded, way=way, at=self.now))
        school = School(key, ZoneInfo(zone), closed(departement, subdivision), {1: who}, {1})
        self.schools.append(school)
        return school

    async def sets_goal(self, school: School, due: date | None, leader: int) -> Subject:
        key = f"g{self.names()}"
        made = school.members[min(school.pilots)]
        first, second = (school.after(due - timedelta(days=span)) for span in (60, 25)) if due else (None, None)
        goal = Goal(key, school.id, "numea", "q", "s", 1, "Là", "Ceci", self.now, wording=f"Objectif {key}", due=due)
        if self.random.random() < 0.6:
            goal = goal.dating(Day.FIRST, first).dating(Day.SECOND, second)
        goal = _led(goal, leader)
        await self.rows(partial(rows.set, goal=goal, way=self.model.people[made].ways[0], at=self.now))
        subject = self.model.subjects[key] = Subject(key, school, f"Objectif {key}")
        await self.sees(subject)
        return subject

    async def dates_campaign(self, school: School, closes: date | None, then: date | None) -> None:
        key = f"c-{school.id}"
        way = self.model.people[school.members[min(school.pilots)]].ways[0]
        dates = Dates(closes=closes, next=then)
        await self.rows(partial(rows.announce, key=key, school=school.id, way=way, dates=dates, at=self.now))
        subject = self.model.subjects.setdefault(key, Subject(key, school, f"Campagne {key}", goal=False))
        subject.dates = {"closing": closes, "next": then}
        subject.changed(of_campaign(school, closes, then), school.today(self.now))


def _led(goal: Goal, leader: int) -> Goal:
    return replace(goal, pilot=leader, led_by="" if leader else "Une voisine")


def _letters(connection: sqlite3.Connection, at: datetime) -> dict[tuple[str, str], tuple[set[Line], int]]:
    rows = connection.execute(
        "select c.channel, c.address, r.body from replies r join conversations c on c.id = r.conversation"
        " where r.kind = 'letter' and r.at = ?",
        (written(at),),
    ).fetchall()
    found: dict[tuple[str, str], tuple[set[Line], int]] = {}
    for channel, address, body in rows:
        assert (channel, address) not in found, "two letters at one moment"
        letter = loaded(KINDS["letter"], body)
        assert isinstance(letter, Letter)
        found[channel, address] = lines_of(letter)
    return found


def told(connection: sqlite3.Connection) -> list[tuple[str, str, str, str, str]]:
    """Of what, its kind, the day by the rule, whose way, when."""
    return connection.execute(
        "select coalesce(n.goal, n.campaign), n.kind, n.wanted, (select c.address from conversations c"
        " where c.person = t.person order by c.id limit 1), t.at from told t join reminders n on n.id = t.reminder"
    ).fetchall()
