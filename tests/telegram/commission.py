"""A commission before the double of the Bot API: a pilot with a sitting under way, people, and a group."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import orjson

from tests.botapi.client import Group, Message, Telegram, User
from tests.telegram.house import House

FREE = "Reporter la réunion ?\nLundi\nMardi\nJeudi"
CHOICES = ("Lundi", "Mardi", "Jeudi", "Abstention")


@dataclass
class Commission:
    telegram: Telegram
    house: House
    pilot: User
    group: Group
    people: list[User]

    async def pilots(self, *does: str, who: User | None = None) -> None:
        """Commands, texts and labels typed in the pilot's private chat."""
        for text in does:
            await (who or self.pilot).sends(text)
            await self.telegram.settled()

    async def board(self, group: Group | None = None) -> Message:
        """The newest message of the bot's that is a board: it tells how many have voted, or where."""
        return (await self.boards(group))[-1]

    async def boards(self, group: Group | None = None) -> list[Message]:
        seen = await self.pilot.sees(group or self.group)
        return [it for it in seen if it.by_bot and ("vote" in it.text) and "Ce groupe" not in it.text]

    async def until(
        self, wanted: Callable[[Message], bool], group: Group | None = None, within: float = 8.0
    ) -> Message:
        end = asyncio.get_running_loop().time() + within
        while True:
            there = await self.boards(group)
            if there and wanted(there[-1]):
                return there[-1]
            assert asyncio.get_running_loop().time() < end, [(it.text, it.labels) for it in there]
            await asyncio.sleep(0.05)

    async def says(self, words: str, group: Group | None = None, within: float = 8.0) -> Message:
        return await self.until(lambda it: words in plain(it.text), group, within)

    async def told(self, who: User, words: str, group: Group | None = None) -> None:
        """The group reads it."""
        await who.waits_for(lambda seen: any(it.by_bot and words in plain(it.text) for it in seen), group or self.group)

    async def rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        return await self.house.database.transaction(lambda it: it.execute(sql, values).fetchall())

    async def tally(self) -> dict[str, int]:
        """Of the pulse under way, by value: for the test's eyes only."""
        rows = await self.rows(
            "select value, count(*) from votes v join pulses p on p.id = v.pulse where p.closed is null group by value"
        )
        return {str(value): int(str(votes)) for value, votes in rows}

    async def toast(self, user: User, within: float = 8.0) -> str:
        """What the person's newest tap was answered."""
        end = asyncio.get_running_loop().time() + within
        while not (read := await user.toasts()):
            assert asyncio.get_running_loop().time() < end, f"{user.first_name} was answered nothing"
            await asyncio.sleep(0.05)
        return plain(str(read[-1]["text"]))

    async def sent(self) -> bytes:
        """Every byte of what was said to Telegram, the bot's polls and the answers left out."""
        calls = await self.telegram.calls("*")
        said = [(it["method"], it["params"]) for it in calls if it["method"] not in ("getUpdates", "setMyCommands")]
        return orjson.dumps(said)


def plain(said: str) -> str:
    """French is set with spaces that do not break."""
    return said.replace("\xa0", " ").replace("\u202f", " ")


async def convened(telegram: Telegram, house: House, members: int = 3, *, opened: bool = True) -> Commission:
    """The pilot has a campaign in a school, a sitting under way and, ``opened``, a free question that is voted on."""
    pilot = await telegram.user("Dominique", "fr")
    people = await telegram.users(members, started=False)
    group = await telegram.group("Commission", [pilot, *people])
    here = Commission(telegram, house, pilot, group, people)
    await founded(here)
    await here.pilots("/sondage", "Ouvrir une séance")
    if opened:
        await here.pilots("Question libre", FREE)
    return here


async def founded(here: Commission, who: User | None = None, uai: str = "0750655E") -> None:
    await here.pilots("/start", "Commencer", "/etablissement", uai, "Collège Un", "C'est bien cela", who=who)
    await here.pilots("/equipe", "Dominique", "/domaines", who=who)
