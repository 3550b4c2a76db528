"""Who comes to the wrong door is shown the right one, and loses nothing on the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.web.chromium import tab
from tests.web.house import House, house
from tests.web.probes import BEGIN, event
from tests.web.visitor import hidden, visitor

NAVIGATES = {"Sec-Fetch-Mode": "navigate"}


def link_of(home: House) -> str:
    return "/" + home.chat.invitation.split("/", 3)[3]


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody sits at this machine."""
    monkeypatch.setattr("bot.channels.web.entrance.loopback", lambda _: False)


# ---------------------------------------------------------------- the room


@pytest.mark.usefixtures("room")
async def test_a_mistyped_link_asks_for_the_right_one_and_leads_nowhere(tmp_path: Path) -> None:
    async with house(tmp_path, lan=True) as home, visitor(home.url) as phone:
        for method in ("GET", "POST"):
            answer = await phone.ask(method, f"/entrer/{event()}", headers={"Origin": home.url})
            assert answer.status == 404
            assert "change à chaque démarrage" in answer.sentence
            assert not answer.html.select("a[href]")
        refused = await phone.get()
        assert refused.status == 403
        assert not refused.html.select("a[href], form")
        assert not (await phone.get(headers={"Host": f"palier.local:{home.port}"})).html.select("a[href]")
        await phone.post(link_of(home), {})
        assert (await phone.get("/nowhere")).html.select("a[href='/']")


@pytest.mark.usefixtures("room")
async def test_the_entrance_says_what_there_is(tmp_path: Path) -> None:
    async with house(tmp_path, lan=True) as home, visitor(home.url) as phone:
        assert "chacun répond de son côté" in (await phone.get(link_of(home))).text


@pytest.mark.usefixtures("room")
async def test_a_form_from_before_a_restart_was_not_saved_and_is_given_back(tmp_path: Path) -> None:
    async with house(tmp_path, lan=True) as home, visitor(home.url) as phone:
        given: dict[str, str] = {}
        for path, sent in (("/say", {"text": "Réunion <du 3>"}), ("/tap", {"press": BEGIN})):
            fields = {**sent, "event": event(), "first": event()}
            refused = await phone.post(path, fields)
            assert refused.status == 403
            assert "Rien n'a été enregistré" in refused.sentence
            form = refused.html.select_one("form")
            assert form is not None
            text = form.select_one("textarea")
            given = {**hidden(form), **({"text": text.get_text()[1:]} if text else {})}
            assert (form["action"], given) == (path, fields)
        assert (await phone.ask("POST", "/say", json={}, headers={"Origin": home.url})).status == 403
        assert await home.rows("select * from people") == []
        await phone.post(link_of(home), {})
        assert (await phone.post("/tap", given)).status == 303


@pytest.mark.usefixtures("room")
async def test_behind_a_locked_door_nothing_typed_is_lost(tmp_path: Path, browser: Browser) -> None:
    async with house(tmp_path, lan=True) as home, tab(browser, home.url, link_of(home)) as chat:
        await chat.page.click(".main-button")
        await chat.tap("Commencer")
        await chat.tap("Pilotage")
        await chat.page.context.clear_cookies(name="entree")  # what a restart does to it
        await chat.page.fill("#text", "Réunion du 3")
        await chat.page.locator(".rows button", has_text="Niveau 2").click()
        await expect(chat.page.locator("#status")).to_contain_text("Rien n'a été enregistré")
        await expect(chat.page.locator("#text")).to_have_value("Réunion du 3")
        await chat.page.click(".send")
        await expect(chat.page.locator(".pending")).to_have_count(0)
        await expect(chat.page.locator("#status")).to_contain_text("Rien n'a été enregistré")
        await expect(chat.page.locator("#text")).to_have_value("Réunion du 3")
        inside = await chat.page.context.new_page()
        await inside.goto(home.url + link_of(home))
        await inside.click(".main-button")
        before = await chat.state()
        await chat.page.click(".send")
        await chat.settled(before)
        await expect(chat.page.locator(".mine .said")).to_have_text(["Réunion du 3"])
        await inside.fill("#text", "/aide")
        await inside.keyboard.press("Enter")
        await expect(chat.page.locator(".live h2")).to_have_text("Aide")
        assert all("403" in fault for fault in chat.faults)  # the browser writes down each
        chat.faults.clear()


# ---------------------------------------------------------------- this machine's other names


@pytest.mark.parametrize("name", ["localhost", "LOCALHOST", "[::1]"])
async def test_another_name_of_this_machine_leads_to_the_one_that_is_printed(home: House, name: str) -> None:
    """A cookie keeps to its name: under another one, Palier would look empty."""
    async with visitor(home.url) as somebody:
        host = {"Host": f"{name}:{home.port}"}
        answer = await somebody.get("/?nouveau", headers={**host, **NAVIGATES})
        assert (answer.status, answer.headers["Location"]) == (307, f"{home.url}/?nouveau")
        assert not answer.cookies
        assert (await somebody.get(headers=host)).status == 200, "a script's own request stays"
        known = {**host, **NAVIGATES, "Cookie": f"palier={event()}"}
        assert (await somebody.get(headers=known)).status == 200, "somebody was here under this name"
        assert (await somebody.get(headers={"Host": f"127.0.0.1:{home.port}", **NAVIGATES})).status == 200
    assert await home.rows("select * from people") == []


async def test_nobody_else_is_sent_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with house(tmp_path, public_url="https://palier.example.fr") as home, visitor(home.url) as somebody:
        assert (await somebody.get(headers={"Host": f"localhost:{home.port}", **NAVIGATES})).status == 200
    monkeypatch.setattr("bot.channels.web.guard.loopback", lambda _: False)
    async with house(tmp_path) as home, visitor(home.url) as somebody:
        assert (await somebody.get(headers={"Host": f"localhost:{home.port}", **NAVIGATES})).status == 200


async def test_a_browser_at_localhost_finds_its_conversation(home: House, browser: Browser) -> None:
    async with tab(browser, home.url) as chat:
        await chat.tap("Commencer")
        chat.url = "http://"
        await chat.page.goto(f"http://localhost:{home.port}/")
        assert chat.page.url == f"{home.url}/"
        await expect(chat.page.locator(".live h2")).to_contain_text("Positionnement")
