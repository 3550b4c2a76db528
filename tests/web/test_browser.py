"""Real browsers on a real server: with script and without, by keyboard, side by side, by day and by night."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from playwright.async_api import Browser, Page, expect

from bot.arrivals import NotKept
from bot.channels.web.entrance import lan_address
from bot.pace import Pace
from bot.render.studio import Studio
from tests.web.chromium import PHONE, PROJECTOR, Watched, first_domain, tab
from tests.web.house import House, house


async def numea(chat: Watched) -> None:
    """A question with three long étapes."""
    await chat.tap("Autres grilles")
    await chat.tap("NumEA")
    await chat.page.locator(".rows button").first.click()
    await expect(chat.page.locator(".live blockquote").first).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
async def test_a_first_visit_to_the_radar_and_the_school(home: House, browser: Browser, script: bool) -> None:
    async with tab(browser, home.url, java_script_enabled=script) as chat:
        await first_domain(chat)
        radar = chat.page.locator("img.radar")
        assert "Radar" in str(await radar.get_attribute("alt"))
        await expect(chat.page.locator("table.figures")).to_contain_text("Formation")
        await chat.say("0750655F")
        await expect(chat.page.locator(".live [role=status]")).to_contain_text("0750655F")
        await chat.say("0750655E")
        await chat.say("Collège Jean Lurçat")
        assert await chat.title() == "Collège Jean Lurçat"
        await chat.tap("C'est bien cela")
        await expect(chat.page.locator(".live .notice")).to_have_text("Établissement enregistré.")
        await expect(chat.page.locator(".mine .said").last).to_have_text("Collège Jean Lurçat")
        await expect(chat.page.locator("#text")).to_have_value("")
        await chat.page.reload()
        await expect(chat.page.locator(".mine .said").last).to_have_text("Collège Jean Lurçat")
        await expect(chat.page.locator(".rows")).to_have_count(1)
        assert len(await home.rows("select * from opinions")) == 2


async def test_the_language_changes_the_whole_page(home: House, browser: Browser) -> None:
    async with tab(browser, home.url) as chat:
        await chat.tap("English")
        await expect(chat.page.locator("html")).to_have_attribute("lang", "en")
        await expect(chat.page.locator(".menu button[value='/results']")).to_have_count(1)
        await chat.page.reload()
        await expect(chat.page.locator("html")).to_have_attribute("lang", "en")


async def test_two_browsers_side_by_side_know_nothing_of_each_other(home: House, browser: Browser) -> None:
    async with tab(browser, home.url) as one, tab(browser, home.url) as other:
        await first_domain(one)
        await other.tap("Commencer")
        await expect(other.page.locator("img.radar")).to_have_count(0)
        await expect(one.page.locator("img.radar")).to_have_count(1)
        assert len(await home.rows("select * from people")) == 2


async def test_by_keyboard_alone(home: House, browser: Browser) -> None:
    async with tab(browser, home.url, viewport=PROJECTOR) as chat:
        page = chat.page

        async def reach(selector: str) -> None:
            for _ in range(60):
                if await page.evaluate("(it) => document.activeElement?.matches(it) ?? false", selector):
                    return
                await page.keyboard.press("Tab")
            raise AssertionError(f"{selector} can't be reached by Tab")

        await page.keyboard.press("Tab")
        assert await page.evaluate("() => document.activeElement.className") == "skip"
        before = await chat.state()
        await reach("button[value^='grid:']")
        await page.keyboard.press("Enter")
        await chat.settled(before)
        assert (
            await page.evaluate("() => document.activeElement.closest('.live') && document.activeElement.tagName")
            == "H2"
        )
        before = await chat.state()
        await reach("button[value^='domain:']")
        await page.keyboard.press("Space")
        await chat.settled(before)
        before = await chat.state()
        await reach("button[value$=':3']")
        shown = await page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
        assert shown == "solid"
        await page.keyboard.press("Enter")
        await chat.settled(before)
        before = await chat.state()
        await reach(".menu summary")
        await page.keyboard.press("Enter")
        await reach("button[value='/aide']")
        await page.keyboard.press("Enter")
        await chat.settled(before)
        assert await chat.title() == "Aide"
        await expect(page.locator(".menu")).not_to_have_attribute("open", "")
        await reach(".menu summary")
        await page.keyboard.press("Enter")
        await page.keyboard.press("Escape")
        assert await page.evaluate("() => document.activeElement.matches('.menu summary')")
        before = await chat.state()
        await reach("#text")
        await page.keyboard.type("/reprendre")
        await page.keyboard.press("Enter")
        await chat.settled(before)
        await expect(page.locator("#text")).to_be_focused()
        assert await home.rows("select answer from opinions") == [("3",)]


async def test_ticking_keeps_the_focus_on_the_button(home: House, browser: Browser) -> None:
    async with tab(browser, home.url) as chat:
        await numea(chat)
        await chat.tap("Une à une")
        await chat.page.locator(".fold summary").first.click()
        before = await chat.state()
        await chat.page.locator("button", has_text="☐ Étape 1").press("Enter")
        await chat.settled(before)
        await expect(chat.page.locator("button", has_text="☑ Étape 1")).to_be_focused()
        await expect(chat.page.locator(".quote .mark").first).to_have_text("Acquis")
        await expect(chat.page.locator(".fold").first).to_have_attribute("open", "")


async def test_a_long_sentence_folds_on_a_phone_and_not_on_a_wall(home: House, browser: Browser) -> None:
    async with tab(browser, home.url) as chat:
        await numea(chat)
        text, fold = chat.page.locator(".clamped").first, chat.page.locator(".fold summary").first
        folded = await text.evaluate("(it) => it.clientHeight")
        assert folded < await text.evaluate("(it) => it.scrollHeight")
        await fold.press("Enter")
        assert await text.evaluate("(it) => it.clientHeight") > folded
        await expect(fold).to_contain_text("Replier")
        await chat.page.set_viewport_size({"width": 1920, "height": 1080})
        await expect(fold).to_be_hidden()
        assert await chat.page.evaluate("() => parseFloat(getComputedStyle(document.body).fontSize)") > 22


async def test_a_double_click_counts_once(home: House, browser: Browser) -> None:
    async with tab(browser, home.url) as chat:
        await chat.tap("Commencer")
        await chat.tap("Pilotage")
        before = await chat.state()
        await chat.page.locator(".rows button", has_text="Niveau 2").dblclick()
        await chat.settled(before)
        await chat.page.wait_for_timeout(300)
        assert await home.rows("select answer from opinions") == [("2",)]
        await expect(chat.page.locator(".meter")).to_contain_text("2/5")


async def test_the_second_click_of_a_double_click_does_not_answer_the_next_question(
    home: House, browser: Browser
) -> None:
    """The next question came between the two clicks, its buttons in the same places."""
    async with tab(browser, home.url, viewport=PROJECTOR) as chat:
        await chat.tap("Commencer")
        await chat.tap("Pilotage")
        mouse = chat.page.mouse
        button = chat.page.locator(".rows button", has_text="Niveau 2")
        for clicks in (1, 2):
            box = await button.bounding_box()
            assert box is not None
            await mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
            before = await chat.state()
            await mouse.down(click_count=clicks)
            await mouse.up(click_count=clicks)
            if clicks == 1:
                await chat.settled(before)
        await chat.page.wait_for_timeout(300)
        assert await home.rows("select answer from opinions") == [("2",)]
        await chat.tap("Niveau 1")
        assert await home.rows("select answer from opinions order by rowid") == [("2",), ("1",)]


async def test_nothing_typed_is_lost_while_the_disk_refuses(
    home: House, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys: list[str] = []
    submit = home.engine.submit

    async def refusing(arrival: Any) -> object:
        keys.append(arrival.key)
        if len(keys) < 3:
            raise NotKept
        return await submit(arrival)

    async with tab(browser, home.url) as chat:
        await chat.tap("Commencer")
        await chat.tap("Pilotage")
        monkeypatch.setattr(home.engine, "submit", refusing)
        before = await chat.state()
        await chat.page.fill("#text", "À revoir")
        await chat.page.keyboard.press("Enter")
        await expect(chat.page.locator(".pending .said")).to_have_text("À revoir")
        await expect(chat.page.locator("#status")).to_have_text("Pas encore enregistré, nouvel essai…")
        await expect(chat.page.locator("#text")).to_have_value("")  # free for what comes next
        await chat.settled(before)
        await expect(chat.page.locator("#status")).to_be_hidden()
        await expect(chat.page.locator("#text")).to_have_value("")
        await expect(chat.page.locator(".mine .said")).to_have_text(["À revoir"])
        assert len(keys) == 3
        assert len(set(keys)) == 1
        # The browser itself writes down each 503.
        assert len(chat.faults) == 2
        chat.faults.clear()


async def test_who_is_too_fast_waits_and_sends_the_same_again(
    home: House, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([False, False])
    async with tab(browser, home.url) as chat:
        await chat.tap("Commencer")
        await chat.tap("Pilotage")
        monkeypatch.setattr(Pace, "admits", lambda *_: next(answers, True))
        await chat.say("À revoir")
        await expect(chat.page.locator(".mine .said")).to_have_text(["À revoir"])
        # The browser itself writes down each 429.
        assert len(chat.faults) == 2
        chat.faults.clear()


async def test_a_refusal_keeps_the_text(home: House, browser: Browser) -> None:
    async with tab(browser, home.url) as chat:
        await chat.page.fill("#text", "a" * 4001)
        await chat.page.click(".send")
        await expect(chat.page.locator("#status")).to_contain_text("4 000")
        await expect(chat.page.locator("#text")).to_have_value("a" * 4001)
        assert len(chat.faults) == 1
        chat.faults.clear()


async def test_another_tab_follows(home: House, browser: Browser) -> None:
    async with tab(browser, home.url) as chat:
        await chat.tap("Commencer")
        second = await chat.page.context.new_page()
        async with second.expect_request("**/flux*"):
            await second.goto(home.url)
        await chat.tap("Pilotage")
        await expect(second.locator(".live .meter")).to_contain_text("1/5")
        await chat.say("/aide")
        await expect(second.locator(".live h2")).to_have_text("Aide")


async def test_hostile_words_do_nothing(home: House, browser: Browser) -> None:
    async with tab(browser, home.url) as chat:
        await chat.tap("Commencer")
        await chat.tap("Pilotage")
        for text in ("<img src=x onerror=\"document.title='taken'\">", "<script>document.title='taken'</script>"):
            await chat.say(text)
            await expect(chat.page.locator(".mine .said").last).to_have_text(text)
        assert await chat.page.title() != "taken"


async def test_a_phone_in_the_room(tmp_path: Path, browser: Browser) -> None:
    """Plain HTTP to an address of the network: there, browsers vouch for nothing but the Origin."""
    if lan_address().startswith("127."):
        pytest.skip("this machine has no network")
    async with house(tmp_path, lan=True) as home:
        origin = home.chat.invitation.partition("/entrer/")[0]
        link = home.chat.invitation.removeprefix(origin)
        for script in (True, False):
            async with tab(browser, origin, link, java_script_enabled=script) as chat:
                await chat.page.click(".main-button")
                await first_domain(chat)


# ---------------------------------------------------------------- how it looks


async def axe(page: Page, where: str) -> None:
    results = await Axe().run(page, options={"resultTypes": ["violations"]})
    broken = [
        (found["id"], [node["html"][:120] for node in found["nodes"]]) for found in results.response["violations"]
    ]
    assert broken == [], where


async def fits(page: Page, where: str) -> None:
    """Nothing to scroll sideways, nothing too small for a finger."""
    wide = await page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, where
    small = await page.evaluate(
        """() => [...document.querySelectorAll("button, summary, textarea, .main-button, .picture, .onward")]
            .filter((it) => !it.matches(".command"))
            .filter((it) => it.checkVisibility()).map((it) => [it.outerHTML.slice(0, 80), it.getBoundingClientRect()])
            .filter(([, box]) => box.height < 44 || box.width < 44).map(([html]) => html)"""
    )
    assert small == [], where


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, PROJECTOR], ids=["phone", "projector"])
async def test_every_screen_passes_axe_and_fits(
    tmp_path: Path, browser: Browser, scheme: str, size: dict[str, int]
) -> None:
    studio = Studio()
    try:
        async with (
            house(tmp_path, pictures=studio) as home,
            tab(browser, home.url, viewport=size, color_scheme=scheme, reduced_motion="reduce") as chat,
        ):
            await look(chat)
    finally:
        await studio.close()


async def look(chat: Watched) -> None:
    async def checked(where: str) -> None:
        await axe(chat.page, where)
        await fits(chat.page, where)

    page = chat.page
    await checked("welcome")
    await page.click(".menu summary")
    await checked("menu")
    await page.keyboard.press("Escape")
    await numea(chat)
    await checked("a long question")
    await chat.tap("Une à une")
    await chat.tap("☐ Étape 1")
    await checked("ticking")
    await chat.say("/start")
    await chat.tap("Autres grilles")
    await chat.tap("Paliers")
    await chat.tap("Formation")
    await checked("a question")
    await chat.tap("Autre")
    await checked("more")
    await chat.tap("Retour")
    await chat.tap("Niveau 2")
    await chat.tap("Niveau 1")
    image = page.locator("img.radar")
    await image.scroll_into_view_if_needed()
    await page.wait_for_function("() => document.querySelector('img.radar').complete")
    assert await image.evaluate("(it) => it.naturalWidth") == 1080
    await checked("the radar and the school")
    await chat.tap("Plus tard")
    await checked("results")
    await chat.say("/recap")
    await checked("recap")
    await chat.say("/aide")
    await checked("help")
    await page.goto(chat.url + "/donnees")
    await checked("data")
    await page.goto(chat.url + "/nowhere")
    await checked("a sentence")
    assert len(chat.faults) == 1  # the browser writes down the 404
    chat.faults.clear()


async def test_forced_colours_and_a_small_window_keep_everything(home: House, browser: Browser) -> None:
    size = {"width": 320, "height": 256}  # 1280 × 1024 at 400 %
    async with tab(browser, home.url, viewport=size, forced_colors="active") as chat:
        await fits(chat.page, "welcome")
        await numea(chat)
        await fits(chat.page, "a long question")
        assert await chat.page.evaluate("() => getComputedStyle(document.querySelector('.bar')).position") == "static"
