"""Every web route, the admin's too, asked by whoever should not: no session, another's, a forged Origin.

``ROUTES`` says what each answers; a route without a row fails here. Whatever is answered holds no word of the school's,
and changes nothing of it.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import web

from bot.admin import Admin, card
from bot.arrivals import Arrival
from bot.channels.web import app as webapp
from bot.channels.web.door import Site
from bot.channels.web.people import address_of
from bot.serve import now
from dialogs.commands import heard
from dialogs.events import Event, Tapped
from dialogs.replies import Diary, Radar
from tests.chat import MONDAY
from tests.goals import AIMED, DATED
from tests.web.house import House, house
from tests.web.probes import event
from tests.web.visitor import Visitor, visitor

CANARY, UAI = "Canari", "0750655E"
OURS, THEIRS, UNKNOWN = "A" * 22, "B" * 22, "C" * 22
"""Cookies: of somebody of the school, of somebody else who is here, of nobody."""

EVIL = "https://ailleurs.exemple"
STREAMS = ("/flux", "/v/{code}/flux", "/mur/{code}/flux")
WATCHED = (
    "schools",
    "members",
    "campaigns",
    "opinions",
    "drafts",
    "notes",
    "invitations",
    "requests",
    "sittings",
    "pulses",
    "votes",
    "mailboxes",
    "school_holidays",
    "goals",
    "goal_changes",
    "reminders",
    "told",
)


@dataclass(frozen=True)
class Row:
    """The status for who has no session, or one that is unknown; with another person's; with the school's own, from
    another site's page; and with it from ours.
    """

    nobody: int
    other: int
    forged: int
    own: int


READ, SENT, PUBLIC, NONE = Row(200, 200, 200, 200), Row(303, 303, 403, 303), Row(200, 200, 200, 200), Row(*[404] * 4)
ROUTES = {
    # The page of whoever asks: a greeting, another's conversation, one's own.
    ("GET", "/"): READ,
    ("HEAD", "/"): READ,
    ("POST", "/tap"): SENT,
    ("POST", "/say"): SENT,
    # A picture of one's own conversation; another's is not there.
    ("GET", "/image/{id}.png"): Row(404, 404, 200, 200),
    ("HEAD", "/image/{id}.png"): Row(404, 404, 200, 200),
    # A file for a calendar likewise; a private address that was guessed is none.
    ("GET", "/fichier/{id}.ics"): Row(404, 404, 200, 200),
    ("HEAD", "/fichier/{id}.ics"): Row(404, 404, 200, 200),
    ("GET", "/agenda/{token}.ics"): NONE,
    ("HEAD", "/agenda/{token}.ics"): NONE,
    ("GET", "/donnees"): READ,
    ("HEAD", "/donnees"): READ,
    # Tells a number when one's own conversation changes; whoever is unknown has none.
    ("GET", "/flux"): Row(204, 200, 200, 200),
    ("GET", "/sante"): PUBLIC,
    ("HEAD", "/sante"): PUBLIC,
    ("GET", "/static/{name}"): PUBLIC,
    ("HEAD", "/static/{name}"): PUBLIC,
    ("GET", "/favicon.ico"): PUBLIC,
    ("HEAD", "/favicon.ico"): PUBLIC,
    # A link that was guessed: its page tells nothing, its button is a wrong code.
    ("GET", "/rejoindre/{token}"): READ,
    ("HEAD", "/rejoindre/{token}"): READ,
    ("POST", "/rejoindre/{token}"): SENT,
    # The links of a mail, guessed: their pages tell nothing, and leaving tells not even whether there was something.
    ("GET", "/courriel/{token}"): PUBLIC,
    ("HEAD", "/courriel/{token}"): PUBLIC,
    ("POST", "/courriel/{token}"): Row(404, 404, 403, 404),
    ("GET", "/desabonnement/{token}"): PUBLIC,
    ("HEAD", "/desabonnement/{token}"): PUBLIC,
    ("POST", "/desabonnement/{token}"): Row(200, 200, 403, 200),
    # A sitting's code opens its question and its count to whoever has it, and no word of the school's; a vote is taken
    # from a browser that keeps its cookie, or a member's; this form names no vote that is open.
    ("GET", "/v"): PUBLIC,
    ("HEAD", "/v"): PUBLIC,
    ("GET", "/v/{code}"): PUBLIC,
    ("HEAD", "/v/{code}"): PUBLIC,
    ("POST", "/v/{code}"): Row(403, 403, 403, 409),
    ("GET", "/v/{code}/flux"): PUBLIC,
    ("GET", "/mur/{code}"): PUBLIC,
    ("HEAD", "/mur/{code}"): PUBLIC,
    ("GET", "/mur/{code}/flux"): PUBLIC,
    # The room's link, guessed.
    ("GET", "/entrer/{token}"): NONE,
    ("HEAD", "/entrer/{token}"): NONE,
    ("POST", "/entrer/{token}"): Row(404, 404, 403, 404),
}
# Without the token of the card, with another one, with the token as something else; and with it.
ADMIN = {
    ("GET", "/answers/{uai}"): Row(404, 404, 404, 200),
    ("HEAD", "/answers/{uai}"): Row(404, 404, 404, 200),
    ("POST", "/transfer/{uai}"): Row(404, 404, 404, 200),
    ("GET", "/holidays"): Row(404, 404, 404, 200),
    ("HEAD", "/holidays"): Row(404, 404, 404, 200),
    # What is posted here is a form and no list of periods: whoever may is told so.
    ("POST", "/holidays/{zone}"): Row(404, 404, 404, 400),
}


@dataclass
class Place:
    home: House
    admin: Admin
    card: dict[str, str]
    picture: str
    diary: str
    press: str
    code: str

    def path(self, route: str) -> str:
        owned = self.diary if route.startswith("/fichier/") else self.picture
        named = {"{id}": owned, "{name}": "chat.css", "{token}": "x" * 22, "{uai}": UAI, "{code}": self.code}
        named["{zone}"] = "973"
        for name, value in named.items():
            route = route.replace(name, value)
        assert "{" not in route, f"{route}: say in Place.path what stands there"
        return route

    async def watched(self) -> list[list[tuple[object, ...]]]:
        return [await self.home.rows(f"select * from {table} order by 1, 2") for table in WATCHED]


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    async with house(tmp_path, lan=True) as home, _administered(home, tmp_path / "palier.db") as admin:
        told = json.loads(card(tmp_path / "palier.db").read_text(encoding="utf-8"))
        ours = [heard("/start"), Tapped("grid:paliers-etablissement"), *map(heard, ("/etablissement", UAI))]
        await _happens(home, OURS, *ours, heard(f"Collège {CANARY}"), Tapped("go:founded"))
        await _happens(home, THEIRS, heard("/start"), Tapped("grid:numea"))
        ((campaign,),) = await home.rows("select id from campaigns where school is not null")
        await _happens(home, OURS, heard("/sondage"), Tapped(f"convene:{campaign}"))
        await _happens(home, OURS, Tapped(f"ballot:{campaign}:instance-numerique"))
        ((code,),) = await home.rows("select code from sittings")
        press = f"answer:{campaign}:instance-numerique"
        await _happens(home, OURS, Tapped(f"{press}:1"), heard("/resultats"))
        lines = await home.engine.history("web", address_of(OURS))
        picture = next(str(line.id) for line in lines if isinstance(line.reply, Radar))
        await _happens(home, OURS, *map(heard, (*AIMED, *DATED, "Agenda")))
        lines = await home.engine.history("web", address_of(OURS))
        diary = next(str(line.id) for line in lines if isinstance(line.reply, Diary))
        yield Place(home, admin, told, picture, diary, f"{press}:3", str(code))


@asynccontextmanager
async def _administered(home: House, path: Path) -> AsyncIterator[Admin]:
    admin = Admin(home.database, path)
    await admin.start()
    try:
        yield admin
    finally:
        await admin.stop()


async def _happens(home: House, cookie: str, *events: Event) -> None:
    for one in events:
        await home.engine.submit(Arrival(event(), "web", address_of(cookie), one, MONDAY, "fr"))


async def asked(place: Place, somebody: Visitor, method: str, route: str, headers: dict[str, str]) -> tuple[int, str]:
    """The status, and all that is told; a stream is left at once."""
    options = {"headers": headers, "allow_redirects": False}
    if method == "POST":
        options["data"] = {"press": place.press, "text": "Une phrase à moi", "event": event()}
    async with somebody.session.request(method, somebody.url + place.path(route), **options) as answer:  # type: ignore[arg-type]
        told = "" if route in STREAMS and answer.status == 200 else (await answer.read()).decode(errors="replace")
        return answer.status, f"{told} {dict(answer.headers)}"


def routes_of(app: web.Application) -> set[tuple[str, str]]:
    return {(it.method, it.resource.canonical) for it in app.router.routes() if it.resource is not None}


def without_a_row(there: set[tuple[str, str]], table: dict[tuple[str, str], Row]) -> list[str]:
    lacking = [
        f"the route {it} has no row in {__name__}: say what it answers to whom" for it in sorted(there - {*table})
    ]
    return lacking + [f"the route {it} has a row, and is no more: take it out" for it in sorted({*table} - there)]


async def test_every_route_answers_each_as_the_table_says(place: Place) -> None:
    app = webapp.build(place.home.engine, place.home.pictures, place.home.hall, Site(lan=True), now, b"")
    assert without_a_row(routes_of(app), ROUTES) == []
    url = place.home.url
    ours, forged = {"Origin": url}, {"Origin": EVIL, "Cookie": f"palier={OURS}"}
    before = await place.watched()
    async with visitor(url) as somebody:
        for (method, route), row in ROUTES.items():
            strangers = [(row.nobody, ours), (row.nobody, {**ours, "Cookie": f"palier={UNKNOWN}"})]
            strangers.append((row.other, {**ours, "Cookie": f"palier={THEIRS}"}))
            for wanted, headers in strangers:
                status, told = await asked(place, somebody, method, route, headers)
                assert (status, CANARY in told) == (wanted, False), (method, route, headers)
                somebody.session.cookie_jar.clear()
            # Another site's page sends the cookie where it can; what it sends changes nothing.
            status, _ = await asked(place, somebody, method, route, forged)
            assert status == row.forged, (method, route)
            somebody.session.cookie_jar.clear()
        # Strangers made rows of their own; none that was there has gone or changed.
        assert all(set(old) <= set(new) for old, new in zip(before, await place.watched(), strict=True))
        for (method, route), row in ROUTES.items():
            status, _ = await asked(place, somebody, method, route, {**ours, "Cookie": f"palier={OURS}"})
            assert status == row.own, (method, route)
            somebody.session.cookie_jar.clear()
        page = await somebody.get("/", headers={"Cookie": f"palier={OURS}"})
        assert CANARY in page.text, "what is looked for would be seen"
        assert await place.home.rows("select answer from opinions") == [("3",)], "what was sent would have been kept"


async def test_the_admin_routes_ask_for_the_cards_token(place: Place) -> None:
    app = place.admin._runner.app
    assert without_a_row(routes_of(app), ADMIN) == []
    token = place.card["token"]
    wrong: dict[str, list[dict[str, str]]] = {
        "nobody": [{}, {"Origin": EVIL}, {"Cookie": f"palier={OURS}"}],
        "other": [{"Authorization": f"Bearer {token[:-1]}"}, {"Authorization": "Bearer " + "x" * len(token)}],
        "forged": [{"Authorization": token}, {"Authorization": f"Basic {token}"}, {"Cookie": f"token={token}"}],
    }
    before = await place.watched()
    async with visitor(place.card["url"]) as somebody:
        for (method, route), row in ADMIN.items():
            for who, some in wrong.items():
                for headers in some:
                    status, told = await asked(place, somebody, method, route, headers)
                    assert (status, CANARY in told) == (getattr(row, who), False), (method, route, headers)
        assert await place.watched() == before
        for (method, route), row in ADMIN.items():
            status, _ = await asked(place, somebody, method, route, {"Authorization": f"Bearer {token}"})
            assert status == row.own, (method, route)
        assert await place.watched() != before, "the operator's transfer is an invitation"


def test_a_route_that_lacks_a_row_is_named() -> None:
    assert without_a_row({("GET", "/x")}, {("GET", "/y"): READ}) == [
        "the route ('GET', '/x') has no row in tests.rights.test_routes: say what it answers to whom",
        "the route ('GET', '/y') has a row, and is no more: take it out",
    ]
