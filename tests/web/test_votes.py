"""Guests vote with a code, and the wall counts them: over real HTTP, as a browser without script does."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from bs4 import Tag

from bot.arrivals import NotKept
from bot.channels.web import live, sittings
from bot.channels.web.sittings import BOARDS, Codes, code_of
from dialogs.commands import heard
from dialogs.events import Tapped
from frameworks.load import catalogue
from tests.web.commission import LONGEST, PILOT, Commission, convened
from tests.web.house import House, house
from tests.web.probes import sealed
from tests.web.visitor import Answer, Visitor, hidden, visitor

PUBLIC = "http://numerique.college-jean-lurcat-exemple.fr"
LEVEL = "instance-numerique"


async def form(guest: Visitor, code: str) -> Tag:
    found = (await guest.get(f"/v/{code}")).html.select_one("form[data-vote]")
    assert found
    return found


async def votes(guest: Visitor, code: str, **fields: str) -> Answer:
    """As the form of the page does; ``vote_`` stands for ``vote-``."""
    named = {name.replace("_", "-", 1): value for name, value in fields.items()}
    return await guest.post(f"/v/{code}", {**hidden(await form(guest, code)), **named})


def said(answer: Answer) -> str:
    return answer.sentence.replace("\xa0", " ")


async def stored(home: House) -> list[tuple[object, ...]]:
    return await home.rows("select part, value, count(*) from votes group by part, value order by part, value")


# ---------------------------------------------------------------- the code


@pytest.mark.parametrize("typed", ["K7M2Q0", " k7m 2qO", "k7m-2q0", "k7M2q0\n", "K 7 M 2 Q o"])
def test_a_code_is_read_kindly(typed: str) -> None:
    assert code_of(typed) == "K7M2Q0"


@pytest.mark.parametrize("typed", ["", "K7M2Q", "K7M2Q00", "K7M2Q!", "K7M2QU", "K7M2QÉ"])
def test_what_can_be_no_code_is_none(typed: str) -> None:
    assert code_of(typed) == ""


async def test_the_form_leads_to_the_sitting_however_the_code_is_typed(home: House) -> None:
    it = await convened(home)
    async with visitor(home.url) as guest:
        asked = await guest.get("/v")
        assert asked.status == 200
        assert asked.html.select_one("form[method=get] input[name=code]")
        sealed(asked)
        typed = f"{it.code[:3]} {it.code[3:]}".lower().replace("0", "o").replace("1", "l")
        led = await guest.get("/v", params={"code": typed})
        assert (led.status, led.headers["Location"]) == (303, f"/v/{it.code}")
        led = await guest.get(f"/v/{typed.replace(' ', '%20')}")
        assert (led.status, led.headers["Location"]) == (303, f"/v/{it.code}")
        assert (await guest.get(f"/v/{it.code}")).status == 200
        short = await guest.get("/v", params={"code": "abc"})
        assert (short.status, said(short)) == (422, "Un code a six caractères, lettres et chiffres.")


async def test_who_guesses_waits_and_who_had_it_right_does_not(home: House) -> None:
    it = await convened(home)
    async with visitor(home.url) as guest, visitor(home.url) as projector, visitor(home.url) as guesser:
        assert (await guest.get(f"/v/{it.code}")).status == 200
        assert (await projector.get(f"/mur/{it.code}")).status == 200
        for _ in range(20):  # the same one over and over is one guess, and what can be none is none
            assert (await guesser.get("/v/ZZZZZ0")).status == 404
            assert (await guesser.get("/v/ZZZ")).status == 404
        for number in range(1, 5):
            assert (await guesser.get(f"/v/ZZZZZ{number}")).status == 404
        for path in (f"/v/{it.code}", f"/mur/{it.code}", f"/v/{it.code}/flux", f"/mur/{it.code}/flux", "/v/ZZZZZ9"):
            refused = await guesser.get(path)
            assert refused.status == 429
            assert "quart d'heure" in refused.text
        assert (await guest.get(f"/v/{it.code}")).status == 200
        assert (await projector.get(f"/mur/{it.code}")).status == 200
        forged = {"Cookie": f"invite={'x' * 22}.{'x' * 22}"}
        assert (await guesser.get(f"/v/{it.code}", headers=forged)).status == 429


def test_guesses_are_forgotten_after_a_quarter_of_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    codes, clock = Codes(), [0.0]
    monkeypatch.setattr(sittings, "monotonic", lambda: clock[0])
    for code in "ABCDE":
        assert not codes.spent("a")
        codes.wrong("a", code)
    assert codes.spent("a")
    assert not codes.spent("b")
    clock[0] = 15 * 60 - 1
    assert codes.spent("a")
    clock[0] += 2
    assert not codes.spent("a")


# ---------------------------------------------------------------- a guest


async def test_a_guest_votes_changes_and_leaves_no_account(home: House) -> None:
    it = await convened(home)
    people = await home.rows("select * from people")
    async with visitor(home.url) as guest:
        early = await guest.get(f"/v/{it.code}")
        assert "Le vote va commencer" in early.text
        (cookie,) = early.cookies
        assert cookie.startswith("invite=")
        assert {"HttpOnly", "SameSite=Lax", "Path=/v", "Max-Age=86400"} <= set(cookie.split("; "))
        await it.ask(LEVEL)
        page = await guest.get(f"/v/{it.code}")
        assert "Vote secret : personne ne saura ce que vous votez." in page.text
        assert [str(radio["value"]) for radio in page.html.select("input[type=radio]")] == ["0", "1", "2", "3", "a"]
        for statement in catalogue()["paliers-etablissement"].question[LEVEL].statements:
            assert " ".join(statement.text.split()) in page.text
        assert "enregistré" not in page.text
        for value in ("1", "3", "2"):
            sent = await votes(guest, it.code, vote_=value)
            assert (sent.status, sent.headers["Location"]) == (303, f"/v/{it.code}")
            sealed(sent)
            after = await guest.get(f"/v/{it.code}")
            assert "Vote enregistré ; vous pouvez le changer jusqu'à la clôture." in after.text
            assert not after.html.select("[checked], [aria-checked=true], [selected]")
            assert await stored(home) == [("", value, 1)]
    assert await home.rows("select * from people") == people


def staged(*values: str) -> list[tuple[str, str]]:
    return list(zip(catalogue()["numea"].question[LONGEST].by_id, values, strict=True))


SPLIT = next(it.id for it in catalogue()["etablissement-numerique"].questions if it.form.value == "split")
PROGRESS = next(it.id for it in catalogue()["voie-pro"].questions if it.form.value == "progress")


@pytest.mark.parametrize(
    ("grid", "question", "fields", "kept"),
    [
        ("paliers-etablissement", LEVEL, {"vote-": "a"}, [("", "a")]),
        ("numea", LONGEST, {"held": "0"}, staged("n", "n", "n")),
        ("numea", LONGEST, {"held": "2"}, staged("y", "y", "n")),
        ("numea", LONGEST, {"held": "3"}, staged("y", "y", "y")),
        ("numea", LONGEST, {f"vote-{staged('y', 'y', 'y')[1][0]}": "y"}, [(staged("y", "y", "y")[1][0], "y")]),
        ("etablissement-numerique", SPLIT, {"vote-": "regularly"}, [("", "regularly")]),
        ("voie-pro", PROGRESS, {"vote-": "doing"}, [("", "doing")]),
    ],
)
async def test_every_form_of_a_question_can_be_voted_on(
    home: House, grid: str, question: str, fields: dict[str, str], kept: list[tuple[str, str]]
) -> None:
    it = await convened(home, grid)
    await it.ask(question)
    async with visitor(home.url) as guest:
        sheet = await form(guest, it.code)
        for name, value in fields.items():
            assert sheet.select(f"[name='{name}'][value='{value}']"), "what is sent stands on the page"
        assert (await guest.post(f"/v/{it.code}", {**hidden(sheet), **fields})).status == 303
    assert await stored(home) == sorted((part, value, 1) for part, value in kept)


async def test_a_free_question_has_its_own_choices_and_hostile_words_stay_words(home: House) -> None:
    it = await convened(home)
    await it.ask_freely("<script>alert(1)</script> ?", "<b>Oui</b>", "Non")
    async with visitor(home.url) as guest:
        page, wall = await guest.get(f"/v/{it.code}"), await guest.get(f"/mur/{it.code}")
        for shown in (page, wall):
            assert b"<script>alert" not in shown.body
            assert b"<b>Oui" not in shown.body
            assert "<script>alert(1)</script> ?" in shown.text
        assert (await votes(guest, it.code, vote_="0")).status == 303
    assert await stored(home) == [("", "0", 1)]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"vote-": "4"},
        {"vote-": ""},
        {"vote-": "y"},
        {"vote-": "2" * 500},
        {"held": "1"},
        {"vote-x": "1"},
        {"vote": "1"},
    ],
)
async def test_what_the_form_does_not_offer_is_no_vote(home: House, fields: dict[str, str]) -> None:
    it = await convened(home)
    await it.ask(LEVEL)
    async with visitor(home.url) as guest:
        refused = await guest.post(f"/v/{it.code}", {**hidden(await form(guest, it.code)), **fields})
        assert (refused.status, said(refused)) == (422, "Choisissez une réponse, puis votez.")
        assert refused.html.select("form[data-vote]")
    assert await stored(home) == []


async def test_a_form_of_an_earlier_question_is_no_vote_on_the_next(home: House) -> None:
    it = await convened(home)
    await it.ask(LEVEL)
    async with visitor(home.url) as guest:
        old = hidden(await form(guest, it.code))
        await it.count()
        assert "Le vote est clos" in (await guest.get(f"/v/{it.code}")).text
        late = await guest.post(f"/v/{it.code}", {**old, "vote-": "1"})
        assert (late.status, said(late)) == (409, "Ce vote est clos : rien n'a été changé.")
        await it.ask_freely("On continue ?")
        late = await guest.post(f"/v/{it.code}", {**old, "vote-": "1"})
        assert (late.status, said(late)) == (409, "Ce vote est clos : rien n'a été changé.")
        assert "On continue ?" in late.text, "the page is of what is voted on now"
    assert await stored(home) == []


async def test_a_pilot_closes_the_vote_to_guests_and_opens_it_again(home: House) -> None:
    it = await convened(home)
    await it.ask(LEVEL)
    async with visitor(home.url) as guest:
        sheet = hidden(await form(guest, it.code))
        await it.tap("guests", "0")
        refused = await guest.post(f"/v/{it.code}", {**sheet, "vote-": "1"})
        assert refused.status == 403
        assert said(refused) == "Le vote des invités est fermé : rien n'a été enregistré."
        assert "Le vote des invités est fermé" in (await guest.get(f"/v/{it.code}")).text
        assert "Les invités ne votent pas" in (await guest.get(f"/mur/{it.code}")).text
        await it.tap("guests", "1")
        assert (await votes(guest, it.code, vote_="1")).status == 303
    assert await stored(home) == [("", "1", 1)]


async def test_who_refuses_the_cookie_is_told_and_not_counted_twice(home: House) -> None:
    it = await convened(home)
    await it.ask(LEVEL)
    async with visitor(home.url) as guest:
        sheet = hidden(await form(guest, it.code))
        guest.session.cookie_jar.clear()
        for junk in ({}, {"Cookie": "invite=a"}, {"Cookie": "invite=" + "é" * 22}):
            refused = await guest.post(f"/v/{it.code}", {**sheet, "vote-": "1"}, **junk)
            assert refused.status == 403
            assert "cookie" in said(refused)
            guest.session.cookie_jar.clear()
        assert (await guest.get(f"/v/{it.code}")).cookies
        assert (await votes(guest, it.code, vote_="1")).status == 303
    assert await stored(home) == [("", "1", 1)]


async def test_a_member_has_one_vote_in_the_chat_and_by_the_code(home: House) -> None:
    it = await convened(home)
    pulse = await it.ask(LEVEL)
    await it.act(Tapped("go:booth"), Tapped(f"vote:{it.campaign}:{pulse}:2"))
    async with visitor(home.url) as phone, visitor(home.url) as stranger:
        phone.session.cookie_jar.update_cookies({"palier": PILOT})
        assert "Vote enregistré" in (await phone.get(f"/v/{it.code}")).text
        sent = await votes(phone, it.code, vote_="3")
        assert sent.status == 303
        assert await home.rows("select value, guest from votes") == [("3", 0)]
        await it.act(heard("/sondage"))
        await it.tap("guests", "0")
        assert "comme membre" in (await phone.get(f"/v/{it.code}")).text
        assert (await votes(phone, it.code, vote_="1")).status == 303
        # Somebody who is here, and no member: a guest like another.
        await stranger.tap("Commencer")
        assert "Le vote des invités est fermé" in (await stranger.get(f"/v/{it.code}")).text
        await it.tap("guests", "1")
        assert (await votes(stranger, it.code, vote_="0")).status == 303
    assert await home.rows("select value, guest from votes order by value") == [("0", 1), ("1", 0)]


async def test_another_sites_page_votes_for_nobody(home: House) -> None:
    it = await convened(home)
    await it.ask(LEVEL)
    async with visitor(home.url) as guest:
        sheet = {**hidden(await form(guest, it.code)), "vote-": "1"}
        for headers in ({"Origin": "https://ailleurs.exemple"}, {"Sec-Fetch-Site": "cross-site"}, {}):
            refused = await guest.ask("POST", f"/v/{it.code}", data=sheet, headers=headers)
            assert refused.status == 403
    assert await stored(home) == []


async def test_a_vote_that_could_not_be_kept_says_so(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    it = await convened(home)
    await it.ask(LEVEL)

    async def refusing(_: object) -> object:
        raise NotKept

    async with visitor(home.url) as guest:
        sheet = {**hidden(await form(guest, it.code)), "vote-": "1"}
        monkeypatch.setattr(home.hall, "vote", refusing)
        refused = await guest.post(f"/v/{it.code}", sheet)
        assert (refused.status, "le disque refuse" in refused.text) == (503, True)
        monkeypatch.undo()
        assert (await guest.post(f"/v/{it.code}", sheet)).status == 303


async def test_an_ended_sitting_says_so_and_is_no_wrong_guess(home: House) -> None:
    it = await convened(home)
    await it.ask(LEVEL)
    async with visitor(home.url) as guest, visitor(home.url) as other:
        sheet = {**hidden(await form(guest, it.code)), "vote-": "1"}
        await it.count()
        await it.tap("adjourn")
        for _ in range(8):
            for path in (f"/v/{it.code}", f"/mur/{it.code}"):
                over = await other.get(path)
                assert over.status == 200
                assert "La séance est terminée" in over.text
                assert over.html.body is not None and "data-stream" not in over.html.body.attrs
        assert (await other.get(f"/mur/{it.code}/flux")).status == 204
        assert "La séance est terminée" in (await guest.post(f"/v/{it.code}", sheet)).text
        assert (await other.get("/v/ZZZZZZ")).status == 404


@pytest.mark.usefixtures("room")
async def test_one_scan_lets_a_phone_in_where_the_room_has_a_gate(tmp_path: Path) -> None:
    async with house(tmp_path, lan=True) as home, visitor(home.url) as phone:
        it = await convened(home)
        await it.ask(LEVEL)
        assert (await phone.get("/")).status == 403
        assert (await phone.get("/v")).status == 200
        assert (await phone.get(f"/mur/{it.code}")).status == 200
        assert (await votes(phone, it.code, vote_="1")).status == 303
        for path in ("/v/ZZZZZZ", "/mur/ZZZZZZ"):
            wrong = await phone.get(path)
            assert wrong.status == 404
            assert not wrong.html.select("a[href='/']")
        assert (await phone.get("/")).status == 403
        assert (await phone.get("/vraiment")).status == 403


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody sits at this machine."""
    monkeypatch.setattr("bot.channels.web.entrance.loopback", lambda _: False)


# ---------------------------------------------------------------- the wall


async def test_the_wall_shows_the_way_in_and_the_count_and_then_the_result(tmp_path: Path) -> None:
    async with house(tmp_path, public_url=PUBLIC) as home, visitor(home.url) as projector:
        it = await convened(home)
        wall = await projector.get(f"/mur/{it.code}")
        sealed(wall)
        assert "La commission va voter" in wall.text
        assert wall.html.select("[role=img] svg path")
        assert "numerique.college-jean-lurcat-exemple.fr/v" in wall.text.replace(" ", "")
        assert f"{it.code[:3]} {it.code[3:]}" in wall.text
        await it.ask(LEVEL)
        await it.cast({"": "2"}, 4)
        await it.cast({"": "1"}, 2)
        wall = await projector.get(f"/mur/{it.code}")
        assert "6 votes sur 15, dont 6 invités." in wall.text
        assert not wall.html.select("table, rect")
        await it.count()
        wall = await projector.get(f"/mur/{it.code}")
        assert rows(wall) == {
            "Pas encore": ["0 vote"],
            "Niveau 1": ["2 votes"],
            "Niveau 2": ["4 votes"],
            "Niveau 3": ["0 vote"],
            "Abstention": ["0 vote"],
        } or rows(wall)["Pas encore"] == ["0 votes"]
        widths = [float(str(bar["width"])) for bar in wall.html.select("rect.for")]
        assert widths == [50.0, 100.0]
        assert "Proposition : Niveau 2." in wall.text
        assert "Avis " in wall.text
        assert "style=" not in wall.body.decode()


def rows(wall: Answer) -> dict[str, list[str]]:
    return {
        " ".join(row.select("th")[0].get_text(" ").split()): [
            cell.get_text(strip=True).replace("\xa0", " ") for cell in row.select(".count")
        ]
        for row in wall.html.select("table.result tbody tr")
    }


async def test_statements_are_counted_one_by_one_on_the_wall(home: House) -> None:
    it = await convened(home, "numea")
    await it.ask(LONGEST)
    await it.cast(dict(staged("y", "y", "n")), 3)
    await it.cast(dict(staged("y", "n", "n")), 2)
    await it.count()
    async with visitor(home.url) as projector:
        wall = await projector.get(f"/mur/{it.code}")
    assert list(rows(wall).values()) == [["5", "0"], ["3", "2"], ["0", "5"]]
    assert [name[:7] for name in rows(wall)] == ["Étape 1", "Étape 2", "Étape 3"]
    assert "Proposition : Étape 1 et Étape 2." in wall.text


async def test_statements_of_one_level_are_told_apart_by_their_numbers(home: House) -> None:
    it = await convened(home, "creteil-ecole")
    question = next(it for it in catalogue()["creteil-ecole"].questions if len(it.statements) > 2)
    await it.ask(question.id)
    async with visitor(home.url) as guest:
        leads = [lead.get_text() for lead in (await form(guest, it.code)).select("legend b")]
    assert leads == [str(number) for number in range(1, len(question.statements) + 1)]


async def test_below_five_secret_votes_the_wall_has_nothing_to_show(home: House) -> None:
    it = await convened(home)
    await it.ask(LEVEL)
    await it.cast({"": "2"}, 4)
    await it.count()
    async with visitor(home.url) as projector:
        wall = await projector.get(f"/mur/{it.code}")
    assert "Moins de 5 votes secrets" in wall.text
    assert "À discuter" in wall.text
    assert not wall.html.select("table, rect")
    assert "4 votes sur 15" in wall.text


async def test_more_votes_than_people_is_said(home: House) -> None:
    it = await convened(home, present=2)
    await it.ask(LEVEL)
    await it.cast({"": "2"}, 3)
    async with visitor(home.url) as projector:
        assert "plus de votes que de présents" in (await projector.get(f"/mur/{it.code}")).text


@pytest.mark.parametrize("address", ["", "http://localhost:8765"])
async def test_where_no_phone_would_arrive_the_wall_says_why(tmp_path: Path, address: str) -> None:
    async with house(tmp_path, public_url=address) as home, visitor(home.url) as projector:
        it = await convened(home)
        wall = await projector.get(f"/mur/{it.code}")
        assert not wall.html.select("svg, [role=img]")
        assert "n'est ouvert qu'à cette machine" in wall.text
        assert "PALIER_PUBLIC_URL" in wall.text and "run --lan" in wall.text


async def test_a_name_is_never_on_the_wall(home: House) -> None:
    """By show of hands, a pilot sees who voted what; the wall does not."""
    it = await convened(home, secret=False)
    await it.act(heard("/equipe"), heard("Dominique Canari"), heard("/sondage"))
    pulse = await it.ask(LEVEL)
    await it.act(Tapped("go:booth"), Tapped(f"vote:{it.campaign}:{pulse}:2"), heard("/sondage"))
    await it.count()
    async with visitor(home.url) as projector:
        headers = {"Cookie": f"palier={PILOT}"}
        assert "Canari" in (await projector.get("/", headers=headers)).text, "what is looked for would be seen"
        wall = await projector.get(f"/mur/{it.code}", headers=headers)
        assert rows(wall)["Niveau 2"] == ["1 vote"]
        assert "Canari" not in wall.text


async def test_the_wall_speaks_the_sittings_language(home: House) -> None:
    it = Commission(home)
    await it.act(heard("/start"), heard("/language"), Tapped("lang:en"))
    it = await convened(home)
    async with visitor(home.url) as projector, visitor(home.url, "en") as guest:
        assert (await projector.get(f"/mur/{it.code}")).html.select_one("html[lang=en]")
        assert (await guest.get(f"/v/{it.code}")).html.select_one("html[lang=en]")


# ---------------------------------------------------------------- its news


@asynccontextmanager
async def stream(somebody: Visitor, path: str) -> AsyncIterator[Callable[[], Any]]:
    async with somebody.session.get(somebody.url + path) as answer:
        assert answer.status == 200
        assert answer.headers["Content-Type"] == "text/event-stream"
        assert answer.headers["Cache-Control"] == "no-store"

        async def news() -> Any:
            while True:
                told = await asyncio.wait_for(answer.content.readuntil(b"\n\n"), 5)
                if told.startswith(b"data: "):
                    return json.loads(told[6:])

        yield news


async def test_the_walls_stream_counts_and_then_tells_that_the_page_has_changed(home: House) -> None:
    it = await convened(home)
    async with (
        visitor(home.url) as projector,
        visitor(home.url) as guest,
        stream(projector, f"/mur/{it.code}/flux") as news,
    ):
        first = await news()
        assert set(first) == {"stage"}
        await it.ask(LEVEL)
        asked = await news()
        assert asked["stage"] != first["stage"]
        assert asked["counted"] in ("0 vote sur 15.", "0 votes sur 15.")
        async with stream(guest, f"/v/{it.code}/flux") as own:
            assert await own() == {"stage": asked["stage"]}
            await it.cast({"": "2"}, 1)
            assert await news() == {"stage": asked["stage"], "counted": "1 vote sur 15, dont 1 invité."}
            await it.count()
            closed = await news()
            assert set(closed) == {"stage"} and closed["stage"] != asked["stage"]
            assert await own() == closed, "a phone is told when its page changes, and of no vote"
            await it.tap("adjourn")
            assert await news() == await own() == {"stage": "ended"}
    page = (await _page(home, it)).html.body
    assert page is not None and page["data-stage"] == "ended"


async def _page(home: House, it: Commission) -> Answer:
    async with visitor(home.url) as somebody:
        return await somebody.get(f"/mur/{it.code}")


async def test_the_counter_moves_at_most_twice_a_second(home: House) -> None:
    it = await convened(home)
    await it.ask(LEVEL)
    async with visitor(home.url) as projector, stream(projector, f"/mur/{it.code}/flux") as news:
        await news()
        begun, told, voting = time.monotonic(), 0, asyncio.create_task(_trickle(it, 60))
        while not (await news())["counted"].startswith("60 votes"):
            told += 1
        took = time.monotonic() - begun
        await voting
        assert told + 1 <= took / sittings.PAUSE + 2


async def _trickle(it: Commission, guests: int) -> None:
    for _ in range(guests):
        await it.cast({"": "1"})
        await asyncio.sleep(0.02)


async def test_an_idle_stream_beats_and_leaves_nothing_behind(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "HEARTBEAT", 0.1)
    it = await convened(home)
    assert home.chat._runner is not None
    boards = home.chat._runner.app[BOARDS]
    async with visitor(home.url) as projector:
        async with projector.session.get(f"{home.url}/mur/{it.code}/flux") as answer:
            beats = 0
            while beats < 3:
                beats += (await asyncio.wait_for(answer.content.readuntil(b"\n\n"), 3)) == b"event: beat\ndata: 1\n\n"
            assert len(boards) == 1
            answer.close()
        for _ in range(100):
            if not len(boards):
                return
            await asyncio.sleep(0.02)
    raise AssertionError("the board is still read")


async def test_many_streams_read_a_sitting_once(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    it = await convened(home)
    await it.ask(LEVEL)
    reads, by_id = [0], home.hall.by_id

    async def counted(sitting: str) -> Any:
        reads[0] += 1
        return await by_id(sitting)

    monkeypatch.setattr(home.hall, "by_id", counted)
    async with visitor(home.url) as guests:
        opened = [await guests.session.get(f"{home.url}/v/{it.code}/flux") for _ in range(7)]
        await asyncio.sleep(sittings.PAUSE * 1.5)
        await it.cast({"": "1"}, 5)
        await asyncio.sleep(sittings.PAUSE * 1.5)
        for one in opened:
            one.close()
    assert reads[0] <= 4


# ---------------------------------------------------------------- blind

MASKED = re.compile(
    rb"(?<![\w-])(?:[\w-]{43}|[\w-]{22}(?:\.[\w-]{22})?)(?![\w-])"
    rb"|[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} [\d:]{8} GMT|\d{4}-\d\d-\d\dT[\d:.]+"
)
"""What chance and the clock make of a page: tokens, cookies, hours."""

COUNTER = re.compile(
    rb'data: {"stage":"[\w.]+"(,"counted":"\d+ votes? sur 15(, dont \d+ invit\xc3\xa9s?)?\.")?}\n\n|retry: \d+\n\n'
)


async def _everything_sent(folder: Path, value: str, guests: int, *, secret: bool) -> tuple[list[bytes], list[bytes]]:
    """The bytes of every answer while a vote is open (the wall, guests, streams, the pilot's chat), then after it."""
    sent: list[bytes] = []

    async with house(folder, public_url=PUBLIC) as home:
        it = await convened(home, secret=secret)
        pulse = await it.ask(LEVEL)
        names = {it.code: "CODE00", it.code[:3]: "COD", it.code[3:]: "E00", pulse: "pulse000", it.campaign: "campaign"}

        def kept(answer: Answer | bytes) -> None:
            if isinstance(answer, bytes):
                told = answer
            else:
                head = "\n".join(f"{name}: {said}" for name, said in sorted(answer.headers.items()))
                told = head.encode() + "\n".join(answer.cookies).encode() + b"\n" + answer.body
            told = re.sub(
                rb"<path .*?/>|Content-Length: \d+", b"", told
            )  # the QR code of a random code, and its length
            for real, name in names.items():
                told = told.replace(real.encode(), name.encode())
            told = told.replace("\xa0".encode(), b" ")  # a code that begins with a digit is bound to its word
            sent.append(MASKED.sub(b"*", told))

        async with visitor(home.url) as wall, aiohttp.ClientSession() as listening:
            pilot = {"Cookie": f"palier={PILOT}"}
            streams = [
                await listening.get(f"{home.url}{path}", headers=pilot)
                for path in (f"/mur/{it.code}/flux", f"/v/{it.code}/flux")
            ]
            for _ in range(guests):
                async with visitor(home.url) as guest:
                    kept(await guest.get(f"/v/{it.code}"))
                    kept(await votes(guest, it.code, vote_=value))
                    kept(await guest.get(f"/v/{it.code}"))
                    kept(await guest.post(f"/v/{it.code}", {"pulse": pulse, "vote-": value}))
                    kept(await guest.post(f"/v/{it.code}", {"pulse": pulse, "vote-": "9"}))
                kept(await wall.get(f"/mur/{it.code}"))
                await it.tap_go("sitting")
                kept(await wall.get("/", headers=pilot))
            await asyncio.sleep(sittings.PAUSE * 2)
            await it.tap("guests", "0")
            for one in streams:
                told = b""
                while f".0.0{int(secret)}".encode() not in told:  # the stage says that guests are shut out
                    told = await asyncio.wait_for(one.content.readuntil(b"\n\n"), 5)
                    assert COUNTER.fullmatch(told), told
                kept(told)
                one.close()
            kept(await wall.get(f"/mur/{it.code}"))
            kept(await wall.get(f"/v/{it.code}"))
            before, sent = sent, []
            await it.count()
            kept(await wall.get(f"/mur/{it.code}"))
    return before, sent


@pytest.mark.parametrize("secret", [True, False], ids=["secret", "hands"])
async def test_nothing_that_leaves_before_closing_depends_on_what_is_voted(
    tmp_path_factory: pytest.TempPathFactory, secret: bool
) -> None:
    """The same evening twice, with other votes: but for what chance makes, the same bytes, until it is closed."""
    ones = await _everything_sent(tmp_path_factory.mktemp("one"), "1", 5, secret=secret)
    others = await _everything_sent(tmp_path_factory.mktemp("other"), "3", 5, secret=secret)
    assert len(ones[0]) > 30
    for one, other in zip(ones[0], others[0], strict=True):
        assert one == other
    assert ones[1] != others[1], "a difference would be seen"
