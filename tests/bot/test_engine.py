"""The door in: exactly one effect a key, nobody blocked, nothing half saved, nothing of anybody else's."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.arrivals import Arrival, NotKept
from bot.engine import CROWD, FEW, MOST
from dialogs.commands import heard
from dialogs.events import Asked, Event, Said, Tapped
from frameworks.load import catalogue
from storage import campaigns, people
from tests.chat import CHANNEL, MONDAY, Chat, chatting
from tests.spoken import spoken

SECRET = "Lunettes vertes de madame Zibeline"


def answers(chat: Chat, address: str = "somebody") -> Any:
    def read(connection: sqlite3.Connection) -> dict[str, Any]:
        met = people.conversation(connection, CHANNEL, address)
        assert met is not None
        found = campaigns.campaign(connection, met.session.campaign, met.person, chat.engine._around.frameworks, MONDAY)  # type: ignore[union-attr]
        return dict(found.answers) if found else {}

    return chat.database.transaction(read)  # type: ignore[union-attr]


async def begun(chat: Chat, address: str = "somebody") -> None:
    for event in (heard("/start"), Tapped("grid:paliers-etablissement"), Said("Pilotage")):
        await chat.event(event, address=address)


async def test_a_redelivered_event_counts_once_and_is_answered_with_the_screen(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await begun(chat)
        first = chat.button("Niveau 2").press
        await chat.event(Tapped(first), "same")
        await chat.tap("Niveau 1")
        where = spoken(chat.screen)
        assert await chat.event(Tapped(first.replace(":2", ":3")), "same") == where
        assert await answers(chat) == {"instance-numerique": 2, "charte-usage": 1}
        assert not chat.handled[-1].fresh


async def test_the_next_event_after_a_restart_finds_the_key_again(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await begun(chat)
        press = chat.button("Niveau 2").press
        await chat.event(Tapped(press), "same")
        await chat.reopen()
        await chat.event(Tapped(press.replace(":2", ":0")), "same")
        assert await answers(chat) == {"instance-numerique": 2}


async def test_a_double_tap_counts_once_and_skips_no_question(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await begun(chat)
        press = chat.button("Niveau 2").press
        await asyncio.gather(*(chat.event(Tapped(press)) for _ in range(10)))
        assert await answers(chat) == {"instance-numerique": 2}
        assert "Charte d'usage" in spoken(chat.screen)


@pytest.mark.parametrize(
    ("waiting", "commits"), [(FEW, 1), (CROWD, CROWD // FEW), (CROWD + 1, 1), (MOST, 1), (MOST + 1, 2)]
)
async def test_few_at_a_time_are_one_commit_and_a_crowd_all_at_once(tmp_path: Path, waiting: int, commits: int) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        statements: list[str] = []
        chat.database._conn.set_trace_callback(statements.append)  # type: ignore[union-attr]
        people_ = [Arrival(f"k{n}", CHANNEL, f"person {n}", Asked("start"), MONDAY) for n in range(waiting)]
        await chat.engine.submit_all(people_)  # type: ignore[union-attr]
        chat.database._conn.set_trace_callback(None)  # type: ignore[union-attr]
        assert sum(statement.lower() == "commit" for statement in statements) == commits


async def test_a_step_that_raises_is_set_aside_answered_and_blocks_nobody(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await begun(chat)
        fresh, broken = chat.engine._around.fresh, True  # type: ignore[union-attr]

        def failing() -> str:
            if broken:
                raise RuntimeError(SECRET)
            return fresh()

        object.__setattr__(chat.engine._around, "fresh", failing)  # type: ignore[union-attr]
        with caplog.at_level(logging.DEBUG):
            reads = await chat.event(Said(SECRET), "poison")
        assert reads == ["Quelque chose n'a pas marché ici ; rien n'est perdu. Continuez, ou écrivez /aide."]
        assert SECRET not in caplog.text
        assert "RuntimeError" in caplog.text
        broken = False
        rows = await chat.database.transaction(lambda it: it.execute("select * from set_aside").fetchall())  # type: ignore[union-attr]
        assert len(rows) == 1
        assert SECRET not in str(rows)
        assert "Instance numérique" in await chat.say("/reprendre")


async def test_a_failing_event_takes_nothing_of_its_neighbours_with_it(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        calls = iter(range(100))
        fresh = chat.engine._around.fresh  # type: ignore[union-attr]

        def second_fails() -> str:
            if next(calls) in (1, 2):  # its step, and its screen
                raise RuntimeError
            return fresh()

        object.__setattr__(chat.engine._around, "fresh", second_fails)  # type: ignore[union-attr]
        batch = [Arrival(f"k{n}", CHANNEL, f"p{n}", Tapped("grid:numea"), MONDAY) for n in range(3)]
        handled = await chat.engine.submit_all(batch)  # type: ignore[union-attr]
        assert [one.understood for one in handled] == [True, False, True]
        opened = await chat.database.transaction(lambda it: it.execute("select count(*) from campaigns").fetchone())  # type: ignore[union-attr]
        assert opened == (2,)


async def test_a_full_disk_saves_nothing_says_so_and_takes_the_same_event_later(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await begun(chat)
        pages = await limited(chat, full=True)
        failed: tuple[Event, str] | None = None
        for number in range(200):
            doing: tuple[Event, str] = (Said(f"note {number} " + "x" * 900), f"text {number}")
            try:
                await chat.event(*doing)
                doing = (Tapped(chat.button("Garder").press), f"tap {number}")
                await chat.event(*doing)
            except NotKept:
                failed = doing
                break
        assert failed is not None, "the disk never filled"
        assert not await known(chat, failed[1])
        await limited(chat, pages=pages)
        await chat.event(*failed)
        assert chat.handled[-1].fresh
        assert await known(chat, failed[1])
        await chat.say("/reprendre")
        await chat.tap("Niveau 2")
        assert (await answers(chat))["instance-numerique"] == 2


async def known(chat: Chat, key: str) -> bool:
    def found(connection: sqlite3.Connection) -> bool:
        return connection.execute("select 1 from events where key = ?", (key,)).fetchone() is not None

    assert chat.database
    return await chat.database.transaction(found)


async def limited(chat: Chat, *, full: bool = False, pages: int = 0) -> int:
    """A disk as full as the database is now, or given back."""

    def limit() -> int:
        connection = chat.database._conn  # type: ignore[union-attr]
        before = int(connection.execute("pragma max_page_count").fetchone()[0])
        now = int(connection.execute("pragma page_count").fetchone()[0])
        connection.execute(f"pragma max_page_count = {now if full else pages}")
        return before

    return int(await chat.database._execute(limit))  # type: ignore[union-attr]


async def test_a_cancelled_visitor_leaves_a_whole_effect(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await begun(chat)
        arrival = Arrival("k", CHANNEL, "somebody", Tapped(chat.button("Niveau 3").press), MONDAY)
        waiting = asyncio.create_task(chat.engine.submit(arrival))  # type: ignore[union-attr]
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        await chat.engine.close()  # type: ignore[union-attr]
        assert await answers(chat) == {"instance-numerique": 3}


async def test_nobody_answers_in_a_strangers_campaign(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await begun(chat)
        theirs = chat.button("Niveau 2").press
        await chat.event(heard("/start"), address="stranger")
        reads = await chat.event(Tapped(theirs), address="stranger")
        assert reads[0] == "» Ce bouton ne sert plus ici : voici où vous en êtes."
        assert await answers(chat) == {}
        campaign = theirs.split(":")[1]
        for press in (
            f"enter:{campaign}",
            f"domain:{campaign}:pilotage",
            f"ask:{campaign}:ent",
            f"clear:{campaign}:ent",
        ):
            assert not any("Pilotage" in line for line in await chat.event(Tapped(press), address="stranger"))


async def test_a_uai_that_a_school_here_has_is_refused_with_a_sentence(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await begun(chat, "first")
        for event in (heard("/etablissement"), Said("0750655E"), Said("Lycée Un"), Tapped("go:founded")):
            await chat.event(event, address="first")
        await begun(chat, "second")
        await chat.event(heard("/etablissement"), address="second")
        reads = await chat.event(Said("0750655E"), address="second")
        assert reads[0].startswith("» L'établissement 0750655E est déjà inscrit ici, par quelqu'un d'autre")


async def test_two_who_found_the_same_school_at_once_find_one_school(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        for address in ("first", "second"):
            await begun(chat, address)
            await chat.event(heard("/etablissement"), address=address)
            await chat.event(Said("0750655E"), address=address)
            await chat.event(Said(f"Lycée {address}"), address=address)
        await chat.event(Tapped("go:founded"), address="first")
        reads = await chat.event(Tapped("go:founded"), address="second")
        assert "déjà inscrit" in reads[0]
        names = await chat.database.transaction(lambda it: it.execute("select name from schools").fetchall())  # type: ignore[union-attr]
        assert names == [("Lycée first",)]


async def test_where_signup_is_by_invitation_no_stranger_founds_a_school(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db", signup=False) as chat:
        await begun(chat)
        await chat.say("/etablissement")
        assert "sur invitation" in (await chat.say("0750655E"))[0]


async def test_the_engine_tells_its_doors_only_what_is_committed(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        seen: list[bool] = []
        chat.engine.told = lambda _: seen.append(chat.database._conn.in_transaction)  # type: ignore[union-attr]
        await chat.engine.submit(Arrival("k", CHANNEL, "p", Asked("start"), MONDAY))  # type: ignore[union-attr]
        assert seen == [False]


async def test_erasing_leaves_no_word_of_a_person_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "palier.db"
    async with chatting(path) as chat:
        await begun(chat)
        await chat.say(SECRET)
        await chat.tap("Garder")
        await chat.say("/etablissement")
        await chat.say("0750655E")
        await chat.say("Lycée Zibeline")
        await chat.tap("C'est bien cela")
        await chat.say("/effacer")
        await chat.tap("Oui, tout effacer")
        tables = ["people", "conversations", "schools", "members", "campaigns", "opinions", "drafts", "notes"]

        def rows(connection: sqlite3.Connection) -> dict[str, int]:
            return {it: connection.execute(f"select count(*) from {it}").fetchone()[0] for it in tables}

        counts = await chat.database.transaction(rows)  # type: ignore[union-attr]
        kept = content(tmp_path)
    assert counts == {**dict.fromkeys(tables, 0), "people": 1, "conversations": 1}
    assert b"Zibeline" not in kept


def content(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())


async def test_someone_who_waits_hears_of_a_change(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        engine = chat.engine
        assert engine is not None
        await begun(chat)
        known = engine.revision(CHANNEL, "somebody")
        waiting = asyncio.create_task(engine.changed(CHANNEL, "somebody", known))
        await asyncio.sleep(0.02)
        assert not waiting.done()
        await chat.tap("Niveau 1")
        assert await asyncio.wait_for(waiting, 5) > known


async def test_a_later_edit_of_a_grid_changes_no_campaign_that_was_opened_before(tmp_path: Path) -> None:
    """The file of the next release drops a question and rewrites a statement: the campaign knows neither."""
    grid = catalogue()["paliers-etablissement"]
    first, *others = grid.domains[0].questions
    rewritten = replace(first, statements=tuple(replace(it, text="Réécrit.") for it in first.statements))
    domain = replace(grid.domains[0], questions=(rewritten, *others[1:]))
    edited = replace(grid, domains=(domain, *grid.domains[1:]), version=2)
    async with chatting(tmp_path / "palier.db") as chat:
        await chat.say("/start")
        for label in ("Commencer", "Pilotage", "Niveau 2", "Niveau 3"):
            await chat.tap(label)
        before = await chat.say("/resultats")
        await chat.close()
        await chat.open()
        assert chat.engine is not None
        chat.engine._around = replace(chat.engine._around, frameworks={**catalogue(), edited.id: edited})
        assert await chat.say("/resultats") == before
        recap = "\n".join(await chat.say("/recap"))
        assert others[0].title in recap
        await chat.event(Tapped(f"grid:{edited.id}"))
        anew = "\n".join(await chat.tap("Pilotage"))
        assert "Réécrit." in anew


async def test_an_old_button_of_another_campaign_shows_what_that_campaigns_rows_tell(tmp_path: Path) -> None:
    """Its own campaign before, not the one of the campaign that was left."""
    async with chatting(tmp_path / "palier.db") as chat:
        await chat.say("/start")
        for label in ("Commencer", "Formation", "Niveau 2"):
            await chat.tap(label)
        for _ in range(2):
            await chat.event(Tapped("go:anew"))
            await chat.tap("Paliers")
            await chat.tap("Formation")
            await chat.tap("Niveau 1")
        second = [press for press in _presses(chat) if press.startswith("domain:") and press.endswith(":formation")][1]
        shown = await chat.event(Tapped(second))
        assert await chat.say("/reprendre") == shown


def _presses(chat: Chat) -> list[str]:
    presses = (button.press for screen in chat.screens for row in screen.rows for button in row)
    return list(dict.fromkeys(presses))


async def test_a_figure_that_a_tick_brings_back_and_that_can_t_be_true_is_asked_again(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await chat.say("/start")
        for label in ("Autres grilles", "Diagnostic", "Enseignant"):
            await chat.tap(label)
        await chat.say("40")
        await chat.say("0 0 40")
        await chat.tap("Oui")
        await chat.say("30")
        assert chat.database
        campaign = await chat.database.transaction(lambda it: it.execute("select id from campaigns").fetchone()[0])
        press = f"answer:{campaign}:ressources-transversales"
        for taken in (f"{press}:none", f"answer:{campaign}:diffusion-collective:na", f"ask:{campaign}:enseignants"):
            await chat.event(Tapped(taken))
        await chat.say("20")
        await chat.event(Tapped(f"{press}:all"))
        kept = dict(
            await chat.database.transaction(lambda it: it.execute("select question, answer from opinions").fetchall())
        )
        assert kept["enseignants"] == "20"
        assert "ressources-transversales-usage" not in kept
        await chat.event(Tapped(f"ask:{campaign}:ressources-transversales-usage"))
        assert any("21 au total" in line for line in await chat.say("21"))


async def test_a_grid_that_can_t_be_read_any_more_is_this_releases(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await chat.say("/start")
        for label in ("Commencer", "Formation", "Niveau 2"):
            await chat.tap(label)

        def spoil(connection: sqlite3.Connection) -> None:
            connection.execute("insert into grids (fingerprint, content) values ('another', '{}')")
            connection.execute("update campaigns set fingerprint = 'another'")

        assert chat.database
        await chat.database.transaction(spoil)
        assert "1. Positionnement de novembre 2026 · Paliers : 1 sur 19" in await chat.say("/campagnes")
