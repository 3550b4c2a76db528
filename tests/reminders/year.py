"""A year of twelve schools, by the hour: goals that change, people who come and go, a process that stops anywhere."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random

from dialogs.events import Asked, Said, Tapped
from dialogs.goals import Goal
from storage import team
from tests.chat import CHANNEL
from tests.reminders.days import ZONES
from tests.reminders.model import Person, School, Subject, Way
from tests.reminders.world import BEGINS, World, told

DAYS = 365
GOALS = 4
HOURS = ((8, 19), (8, 12), (12, 14), (14, 19), (17, 19))
STOP = 0.0015
"""How often, an hour, the process stops for days."""

KILL = 0.02
BUSY = 0.12
"""How often, an hour, somebody does something."""


async def a_year(path: Path, seed: int, days: int = DAYS) -> World:
    """Raises AssertionError at the first difference between what is told and what the model says."""
    world = World(path, Random(seed))
    await world.open()
    try:
        await _settled(world)
        ends = BEGINS + timedelta(days=days)
        hour = BEGINS
        while hour < ends:
            if world.random.random() < STOP:
                await world.close()
                hour += timedelta(days=world.random.choice([1, 3, 10, 14, 30]), hours=world.random.randrange(24))
                await world.open()
            await _an_hour(world, hour)
            if hour.hour == 0:
                await world.tidies()
            hour += timedelta(hours=1)
        await _compared(world)
    finally:
        await world.close()
    return world


async def _an_hour(world: World, hour: datetime) -> None:
    minutes = sorted(world.random.sample(range(60), 2))
    if world.random.random() < BUSY:
        world.now = hour + timedelta(minutes=minutes[0])
        await world.random.choice(DEEDS)(world)
    world.now = hour + timedelta(minutes=minutes[1])
    await world.tick(world.random.choice([0, 0, 1, 2]) if world.random.random() < KILL else None)


async def _settled(world: World) -> None:
    for zone, departements, subdivision in ZONES:
        school = await world.founds(zone, world.random.choice(departements), subdivision)
        for _ in range(world.random.choice([2, 3])):
            await world.joins(school, await world.person())
        await world.joins(school, await world.person(), pilot=True)
        for _ in range(GOALS):
            await _goal(world, school)
        await _campaign(world, school)
    for _ in range(2):  # two who are in two schools, whose clocks are not the same
        here, there = world.random.sample(world.schools, 2)
        await world.joins(there, here.members[2])
    for name in list(world.model.people):
        if world.random.random() < 0.4:
            await _hours_of(world, name)


async def _goal(world: World, school: School) -> Subject:
    leader = world.random.choice([0, *school.members])
    return await world.sets_goal(school, _ahead(world, school) if world.random.random() < 0.9 else None, leader)


async def _campaign(world: World, school: School) -> None:
    today = school.today(world.now)
    closes = today + timedelta(days=world.random.randrange(1, 120))
    await world.dates_campaign(school, closes, closes + timedelta(days=world.random.randrange(30, 200)))


def _ahead(world: World, school: School) -> date:
    return school.today(world.now) + timedelta(days=world.random.randrange(0, 200))


async def _hours_of(world: World, name: str) -> None:
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


async def _new_goal(world: World) -> None:
    await _goal(world, world.random.choice(world.schools))


async def _new_dates(world: World) -> None:
    await _campaign(world, world.random.choice(world.schools))


async def _new_hours(world: World) -> None:
    await _hours_of(world, _someone(world))


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


DEEDS: tuple[Callable[[World], Awaitable[None]], ...] = (
    *map(_of_a_goal, (_dated, _dated, _back_and_forth, _stood, _led, _led, _ended, _ended, _begun, _begun, _begun)),
    *(_snoozed, _snoozed, _snoozed, _snoozed),
    *(_new_goal, _new_dates, _new_dates, _new_hours, _visited, _blocked, _blocked, _removed, _erased),
)


async def _compared(world: World) -> None:
    """Row by row: of what, which promise of it, to whom, on which local date. And no letter went out twice."""
    zones = {it.id: it.school.zone for it in world.model.subjects.values()}
    whose = {it.ways[0].address: it.name for it in world.model.people.values()}
    rows = {
        (subject, kind, date.fromisoformat(wanted), whose[address], _local(at, zones[subject]))
        for subject, kind, wanted, address, at in await world.rows(told)
        if address in whose
    }
    missing, strange = world.model.told - rows, rows - world.model.told
    assert not missing, f"never told: {sorted(missing)[:5]}"
    assert not strange, f"told though not promised: {sorted(strange)[:5]}"
    assert len(world.door.letters) == len(set(world.door.letters)), "a letter went out twice"


def _local(at: str, zone: object) -> date:
    return datetime.fromisoformat(at).astimezone(zone or UTC).date()  # type: ignore[arg-type]
