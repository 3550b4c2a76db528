"""A commission that votes, for a test: its pilot acts through the engine, as the web chat's forms do."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from bot.arrivals import Arrival
from bot.ballots import Counted, Vote
from bot.channels.web.people import address_of
from bot.serve import now
from dialogs.commands import heard
from dialogs.events import Event, Tapped
from dialogs.pulse import Ballot
from tests.web.house import House
from tests.web.probes import event

PILOT = "P" * 22
"""A cookie."""

LONGEST = "projet-etablissement"
"""NumEA's: three étapes, one of 1,306 characters."""


@dataclass
class Commission:
    home: House
    campaign: str = ""
    code: str = ""
    sitting: str = ""

    async def act(self, *events: Event) -> None:
        for one in events:
            await self.home.engine.submit(Arrival(event(), "web", address_of(PILOT), one, now(), "fr"))

    async def tap(self, verb: str, *rest: str) -> None:
        await self.act(Tapped(":".join((verb, self.campaign, *rest))))

    async def tap_go(self, where: str) -> None:
        await self.act(Tapped(f"go:{where}"))

    async def ask(self, question: str) -> str:
        """A vote on one of the grid's questions; the pulse."""
        await self.tap("ballot", question)
        return await self.pulse()

    async def ask_freely(self, text: str, *choices: str) -> str:
        await self.act(heard("/sondage"), Tapped("go:frame"), heard("\n".join((text, *choices))))
        return await self.pulse()

    async def pulse(self) -> str:
        ((found,),) = await self.home.rows("select id from pulses order by opened desc, rowid desc limit 1")
        return str(found)

    async def count(self) -> None:
        await self.tap("count", await self.pulse())

    async def cast(self, ballot: Ballot, guests: int = 1) -> list[Counted]:
        """As many guests vote so."""
        pulse = await self.pulse()
        votes = (Vote(pulse, now(), ballot=ballot, guest=secrets.token_urlsafe(16)) for _ in range(guests))
        return [await self.home.hall.vote(vote) for vote in votes]


async def convened(
    home: House, grid: str = "paliers-etablissement", present: int = 15, secret: bool = True
) -> Commission:
    it = Commission(home)
    begun = [heard("/start"), Tapped(f"grid:{grid}"), heard("/etablissement"), heard("0750655E")]
    await it.act(*begun, heard("Collège Jean Lurçat"), Tapped("go:founded"), heard("/sondage"))
    ((it.campaign,),) = await home.rows("select id from campaigns where school is not null")  # type: ignore[assignment]
    await it.tap("convene")
    await it.act(heard(str(present)))
    if not secret:
        await it.tap("secret", "0")
    ((it.sitting, it.code),) = await home.rows("select id, code from sittings where ended is null")  # type: ignore[assignment]
    return it
