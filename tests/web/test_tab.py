"""One tab in a real browser: what is typed, what is being sent, what is in view."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, ViewportSize, expect

from bot.arrivals import NotKept
from bot.render.studio import Studio
from tests.web.chromium import PHONE, PROJECTOR, Watched, first_domain, tab
from tests.web.house import House, house

WAITING = "Un envoi est en cours : attendez sa fin. Ce que vous écrivez reste ici."
RETRYING = "Pas encore enregistré, nouvel essai…"


class Disk:
    """The engine's door, shut until it is opened."""

    def __init__(self, home: House, monkeypatch: pytest.MonkeyPatch) -> None:
        self.keys: list[str] = []
        self.refuses = False
        self.waits = asyncio.Event()
        self.waits.set()
        self.submit = home.engine.submit
        monkeypatch.setattr(home.engine, "submit", self.take)

    async def take(self, arrival: Any) -> object:
        self.keys.append(arrival.key)
        await self.waits.wait()
        if self.refuses:
            raise NotKept
        return await self.submit(arrival)


@pytest.fixture
def disk(home: House, monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(home, monkeypatch)


@asynccontextmanager
async def asked(home: House, browser: Browser, **options: Any) -> AsyncIterator[Watched]:
    """At the first question of a domain."""
    async with tab(browser, home.url, **options) as chat:
        await chat.tap("Commencer")
        await chat.tap("Pilotage")
        yield chat
        # The browser itself writes down each 503.
        chat.faults = [fault for fault in chat.faults if "503" not in fault]


# ---------------------------------------------------------------- what is typed


async def test_a_draft_outlives_a_reload_in_its_tab_alone(home: House, browser: Browser) -> None:
    async with asked(home, browser) as chat:
        await chat.page.fill("#text", "Réunion du 3 :\nà revoir")
        await chat.page.reload()
        await expect(chat.page.locator("#text")).to_have_value("Réunion du 3 :\nà revoir")
        other = await chat.page.context.new_page()
        await other.goto(home.url)
        await expect(other.locator("#text")).to_have_value("")
        before = await chat.state()
        await chat.page.click(".send")
        await chat.settled(before)
        await chat.page.reload()
        await expect(chat.page.locator("#text")).to_have_value("")
        assert await chat.page.evaluate("() => sessionStorage.length") == 0


async def test_a_text_under_way_when_the_page_is_left_is_kept_once(home: House, browser: Browser, disk: Disk) -> None:
    async with asked(home, browser) as chat:
        disk.refuses = True
        await chat.page.fill("#text", "À revoir")
        await chat.page.keyboard.press("Enter")
        await expect(chat.page.locator("#status")).to_have_text(RETRYING)
        await chat.page.locator("#text").press_sequentially("et ceci")
        disk.refuses = False
        await chat.page.reload()
        await expect(chat.page.locator(".mine .said")).to_have_text(["À revoir"])
        await expect(chat.page.locator("#text")).to_have_value("et ceci")
        await chat.page.reload()
        await expect(chat.page.locator(".mine .said")).to_have_text(["À revoir"])
        assert len(set(disk.keys[2:])) == 1


async def test_one_goes_on_typing_while_a_tap_is_sent(home: House, browser: Browser, disk: Disk) -> None:
    async with asked(home, browser) as chat:
        text = chat.page.locator("#text")
        disk.refuses = True
        await chat.page.locator(".rows button", has_text="Niveau 2").click()
        await expect(chat.page.locator("#status")).to_have_text(RETRYING)
        await text.press_sequentially("Noté")
        await text.press("Enter")
        await expect(text).to_have_value("Noté")
        await expect(chat.page.locator("#status")).to_have_text(WAITING)
        disk.refuses = False
        await expect(chat.page.locator(".live .meter")).to_contain_text("2/5")
        await expect(text).to_have_value("Noté")
        await expect(text).to_be_focused()
        await expect(chat.page.locator("#status")).to_be_hidden()
        before = await chat.state()
        await text.press("Enter")
        await chat.settled(before)
        await expect(chat.page.locator(".mine .said")).to_have_text(["Noté"])
        await expect(text).to_have_value("")
        assert await home.rows("select answer from opinions") == [("2",)]


async def test_what_is_typed_while_a_text_is_sent_is_another_text(home: House, browser: Browser, disk: Disk) -> None:
    async with asked(home, browser) as chat:
        text = chat.page.locator("#text")
        disk.waits.clear()
        await text.fill("Le premier")
        await text.press("Enter")
        await expect(chat.page.locator(".pending .said")).to_have_text("Le premier")
        await text.press_sequentially("Le second")
        await text.press("Enter")
        disk.waits.set()
        await expect(chat.page.locator(".pending")).to_have_count(0)
        await expect(chat.page.locator(".mine .said")).to_have_text(["Le premier"])
        await expect(text).to_have_value("Le second")


# ---------------------------------------------------------------- what is being sent


async def test_no_button_is_silently_dead_while_another_is_sent(home: House, browser: Browser, disk: Disk) -> None:
    async with asked(home, browser) as chat:
        disk.waits.clear()
        pressed = chat.page.locator(".rows button", has_text="Niveau 2")
        other = chat.page.locator(".rows button", has_text="Niveau 3")
        await pressed.click()
        for button in (other, chat.page.locator(".send"), chat.page.locator("button[value='/aide']")):
            await expect(button).to_have_attribute("aria-disabled", "true")
        await expect(other).to_have_css("opacity", "0.5")
        await expect(pressed).to_have_class("sending")
        await other.click(force=True)
        await expect(chat.page.locator("#status")).to_have_text(WAITING)
        disk.waits.set()
        await expect(chat.page.locator(".live .meter")).to_contain_text("2/5")
        await expect(chat.page.locator("[aria-disabled]")).to_have_count(0)
        assert await home.rows("select answer from opinions") == [("2",)]


@pytest.mark.parametrize("grows", ["the status", "the text"])
async def test_the_last_row_of_buttons_stays_above_the_line_one_writes_on(
    home: House, browser: Browser, disk: Disk, grows: str
) -> None:
    async with asked(home, browser) as chat:
        if grows == "the status":
            disk.refuses = True
            await chat.page.locator(".rows button", has_text="Niveau 2").click()
            await expect(chat.page.locator("#status")).to_be_visible()
        else:
            await chat.page.fill("#text", "une ligne\n" * 5)
        foot, row = await chat.page.locator(".composer").bounding_box(), await lowest(chat)
        assert foot is not None
        assert row <= foot["y"] + 1
        disk.refuses = False
        await expect(chat.page.locator("[aria-busy]")).to_have_count(0)


async def lowest(chat: Watched) -> float:
    await chat.page.wait_for_timeout(100)
    box = await chat.page.locator(".live .row").last.bounding_box()
    assert box is not None
    return box["y"] + box["height"]


# ---------------------------------------------------------------- what is in view


@pytest.fixture
async def drawn(tmp_path: Path) -> AsyncIterator[House]:
    """With real pictures."""
    studio = Studio()
    try:
        async with house(tmp_path, pictures=studio) as home:
            yield home
    finally:
        await studio.close()


@pytest.mark.parametrize("size", [PHONE, PROJECTOR], ids=["phone", "projector"])
async def test_under_a_radar_a_way_leads_on(drawn: House, browser: Browser, size: ViewportSize) -> None:
    async with tab(browser, drawn.url, viewport=size) as chat:
        await first_domain(chat)
        onward, title = chat.page.locator(".onward"), chat.page.locator(".live h2")
        await expect(title).to_be_focused()
        await expect(title).not_to_be_in_viewport()
        await expect(onward).to_be_visible()
        await onward.click()
        await expect(title).to_be_in_viewport()
        await expect(title).to_be_focused()
        await expect(chat.page.locator(".live .rows button").first).to_be_in_viewport()
        await expect(onward).to_be_hidden()
        await chat.page.locator("img.radar").scroll_into_view_if_needed()
        await chat.page.evaluate("() => scrollTo(0, 0)")
        await expect(onward).to_be_visible()


async def test_a_radar_fills_a_phone_from_edge_to_edge_and_a_projector_in_height(
    drawn: House, browser: Browser
) -> None:
    async with tab(browser, drawn.url) as chat:
        await first_domain(chat)
        image, bubble = chat.page.locator("img.radar"), chat.page.locator(".bubble:has(img.radar)")
        inside, around = await image.bounding_box(), await bubble.bounding_box()
        assert inside is not None and around is not None
        assert inside["width"] >= around["width"] - 2
        assert around["width"] >= 330
        await chat.page.set_viewport_size(PROJECTOR)
        await image.scroll_into_view_if_needed()
        inside = await image.bounding_box()
        assert inside is not None
        assert inside["height"] >= 0.78 * PROJECTOR["height"]
        bars = [await chat.page.locator(bar).bounding_box() for bar in (".bar", ".composer")]
        assert inside["height"] <= PROJECTOR["height"] - sum(box["height"] for box in bars if box)


async def test_a_radar_opens_alone_by_keyboard_under_its_name(drawn: House, browser: Browser) -> None:
    async with tab(browser, drawn.url) as chat:
        await first_domain(chat)
        link = chat.page.get_by_role("link", name="Ouvrir l'image seule")
        await expect(link).to_have_accessible_name(re.compile(r"^Radar «.*tableau qui suit\. Ouvrir l'image seule\s*$"))
        await chat.page.keyboard.press("Shift+Tab")
        await expect(link).to_be_focused()
        await expect(link).to_have_css("outline-style", "solid")
        await chat.page.keyboard.press("Enter")
        await chat.page.wait_for_url("**/image/*.png")
        await chat.page.set_viewport_size(PROJECTOR)
        centred = "() => { const it = document.images[0].getBoundingClientRect(); return it.left + it.right }"
        assert abs(await chat.page.evaluate(centred) - PROJECTOR["width"]) < 2
        await chat.page.go_back()
        await expect(chat.page.locator(".live h2")).to_have_text("Votre établissement")


async def test_without_script_nothing_is_framed(home: House, browser: Browser) -> None:
    async with tab(browser, home.url, java_script_enabled=False) as chat:
        await chat.tap("Commencer")
        await chat.page.keyboard.press("Tab")
        await chat.page.keyboard.press("Shift+Tab")
        await chat.tap("Pilotage")
        assert chat.page.url.endswith("#ici")
        await expect(chat.page.locator("#ici")).to_have_css("outline-style", "none")


async def test_hours_are_written_as_the_page_speaks(home: House, browser: Browser) -> None:
    """An American browser on a British page: 15:04, not 03:04 PM."""
    async with tab(browser, home.url, locale="en-US") as chat:
        before = await chat.state()
        await chat.page.click("button[value^='grid:']")
        await chat.settled(before)
        hour = chat.page.locator(".live time")
        await expect(hour).to_have_text(re.compile(r"^\d\d:\d\d$"))
        size = await hour.evaluate("(it) => parseFloat(getComputedStyle(it).fontSize)")
        assert size > 13


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
async def test_a_command_in_a_sentence_is_a_tap_away(home: House, browser: Browser, script: bool) -> None:
    async with tab(browser, home.url, java_script_enabled=script) as chat:
        await chat.tap("Commencer")
        await chat.say("/start")
        for path in ("/", "/donnees"):
            await chat.page.goto(home.url + path)
            await chat.page.locator("button.command", has_text="/mesdonnees").click()
            await expect(chat.page.locator(".live h2")).to_have_text("Vos données")
            await chat.say("/start")


async def test_two_buttons_take_the_width_of_their_words(home: House, browser: Browser) -> None:
    async with asked(home, browser) as chat:
        for _ in range(5):
            await chat.tap("Pas encore")
        await chat.tap("Plus tard")
        await chat.tap("Continuer")
        for _ in range(2):
            await chat.tap("Pas encore")
        await chat.say("/resultats")
        button = chat.page.locator(".rows button", has_text="Voir les")
        box, plain = await button.bounding_box(), await chat.page.locator(".rows button").last.bounding_box()
        assert box is not None and plain is not None
        assert box["height"] == plain["height"]
