"""The README's pictures, taken of the real web chat in a real browser: ``python -m tests.pictures``."""

from __future__ import annotations

import asyncio
import itertools
import tempfile
from pathlib import Path

from playwright.async_api import Browser

from bot.render.studio import Studio
from tests.web.chromium import Watched, chromium, tab
from tests.web.house import House, house

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
PHONE, PROJECTOR = {"width": 390, "height": 800}, {"width": 1440, "height": 810}
LEVELS = ["Niveau 2", "Niveau 1", "Niveau 2", "Niveau 3", "Pas encore", "Niveau 1", "Niveau 2"]
STAGES = ["1 et 2 acquises", "1 acquise", "Les 3", "1 acquise", "Aucune"]
DOMAINS = {"Paliers": 5, "NumEA": 6}


async def answered(chat: Watched, grid: str, said: list[str], school: tuple[str, str]) -> None:
    """A whole campaign, its school told after the first domain."""
    await chat.tap("Autres grilles")
    await chat.tap(grid)
    await chat.tap("Pilotage")
    answers = itertools.cycle(said)
    for _ in range(DOMAINS[grid]):
        while await chat.page.locator(".live progress").count():
            await chat.tap(next(answers))
        if await chat.title() == "Votre établissement":
            for text in school:
                await chat.say(text)
            await chat.tap("C'est bien cela")
        if await chat.page.locator(".live .rows button", has_text="Continuer").count():
            await chat.tap("Continuer")


async def shot(chat: Watched, name: str) -> None:
    await chat.page.wait_for_timeout(400)
    await chat.page.screenshot(path=FOLDER / f"{name}.png")


async def radar(chat: Watched, name: str) -> None:
    source = await chat.page.locator("img.radar").last.get_attribute("src")
    response = await chat.page.request.get(f"{chat.url}{source}")
    (FOLDER / f"{name}.png").write_bytes(await response.body())


async def taken(here: House, browser: Browser) -> None:
    async with tab(browser, here.url, viewport=PHONE, device_scale_factor=1.5) as chat:
        await chat.tap("Commencer")
        await chat.tap("Pilotage")
        await shot(chat, "question")
    async with tab(browser, here.url, viewport=PHONE, device_scale_factor=1.5, color_scheme="dark") as chat:
        await answered(chat, "Paliers", LEVELS, ("0750655E", "Lycée des Marches"))
        await chat.say("/resultats")
        await chat.page.locator("img.radar").last.scroll_into_view_if_needed()
        await shot(chat, "resultats")
        await radar(chat, "radar-paliers")
    async with tab(browser, here.url, viewport=PROJECTOR) as chat:
        await answered(chat, "NumEA", STAGES, ("9740001H", "Lycée agricole des Filaos"))
        await chat.say("/resultats")
        await radar(chat, "radar-numea")
        await shot(chat, "prochaines-etapes")


async def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    studio = Studio()
    with tempfile.TemporaryDirectory() as folder:
        async with house(Path(folder), pictures=studio) as here, chromium() as browser:
            await taken(here, browser)
    await studio.close()


if __name__ == "__main__":
    asyncio.run(main())
