"""What is forgotten by itself, and what is not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.upkeep import KEPT, SILENT, tidy
from tests.chat import MONDAY, Chat, chatting


async def rows(chat: Chat, sql: str) -> list[tuple[object, ...]]:
    assert chat.database
    return await chat.database.transaction(lambda it: it.execute(sql).fetchall())


async def people(chat: Chat) -> list[object]:
    """The addresses of those who are still known."""
    return [address for (address,) in await rows(chat, "select address from conversations order by id")]


def bytes_of(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())


async def visit(chat: Chat, address: str, *texts: str) -> None:
    chat.address = address
    for text in ("/start", *texts):
        await chat.say(text)


async def test_who_left_nothing_for_a_month_is_forgotten_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.upkeep.SLICE", 2)
    async with chatting(tmp_path / "palier.db") as chat:
        assert chat.database
        for number in range(5):
            await visit(chat, f"silent {number}", "un nom que personne ne devrait garder")
        assert b"un nom que personne" in bytes_of(tmp_path)
        await tidy(chat.database, MONDAY + SILENT)
        assert len(await people(chat)) == 5
        await tidy(chat.database, chat.now + SILENT + timedelta(seconds=1))
        for table in ("people", "conversations", "replies", "events"):
            assert await rows(chat, f"select * from {table}") == []
        assert b"un nom que personne" not in bytes_of(tmp_path)


async def test_who_left_anything_or_came_back_stays(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        assert chat.database
        await visit(chat, "silent")
        await visit(chat, "campaign")
        await chat.tap("Commencer")
        await visit(chat, "back")
        chat.now += SILENT
        await chat.say("/aide")
        await tidy(chat.database, chat.now)
        assert await people(chat) == ["campaign", "back"]


@pytest.mark.parametrize(
    "left",
    [
        "insert into opinions values ('k', {person}, 'q', '1', '', '', 1)",
        "insert into drafts values ('k', {person}, 'q', '1')",
        "insert into notes values ('k', {person}, 'q', 'x', '', 1)",
        "insert into members (school, person, role, since) values ('s', {person}, 'pilot', '')",
        "update campaigns set opened_by = {person}",
    ],
    ids=lambda sql: sql.split()[2],
)
async def test_each_thing_left_keeps_its_person(tmp_path: Path, left: str) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        assert chat.database
        await visit(chat, "silent")
        await visit(chat, "somebody")
        for sql in (
            "insert into schools (id, name, departement, timezone, since) values ('s', 'x', '93', 'Europe/Paris', '')",
            "insert into campaigns (id, school, framework, framework_version, title, opened)"
            " values ('k', 's', 'numea', 1, 'x', '')",
            left.format(person="(select max(id) from people)"),
        ):
            await rows(chat, sql)
        await tidy(chat.database, chat.now + 2 * SILENT)
        assert await people(chat) == ["somebody"]


async def test_keys_are_kept_for_as_long_as_they_may_come_again(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        assert chat.database
        await visit(chat, "somebody")
        for after, kept in ((KEPT, 1), (KEPT + timedelta(seconds=1), 0)):
            await tidy(chat.database, chat.now + after)
            assert len(await rows(chat, "select * from events")) == kept
