"""A message that comes while somebody reads something else: it is announced, and a tap leads down to it."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Browser, expect

from bot.arrivals import Arrival
from dialogs.commands import heard
from dialogs.events import Event, Tapped
from tests.bot.test_team import UAI
from tests.chat import CHANNEL, MONDAY
from tests.web.chromium import tab
from tests.web.house import House, house


class Pilot:
    """In another channel, on a working day."""

    def __init__(self, here: House) -> None:
        self.here = here
        self.number = 0

    async def does(self, *events: Event | str) -> None:
        for event in events:
            self.number += 1
            happens = heard(event) if isinstance(event, str) else event
            arrival = Arrival(f"pilot:{self.number}", CHANNEL, "pilot", happens, MONDAY)
            await self.here.engine.submit(arrival)


async def test_a_reminder_is_announced_and_led_to(tmp_path: Path, browser: Browser) -> None:
    async with house(tmp_path) as here, tab(browser, here.url, viewport={"width": 360, "height": 740}) as reader:
        pilot = Pilot(here)
        await pilot.does("/start", Tapped("grid:paliers-etablissement"), "/etablissement", UAI, "Collège Un")
        await pilot.does(Tapped("go:founded"), "/equipe", "Anne")
        ((key,),) = await here.rows("select id from campaigns")
        ((school,),) = await here.rows("select id from schools")
        await pilot.does(Tapped("go:campaign"), Tapped("go:mode"), Tapped(f"mode:{key}:visible"))
        await pilot.does("/equipe", Tapped("go:invite"), Tapped(f"make:{school}:link:member"))
        ((session,),) = await here.rows("select session from conversations where address = 'pilot'")
        secret = str(session).partition('"secret":"')[2].partition('"')[0]
        await reader.say(f"/rejoindre {secret}")
        await reader.say("Karim")
        await reader.say("/aide")
        await reader.page.evaluate("scrollTo(0, 0)")
        await pilot.does(Tapped(f"enter:{key}"), Tapped("go:campaign"), Tapped(f"remind:{key}"))
        letter = reader.page.locator(".letter")
        await expect(letter).to_contain_text("attend vos réponses à 19 questions")
        await expect(reader.page.locator("#announcer")).to_have_text("Rappel : « Positionnement de novembre 2026 »")
        await expect(letter).not_to_be_in_viewport()
        await reader.page.locator(".onward").click()
        await expect(letter).to_be_in_viewport()
        await letter.get_by_role("button", name="Reprendre").click()
        await expect(reader.page.locator(".live h2")).to_have_text("Instance numérique")
        await expect(reader.page.locator("#thread > :last-child")).to_have_class("theirs live arrived")
