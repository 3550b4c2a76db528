"""Where the clock tells it: by the way somebody used last, by mail, or nowhere; never by half."""

from __future__ import annotations

import asyncio
import sqlite3
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot import keep
from bot.arrivals import Arrival
from bot.tick import tick
from bot.upkeep import KEPT, tidy
from dialogs.events import Asked, Knocked, Rang
from frameworks.load import catalogue
from storage import deciding, intake, people, reminders
from tests.chat import CHANNEL
from tests.reminders.town import DUE, EVE, WEEK, a_town, at

TITLE = "Rappel"


async def test_who_has_blocked_us_is_written_to_no_more_until_they_come_back(tmp_path: Path) -> None:
    async with a_town(tmp_path) as town:
        key = await town.goal()
        town.world.door.blocked.add("p2-chat")
        assert await town.rings(at(WEEK))
        assert [(it.way, it.arrived) for it in await town.sent(key)] == [(CHANNEL, False)]
        await town.world.engine.submit(  # type: ignore[union-attr]
            Arrival("knock", CHANNEL, "p2-chat", Knocked(town.school.id), at(WEEK, 10))
        )
        assert await town.rows("select lost from conversations where address = 'p2-chat'") == [(1,)]
        assert not await town.rings(at(EVE))
        newest = (await town.sent(key))[0]
        assert (newest.way, newest.arrived) == ("none", False)
        town.world.door.blocked.clear()
        town.world.now = at(EVE, 18)
        await town.world.event("p2", Asked("aide"))
        assert list(await town.rings(at(DUE))) == ["p2-chat"]


async def test_what_is_told_and_its_letter_are_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with a_town(tmp_path) as town:
        await town.goal()

        def broken(connection: sqlite3.Connection, *_: object) -> None:
            connection.execute("insert into told (reminder, person, way, at) select id, 2, 'chat', '' from reminders")
            raise RuntimeError

        with monkeypatch.context() as patched:
            patched.setattr(keep, "tell", broken)
            assert not await town.rings(at(WEEK))
        assert await town.rows("select * from told") == []
        assert "rien n'est perdu" not in str(town.world.door.heard), "they did nothing that went wrong"
        assert list(await town.rings(at(WEEK, 10))) == ["p2-chat"]


async def test_what_could_not_go_in_its_hours_is_told_in_the_next_ones_and_not_at_night(tmp_path: Path) -> None:
    async with a_town(tmp_path) as town:
        key = await town.goal()

        def outage() -> None:
            town.world.now = at(WEEK, 19) + timedelta(minutes=1)

        town.world.door.away = outage
        assert not await town.rings(at(WEEK, 18))
        assert (town.world.door.letters, await town.sent(key)) == ([], ())
        assert not await town.rings(at(WEEK, 22))
        assert not await town.rings(at(WEEK + timedelta(days=1)))
        ((_, line),) = (await town.rings(at(WEEK + timedelta(days=3)))).values()
        assert line.endswith("échéance dans 4 jours, le 19 mars 2027.")
        assert len(town.world.door.letters) == 1
        assert not await town.rings(at(WEEK + timedelta(days=3), 10))


@pytest.mark.parametrize("over", [False, True], ids=["and is told again", "unless it is over"])
async def test_what_could_not_go_is_due_again_though_others_were_told_since(tmp_path: Path, *, over: bool) -> None:
    async with a_town(tmp_path) as town:
        key, late = await town.goal(), DUE + timedelta(days=7)
        for day in (WEEK, EVE, DUE):
            await town.rings(at(day))
        await town.rows("update people set begins = 14 where id = 1")
        assert list(await town.rings(at(late))) == ["p2-chat"]
        assert list(await town.rings(at(late, 14))) == ["p1-chat"]
        ((conversation,),) = await town.rows("select id from conversations where address = 'p2-chat'")
        if over:
            await town.keeps(replace(await town.of(key), reached=late), at(late, 15))
        await town.world.rows(partial(reminders.take_back, conversation=conversation, at=at(late)))
        assert list(await town.rings(at(late + timedelta(days=4)))) == ([] if over else ["p2-chat"])


async def test_what_could_not_go_of_a_goal_that_is_reached_since_is_told_no_more(tmp_path: Path) -> None:
    async with a_town(tmp_path) as town:
        key = await town.goal()
        assert list(await town.rings(at(EVE))) == ["p2-chat"]
        ((conversation,),) = await town.rows("select id from conversations where address = 'p2-chat'")
        await town.keeps(replace(await town.of(key), reached=EVE), at(EVE, 15))
        await town.world.rows(partial(reminders.take_back, conversation=conversation, at=at(EVE)))
        assert not await town.rings(at(DUE))
        assert await town.rows("select count(*) from reminders where closed is null") == [(0,)]


async def test_within_its_hours_a_letter_waits_for_its_channel(tmp_path: Path) -> None:
    async with a_town(tmp_path) as town:
        key = await town.goal()

        def outage() -> None:
            town.world.now = at(WEEK, 18) + timedelta(minutes=54)

        town.world.door.away = outage
        await town.rings(at(WEEK, 9))
        assert town.world.now == at(WEEK, 18) + timedelta(minutes=54)
        assert [it.arrived for it in await town.sent(key)] == [True]
        assert len(town.world.door.letters) == 1


@pytest.mark.parametrize("turns", range(12))
async def test_a_stop_at_any_turn_of_the_loop_sends_a_letter_once(tmp_path: Path, turns: int) -> None:
    async with a_town(tmp_path) as town:
        await town.goal()
        world = town.world
        world.now = at(WEEK)
        assert world.database
        assert world.engine
        await tick(world.database, world.engine, catalogue(), world.now)
        for _ in range(turns):
            await asyncio.sleep(0)
        await world.close()
        await world.open()
        assert world.outbox
        await world.outbox.quiet()
        assert len(world.door.letters) == 1


async def test_by_mail_titles_alone_where_there_is_no_other_way(tmp_path: Path) -> None:
    async with a_town(tmp_path) as town:
        address = await town.mailbox("p2", "p2@exemple.fr")
        await town.world.rows(partial(people.lose, channel=CHANNEL, address="p2-chat"))
        key = await town.goal()
        assert await town.rings(at(WEEK)) == {address: [TITLE, f"Objectif {key}"]}
        assert [(it.way, it.mailed) for it in await town.sent(key)] == [("email", False)]


async def test_a_mail_goes_beside_what_is_said_in_the_chat(tmp_path: Path) -> None:
    async with a_town(tmp_path) as town:
        address = await town.mailbox("p2", "p2@exemple.fr")
        key = await town.goal()
        letters = await town.rings(at(WEEK))
        assert letters[address] == [TITLE, f"Objectif {key}"]
        assert letters["p2-chat"][1].endswith("échéance dans 7 jours, le 19 mars 2027.")
        assert [(it.way, it.mailed) for it in await town.sent(key)] == [(CHANNEL, True)]
        assert not await town.rings(at(WEEK, 10))


async def test_where_somebody_did_something_last_is_known_after_the_keys_are_forgotten(tmp_path: Path) -> None:
    async with a_town(tmp_path) as town:
        await town.way("p2", "web", "p2-web")
        await town.goal()
        ways = town.world.model.people["p2"].ways
        town.world.now = at(WEEK - timedelta(days=20))
        await town.world.event("p2", Asked("aide"), ways[0])
        await town.world.event("p2", Asked("aide"), ways[1])
        town.world.now += timedelta(minutes=1)
        await town.world.event("p2", Asked("aide"), ways[1])
        assert town.world.database
        await tidy(town.world.database, at(WEEK))
        assert at(WEEK) - town.world.now > KEPT
        assert list(await town.rings(at(WEEK))) == ["p2-web"]


async def test_being_told_by_the_clock_is_not_being_there(tmp_path: Path) -> None:
    async with a_town(tmp_path) as town:
        await town.world.dates_campaign(town.school, None, None)
        conversation = (await town.rows("select id from conversations where address = 'p2-chat'"))[0][0]
        await town.world.rows(partial(intake.remember, key="clock:2:x", conversation=conversation, at=at(WEEK)))
        found = await town.world.rows(
            partial(
                deciding.electors,
                campaign=f"c-{town.school.id}",
                channel=CHANNEL,
                address="p1-chat",
                since=at(WEEK) - timedelta(hours=2),
            )
        )
        assert [awake for (_, _, address, _), awake in found if address == "p2-chat"] == [False]


async def test_the_clock_brings_nobody_back_who_was_erased(tmp_path: Path) -> None:
    async with a_town(tmp_path) as town:
        await town.world.rows(partial(people.forget, person=2))
        assert town.world.engine
        await town.world.engine.submit(Arrival("clock:x", CHANNEL, "p2-chat", Rang(), at(WEEK)))
        assert await town.rows("select address from conversations order by id") == [("p1-chat",), ("p3-chat",)]
