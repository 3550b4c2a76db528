"""The link of an invitation: previews join nobody, a button does, once."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.arrivals import Arrival
from bot.channels.web.entrance import reachable
from dialogs.commands import heard
from dialogs.events import Event, Tapped
from tests.chat import MONDAY
from tests.web.house import House, house
from tests.web.visitor import hidden, visitor


async def invitation(home: House) -> str:
    """A school, and the secret of a link that its pilot made."""
    pilot: list[Event] = [
        heard("/start"),
        Tapped("grid:paliers-etablissement"),
        heard("/etablissement"),
        heard("0750655E"),
        heard("Collège Un"),
        Tapped("go:founded"),
        heard("/equipe"),
        heard("Dominique"),
        Tapped("go:invite"),
    ]
    for number, event in enumerate(pilot):
        await home.engine.submit(Arrival(f"pilot:{number}", "web", "pilot", event, MONDAY, "fr"))
    ((school,),) = await home.rows("select id from schools")
    made = Tapped(f"make:{school}:link:member")
    await home.engine.submit(Arrival("pilot:made", "web", "pilot", made, MONDAY, "fr"))
    ((session,),) = await home.rows("select session from conversations where address = 'pilot'")
    return str(session).partition('"secret":"')[2].partition('"')[0]


async def test_the_page_of_a_link_joins_nobody_and_creates_nobody(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        token = await invitation(home)
        async with visitor(home.url) as browser:
            page = await browser.get(f"/rejoindre/{token}")
            assert page.status == 200
            assert "Rejoindre l'équipe" in page.text
            assert "Collège Un" not in page.text
            assert page.headers["Referrer-Policy"] == "same-origin"
            await browser.ask("HEAD", f"/rejoindre/{token}")
        assert await home.rows("select count(*) from people") == [(1,)]
        assert await home.rows("select uses from invitations") == [(0,)]


async def test_its_button_joins_once_however_often_it_is_sent(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        token = await invitation(home)
        async with visitor(home.url) as browser:
            form = (await browser.get(f"/rejoindre/{token}")).html.select_one("form")
            assert form
            for _ in range(2):
                assert (await browser.post(f"/rejoindre/{token}", hidden(form))).status == 303
            assert "Votre nom dans l'équipe" in (await browser.get()).text
            await browser.say("Camille")
            assert "2. Camille, membre (vous)" in (await browser.get()).text
        assert await home.rows("select role from members order by number") == [("pilot",), ("member",)]
        assert await home.rows("select uses from invitations") == [(1,)]


async def test_a_link_that_is_none_is_said(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await invitation(home)
        async with visitor(home.url) as browser:
            wrong = "/rejoindre/" + "x" * 22
            form = (await browser.get(wrong)).html.select_one("form")
            assert form
            await browser.post(wrong, hidden(form))
            assert "Ce code n'existe pas" in (await browser.get()).text
            for path in ("/rejoindre/", "/rejoindre/court", "/rejoindre/" + "é" * 22):
                assert (await browser.get(path)).status == 404
        assert await home.rows("select count(*) from members") == [(1,)]


async def test_another_sites_form_joins_nobody(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        token = await invitation(home)
        async with visitor(home.url) as browser:
            answer = await browser.ask("POST", f"/rejoindre/{token}", headers={"Origin": "https://ailleurs.exemple"})
            assert answer.status == 403
        assert await home.rows("select count(*) from members") == [(1,)]


async def test_where_it_is_reached_from_elsewhere_is_known(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        assert home.chat.reached == ""
    async with house(tmp_path, public_url="https://palier.exemple.fr") as home:
        assert home.chat.reached == "https://palier.exemple.fr"
    async with house(tmp_path, public_url="http://localhost:8765") as home:
        assert home.chat.reached == ""
    async with house(tmp_path, lan=True) as home:
        room = home.chat.invitation.partition("/entrer/")[0]
        assert home.chat.reached == (room if reachable(room) else "")


@pytest.mark.parametrize(
    ("address", "reaches"),
    [
        ("https://palier.exemple.fr", True),
        ("http://192.168.1.20:8765", True),
        ("http://[2001:db8::1]:8765", True),
        ("http://localhost.exemple.fr", True),
        ("", False),
        ("http://localhost", False),
        ("http://LocalHost.:8765", False),
        ("http://palier.localhost", False),
        ("http://127.0.0.1:8765", False),
        ("http://127.1.2.3", False),
        ("http://0.0.0.0:8765", False),
        ("http://[::1]:8765", False),
        ("http://[::ffff:127.0.0.1]:8765", False),
    ],
)
def test_loopback_leads_no_phone_here(address: str, reaches: bool) -> None:
    assert reachable(address) is reaches
