"""A reminder put off: nothing before its day, and nothing lost by it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.reminders.town import DUE, EVE, WEEK, a_town, at


async def test_a_delay_holds_its_promise_and_tells_what_it_covered(tmp_path: Path) -> None:
    """From J-7 to the Sunday after the échéance's eve: nothing until the Friday, and the day itself in it."""
    async with a_town(tmp_path) as town:
        key = await town.goal()
        assert await town.rings(at(WEEK))
        await town.taps("p2", f"field:{key}:again", "=21/03/2027", moment=at(WEEK, 10))
        assert "rien avant le vendredi 19 mars 2027" in str(town.world.door.heard)
        assert not await town.rings(at(EVE))
        assert len((await town.rings(at(DUE)))["p2-chat"]) == 2
        assert not await town.rings(at(DUE, 10))


async def test_the_last_delay_is_the_one(tmp_path: Path) -> None:
    async with a_town(tmp_path) as town:
        key = await town.goal()
        assert await town.rings(at(WEEK))
        await town.taps("p2", f"snooze:{key}:7", f"snooze:{key}:3", moment=at(WEEK, 10))
        days = [WEEK + timedelta(days=number) for number in range(9)]
        assert [day for day in days for hour in (11, 12) if await town.rings(at(day, hour))] == [
            WEEK + timedelta(days=3),
            EVE,
            DUE,
        ]


async def test_the_same_date_is_chosen_twice(tmp_path: Path) -> None:
    """Put off to Easter Monday: told on the day before it that is open, and put off to it again."""
    async with a_town(tmp_path) as town:
        key = await town.goal(date(2027, 5, 28))
        friday, monday = date(2027, 3, 26), "=29/03/2027"
        await town.taps("p2", f"field:{key}:again", monday, moment=at(date(2027, 3, 24)))
        assert await town.rings(at(friday))
        await town.taps("p2", f"field:{key}:again", monday, moment=at(friday, 10))
        assert not await town.rings(at(friday, 11))
        assert await town.rings(at(date(2027, 3, 30)))


async def test_a_delay_of_a_goal_that_ends_and_begins_again_takes_nothing_away(tmp_path: Path) -> None:
    async with a_town(tmp_path) as town:
        key = await town.goal()
        assert await town.rings(at(WEEK))
        await town.taps("p2", f"field:{key}:again", "=24/03/2027", f"reach:{key}", moment=at(WEEK, 10))
        await town.taps("p2", f"revive:{key}", moment=at(WEEK, 11))
        assert [day for day in (EVE, DUE, date(2027, 3, 24)) if await town.rings(at(day))] == [EVE, DUE]


async def test_a_new_date_is_not_told_before_the_delay_is_over(tmp_path: Path) -> None:
    async with a_town(tmp_path) as town:
        key = await town.goal()
        await town.taps("p2", f"field:{key}:again", "=16/03/2027", moment=at(WEEK, 10))
        await town.taps("p2", f"field:{key}:due", "=22/03/2027", moment=at(WEEK, 11))
        days = [WEEK + timedelta(days=number) for number in range(12)]
        assert [day for day in days if await town.rings(at(day))] == [date(2027, 3, 16), DUE, date(2027, 3, 22)]


@pytest.mark.parametrize("press", ["stand:{}:first:done", "reach:{}", "drop:{}:now", "hush:{}"])
async def test_nothing_is_told_once_it_is_over_not_even_what_was_put_off(tmp_path: Path, press: str) -> None:
    async with a_town(tmp_path) as town:
        key = await town.goal(first=EVE)
        await town.taps("p2", f"snooze:{key}:7", press.format(key), f"snooze:{key}:3", moment=at(WEEK, 8))
        days = [WEEK + timedelta(days=number) for number in range(60)]
        assert not [day for day in days if await town.rings(at(day))]


async def test_a_delay_does_not_hide_from_the_pilots_that_a_goal_is_late(tmp_path: Path) -> None:
    async with a_town(tmp_path) as town:
        key = await town.goal()
        for day in (WEEK, EVE, DUE):
            await town.rings(at(day))
        await town.taps("p2", f"field:{key}:again", "=02/04/2027", moment=at(DUE, 10))
        days = [DUE + timedelta(days=number) for number in range(1, 20)]
        told = {day: await town.rings(at(day)) for day in days}
        assert {day: sorted(letters) for day, letters in told.items() if letters} == {
            date(2027, 4, 2): ["p1-chat", "p2-chat"]
        }
        assert len(told[date(2027, 4, 2)]["p2-chat"]) == 2, "one line"
