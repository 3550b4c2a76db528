"""A hundred schools in one file, each with a word of its own in all that its people wrote; everybody before the engine.

``Canari042titre`` is the title of a campaign of school 42. Whatever somebody writes later bears their own mark instead
(``Marque17x3``: the third of person 17), since they may write it anywhere they are let in.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.arrivals import Arrival
from bot.engine import MOST, Engine, Handled
from bot.surroundings import Surroundings
from dialogs import uai
from dialogs.commands import heard
from dialogs.events import Event, Said, Tapped
from dialogs.replies import Letter, Reply, Screen
from dialogs.scene import Reach
from frameworks.load import catalogue
from frameworks.model import Form
from storage.database import Connection, connect
from tests.chat import A_THOUGHT, CHANNEL, MONDAY, counter, secrets
from tests.spoken import spoken

CANARY = re.compile(r"Canari(\d{3})([a-z]+)")
MARK = re.compile(r"Marque(\d+)x\d+")
SECRET = re.compile(r"(?:Code : |Partout ici : /rejoindre )(\S+)")
GRIDS = catalogue()
WRITTEN, LADDER = GRIDS["voie-pro"], GRIDS["paliers-etablissement"]
QUESTION = next(it.id for it in WRITTEN.questions if it.form is Form.TEXT)
OUTSIDERS = 12
REACH = Reach("https://palier.exemple.fr", bot="palier_bot")


def uai_of(number: int) -> str:
    digits = f"075{number:04d}"
    return digits + uai.check_letter(digits)


def canary(number: int, what: str) -> str:
    return f"Canari{number:03d}{what}"


@dataclass(eq=False)
class Person:
    """``ever`` are the schools they have been in or asked to join, ``typed`` the UAIs and secrets that they sent."""

    number: int
    address: str
    screens: list[Screen] = field(default_factory=list)
    mine: set[str] = field(default_factory=set)
    ever: set[str] = field(default_factory=set)
    typed: set[str] = field(default_factory=set)
    state: str = ""
    campaign: str = ""
    marks: int = 0

    def mark(self) -> str:
        self.marks += 1
        return f"Marque{self.number}x{self.marks}"


@dataclass
class Town:
    database: Connection
    engine: Engine
    schools: int
    now: datetime = MONDAY
    keys: Callable[[], str] = field(default_factory=counter)
    people: list[Person] = field(default_factory=list)
    number_of: dict[str, int] = field(default_factory=dict)
    """School → the number of its canaries; those founded later have none."""

    opens: dict[str, str] = field(default_factory=dict)
    """Secret of an invitation → its school."""

    written: list[tuple[Person, Reply]] = field(default_factory=list)
    """What one person's event made another read, since somebody looked."""

    async def rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        return await self.database.transaction(lambda it: it.execute(sql, values).fetchall())

    def arrival(self, who: Person, event: Event) -> Arrival:
        self.now += A_THOUGHT / 100
        said = event.text if isinstance(event, Said) else ""
        return Arrival(self.keys(), CHANNEL, who.address, event, self.now, "fr", said)

    def hear(self, batch: Sequence[Handled]) -> None:
        """Of a batch, letters: each is its reader's."""
        people = {who.address: who for who in self.people}
        for handled in batch:
            for reply in (owed.line.reply for owed in handled.owed):
                if isinstance(reply, Letter):
                    self.written.append((people[handled.address], reply))

    def read(self, who: Person, handled: Handled) -> list[Reply]:
        replies = [owed.line.reply for owed in handled.owed if owed.line.reply is not None]
        who.screens = [*who.screens, *(it for it in replies if isinstance(it, Screen))][-8:]
        return replies

    async def together(self, doing: dict[Person, Event]) -> dict[Person, list[Reply]]:
        """What each does, in few transactions; what each reads."""
        arrivals, told = [self.arrival(who, event) for who, event in doing.items()], list[Handled]()
        for first in range(0, len(arrivals), MOST):
            told += await self.engine.submit_all(arrivals[first : first + MOST])
        return {who: self.read(who, handled) for who, handled in zip(doing, told, strict=True)}

    async def stand(self) -> None:
        """Where everybody is, of the rows."""
        stood = await self.rows(
            "select c.address, c.session ->> 'state', c.session ->> 'campaign',"
            " (select group_concat(school) from members where person = c.person) from conversations c"
        )
        people = {who.address: who for who in self.people}
        for address, state, campaign, schools in stood:
            who = people[str(address)]
            who.state, who.campaign = str(state), str(campaign)
            who.mine = set(str(schools).split(",")) if schools else set()
            who.ever |= who.mine


def secret_in(replies: list[Reply]) -> str:
    """Of the invitation shown, if one is."""
    lines = (line for reply in replies for line in spoken(reply))
    return next((match[1] for line in lines if (match := SECRET.match(line))), "")


@asynccontextmanager
async def town(path: Path, schools: int) -> AsyncIterator[Town]:
    database = await connect(path)
    try:
        around = Surroundings(GRIDS, "", True, counter(), secrets(), lambda: REACH)
        here = Town(database, Engine(database, around, pushed={CHANNEL}), schools)
        here.engine.told = here.hear
        await _peopled(here)
        await _together(here)
        yield here
        await here.engine.close()
    finally:
        await database.close()


async def _peopled(here: Town) -> None:
    """Pilots found, members and readers join by a link; every tenth member is in the next school too."""
    count = here.schools
    names = [f"{role}{number}" for role in ("pilot", "member", "reader") for number in range(count)]
    names += [f"outside{number}" for number in range(OUTSIDERS)]
    here.people = [Person(number, name) for number, name in enumerate(names)]
    pilots, members, readers = (here.people[first * count : (first + 1) * count] for first in range(3))
    await _doing(here, pilots, "/start", f"grid:{WRITTEN.id}")
    await _filled(here, pilots, f"ask:{{campaign}}:{QUESTION}", "Une réponse : {canary}reponse")
    await _filled(here, pilots, f"ask:{{campaign}}:{QUESTION}", "go:more", "go:note", "Une note : {canary}note")
    await _filled(here, pilots, "go:menu", "go:title", "{canary}titre", "/etablissement", "{uai}", "{canary}nom")
    await _filled(here, pilots, "go:founded", "/equipe", "{canary}pilote")
    for key, name in await here.rows("select id, name from schools"):
        here.number_of[str(key)] = int(str(name)[6:9])
    school = {number: key for key, number in here.number_of.items()}
    links = {}
    for role in ("member", "reader"):
        links[role] = await _invited(here, pilots, school, f"link:{role}")
    await _invited(here, pilots, school, "code:member")
    for role, some in (("member", members), ("reader", readers)):
        await here.together({who: heard(f"/rejoindre {links[role][number]}") for number, who in enumerate(some)})
        await _filled(here, some, f"{{canary}}{'membre' if role == 'member' else 'lecteur'}")
    await _filled(here, members, "go:anew", f"grid:{LADDER.id}", f"answer:{{campaign}}:{LADDER.questions[0].id}:2")
    await _filled(here, members, "go:title", "{canary}autre")
    visitors = members[::10]
    hosts = [(number + 1) % count for number in range(0, count, 10)]
    await here.together(
        {who: heard(f"/rejoindre {links['reader'][host]}") for who, host in zip(visitors, hosts, strict=True)}
    )
    await here.together({who: Said(canary(host, "visite")) for who, host in zip(visitors, hosts, strict=True)})
    await _doing(here, here.people[3 * count :], "/start", f"grid:{LADDER.id}")
    await here.stand()


async def _together(here: Town) -> None:
    """Of every four schools, one shares its campaign out, two decide together, in secret or not; one stays as it is."""
    for first, mode in ((1, "shared"), (2, "secret"), (3, "visible")):
        numbers = range(first, here.schools, 4)
        pilots, members = ([here.people[it + at * here.schools] for it in numbers] for at in range(2))
        await here.stand()
        of = {who: next(iter(who.mine)) for who in pilots}
        own = {who: await _piloted(here, of[who]) for who in pilots}
        await here.together({who: Tapped(f"enter:{own[who]}") for who in pilots})
        await _doing(here, pilots, "go:campaign", "go:mode")
        await here.together({who: Tapped(f"mode:{own[who]}:{mode}") for who in pilots})
        await here.together({who: Tapped(f"enter:{own[pilot]}") for who, pilot in zip(members, pilots, strict=True)})
        if mode == "shared":
            await _doing(here, pilots, "go:share")
            domain = WRITTEN.domain_of[QUESTION].id
            await here.together({who: Tapped(f"give:{own[who]}:{domain}:2") for who in pilots})
            await _doing(here, pilots, "go:campaign")
        await here.together({who: Tapped(f"ask:{own[it]}:{QUESTION}") for who, it in zip(members, pilots, strict=True)})
        words = zip(numbers, members, strict=True)
        await here.together({who: Said(f"Un avis : {canary(number, 'avis')}") for number, who in words})
        if mode != "shared":
            await _doing(here, pilots, "go:council")
    await here.stand()


async def _piloted(here: Town, school: str) -> str:
    """The campaign that the school's pilot opened."""
    ((key,),) = await here.rows(
        "select c.id from campaigns c join members m on m.school = c.school and m.person = c.opened_by"
        " where c.school = ? and m.role = 'pilot'",
        school,
    )
    return str(key)


async def _invited(here: Town, pilots: list[Person], school: dict[int, str], kind: str) -> list[str]:
    await _doing(here, pilots, "/equipe", "go:invite")
    made = await here.together({who: Tapped(f"make:{school[number]}:{kind}") for number, who in enumerate(pilots)})
    found = [secret_in(replies) for replies in made.values()]
    here.opens |= {secret: school[number] for number, secret in enumerate(found)}
    return found


async def _filled(here: Town, some: list[Person], *lines: str) -> None:
    """Each in their school's own words; ``{campaign}`` is the one under way."""
    for line in lines:
        await here.stand() if "{campaign}" in line else None
        doing = {
            who: event_of(line.format(campaign=who.campaign, canary=canary(number, ""), uai=uai_of(number)))
            for number, who in enumerate(some)
        }
        await here.together(doing)


async def _doing(here: Town, some: list[Person], *lines: str) -> None:
    for line in lines:
        await here.together(dict.fromkeys(some, event_of(line)))


def event_of(line: str) -> Event:
    """A line as somebody does it: ``go:menu`` is tapped, anything else typed."""
    return Tapped(line) if re.match(r"[a-z]+:[^ ]", line) else heard(line)
