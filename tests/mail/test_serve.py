"""Mails in the whole program: on by a setting, imported with the first one, and absent without."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from bot.arrivals import Arrival
from bot.config import Config
from bot.health import Health
from bot.limits import Limits
from bot.serve import house, now, postman
from dialogs.commands import heard
from dialogs.events import Event, Tapped
from dialogs.scene import Reach
from tests.chat import Chat, chatting
from tests.mail.house import ADA, URL
from tests.mail.post import post

ROOT = Path(__file__).parents[2]
IDLE = """
import sys
from bot.config import Config
from bot.health import Health
from bot.serve import postman

given = dict(smtp_host="127.0.0.1", smtp_security="none", smtp_from="p@exemple.fr", public_url="https://exemple.fr")
assert postman(Config(**(given if sys.argv[1:] else {})), Health(), {}) is None or sys.argv[1:]
print(*sorted({"aiosmtplib", "bot.channels.email", "email.message"} & set(sys.modules)))
"""


@pytest.mark.parametrize("on", [False, True])
def test_an_idle_palier_holds_no_client_of_mails(on: bool) -> None:
    command = [sys.executable, "-c", IDLE, *(["on"] if on else [])]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "aiosmtplib" not in done.stdout
    assert ("bot.channels.email" in done.stdout) is on


async def test_the_program_sends_one(tmp_path: Path) -> None:
    async with post() as smtp:
        config = Config(
            database=tmp_path / "palier.db",
            public_url=URL,
            smtp_host="127.0.0.1",
            smtp_port=smtp.port,
            smtp_security="none",
            smtp_from="Palier <palier@exemple.fr>",
        )
        limits: dict[str, Limits] = {}
        door = postman(config, Health(), limits)
        async with house(config, {}, limits, reach=lambda: Reach(mail=door is not None), post=door) as here:
            events: list[Event] = [heard("/start"), Tapped("go:mailbox"), heard(ADA)]
            for number, event in enumerate(events):
                await here.engine.submit(Arrival(f"key {number}", "web", "ada", event, now()))
            async with asyncio.timeout(10):
                await here.outbox.quiet()
        assert list(limits) == ["email"]
        assert [mail["To"] for mail in smtp.mails] == [ADA]


async def test_without_a_server_the_screen_says_so_and_takes_nothing(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await chat.say("/start")
        assert "[Tout effacer] [Retour]" in await chat.say("/mesdonnees")
        reads = await chat.event(Tapped("go:mailbox"))
        assert "Ce Palier n'envoie pas de courriel : aucun serveur n'est réglé (PALIER_SMTP_HOST)." in plain(reads)
        assert not chat.screen.prompt
        await chat.say(ADA)
        assert await _mailboxes(chat) == []
        await chat.event(Tapped("mail:again"))
        assert await _mailboxes(chat) == []


async def test_an_address_can_be_taken_back_where_the_server_is_gone(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db", reach=Reach(mail=True)) as chat:
        await chat.say("/start")
        await chat.event(Tapped("go:mailbox"))
        await chat.say(ADA)
        chat.reach = Reach()
        assert any("[Rappels par courriel]" in line for line in await chat.say("/mesdonnees"))
        await chat.tap("Rappels par courriel")
        await chat.tap("Retirer l'adresse")
        assert await _mailboxes(chat) == []


def plain(lines: list[str]) -> list[str]:
    return [line.replace("\u00a0", " ") for line in lines]


async def _mailboxes(chat: Chat) -> list[object]:
    assert chat.database
    return await chat.database.transaction(lambda it: it.execute("select * from mailboxes").fetchall())
