"""The README's pictures: the demonstration's school in the real web chat (``python -m tests.pictures``)."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from playwright.async_api import Browser, ViewportSize

from bot import demo
from bot.render.studio import Studio
from tests.web.chromium import Watched, chromium, tab
from tests.web.house import House, house

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
PHONE, PROJECTOR = ViewportSize(width=390, height=800), ViewportSize(width=1440, height=810)


async def shot(chat: Watched, name: str) -> None:
    await chat.page.wait_for_timeout(400)
    await chat.page.screenshot(path=FOLDER / f"{name}.png")


async def radar(chat: Watched, name: str) -> None:
    """The picture itself, of the results under way."""
    await chat.say("/resultats")
    source = await chat.page.locator("img.radar").last.get_attribute("src")
    response = await chat.page.request.get(f"{chat.url}{source}")
    (FOLDER / f"{name}.png").write_bytes(await response.body())


async def enter(chat: Watched, number: int) -> None:
    """A campaign of the demonstration, by its place in the list."""
    await chat.say("/campagnes")
    before = await chat.state()
    await chat.page.locator(".live .rows button").nth(number - 1).click()
    await chat.settled(before)


async def taken(here: House, browser: Browser, way_in: str) -> None:
    async with tab(browser, here.url, viewport=PHONE, device_scale_factor=1.5) as chat:
        await chat.tap("Commencer")
        await chat.tap("Pilotage")
        await shot(chat, "question")
    async with tab(browser, here.url, viewport=PROJECTOR) as chat:
        await chat.say(f"/rejoindre {way_in}")
        await chat.say("Camille")
        await enter(chat, 1)
        await radar(chat, "radar-paliers")
        await enter(chat, 3)
        await radar(chat, "radar-numea")
        await shot(chat, "prochaines-etapes")
        await enter(chat, 2)
        await chat.tap("À décider")
        await shot(chat, "a-decider")
        await chat.page.set_viewport_size(PHONE)
        await chat.page.emulate_media(color_scheme="dark")
        await enter(chat, 3)
        await chat.say("/resultats")
        await chat.page.locator("img.radar").last.scroll_into_view_if_needed()
        await shot(chat, "resultats")


async def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    studio = Studio()
    with tempfile.TemporaryDirectory() as folder:
        way_in = await demo.play(Path(folder) / "palier.db", datetime.now(UTC))
        async with house(Path(folder), pictures=studio) as here, chromium() as browser:
            await taken(here, browser, way_in)
    await studio.close()


if __name__ == "__main__":
    asyncio.run(main())
