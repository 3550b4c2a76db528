"""A file of one's own conversation, and the private address: raw requests as a calendar makes them."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
import vobject  # type: ignore[import-untyped]
from icalendar import Calendar
from playwright.async_api import Browser

from bot.pace import BURST
from tests.goals import GOAL, happens
from tests.web.chromium import tab
from tests.web.house import House, house
from tests.web.visitor import Answer, Visitor, visitor

PUBLIC = "https://palier.exemple.fr"
THERE = {"Host": "palier.exemple.fr"}
UNKNOWN = "x" * 22


async def typed(somebody: Visitor, *lines: str) -> Answer:
    answer = await somebody.get()
    for line in lines:
        answer = await somebody.say(line)
    return answer


async def subscribed(home: House) -> str:
    """The path of a pilot's new address."""
    await happens(home.engine, "pilot", *GOAL, "/objectifs", "Agenda", "Adresse privée")
    ((session,),) = await home.rows("select session from conversations where address = 'pilot'")
    return "/agenda/" + str(session).partition('"secret":"')[2].partition('"')[0] + ".ics"


def events(answer: Answer) -> Any:
    return Calendar.from_ical(answer.body).walk("VEVENT")


async def test_the_file_is_ones_own_and_nobody_elses(home: House) -> None:
    async with visitor(home.url) as pilot, visitor(home.url) as other:
        page = await typed(pilot, *GOAL, "Agenda")
        (link,) = page.html.select(".file a")
        path = str(link["href"])
        assert link.get_text() == "Fichier pour votre agenda (.ics)"
        assert "4 janvier 2027" in page.text
        file = await pilot.get(path)
        assert file.status == 200
        assert file.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert file.headers["Content-Disposition"] == 'attachment; filename="palier.ics"'
        assert file.headers["Cache-Control"] == "no-store"
        assert len(events(file)) == 3
        await typed(other, "/start", "Commencer")
        async with visitor(home.url) as nobody:
            assert [(await it.get(path)).status for it in (other, nobody)] == [404, 404]
        image = path.replace("fichier", "image").replace(".ics", ".png")
        assert (await pilot.get(image)).status == 404


async def test_a_browser_downloads_the_file(tmp_path: Path, browser: Browser) -> None:
    async with house(tmp_path) as home, tab(browser, home.url, viewport={"width": 360, "height": 740}) as pilot:
        for line in (*GOAL, "Agenda"):
            await pilot.say(line)
        async with pilot.page.expect_download() as downloading:
            await pilot.page.get_by_role("link", name="Fichier pour votre agenda").click()
        download = await downloading.value
        assert download.suggested_filename == "palier.ics"
        body = await asyncio.to_thread(Path(await download.path()).read_bytes)
        assert vobject.readOne(body.decode()).vevent.summary.value.endswith("Un plan de formation")


async def test_a_calendar_gets_it_without_a_cookie_and_makes_nobody(tmp_path: Path) -> None:
    async with house(tmp_path, public_url=PUBLIC) as home:
        path = await subscribed(home)
        before = await home.rows("select count(*) from people")
        async with visitor(home.url) as calendar:
            answer = await calendar.get(path, headers=THERE)
            assert answer.status == 200
            assert answer.cookies == ()
            assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
            assert "Content-Disposition" not in answer.headers
            assert b"REFRESH-INTERVAL" in answer.body
            assert len(events(answer)) == 3
            assert len(vobject.readOne(answer.body.decode()).vevent_list) == 3
            head = await calendar.ask("HEAD", path, headers=THERE)
            assert (head.status, head.body) == (200, b"")
            assert (head.headers["Etag"], head.cookies) == (answer.headers["Etag"], ())
        assert await home.rows("select count(*) from people") == before


async def test_what_a_calendar_has_already_is_not_sent_again(tmp_path: Path) -> None:
    async with house(tmp_path, public_url=PUBLIC) as home:
        path = await subscribed(home)
        async with visitor(home.url) as calendar:
            tag = (await calendar.get(path, headers=THERE)).headers["Etag"]
            known = {**THERE, "If-None-Match": tag}
            again = await calendar.get(path, headers=known)
            assert (again.status, again.body, again.headers["Etag"]) == (304, b"", tag)
            assert (await calendar.get(path, headers={**THERE, "If-None-Match": f'W/{tag}, "x"'})).status == 304
            await happens(home.engine, "pilot", "/objectifs", "1", "Modifier…", "Échéance", "02/04/2027")
            fresh = await calendar.get(path, headers=known)
            assert fresh.status == 200
            assert fresh.headers["Etag"] != tag


async def test_whatever_is_no_address_is_answered_alike(tmp_path: Path) -> None:
    async with house(tmp_path, public_url=PUBLIC) as home:
        revoked = await subscribed(home)
        await happens(home.engine, "pilot", "Agenda", "Révoquer l'adresse")
        async with visitor(home.url) as calendar:
            paths = (revoked, f"/agenda/{UNKNOWN}.ics", "/agenda/x.ics", "/agenda/" + "y" * 300 + ".ics")
            answers = [await calendar.get(it, headers=THERE) for it in paths]
            assert {(it.status, it.body, it.cookies) for it in answers} == {(404, answers[0].body, ())}
            same = [{name: value for name, value in it.headers.items() if name != "Date"} for it in answers]
            assert all(it == same[0] for it in same)
            cookie = {**THERE, "Cookie": "palier=" + "A" * 22}
            assert (await calendar.get(revoked, headers=cookie)).body == answers[0].body


async def test_it_is_only_read_and_only_at_our_address(tmp_path: Path) -> None:
    async with house(tmp_path, public_url=PUBLIC) as home:
        path = await subscribed(home)
        async with visitor(home.url) as calendar:
            for method in ("POST", "PUT", "DELETE", "PROPFIND", "OPTIONS"):
                answer = await calendar.ask(method, path, headers={**THERE, "Origin": PUBLIC})
                assert answer.status == 405, method
            assert (await calendar.get(path, headers={"Host": "ailleurs.exemple"})).status == 421
        assert await home.rows("select count(*) from feeds") == [(1,)]


async def test_whoever_hammers_an_address_waits_and_nobody_else_does(tmp_path: Path) -> None:
    async with house(tmp_path, public_url=PUBLIC) as home:
        path = await subscribed(home)
        async with visitor(home.url) as calendar:
            tries = range(int(BURST) + 20)
            wrong = [(await calendar.get(f"/agenda/{it:022}.ics", headers=THERE)).status for it in tries]
            assert wrong[0] == 404
            assert 429 in wrong
            assert (await calendar.get(path, headers=THERE)).status == 200


async def test_in_the_room_a_calendar_needs_no_entrance(tmp_path: Path) -> None:
    """Its own secret is asked for; whatever else is there stays behind the room's link."""
    async with house(tmp_path, lan=True) as home:
        if not home.chat.reached:
            pytest.skip("this machine is on no network")
        path = await subscribed(home)
        async with visitor(home.chat.reached) as calendar:
            assert (await calendar.get(path)).status == 200
            assert (await calendar.get("/fichier/1.ics")).status == 403


async def test_nothing_of_an_address_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    async with house(tmp_path, public_url=PUBLIC) as home:
        path = await subscribed(home)
        secret = path.removeprefix("/agenda/").removesuffix(".ics")
        async with visitor(home.url) as calendar:
            await calendar.get(path, headers=THERE)
            await calendar.get(path + "x", headers=THERE)
    assert secret not in "\n".join(it.getMessage() for it in caplog.records if not it.name.startswith("asyncio"))
