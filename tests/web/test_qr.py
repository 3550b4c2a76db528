"""An invitation's QR code, as a camera sees it on a phone and on a wall; none where no phone would arrive."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from bot.channels.web.entrance import lan_address, reachable
from tests.cameras import scanned
from tests.web.chromium import PHONE, PROJECTOR, Watched, tab
from tests.web.house import house
from tests.web.test_browser import axe, fits

PUBLIC = "http://numerique.college-jean-lurcat-exemple.fr"
SIZES = {"phone": PHONE, "projector": PROJECTOR}


async def inviting(chat: Watched, label: str = "Lien, membre") -> None:
    """A school of one's own, and an invitation to its team."""
    await chat.tap("Commencer")
    for text in ("/etablissement", "0750655E", "Collège Jean Lurçat"):
        await chat.say(text)
    await chat.tap("C'est bien cela")
    for text in ("/equipe", "Dominique"):
        await chat.say(text)
    await chat.tap("Inviter")
    await chat.tap(label)


async def link(chat: Watched) -> str:
    """What the screen says in words."""
    said = await chat.page.locator(".live .words", has_text="Sur le web").inner_text()
    return "".join(said.partition("http")[1:]).strip()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
async def test_a_camera_reads_the_link_off_the_screen(tmp_path: Path, browser: Browser, size: str, scheme: str) -> None:
    async with (
        house(tmp_path, public_url=PUBLIC) as home,
        tab(browser, home.url, viewport=SIZES[size], color_scheme=scheme, reduced_motion="reduce") as chat,
    ):
        await inviting(chat)
        picture = chat.page.locator(".live .qr")
        svg = await picture.locator("svg").bounding_box()
        assert svg and svg["width"] == svg["height"] >= {"phone": 280, "projector": 580}[size]
        # As it comes, nothing scrolled: the code whole between the bars, and the buttons under it.
        assert scanned(await chat.page.screenshot()) == [await link(chat)]
        await expect(chat.page.locator(".rows button").first).to_be_in_viewport(ratio=1)
        assert (await link(chat)).startswith(f"{PUBLIC}/rejoindre/")
        await expect(chat.page.get_by_role("img", name="QR code du lien web", exact=False)).to_have_count(1)
        await axe(chat.page, "the invitation")
        await fits(chat.page, "the invitation")
        await chat.tap("L'équipe")
        assert scanned(await chat.page.screenshot(full_page=True)) == []


@pytest.mark.parametrize("options", [{"java_script_enabled": False}, {"forced_colors": "active"}, {"locale": "en-GB"}])
async def test_a_camera_reads_it_however_the_page_is_shown(
    tmp_path: Path, browser: Browser, options: dict[str, Any]
) -> None:
    async with house(tmp_path, public_url=PUBLIC) as home, tab(browser, home.url, **options) as chat:
        if options.get("locale"):
            await chat.say("/language")
            await chat.tap("Français")
        await inviting(chat)
        await chat.page.locator(".live .qr").scroll_into_view_if_needed()
        assert scanned(await chat.page.screenshot()) == [await link(chat)]


async def test_a_phone_in_the_room_opens_what_its_camera_read(tmp_path: Path, browser: Browser) -> None:
    if not reachable(f"http://{lan_address()}"):
        pytest.skip("this machine has no network")
    async with house(tmp_path, lan=True) as home:
        origin, _, entrance = home.chat.invitation.partition("/entrer/")
        async with tab(browser, home.url) as chat, tab(browser, origin, f"/entrer/{entrance}") as phone:
            await inviting(chat)
            (read,) = scanned(await chat.page.screenshot())
            await phone.page.click(".main-button")
            await phone.page.goto(read)
            await phone.page.click(".main-button")
            assert await phone.title() == "Votre nom dans l'équipe"


@pytest.mark.parametrize("address", ["", "http://localhost:8765", "http://127.0.0.1:8765"])
async def test_where_no_phone_would_arrive_the_reason_and_the_remedy_are_said(
    tmp_path: Path, browser: Browser, address: str
) -> None:
    async with house(tmp_path, public_url=address) as home, tab(browser, home.url) as chat:
        await inviting(chat)
        assert scanned(await chat.page.screenshot(full_page=True)) == []
        await expect(chat.page.locator(".qr, [role=img]")).to_have_count(0)
        said = await chat.page.locator(".live .words", has_text="Pas de lien web ni de QR code").inner_text()
        assert "n'est ouvert qu'à cette machine" in said
        assert "PALIER_PUBLIC_URL" in said and "run --lan" in said


async def test_a_code_to_say_aloud_has_no_qr_code(tmp_path: Path, browser: Browser) -> None:
    async with house(tmp_path, public_url=PUBLIC) as home, tab(browser, home.url) as chat:
        await inviting(chat, "Code, membre")
        await expect(chat.page.locator(".live .words").first).to_contain_text("Code")
        await expect(chat.page.locator(".qr")).to_have_count(0)
