"""What people do in a year: with their goals, their hours, their teams, and to the bot."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from functools import partial

from bot.arrivals import Arrival
from bot.reminders import plan_school
from dialogs.calendar import Period
from dialogs.campaign import School as Founded
from dialogs.events import Asked, Knocked, Said, Tapped
from dialogs.goals import Goal
from frameworks.load import catalogue
from storage import holidays, schools, team
from tests.chat import CHANNEL
from tests.reminders.days import ZONES, closed
from tests.reminders.model import Person, School, Subject, Way
from tests.reminders.world import World

HOURS = ((8, 19), (8, 12), (12, 14), (14, 19), (17, 19))


async def new_goal(world: World, school: School) -> Subject:
    leader = world.random.choice([0, *school.members])
    return await world.sets_goal(school, _ahead(world, school) if world.random.random() < 0.9 else None, leader)


async def new_dates(world: World, school: School) -> None:
    today = school.today(world.now)
    closes = today + timedelta(days=world.random.randrange(1, 120))
    await world.dates_campaign(school, closes, closes + timedelta(days=world.random.randrange(30, 200)))


def _ahead(world: World, school: School) -> date:
    return school.today(world.now) + timedelta(days=world.random.randrange(0, 200))


async def new_hours(world: World, name: str) -> None:
    hours = world.random.choice(HOURS)
    if not _can(world.model.people[name]):
        return
    way = world.random.choice([it for it in world.model.people[name].ways if not it.blocked])
    await world.event(name, Asked("rappels"), way)
    await world.event(name, Tapped(f"hours:{hours[0]}:{hours[1]}"), way)
    world.model.people[name].hours = hours


def _can(person: Person) -> bool:
    return any(not it.blocked for it in person.ways)


def _someone(world: World) -> str:
    return world.random.choice(list(world.model.people))


def _some_goal(world: World) -> tuple[Subject, str, Way] | None:
    """A goal, and a pilot or its leader who can do something, where they do it."""
    subject = world.random.choice([it for it in world.model.subjects.values() if it.goal])
    school = subject.school
    those = [school.members[it] for it in {*school.pilots, subject.leader} if it in school.members]
    able = [it for it in sorted(those) if _can(world.model.people[it])]
    if not able:
        return None
    who = world.random.choice(able)
    return subject, who, world.random.choice([it for it in world.model.people[who].ways if not it.blocked])


def _of_a_goal(press: Callable[[World, Subject], tuple[str, ...]]) -> Callable[[World], Awaitable[None]]:
    """What somebody taps or writes ("=…") of a goal."""

    async def deed(world: World) -> None:
        if (found := _some_goal(world)) is None:
            return
        subject, who, way = found
        for word in press(world, subject):
            await world.event(who, Said(word[1:]) if word.startswith("=") else Tapped(word), way)
            await world.sees(subject)

    return deed


def _dated(world: World, subject: Subject) -> tuple[str, ...]:
    field = world.random.choice(["due", "due", "first", "second"])
    day = _ahead(world, subject.school)
    return (f"field:{subject.id}:{field}", f"={day:%d/%m/%Y}")


def _back_and_forth(world: World, subject: Subject) -> tuple[str, ...]:
    """The échéance changed, and changed back."""
    day, due = _ahead(world, subject.school), subject.dates["due"]
    there = (f"field:{subject.id}:due", f"={day:%d/%m/%Y}")
    return (*there, f"field:{subject.id}:due", f"={due:%d/%m/%Y}") if due else there


def _stood(world: World, subject: Subject) -> tuple[str, ...]:
    which = world.random.choice(["first", "second"])
    return (f"stand:{subject.id}:{which}:{world.random.choice(['done', 'doing', 'idle'])}",)


def _led(world: World, subject: Subject) -> tuple[str, ...]:
    return (f"field:{subject.id}:pilot", f"led:{subject.id}:{world.random.choice([0, *subject.school.members])}")


def _ended(world: World, subject: Subject) -> tuple[str, ...]:
    return (world.random.choice([f"reach:{subject.id}", f"drop:{subject.id}:now", f"hush:{subject.id}"]),)


def _begun(_: World, subject: Subject) -> tuple[str, ...]:
    return (f"revive:{subject.id}", f"unhush:{subject.id}")


async def _snoozed(world: World) -> None:
    if (found := _some_goal(world)) is None:
        return
    subject, who, way = found
    goal = await world.sees(subject)
    assert isinstance(goal, Goal)
    days = world.random.choice([3, 7, 20])
    today = subject.school.today(world.now)
    until = today + timedelta(days=days)
    if days == 20:
        await world.event(who, Tapped(f"field:{subject.id}:again"), way)
        await world.event(who, Said(f"{until:%d/%m/%Y}"), way)
    else:
        await world.event(who, Tapped(f"snooze:{subject.id}:{days}"), way)
    if goal.running:
        subject.put_off(until, today)
    await world.sees(subject)


async def _another_goal(world: World) -> None:
    await new_goal(world, world.random.choice(world.schools))


async def _other_dates(world: World) -> None:
    await new_dates(world, world.random.choice(world.schools))


async def _other_hours(world: World) -> None:
    await new_hours(world, _someone(world))


async def _visited(world: World) -> None:
    who = _someone(world)
    if _can(world.model.people[who]):
        await world.event(who, Asked("aide"))


async def _blocked(world: World) -> None:
    """Somebody blocks the bot, or comes back."""
    person = world.model.people[_someone(world)]
    for way in person.ways:
        if way.channel == CHANNEL and way.address in world.door.blocked:
            world.door.blocked.remove(way.address)
            way.blocked = False
            await world.event(person.name, Asked("aide"), way)
        elif way.channel == CHANNEL:
            world.door.blocked.add(way.address)
            way.blocked = True


async def _spoken_to(world: World) -> None:
    """Others' events happen in somebody's conversation: it does not bring them back."""
    person = world.model.people[_someone(world)]
    assert world.engine
    for way in person.ways:
        arrival = Arrival(f"event:{world.names()}>1", way.channel, way.address, Knocked("nowhere"), world.now)
        await world.engine.submit(arrival)


async def _removed(world: World) -> None:
    school = world.random.choice(world.schools)
    others = sorted(school.members.keys() - school.pilots)
    if len(others) < 2:
        await world.joins(school, await world.person())
        return
    number = world.random.choice(others)
    await world.rows(partial(team.remove, school=school.id, number=number))
    who = school.members.pop(number)
    if not any(who in it.members.values() for it in world.schools):
        world.model.forget(who)


async def _erased(world: World) -> None:
    """/effacer; one pilot at least stays."""
    who = _someone(world)
    piloted = [it for it in world.schools for number in it.pilots if it.members[number] == who]
    if any(len(it.pilots) < 2 for it in piloted) or not _can(world.model.people[who]):
        return
    way = next(it for it in world.model.people[who].ways if not it.blocked)
    await world.event(who, Asked("effacer"), way)
    await world.event(who, Tapped("forget"), way)
    for school in world.schools:
        for number in [number for number, name in school.members.items() if name == who]:
            del school.members[number]
            school.pilots.discard(number)
    world.model.forget(who)
    heir = world.random.choice(world.schools)
    await world.joins(heir, await world.person(), pilot=len(heir.pilots) < 2)


async def _moved(world: World) -> None:
    """The school of the mainland is in another zone from now on."""
    school, (zone, departements, _) = world.schools[0], ZONES[0]
    departement = world.random.choice(departements)
    described = Founded(school.id, f"École {zone}", departement, zone)

    def describe(connection: sqlite3.Connection) -> None:
        schools.describe(connection, described)
        plan_school(connection, catalogue(), school.id, world.now)

    await world.rows(describe)
    await world.replans(school, closed(departement, ""))


async def _imported(world: World) -> None:
    """The school holidays of a territory overseas, where nobody knew them; planned by at the next tick."""
    school, (_, (departement, *_), subdivision) = world.random.choice([*zip(world.schools, ZONES, strict=True)][1:])
    if await world.rows(
        lambda it: it.execute("select 1 from school_holidays where zone = ?", (departement,)).fetchone()
    ):
        return
    first = school.today(world.now) + timedelta(days=world.random.randrange(1, 60))
    spans = [Period(first + timedelta(days=away), first + timedelta(days=away + 15), "Vacances") for away in (0, 70)]
    await world.rows(partial(holidays.keep, zone=departement, periods=spans, at=world.now))
    before = closed(departement, subdivision)
    await world.replans(school, lambda day: before(day) or any(day in span for span in spans))


DEEDS: tuple[Callable[[World], Awaitable[None]], ...] = (
    *map(_of_a_goal, (_dated, _dated, _back_and_forth, _stood, _led, _led, _ended, _ended, _begun, _begun, _begun)),
    *(_snoozed, _snoozed, _snoozed, _snoozed),
    *(
        _another_goal,
        _other_dates,
        _other_dates,
        _other_hours,
        _visited,
        _blocked,
        _blocked,
        _spoken_to,
        _removed,
        _erased,
        _moved,
        _imported,
    ),
)
