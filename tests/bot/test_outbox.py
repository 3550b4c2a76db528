"""The door out: owed until taken, never twice where people would notice, shown at the next visit when in doubt."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.arrivals import Arrival
from bot.engine import Engine
from bot.limits import Limits
from bot.outbox import STORAGE_PAUSE, Gone, Outbox, TryLater, Unknown
from bot.surroundings import Surroundings
from dialogs.commands import heard
from dialogs.events import Tapped
from dialogs.replies import Radar, Screen
from frameworks.load import catalogue
from storage.database import connect
from storage.replies import Owed
from tests.chat import CHANNEL, MONDAY, Chat, Listener, chatting, counter
from tests.spoken import spoken


@dataclass
class Moody(Listener):
    """A channel that refuses as it is told: one mood a call, then it takes everything."""

    moods: list[Exception] = field(default_factory=list)
    calls: list[Owed] = field(default_factory=list)

    async def send(self, owed: Owed) -> str:
        self.calls.append(owed)
        if self.moods:
            raise self.moods.pop(0)
        return await super().send(owed)


@dataclass
class Deaf(Moody):
    """Delivers, and never says so: the answer is lost on the way, or the process dies meanwhile."""

    hanging: bool = True
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, owed: Owed) -> str:
        if self.hanging and isinstance(owed.line.reply, Radar):
            self.calls.append(owed)
            self.asked.set()
            await asyncio.Event().wait()
        return await super().send(owed)


@dataclass
class Slow(Moody):
    """Takes its time for the next call, and then asks for more."""

    slow: bool = False
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, owed: Owed) -> str:
        if self.slow:
            self.slow = False
            self.asked.set()
            await self.gate.wait()
            raise TryLater(0)
        return await super().send(owed)


@dataclass
class Drawing(Moody):
    """Draws before it sends, and the first drawing never ends."""

    endless: bool = True
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    async def prepare(self, _: Owed) -> None:
        if self.endless:
            self.asked.set()
            await asyncio.Event().wait()


async def states(chat: Chat) -> list[tuple[str, str]]:
    rows = await chat.database.transaction(  # type: ignore[union-attr]
        lambda it: it.execute("select kind, state from replies where kind <> 'said' order by id").fetchall()
    )
    return [tuple(row) for row in rows]


async def answered(chat: Chat) -> None:
    for event in (heard("/start"), Tapped("grid:paliers-etablissement"), Tapped("go:resume"), heard("Niveau 2")):
        await chat.event(event)


def screens(door: Moody) -> Iterator[Owed]:
    return (owed for owed in door.calls if isinstance(owed.line.reply, Screen))


async def test_a_screen_is_edited_in_place_by_the_name_its_channel_gave_it(tmp_path: Path) -> None:
    door = Moody()
    async with chatting(tmp_path / "palier.db", listener=door) as chat:
        await chat.event(heard("/start"))
        await chat.event(Tapped("grid:numea"))
        await chat.event(Tapped("go:help"))
    refs = [owed.line.ref for owed in screens(door)]
    assert refs == [None, f"message-{door.calls[0].line.id}", f"message-{door.calls[0].line.id}"]


async def test_a_typed_answer_gets_a_new_screen_below_it(tmp_path: Path) -> None:
    door = Moody()
    async with chatting(tmp_path / "palier.db", listener=door) as chat:
        await chat.event(heard("/start"))
        await chat.event(heard("/aide"))
    assert [owed.line.ref for owed in screens(door)] == [None, None]


async def test_a_channel_that_asks_for_time_gets_it_and_then_the_reply(tmp_path: Path) -> None:
    door, slept = Moody(moods=[TryLater(7), TryLater(3)]), []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async with chatting(tmp_path / "palier.db", listener=door) as chat:
        chat.outbox._sleep = sleep  # type: ignore[union-attr]
        assert await chat.event(heard("/start"))
    assert slept == [7, 3]
    assert len(door.calls) == 3


async def test_a_newer_screen_takes_the_place_of_one_still_waiting(tmp_path: Path) -> None:
    door, gate = Moody(moods=[TryLater(1)]), asyncio.Event()

    async def sleep(_: float) -> None:
        await gate.wait()

    async with chatting(tmp_path / "palier.db", listener=door) as chat:
        chat.outbox._sleep = sleep  # type: ignore[union-attr]
        events = [heard("/start"), Tapped("grid:numea"), Tapped("go:help"), Tapped("go:back")]
        waiting = []
        for event in events:
            waiting.append(asyncio.create_task(chat.event(event)))
            await asyncio.sleep(0.05)
        gate.set()
        await asyncio.gather(*waiting)
    assert len(door.heard["somebody"]) == 1
    assert isinstance(door.heard["somebody"][0], Screen)


async def test_a_screen_whose_answer_was_lost_is_sent_once_more_and_no_more(tmp_path: Path) -> None:
    door, slept = Moody(moods=[Unknown(), Unknown(), Unknown()]), []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async with chatting(tmp_path / "palier.db", listener=door) as chat:
        chat.outbox._sleep = sleep  # type: ignore[union-attr]
        await chat.event(heard("/start"))
        assert len(door.calls) == 2
        assert await states(chat) == [("screen", "unknown")]
        door.moods.clear()
        assert await chat.event(heard("/aide")), "the next visit is answered"
    assert slept == [STORAGE_PAUSE]


async def test_a_radar_whose_answer_was_lost_is_not_sent_again_but_shown_at_the_next_visit(tmp_path: Path) -> None:
    door = Deaf()
    async with chatting(tmp_path / "palier.db", listener=door) as chat:
        await answered(chat)
        showing = asyncio.create_task(chat.event(heard("/resultats"), "results"))
        await door.asked.wait()
        assert ("radar", "claimed") in await states(chat)
        await chat.close()  # dies between the claim and its result
        showing.cancel()
        door.hanging = False
        await chat.open()
        await chat.outbox.quiet()  # type: ignore[union-attr]
        assert sum(isinstance(owed.line.reply, Radar) for owed in door.calls) == 1
        assert ("radar", "unknown") in await states(chat)
        await chat.event(heard("/reprendre"))
        assert len(chat.radars) == 1
        assert all(state == "taken" for kind, state in await states(chat) if kind == "radar")


async def test_what_was_owed_at_a_crash_is_sent_at_the_next_start(tmp_path: Path) -> None:
    path, door = tmp_path / "palier.db", Moody(moods=[TryLater(3600)])
    chat = Chat(path, listener=door)
    await chat.open()
    waiting = asyncio.create_task(chat.event(heard("/start")))
    await asyncio.sleep(0.1)
    assert len(door.calls) == 1
    await chat.close()
    waiting.cancel()
    assert door.heard == {}
    await chat.open()
    await chat.close()
    assert len(door.heard["somebody"]) == 1


async def test_nothing_more_is_tried_where_nobody_is_left(tmp_path: Path) -> None:
    door = Moody(moods=[Gone()])
    async with chatting(tmp_path / "palier.db", listener=door) as chat:
        await chat.event(heard("/start"))
        assert len(door.calls) == 1
        await chat.close()
        await chat.open()
        assert len(door.calls) == 1


async def test_a_channel_that_breaks_in_an_unforeseen_way_does_not_stop_the_others(tmp_path: Path) -> None:
    door = Moody(moods=[ZeroDivisionError(), ZeroDivisionError()])
    async with chatting(tmp_path / "palier.db", listener=door) as chat:
        chat.outbox._sleep = lambda _: asyncio.sleep(0)  # type: ignore[union-attr]
        await chat.event(heard("/start"), address="first")
        assert await chat.event(heard("/start"), address="second")


async def test_the_marks_of_edits_ride_on_the_next_commit(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await chat.event(heard("/start"))
        commits: list[str] = []
        chat.database._conn.set_trace_callback(commits.append)  # type: ignore[union-attr]
        await chat.event(Tapped("grid:numea"))
        chat.database._conn.set_trace_callback(None)  # type: ignore[union-attr]
        assert sum(statement.lower() == "commit" for statement in commits) == 1


async def test_who_taps_now_passes_before_what_a_former_process_owed(tmp_path: Path) -> None:
    door = Moody()
    database = await connect(tmp_path / "palier.db")
    try:
        engine = Engine(database, Surroundings(catalogue(), "", True, counter()), pushed={CHANNEL})
        owed = [Arrival(f"old {n}", CHANNEL, str(n), heard("/start"), MONDAY) for n in range(20)]
        await engine.submit_all(owed)
        outbox = Outbox(database, {CHANNEL: door}, limits={CHANNEL: Limits(overall=(20.0, 6.0))})
        engine.marks, engine.told = outbox.marks, outbox.tell
        await outbox.start()
        await asyncio.sleep(0.1)
        await engine.submit(Arrival("new", CHANNEL, "new", heard("/start"), MONDAY))
        await outbox.quiet()
        await outbox.close()
    finally:
        await database.close()
    order = [call.address for call in door.calls]
    assert len(order) == 21
    assert order.index("new") < 8


async def test_what_was_on_its_way_at_an_erasure_is_not_sent_after_it(tmp_path: Path) -> None:
    door = Slow()
    async with chatting(tmp_path / "palier.db", listener=door) as chat:
        await answered(chat)
        door.slow, before = True, len(door.calls)
        asking = asyncio.create_task(chat.event(heard("/effacer")))
        await door.asked.wait()
        erasing = asyncio.create_task(chat.event(Tapped("forget")))
        await asyncio.sleep(0.1)
        door.gate.set()
        await asyncio.gather(asking, erasing)
        late = [owed.line.reply for owed in door.calls[before:]]
    assert len(late) == 1
    assert late[0] is not None
    assert "» Tout est effacé." in spoken(late[0])


async def test_only_the_newest_screen_of_an_impatient_person_is_sent_and_every_radar(tmp_path: Path) -> None:
    door, gate = Moody(), asyncio.Event()

    async def sleep(_: float) -> None:
        await gate.wait()

    async with chatting(tmp_path / "palier.db", listener=door) as chat:
        await answered(chat)
        door.moods.append(TryLater(1))
        chat.outbox._sleep, before = sleep, len(door.calls)  # type: ignore[union-attr]
        typed = ["/aide", "/resultats", "/aide", "/resultats", "/confidentialite"] + ["/aide"] * 20
        waiting = []
        for text in typed:
            waiting.append(asyncio.create_task(chat.event(heard(text))))
            await asyncio.sleep(0.01)
        gate.set()
        await asyncio.gather(*waiting)
        sent = [owed.line.reply for owed in door.calls[before + 1 :]]
        assert [isinstance(reply, Radar) for reply in sent] == [True, True, False]
        await chat.event(heard("/aide"))
        assert all(state == "taken" for _, state in (await states(chat))[:-1])


async def test_a_radar_that_was_being_drawn_at_the_end_is_sent_at_the_next_start(tmp_path: Path) -> None:
    door = Drawing()
    async with chatting(tmp_path / "palier.db", listener=door) as chat:
        await answered(chat)
        showing = asyncio.create_task(chat.event(heard("/resultats")))
        await door.asked.wait()
        await chat.close()
        showing.cancel()
        door.endless = False
        await chat.open()
        await chat.outbox.quiet()  # type: ignore[union-attr]
        assert len(chat.radars) == 1


async def test_a_chat_that_is_given_up_is_written_to_no_more(tmp_path: Path) -> None:
    door = Slow(slow=True)
    async with chatting(tmp_path / "palier.db", listener=door) as chat:
        starting = asyncio.create_task(chat.event(heard("/start")))
        await door.asked.wait()
        await chat.outbox.lost(CHANNEL, "somebody")  # type: ignore[union-attr]
        door.gate.set()
        await starting
        assert door.calls == []
        assert await states(chat) == [("screen", "taken")]
