"""An agenda on Telegram: a document over its words, sent once."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

import pytest
import vobject  # type: ignore[import-untyped]

from bot.channels.telegram import markup
from bot.outbox import TryLater
from bot.render import ics
from dialogs.agenda import Agenda, Appointment
from dialogs.replies import Diary, Heading, Paragraph
from dialogs.scene import Reach
from storage.replies import Line, Owed
from tests.botapi.client import Message, Telegram, User, botapi
from tests.cameras import scanned
from tests.chat import MONDAY, secrets
from tests.goals import GOAL
from tests.telegram.house import house
from tests.telegram.test_qr import photo

NINE = datetime(2027, 3, 15, 9)  # noqa: DTZ001 - local, as an appointment has it
IT = Appointment("goal-k7-due@palier.abc", "Échéance", NINE, "Europe/Paris", 30, "", (7, 1), 5, MONDAY)
LINES = tuple(Paragraph(f"Objectif {it} {'n' * 80} : échéance le 15 mars 2027.") for it in range(60))
LONG = Diary(Agenda("Objectifs", (IT,)), (Heading("Agenda"), *LINES))


async def sends(telegram: Telegram, user: User, *lines: str) -> None:
    for line in lines:
        await user.sends(line)
        await telegram.settled()


async def fetched(telegram: Telegram, message: Message) -> bytes:
    assert message.document is not None
    address = f"{telegram.url}/file/bot{telegram.token}/files/{message.document['file_id']}"
    async with telegram.session.get(address) as response:
        return await response.read()


async def test_the_document_comes_with_its_words_and_the_card_below(tmp_path: Path) -> None:
    path = tmp_path / "palier.db"
    async with botapi() as telegram:
        async with house(path, telegram):
            ana = await telegram.user("Ana", "fr")
            await sends(telegram, ana, *GOAL, "Agenda")
            document, card = (await ana.sees())[-2:]
            assert document.document is not None
            assert document.document["file_name"] == ics.NAME
            assert "échéance le 15 mars 2027" in document.text.replace("\xa0", " ")
            assert card.labels[-3:] == ["Agenda", "Historique", "Objectifs"]
            calendar = vobject.readOne((await fetched(telegram, document)).decode())
            assert len(calendar.vevent_list) == 3
        async with house(path, telegram):
            await telegram.settled()
            assert len([it for it in await ana.sees() if it.document]) == 1


async def test_a_private_address_is_withdrawn_from_the_chat(tmp_path: Path) -> None:
    reach = Reach("https://palier.exemple.fr", bot="palier_bot")
    async with botapi() as telegram, house(tmp_path / "p.db", telegram, tokens=secrets(), reach=lambda: reach):
        ana = await telegram.user("Ana", "fr")
        await sends(telegram, ana, *GOAL)
        for label in ("Objectifs", "Agenda", "Adresse privée"):
            await ana.taps(label)
            await telegram.settled()
        shown = await ana.last()
        address = "palier.exemple.fr/agenda/jeton-0000000000000001.ics"
        assert f"https://{address}" in shown.text
        assert scanned(await photo(telegram, shown)) == [f"webcal://{address}"]
        await ana.taps("Agenda")
        await telegram.settled()
        assert not any(address in it.text for it in await ana.sees())


def test_words_are_parted_between_lines_and_none_is_lost() -> None:
    _, rest = markup.captioned(LONG.blocks)
    parts = markup.parted(rest)
    assert len(parts) > 1
    assert all(markup.units(it) <= markup.TEXT for it in parts)
    assert "\n".join(parts) == rest
    assert markup.parted("") == []


@pytest.mark.parametrize("after", [0, 1])
async def test_what_has_arrived_is_not_sent_again_where_the_rest_is_told_to_wait(tmp_path: Path, after: int) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram) as here:
        ana = await telegram.user("Ana", "fr")
        await sends(telegram, ana, "/start")
        before = len(await ana.sees())
        owed = Owed(Line(1, 1, False, MONDAY, LONG, "", "owed", None, 0), 1, "telegram", str(ana.id))
        wait = {"method": "sendMessage", "kind": "status", "status": 429, "retry_after": 1, "count": 1, "skip": after}
        await telegram.faults(wait)
        with pytest.raises(TryLater):
            await here.channel.door.send(owed)
        await asyncio.sleep(1.1)
        await here.channel.door.send(owed)
        arrived = (await ana.sees())[before:]
        assert [bool(it.document) for it in arrived] == [True, *[False] * (len(arrived) - 1)]
        assert "\n".join(it.text for it in arrived) == "\n".join(["Agenda", *(it.text for it in LINES)])
