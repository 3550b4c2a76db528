"""A year of twelve schools, by the hour: goals that change, people who come and go, a process that stops anywhere."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from tests.reminders.days import ZONES
from tests.reminders.deeds import DEEDS, new_dates, new_goal, new_hours
from tests.reminders.world import BEGINS, World, told

DAYS = 365
GOALS = 4
STOP = 0.0015
"""How often, an hour, the process stops for days."""

KILL = 0.02
BUSY = 0.07
"""How often, before and after each look, somebody does something."""


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
    before, then, after = (hour + timedelta(minutes=it) for it in sorted(world.random.sample(range(60), 3)))
    await _deed(world, before)
    world.now = then
    await world.tick(world.random.choice([0, 0, 1, 2]) if world.random.random() < KILL else None)
    await _deed(world, after)


async def _deed(world: World, moment: datetime) -> None:
    if world.random.random() < BUSY:
        world.now = moment
        await world.random.choice(DEEDS)(world)


async def _settled(world: World) -> None:
    for zone, departements, subdivision in ZONES:
        school = await world.founds(zone, world.random.choice(departements), subdivision)
        for _ in range(world.random.choice([2, 3])):
            await world.joins(school, await world.person())
        await world.joins(school, await world.person(), pilot=True)
        for _ in range(GOALS):
            await new_goal(world, school)
        await new_dates(world, school)
    for _ in range(2):  # two who are in two schools, whose clocks are not the same
        here, there = world.random.sample(world.schools, 2)
        await world.joins(there, here.members[2])
    for name in list(world.model.people):
        if world.random.random() < 0.4:
            await new_hours(world, name)


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
