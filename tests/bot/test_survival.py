"""What a release, a full disk or a stranger's bytes can do to a row: nobody else notices, and nothing is lost."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.arrivals import Arrival
from bot.outbox import TryLater
from dialogs.commands import heard
from dialogs.events import Asked, Said, Tapped
from dialogs.session import Session, State
from storage import intake
from storage.values import dumped
from tests.bot.test_outbox import Moody, states
from tests.chat import CHANNEL, MONDAY, Chat, chatting
from tests.spoken import spoken


async def ran(chat: Chat, sql: str, *values: Any) -> list[Any]:
    return await chat.database.transaction(lambda it: it.execute(sql, values).fetchall())  # type: ignore[union-attr]


async def begun(chat: Chat, address: str = "somebody") -> None:
    for event in (heard("/start"), Tapped("grid:paliers-etablissement"), Said("Pilotage")):
        await chat.event(event, address=address)


async def test_a_log_that_cannot_be_scrubbed_keeps_nobody_waiting_and_is_scrubbed_later(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await begun(chat)
        scrub, refusing = chat.database.scrub, True  # type: ignore[union-attr]
        scrubbed: list[bool] = []

        async def moody() -> None:
            if refusing:
                raise sqlite3.OperationalError("database or disk is full")
            scrubbed.append(True)
            await scrub()

        object.__setattr__(chat.database, "scrub", moody)
        await chat.say("/effacer")
        assert await asyncio.wait_for(chat.tap("Oui, tout effacer"), 5)
        assert await asyncio.wait_for(chat.say("/aide"), 5)
        assert scrubbed == []
        refusing = False
        await chat.say("/aide")
        await chat.engine.close()  # type: ignore[union-attr]
        assert scrubbed == [True]


@pytest.mark.parametrize("said", ["\ud800", "a\udfffb", "nul\x00nul"])
async def test_bytes_that_no_file_can_hold_hurt_nobody(tmp_path: Path, said: str) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await begun(chat)
        batch = [
            Arrival("a", CHANNEL, "before", Asked("start"), MONDAY),
            Arrival("b", CHANNEL, "somebody", Said(said), MONDAY, said=said),
            Arrival("c", CHANNEL, "after", Tapped(f"grid:{said}"), MONDAY),
        ]
        handled = await chat.engine.submit_all(batch)  # type: ignore[union-attr]
        assert len(handled) == 3
        assert await ran(chat, "select * from set_aside") == []


async def test_a_reply_of_another_release_is_passed_over(tmp_path: Path) -> None:
    door = Moody(moods=[TryLater(3600)])
    path = tmp_path / "palier.db"
    chat = Chat(path, listener=door)
    await chat.open()
    waiting = asyncio.create_task(chat.event(heard("/start")))
    await asyncio.sleep(0.1)
    await ran(chat, "update replies set body = replace(body, 'paragraph', 'hologram')")
    await chat.close()
    waiting.cancel()
    await chat.open()
    assert await chat.engine.history(CHANNEL, "somebody") == ()  # type: ignore[union-attr]
    assert await chat.say("/aide")
    await chat.close()


async def test_a_language_of_another_release_is_french_to_us(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await begun(chat)
        await ran(chat, "update people set language = 'tlh'")
        assert "Aide" in await chat.say("/aide")
        assert await ran(chat, "select * from set_aside") == []


@pytest.mark.parametrize("session", ["{}", "not json", '{"state": "hologram"}'])
async def test_a_session_of_another_release_finds_the_persons_campaign_again(tmp_path: Path, session: str) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await begun(chat)
        await chat.tap("Niveau 2")
        await ran(chat, "update conversations set session = ?", session)
        assert "Charte d'usage" in await chat.say("/reprendre")


async def test_a_session_in_the_middle_of_nowhere_still_gets_an_answer(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await begun(chat)
        lost = dumped(Session(State.CONFIRMING))
        await ran(chat, "update conversations set session = ?", lost)
        assert await chat.say("bonjour")
        assert "Palier : où en est le numérique dans votre établissement ?" in await chat.say("/start")


async def test_a_label_typed_is_the_button_of_another_campaign_too(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await begun(chat)
        await chat.tap("Niveau 2")
        await chat.event(Tapped("grid:numea"))
        await chat.say("/campagnes")
        assert "Paliers de maturité numérique" in " ".join(await chat.say("2"))


async def test_a_message_in_flight_is_edited_by_its_name_afterwards(tmp_path: Path) -> None:
    """The second state of a screen is committed while the first is on its way, then has to wait."""
    door = Moody()
    gate = asyncio.Event()
    send = door.send

    async def slowly(owed: Any) -> str:
        name = await send(owed)
        if owed.address == "somebody":
            await gate.wait()
        return name

    object.__setattr__(door, "send", slowly)
    async with chatting(tmp_path / "palier.db", listener=door) as chat:
        first = asyncio.create_task(chat.event(heard("/start")))
        await asyncio.sleep(0.05)
        second = asyncio.create_task(chat.event(Tapped("grid:numea")))
        await asyncio.sleep(0.05)
        other = asyncio.create_task(chat.event(heard("/start"), address="other"))
        await asyncio.sleep(0.05)
        gate.set()
        await asyncio.gather(first, second, other)
    refs = [owed.line.ref for owed in door.calls if owed.address == "somebody"]
    assert refs == [None, f"message-{door.calls[0].line.id}"]


async def test_what_waited_for_an_erased_person_is_not_sent(tmp_path: Path) -> None:
    door, gate = Moody(), asyncio.Event()

    async def sleep(_: float) -> None:
        await gate.wait()

    async with chatting(tmp_path / "palier.db", listener=door) as chat:
        await begun(chat)
        await chat.tap("Niveau 2")
        chat.outbox._sleep = sleep  # type: ignore[union-attr]
        door.moods.append(TryLater(5))
        before = len(door.heard["somebody"])
        doing = [heard("Canari canari"), heard("/effacer"), Tapped("forget")]
        tasks = []
        for event in doing:
            tasks.append(asyncio.create_task(chat.event(event)))
            await asyncio.sleep(0.05)
        gate.set()
        await asyncio.gather(*tasks)
        late = [line for reply in door.heard["somebody"][before:] for line in spoken(reply)]
    assert "» Tout est effacé." in late
    assert not any("Canari" in line for line in late)


async def test_a_radars_result_is_written_in_the_end(tmp_path: Path) -> None:
    door = Moody()
    async with chatting(tmp_path / "palier.db", listener=door) as chat:
        await begun(chat)
        await chat.tap("Niveau 2")
        outbox, refused = chat.outbox, 0
        assert outbox is not None
        transaction = chat.database.transaction  # type: ignore[union-attr]

        async def failing(work: Any) -> Any:
            nonlocal refused
            if isinstance(work, partial) and work.func.__name__ == "refused" and not refused:
                refused += 1
                raise sqlite3.OperationalError("database or disk is full")
            return await transaction(work)

        object.__setattr__(chat.database, "transaction", failing)
        outbox._sleep = lambda _: asyncio.sleep(0)
        door.moods.append(TryLater(0.01))
        await chat.say("/resultats")
        assert refused == 1
        assert len(chat.radars) == 1
        assert ("radar", "taken") in await states(chat)


async def test_keys_are_forgotten_when_no_channel_delivers_them_again(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await begun(chat)
        count = "select count(*) from events"
        assert (await ran(chat, count))[0][0] == 3
        await chat.database.transaction(partial(intake.forget_before, moment=MONDAY + timedelta(days=3)))  # type: ignore[union-attr]
        assert (await ran(chat, count))[0][0] == 0


async def test_erasing_takes_the_keys_of_a_persons_events_along(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await begun(chat)
        await begun(chat, "other")
        await chat.say("/effacer")
        await chat.tap("Oui, tout effacer")
        assert (await ran(chat, "select count(*) from events"))[0][0] == 3


async def test_a_members_new_campaign_is_the_schools_at_once(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await two_members(chat)
        reads = await chat.event(Tapped("grid:numea"), address="colleague")
        assert any("Lycée Un" in line for line in reads)


async def test_a_school_keeps_what_is_its_own_when_one_of_two_members_leaves(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await two_members(chat)
        await chat.say("/effacer")
        await chat.tap("Oui, tout effacer")
        assert await ran(chat, "select name from schools") == [("Lycée Un",)]


async def two_members(chat: Chat) -> None:
    await begun(chat)
    for said in ("/etablissement", "0750655E", "Lycée Un", "C'est bien cela"):
        await chat.say(said)
    await begun(chat, "colleague")
    await ran(
        chat,
        "insert into members (school, person, role, since, number)"
        " select s.id, c.person, 'member', '2026-11-23T09:00:00+00:00', 2"
        " from schools s, conversations c where c.address = 'colleague'",
    )


async def test_a_message_that_arrives_while_the_next_tap_is_written_is_edited_and_not_repeated(tmp_path: Path) -> None:
    """The tap's transaction has taken its marks along already when the channel names the message."""
    door, gate, arrived = Moody(), asyncio.Event(), threading.Event()
    send = door.send

    async def slowly(owed: Any) -> str:
        name = await send(owed)
        if owed.line.ref is None:
            await gate.wait()
            asyncio.get_running_loop().call_later(0.05, arrived.set)
        return name

    object.__setattr__(door, "send", slowly)
    async with chatting(tmp_path / "palier.db", listener=door) as chat:
        await asyncio.wait({asyncio.create_task(chat.event(heard("/start")))}, timeout=0.1)
        loop, outbox = asyncio.get_running_loop(), chat.outbox
        assert outbox is not None
        assert chat.engine is not None

        def marks(connection: sqlite3.Connection) -> None:
            outbox.marks(connection)
            loop.call_soon_threadsafe(gate.set)
            assert arrived.wait(5)

        chat.engine.marks = marks
        await chat.event(Tapped("grid:numea"))
    assert [owed.line.ref for owed in door.calls] == [None, f"message-{door.calls[0].line.id}"]
