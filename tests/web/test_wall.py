"""A meeting in real browsers: a wall, three phones without an account, a pilot in the web chat."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, ViewportSize, expect

from bot.arrivals import NotKept
from dialogs.pulse import parts, values, votable
from frameworks.load import catalogue
from tests.cameras import scanned
from tests.web.chromium import PHONE, PROJECTOR, Watched, tab
from tests.web.commission import LONGEST, convened
from tests.web.house import House, house
from tests.web.test_browser import axe, fits
from tests.web.test_votes import LEVEL, PUBLIC, staged

BEAMER = ViewportSize(width=1280, height=720)
SIZES = {"beamer": BEAMER, "projector": PROJECTOR}


async def vote(phone: Watched, name: str) -> None:
    await phone.page.get_by_role("radio", name=name, exact=True).check()
    await phone.page.get_by_role("button", name="Voter", exact=True).click()
    await expect(phone.page.locator(":checked")).to_have_count(0)  # what was voted is not shown
    await expect(phone.page.locator(".notice")).to_contain_text("Vote enregistré")


async def test_a_meeting_from_the_first_question_to_the_end(home: House, browser: Browser) -> None:
    """The pilot taps in the web chat; wall and phones move on by themselves."""
    async with AsyncExitStack() as stack:
        chat = await stack.enter_async_context(tab(browser, home.url))
        await chat.tap("Commencer")
        for text in ("/etablissement", "0750655E", "Collège Jean Lurçat"):
            await chat.say(text)
        await chat.tap("C'est bien cela")
        await chat.say("/sondage")
        await chat.tap("Ouvrir une séance")
        await chat.say("3")
        ((code,),) = await home.rows("select code from sittings")
        wall = await stack.enter_async_context(tab(browser, home.url, f"/mur/{code}", viewport=BEAMER))
        phones = [await stack.enter_async_context(tab(browser, home.url, f"/v/{code}")) for _ in range(2)]
        plain = await stack.enter_async_context(tab(browser, home.url, f"/v/{code}", java_script_enabled=False))
        await expect(wall.page.locator("h1")).to_have_text("La commission va voter")
        await expect(phones[0].page.locator("h1")).to_have_text("Le vote va commencer")

        await chat.tap("Question libre")
        await chat.say("Une heure sans écran ?")
        for one in (wall, *phones):
            await expect(one.page.locator("h1")).to_have_text("Une heure sans écran ?")
        await plain.page.get_by_role("link", name="Actualiser").click()
        for phone in (*phones, plain):
            await vote(phone, "Non")
        await expect(wall.page.locator("[data-counted]")).to_have_text("3 votes sur 3, dont 3 invités.")
        for phone in (*phones, plain):
            await vote(phone, "Oui")
            await phone.page.reload()
            assert await phone.page.locator(":checked").count() == 0
            await expect(phone.page.locator(".notice")).to_contain_text("Vote enregistré")
        await wall.page.reload()
        await expect(wall.page.locator("[data-counted]")).to_have_text("3 votes sur 3, dont 3 invités.")
        await expect(wall.page.locator("table")).to_have_count(0)

        await chat.say("/sondage")
        await chat.tap("Clore le vote")
        await expect(wall.page.locator(".outcome")).to_contain_text("À discuter")
        await expect(phones[0].page.locator("h1")).to_have_text("Le vote est clos")
        await plain.page.get_by_role("radio", name="Non").check()
        await plain.page.get_by_role("button", name="Voter", exact=True).click()
        await expect(plain.page.locator("[role=alert]")).to_contain_text("Ce vote est clos")

        await chat.tap("Passer à main levée")
        await chat.tap("Voter de nouveau")
        for phone in phones:
            await expect(phone.page.locator("h1")).to_contain_text("vote n° 2")
            await expect(phone.page.locator("main")).to_contain_text("À main levée")
            await vote(phone, "Oui")
        await chat.tap("Clore le vote")
        row = wall.page.locator("tbody tr", has_text="Oui")
        await expect(row.locator(".count")).to_have_text("2 votes")
        await expect(wall.page.locator("tbody tr", has_text="Non").locator(".count")).to_contain_text("0")

        await chat.tap("Terminer")
        for one in (wall, *phones):
            await expect(one.page.locator("h1")).to_have_text("La séance est terminée")
        await wall.page.reload()
        await expect(wall.page.locator("h1")).to_have_text("La séance est terminée")
        assert await home.rows("select count(*) from people") == [(1,)]
        plain.faults.clear()  # the browser writes down the 409


async def test_the_wall_comes_back_after_the_network_was_gone(home: House, browser: Browser) -> None:
    it = await convened(home)
    async with tab(browser, home.url, f"/mur/{it.code}", viewport=BEAMER) as wall:
        await it.ask(LEVEL)
        await expect(wall.page.locator("h1")).to_have_text("Instance numérique")
        await wall.page.context.set_offline(True)
        await it.cast({"": "2"}, 4)
        await it.cast({"": "1"}, 2)
        await it.count()
        await asyncio.sleep(0.5)
        await expect(wall.page.locator("h1")).to_have_text("Instance numérique")
        await wall.page.context.set_offline(False)
        await expect(wall.page.locator("tbody tr", has_text="Niveau 2").locator(".count")).to_have_text(
            "4 votes", timeout=20_000
        )
        wall.faults.clear()  # the browser writes down each request that failed


async def test_wall_and_phone_survive_a_restart_of_palier(home: House, browser: Browser) -> None:
    it = await convened(home)
    await it.ask(LEVEL)
    async with (
        tab(browser, home.url, f"/mur/{it.code}", viewport=BEAMER) as wall,
        tab(browser, home.url, f"/v/{it.code}") as phone,
    ):
        await vote(phone, "Niveau 2")
        await home.chat.stop()
        await asyncio.sleep(1)
        await home.chat.start()
        await it.cast({"": "1"})
        await expect(wall.page.locator("[data-counted]")).to_have_text(
            "2 votes sur 15, dont 2 invités.", timeout=20_000
        )
        await it.count()
        await expect(phone.page.locator("h1")).to_have_text("Le vote est clos", timeout=20_000)
        wall.faults.clear()
        phone.faults.clear()


async def test_a_wall_whose_sitting_ended_while_palier_was_down_says_so(home: House, browser: Browser) -> None:
    it = await convened(home)
    async with tab(browser, home.url, f"/mur/{it.code}", viewport=BEAMER) as wall:
        await expect(wall.page.locator("h1")).to_have_text("La commission va voter")
        await home.chat.stop()
        await it.tap("adjourn")
        await home.chat.start()
        await expect(wall.page.locator("[data-sentence]")).to_contain_text("Aucune séance", timeout=20_000)
        wall.faults.clear()  # the browser writes down what failed


async def test_a_phone_whose_vote_was_not_kept_tries_again(
    home: House, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    it = await convened(home)
    await it.ask(LEVEL)
    tried, cast = [0], home.hall.vote

    async def refusing(one: Any) -> Any:
        tried[0] += 1
        if tried[0] < 3:
            raise NotKept
        return await cast(one)

    monkeypatch.setattr(home.hall, "vote", refusing)
    async with tab(browser, home.url, f"/v/{it.code}") as phone:
        await phone.page.get_by_role("radio", name="Niveau 1", exact=True).check()
        await phone.page.get_by_role("button", name="Voter", exact=True).click()
        await expect(phone.page.locator(".retrying")).to_have_text("Pas encore enregistré, nouvel essai…")
        await expect(phone.page.locator(".notice")).to_contain_text("Vote enregistré", timeout=10_000)
        assert tried == [3]
        phone.faults.clear()  # the browser writes down each 503


async def test_étapes_are_voted_on_by_one_tap(home: House, browser: Browser) -> None:
    it = await convened(home, "numea")
    await it.ask(LONGEST)
    async with tab(browser, home.url, f"/v/{it.code}") as phone:
        await phone.page.get_by_role("button", name="1 et 2 acquises").click()
        await expect(phone.page.locator(".notice")).to_contain_text("Vote enregistré")
        assert await home.rows("select part, value from votes order by part") == sorted(staged("y", "y", "n"))


async def test_by_keyboard_alone(home: House, browser: Browser) -> None:
    it = await convened(home)
    async with tab(browser, home.url, "/v") as phone:
        page = phone.page
        await page.keyboard.press("Tab")
        await page.keyboard.type(it.code.lower())
        await page.keyboard.press("Enter")
        await expect(page.locator("h1")).to_have_text("Le vote va commencer")
        await it.ask(LEVEL)
        await expect(page.locator("h1")).to_have_text("Instance numérique")
        await expect(page.locator("#announcer")).to_contain_text("Instance numérique")
        await page.keyboard.press("Tab")
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await expect(page.locator("#announcer")).to_contain_text("Vote enregistré")
        assert await home.rows("select value from votes") == [("1",)]


async def test_a_countdown_runs_on_the_wall(home: House, browser: Browser) -> None:
    it = await convened(home)
    pulse = await it.ask(LEVEL)
    async with tab(browser, home.url, f"/mur/{it.code}", viewport=BEAMER) as wall:
        await expect(wall.page.locator("[data-left]")).to_have_count(0)
        await it.tap("minute", pulse)
        left = wall.page.locator("[data-left]")
        await expect(left).to_have_text("0:58", timeout=10_000)
        box = await left.bounding_box()
        assert box and box["width"] > box["height"], "on one line"


# ---------------------------------------------------------------- how it looks


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_camera_reads_the_code_off_the_wall(tmp_path: Path, browser: Browser, size: str, scheme: str) -> None:
    async with house(tmp_path, public_url=PUBLIC) as home:
        it = await convened(home, "numea")
        await it.ask(LONGEST)
        options: dict[str, Any] = {"viewport": SIZES[size], "color_scheme": scheme}
        async with tab(browser, home.url, f"/mur/{it.code}", **options) as wall:
            assert scanned(await wall.page.screenshot()) == [f"{PUBLIC}/v/{it.code}"]
            await expect(wall.page.get_by_role("img", name="QR code")).to_have_count(1)
            await whole(wall.page, size)
            await axe(wall.page, "the longest question")
            await it.cast(dict(staged("y", "n", "n")), 5)
            await it.count()
            await expect(wall.page.locator("table")).to_be_visible()
            await whole(wall.page, "the result")
            await axe(wall.page, "the result")


async def whole(page: Page, where: str) -> None:
    """Nothing to scroll: what stands on the wall is seen whole."""
    hidden = await page.evaluate(
        """() => [document.documentElement, ...document.querySelectorAll("[data-fit], .entry, .foot")]
            .filter((it) => it.scrollHeight > it.clientHeight + 1 || it.scrollWidth > it.clientWidth + 1)
            .map((it) => it.outerHTML.slice(0, 60))"""
    )
    assert hidden == [], where
    size = await page.evaluate(
        """() => Math.min(...[...document.querySelectorAll("[data-fit] :is(h1, .item, li, th, td, .said)")]
            .map((it) => parseFloat(getComputedStyle(it).fontSize))) / innerHeight"""
    )
    assert size > 0.0145, f"{where}: letters of {size:.4f} of the wall's height"


@pytest.mark.long
@pytest.mark.parametrize("size", SIZES)
async def test_the_longest_questions_of_every_grid_stand_on_the_wall_whole(
    tmp_path_factory: pytest.TempPathFactory, browser: Browser, size: str
) -> None:
    for grid in catalogue().values():
        asked = sorted(filter(votable, grid.questions), key=lambda it: -sum(len(one.text) for one in it.statements))
        async with house(tmp_path_factory.mktemp("grid"), public_url=PUBLIC) as home:
            it = await convened(home, grid.id)
            async with tab(browser, home.url, f"/mur/{it.code}", viewport=SIZES[size]) as wall:
                for question in asked[:2]:
                    await it.ask(question.id)
                    await expect(wall.page.locator("h1")).to_contain_text(question.title)
                    await whole(wall.page, question.id)
                    await it.cast(dict.fromkeys(parts(question), values(question)[0]), 5)
                    await it.count()
                    await expect(wall.page.locator("table")).to_be_visible()
                    await whole(wall.page, f"{question.id}, closed")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_page_of_a_guest_passes_axe_and_fits(tmp_path: Path, browser: Browser, scheme: str) -> None:
    async with house(tmp_path) as home:
        it = await convened(home, "numea")
        async with tab(browser, home.url, "/v", color_scheme=scheme, reduced_motion="reduce") as phone:

            async def checked(where: str, title: str) -> None:
                await expect(phone.page.locator("h1")).to_contain_text(title)
                await axe(phone.page, where)
                await fits(phone.page, where)

            await checked("the code", "Voter avec un code")
            await phone.page.goto(f"{home.url}/v/ZZZZZZ")
            await checked("a wrong code", "Voter avec un code")
            phone.faults.clear()  # the browser writes down the 404
            await phone.page.goto(f"{home.url}/v/{it.code}")
            await checked("before", "Le vote va commencer")
            await it.ask(LONGEST)
            await checked("étapes", "Le projet d'établissement")
            await phone.page.get_by_role("button", name="Les 3").click()
            await expect(phone.page.locator(".notice")).to_be_visible()
            await checked("voted", "Le projet d'établissement")
            await it.count()
            await checked("closed", "Le vote est clos")
            await it.ask_freely("Une heure sans écran, chaque semaine, pour tous ?", "Oui, dès janvier", "Non")
            await checked("a free question", "Une heure sans écran")
            await phone.page.set_viewport_size({"width": 320, "height": 256})
            await fits(phone.page, "400 %")
            await phone.page.set_viewport_size(PHONE)
            await it.tap("guests", "0")
            await checked("shut out", "Le vote des invités est fermé")
            await it.count()
            await it.tap("adjourn")
            await checked("the end", "La séance est terminée")


async def test_the_wall_passes_axe_at_each_turn(home: House, browser: Browser) -> None:
    it = await convened(home)
    for scheme in ("light", "dark"):
        async with tab(browser, home.url, f"/mur/{it.code}", viewport=PROJECTOR, color_scheme=scheme) as wall:
            await axe(wall.page, "before")
    await it.ask(LEVEL)
    await it.cast({"": "2"}, 7)
    async with tab(browser, home.url, f"/mur/{it.code}", viewport=PROJECTOR, forced_colors="active") as wall:
        await axe(wall.page, "voting")
        await it.count()
        await expect(wall.page.locator("table")).to_be_visible()
        await axe(wall.page, "closed")
        await wall.page.set_viewport_size(PHONE)
        await fits(wall.page, "on a phone")
