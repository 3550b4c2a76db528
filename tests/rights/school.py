"""One school with everybody there is to it, in a real file: who may, who may not, who was and who never was."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from dialogs.commands import heard
from dialogs.events import Tapped
from dialogs.flow import COUNCIL, STEERING
from dialogs.session import Session, Sought, State
from frameworks.load import catalogue
from tests.chat import Chat, chatting

PEOPLE = {
    "p": "pilot",
    "h": "the member who opened the campaign",
    "m": "another member",
    "r": "reader",
    "x": "somebody removed",
    "o": "a pilot of another school",
    "n": "somebody of no school",
}
"""Each under the letter that stands for them in the tables."""

INSIDE, OUTSIDE = "phmr", "xon"
UAI, THEIRS, FREE_UAI = "0750655E", "0750656F", "0750001A"
NAME = "Canari"
"""Stands in all that the school's people wrote, and nowhere else."""

GRIDS = catalogue()
LADDER, STAGED = GRIDS["paliers-etablissement"], GRIDS["numea"]
PER_QUESTION = (State.ASKING, State.TICKING, State.MORE, State.MEANING, State.NOTING, State.OFFERED)
DESCRIBED = (State.SCHOOL, State.NAMING, State.DEPARTEMENT, State.CONFIRMING, State.KNOCKING)
ONE_OF_US = (State.MEMBER, State.PARTING)
FILLED = (*PER_QUESTION, State.MENU, State.RECAP, State.CAMPAIGN, *STEERING, *COUNCIL)
"""Where it matters how a campaign is filled."""

KINDS = ("shared", "council", "closed")
"""Shared out (its first domain is ``h``'s), decided together in the open, closed; all opened by the pilot."""
SOUGHT = (
    Sought(departement="93", timezone="Europe/Paris"),
    Sought(UAI, "Lycée Perdu", "987", "Pacific/Tahiti"),
    Sought("", "Lycée Perdu", "93", "Europe/Paris", "Loire"),
)


@dataclass
class School:
    """What the buttons name. ``numbers`` are each member's; ``ladder`` and ``staged`` each person's campaigns of two
    grids (inside, the school's), ``draft`` one that no school has, ``elsewhere`` all that is not the school's.
    """

    chat: Chat
    id: str = ""
    members: tuple[int, ...] = ()
    numbers: dict[str, str] = field(default_factory=dict)
    campaigns: frozenset[str] = frozenset()
    ladder: dict[str, str] = field(default_factory=dict)
    staged: dict[str, str] = field(default_factory=dict)
    draft: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    elsewhere: frozenset[str] = frozenset()
    link: str = ""
    code: str = ""
    invited: tuple[str, ...] = ()

    async def say(self, who: str, *texts: str) -> None:
        for text in texts:
            await self.chat.event(heard(text), address=who)

    async def tap(self, who: str, *presses: str) -> list[str]:
        reads: list[str] = []
        for press in presses:
            reads = await self.chat.event(Tapped(press), address=who)
        return reads

    async def secret(self, kind: str, role: str) -> str:
        """Of a new invitation, as the pilot reads it."""
        reads = await self.tap("p", "go:team", "go:invite", f"make:{self.id}:{kind}:{role}")
        return next(line for line in reads if line.startswith(("Code : ", "Partout ici : "))).rpartition(" ")[2]

    async def rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        assert self.chat.database
        return await self.chat.database.transaction(lambda it: it.execute(sql, values).fetchall())

    def kind(self, campaign: str) -> str:
        """How one of the school's campaigns is filled; empty for those that one person fills."""
        return next((kind for kind, key in self.kinds.items() if key == campaign), "")

    async def newest(self, who: str) -> str:
        """The campaign that somebody has just opened."""
        session = (await self.rows("select session from conversations where address = ?", who))[0][0]
        return str(session).partition('"campaign":"')[2].partition('"')[0]

    def stands(self, who: str, state: State) -> list[Session]:
        """Where somebody may be in a state, with all that a session can remember; as many for everybody."""
        here = Session(
            state,
            self.ladder[who],
            LADDER.questions[0].id,
            back=State.MENU,
            text=f"Note {NAME}" if who in INSIDE else "Note",
            school=self.id,
            member=1,
            called=self.id if who in f"{INSIDE}x" else "",
            invited=self.invited[0],
            secret="s" * 22,
            told=self.chat.now,
        )
        if state in FILLED:
            return [*self._filled(who, here), *(it for kind in KINDS for it in self._of_a_kind(who, here, kind))]
        if state in ONE_OF_US:
            return [replace(here, member=number) for number in self.members]
        if state in DESCRIBED:
            drafted = replace(here, campaign=self.draft[who])
            return [replace(it, sought=sought) for it in (here, drafted) for sought in SOUGHT]
        if state is State.INVITED:
            return [replace(here, invited=it) for it in self.invited]
        if state is State.CATALOGUE:
            return [here, replace(here, anew=True)]
        return [here, replace(here, page=1)]

    def _filled(self, who: str, here: Session) -> list[Session]:
        """In campaigns that one person fills."""
        if here.state in PER_QUESTION:
            ladder = [replace(here, question=it.id) for it in LADDER.questions[:3]]
            staged = [
                replace(here, campaign=self.staged[who], question=it.id, correcting=number == 1)
                for number, it in enumerate(STAGED.questions[:3])
            ]
            return staged if here.state is State.TICKING else ladder + staged
        return [here, replace(here, page=1)]

    def _of_a_kind(self, who: str, here: Session, kind: str) -> list[Session]:
        if here.state is State.TICKING and kind != "council":
            return []
        grid = STAGED if kind == "council" else LADDER
        own = self.staged if kind == "council" else self.ladder
        key = self.kinds[kind] if who in f"{INSIDE}x" else own[who]
        some = grid.questions[:2] if here.state in PER_QUESTION else grid.questions[:1]
        return [replace(here, campaign=key, question=it.id, dating="closes") for it in some]


@asynccontextmanager
async def school(path: Path) -> AsyncIterator[School]:
    async with chatting(path) as chat:
        here = School(chat)
        for who in PEOPLE:
            await _drafts(here, who)
        await _founded(here, "p", UAI, f"Collège {NAME}")
        here.id = str((await here.rows("select id from schools"))[0][0])
        await _founded(here, "o", THEIRS, "Lycée Ailleurs")
        for who, role in (("q", "pilot"), ("h", "member"), ("m", "member"), ("r", "reader"), ("x", "member")):
            await here.say(who, f"/rejoindre {await here.secret('link', role)}", f"{who} {NAME}")
        ((elsewhere,),) = await here.rows("select id from schools where uai = ?", THEIRS)
        for who, own in (("h", here.id), ("o", str(elsewhere)), ("n", "-")):
            here.ladder[who], here.staged[who] = await _filled(here, who, own, NAME if who == "h" else "Ailleurs")
        here.ladder |= dict.fromkeys("pmrx", here.ladder["h"])
        here.staged |= dict.fromkeys("pmrx", here.staged["h"])
        await _together(here)
        await here.tap("x", f"enter:{here.ladder['h']}")
        ((gone,),) = await here.rows("select number from members where name = ?", f"x {NAME}")
        await here.tap("p", "go:team", f"member:{here.id}:{gone}", f"part:{here.id}:{gone}", f"gone:{here.id}:{gone}")
        here.link, here.code = await here.secret("link", "member"), await here.secret("code", "reader")
        await here.say("asking", f"/rejoindre {here.code}", f"Quelqu'un {NAME}")
        numbers = await here.rows(
            "select c.address, m.number from members m join conversations c on c.person = m.person"
            " where m.school = ? order by m.number",
            here.id,
        )
        here.members = tuple(int(str(number)) for _, number in numbers)
        here.numbers = {str(who): str(number) for who, number in numbers}
        here.invited = tuple(str(it) for (it,) in await here.rows("select id from invitations order by made"))
        ours = await here.rows("select id from campaigns where school = ?", here.id)
        here.campaigns = frozenset(str(it) for (it,) in ours)
        others = await here.rows("select id from campaigns where school is not ?", here.id)
        here.elsewhere = frozenset({str(elsewhere), *(str(it) for (it,) in others)})
        yield here


async def _together(here: School) -> None:
    """A campaign of each other kind."""
    ((number,),) = await here.rows("select number from members where name = ?", f"h {NAME}")
    for kind, grid, mode in zip(KINDS, (LADDER, STAGED, LADDER), ("shared", "visible", "solo"), strict=True):
        await here.tap("p", "go:campaigns", "go:choose", f"for:{here.id}", "go:anew", f"grid:{grid.id}")
        key = here.kinds[kind] = await here.newest("p")
        first = grid.questions[0].id
        await here.tap("p", "go:campaign", "go:mode", f"mode:{key}:{mode}")
        if kind == "shared":
            await here.tap("p", "go:share", f"give:{key}:{grid.domains[0].id}:{number}", "go:campaign", f"remind:{key}")
        for who in "phm":
            await here.tap(who, f"enter:{key}", f"answer:{key}:{first}:1")
        await here.tap("p", "go:council", f"weigh:{key}:{first}", f"retain:{key}:{first}:ticks", f"enter:{key}")
        if kind == "closed":
            await here.tap("p", "go:campaign", "go:close", f"close:{key}")


async def _drafts(here: School, who: str) -> None:
    await here.say(who, "/start")
    await here.tap(who, f"grid:{LADDER.id}")
    here.draft[who] = await here.newest(who)
    await here.tap(who, f"answer:{here.draft[who]}:{LADDER.questions[0].id}:1")


async def _founded(here: School, who: str, uai: str, name: str) -> None:
    """Of a draft; then another one, of no school."""
    await here.say(who, "/etablissement", uai, name)
    await here.tap(who, "go:founded")
    await here.say(who, "/equipe", f"{who} {name}")
    await here.tap(who, "for:-", "go:campaigns", "go:choose", "for:-", "go:anew", f"grid:{LADDER.id}")
    here.draft[who] = await here.newest(who)
    await here.tap(who, f"answer:{here.draft[who]}:{LADDER.questions[0].id}:1")


async def _filled(here: School, who: str, own: str, word: str) -> tuple[str, str]:
    """Two campaigns of a grid, to compare, and one whose étapes are ticked: an answer, ticks begun, a note."""
    made = {}
    for number, grid in enumerate((LADDER, LADDER, STAGED)):
        await here.tap(who, "go:campaigns", "go:choose", f"for:{own}", "go:anew", f"grid:{grid.id}")
        key, first, second = await here.newest(who), *(it.id for it in grid.questions[:2])
        await here.tap(who, f"answer:{key}:{first}:1", f"ask:{key}:{first}", "go:more", "go:note")
        if number == 0:
            await here.tap(who, f"answer:{key}:{second}:2")
        await here.say(who, f"Une note : {word}")
        await here.tap(who, "go:menu", "go:title")
        await here.say(who, f"{grid.short} {word}")
        made[grid.id] = key
    ticked = STAGED.questions[1]
    staged = made[STAGED.id]
    await here.tap(who, f"ask:{staged}:{ticked.id}", "go:unfold", f"mark:{staged}:{ticked.statements[0].id}:x")
    assert await here.rows("select 1 from drafts where campaign = ?", staged)
    return made[LADDER.id], staged
