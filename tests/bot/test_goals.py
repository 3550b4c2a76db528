"""Goals before the real engine: buttons that are old, forged or another school's, and what erasing leaves of a name."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from dialogs.events import Tapped
from dialogs.scene import Reach
from tests.chat import Chat, chatting
from tests.goals import AIMED, ANSWERED, GOAL, does

ELSEWHERE = ("/start", "Commencer", "/etablissement", "0750656F", "Lycée Deux", "C'est bien cela")


async def rows(chat: Chat, sql: str, *values: object) -> list[tuple[object, ...]]:
    assert chat.database
    return await chat.database.transaction(lambda connection: connection.execute(sql, values).fetchall())


async def taps(chat: Chat, who: str, *presses: str) -> list[str]:
    said: list[str] = []
    for press in presses:
        said = await chat.event(Tapped(press), address=who)
    return said


def traces(folder: Path, text: str) -> dict[str, int]:
    """How often it stands in each file."""
    return {it.name: it.read_bytes().count(text.encode()) for it in folder.iterdir()}


@asynccontextmanager
async def a_goal(path: Path) -> AsyncIterator[tuple[Chat, str]]:
    """Ada's, who pilots the school and leads the goal."""
    async with chatting(path / "palier.db") as chat:
        await does(chat, *GOAL, who="ada")
        ((key,),) = await rows(chat, "select id from goals")
        yield chat, str(key)


async def joins(chat: Chat, who: str, role: str, name: str) -> None:
    ((school,),) = await rows(chat, "select school from goals limit 1")
    await does(chat, "/equipe", "Ada", who="ada")
    reads = await taps(chat, "ada", "go:team", "go:invite", f"make:{school}:link:{role}")
    secret = next(line for line in reads if line.startswith("Partout ici : ")).rpartition(" ")[2]
    await does(chat, f"/rejoindre {secret}", name, who=who)


@pytest.mark.parametrize("role", ["reader", "pilot"])
async def test_a_button_of_another_school_never_shows_its_goals_under_this_ones_name(tmp_path: Path, role: str) -> None:
    async with a_goal(tmp_path) as (chat, key):
        await does(chat, *ELSEWHERE, *ANSWERED, *AIMED, who="bob")
        ((own,),) = await rows(chat, "select school from goals where id <> ?", key)
        await joins(chat, "bob", role, "Bob")
        await does(chat, "/menu", who="bob")
        await taps(chat, "ada", f"reach:{key}")
        await taps(chat, "bob", "go:campaigns", "go:choose", f"for:{own}")
        reads = await taps(chat, "bob", "go:goals")
        assert "Les objectifs de « Lycée Deux »" in reads
        reads = await taps(chat, "bob", f"reach:{key}")
        assert "Les objectifs de « Lycée Deux »" not in reads
        assert "Objectif · Un plan de formation" in reads


async def test_a_goal_that_was_reached_meanwhile_is_not_dropped_as_well(tmp_path: Path) -> None:
    async with a_goal(tmp_path) as (chat, key):
        await joins(chat, "bob", "pilot", "Bob")
        await taps(chat, "bob", f"field:{key}:reason")
        await taps(chat, "ada", f"reach:{key}")
        reads = await does(chat, "Plus le temps", who="bob")
        assert await rows(chat, "select dropped, reason from goals") == [(None, "")]
        assert "Objectif · Un plan de formation" in reads
        assert reads[0] == "» Cet objectif n'est plus en cours."


@pytest.mark.parametrize("month", ["9999-12", "9999-11", "2040-01", "0001-01", "0000-00", "2027-13", "٢٠٢٧-٠٣"])
async def test_a_forged_month_turns_to_none(tmp_path: Path, month: str) -> None:
    async with a_goal(tmp_path) as (chat, key):
        shown = await taps(chat, "ada", f"field:{key}:due")
        assert (await taps(chat, "ada", f"month:{key}:due:{month}"))[1:] == shown
        assert not await rows(chat, "select * from set_aside")


async def test_a_month_of_another_release_is_none(tmp_path: Path) -> None:
    async with a_goal(tmp_path) as (chat, key):
        shown = await taps(chat, "ada", f"field:{key}:due")
        await rows(chat, "update conversations set session = json_set(session, '$.month', '9999-12')")
        assert (await does(chat, "abc", who="ada"))[1:] == shown


async def test_yesterday_is_past(tmp_path: Path) -> None:
    async with a_goal(tmp_path) as (chat, key):
        await taps(chat, "ada", f"field:{key}:due")
        assert (await does(chat, "hier", who="ada"))[0] == "» Cette date est passée."


async def test_who_led_a_goal_and_erased_themselves_is_named_nowhere_in_its_history(tmp_path: Path) -> None:
    async with a_goal(tmp_path) as (chat, key):
        await joins(chat, "bob", "member", "Robert Canari")
        ((number,),) = await rows(chat, "select number from members where name = 'Robert Canari'")
        await taps(chat, "ada", f"field:{key}:pilot", f"led:{key}:{number}")
        reads = await taps(chat, "ada", f"trace:{key}")
        assert any(line.endswith("Pilote, Robert Canari") for line in reads)
        await does(chat, "/effacer", "Oui, tout effacer", who="bob")
        reads = await taps(chat, "ada", f"goal:{key}", f"trace:{key}")
        assert "Canari" not in " ".join(reads)
        assert not await rows(chat, "select 1 from goals where led_by like '%Canari%'")
        assert not await rows(chat, "select 1 from goal_changes where value like '%Canari%'")


@pytest.mark.parametrize("name", ["\u202eneila", "\x1b[31mAda", "—", "\u200b"])
async def test_who_leads_from_outside_has_a_name_that_can_be_read(tmp_path: Path, name: str) -> None:
    async with a_goal(tmp_path) as (chat, key):
        reads = await taps(chat, "ada", f"field:{key}:pilot")
        assert (await does(chat, name, who="ada"))[:2] == ["» Un nom contient des lettres.", reads[0]]
        assert await rows(chat, "select led_by from goals") == [("",)]


async def test_a_private_address_is_in_no_file_once_it_is_shown_no_more(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db", reach=Reach("https://palier.exemple.fr")) as chat:
        await does(chat, *GOAL)
        ((before,),) = await rows(chat, "select count(*) from feeds")
        await taps(chat, "", "go:goals", "go:agenda", "feed:make")
        ((secret,),) = await rows(chat, "select json_extract(session, '$.secret') from conversations")
        assert (before, str(secret)[:5]) == (0, "jeton")
        await taps(chat, "", "go:agenda")
        assert chat.engine
        await chat.engine.close()  # until the log is emptied, too
        assert traces(tmp_path, str(secret)) == {"palier.db": 0, "palier.db-wal": 0}
