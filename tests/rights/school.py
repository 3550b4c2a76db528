"""One school with everybody there is to it, in a real file: who may, who may not, who was and who never was."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from dialogs.commands import heard
from dialogs.events import Tapped
from dialogs.goals import Day, Text
from dialogs.replies import Screen
from dialogs.scene import Reach
from dialogs.session import Session, Shown, Sought, State, Weighing
from frameworks.load import catalogue
from frameworks.model import Framework
from tests.chat import Chat, chatting

PEOPLE = {
    "p": "pilot",
    "h": "the member who opened the campaign",
    "m": "another member",
    "w": "a member to whom nothing is given",
    "r": "reader",
    "x": "somebody removed",
    "o": "a pilot of another school",
    "n": "somebody of no school",
}
"""Each under the letter that stands for them in the tables."""

INSIDE, OUTSIDE = "phmwr", "xon"
UAI, THEIRS, FREE_UAI = "0750655E", "0750656F", "0750001A"
NAME = "Canari"
"""Stands in all that the school's people wrote, and nowhere else."""

SHARED = {"pilotage": "h", "formation": "hm"}
"""Of the campaigns shared out: whose each domain is. The others are nobody's, and nothing is given to ``w``."""

REACH = Reach("https://palier.exemple.fr", bot="palier_bot", mail=True)
"""A web chat, a bot and mails: every button that one of them brings is there."""

GRIDS = catalogue()
LADDER, STAGED = GRIDS["paliers-etablissement"], GRIDS["numea"]
PER_QUESTION = (State.ASKING, State.TICKING, State.MORE, State.MEANING, State.NOTING, State.OFFERED)
DESCRIBED = (State.SCHOOL, State.NAMING, State.DEPARTEMENT, State.CONFIRMING, State.KNOCKING)
TEAM = (("q", "pilot"), *((who, "member") for who in "hmw"), ("r", "reader"), ("x", "member"))
FIELDS: Mapping[State, tuple[str, ...]] = {
    State.GOAL: ("",),
    State.TRACING: ("",),
    State.WORDING: (*Text, "reason"),
    State.SCHEDULING: (*Day, "again"),
    State.ENTRUSTING: ("pilot",),
}
"""What is asked of a goal, where one is shown."""

ONE_OF_US = (State.MEMBER, State.PARTING)
SOUGHT = (
    Sought(departement="93", timezone="Europe/Paris"),
    Sought(UAI, "Lycée Perdu", "987", "Pacific/Tahiti"),
    Sought("", "Lycée Perdu", "93", "Europe/Paris", "Loire"),
)


@dataclass
class School:
    """What the buttons name. ``numbers`` are each member's; ``ladder`` and ``staged`` each person's campaigns of two
    grids (inside, the school's), ``draft`` one that no school has, ``kinds`` those of the school's that are not filled
    alone, ``elsewhere`` all that is not the school's.
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
    goals: tuple[str, ...] = ()
    goal: str = ""

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

    async def newest(self, who: str) -> str:
        """The campaign that somebody has just opened."""
        session = (await self.rows("select session from conversations where address = ?", who))[0][0]
        return str(session).partition('"campaign":"')[2].partition('"')[0]

    def kind(self, campaign: str) -> str:
        """How a campaign is filled; "" for alone."""
        return next((kind for kind, key in self.kinds.items() if key == campaign), "")

    def forged(self, kind: str, verb: str, campaign: str, *what: str) -> Iterator[str]:
        """The same button, of that kind of campaign; where domains are given, of each sort of domain. None of another
        grid's question.
        """
        if campaign not in self.campaigns:
            return
        here, other = (STAGED, LADDER) if kind == "visible" else (LADDER, STAGED)
        if set(what) & _names(other) - _names(here):
            return
        press = (verb, self.kinds.get(kind, self.ladder["p"]))
        sorts = [LADDER.domain[it] for it in (*SHARED, "ressources")] if kind == "shared" and what else []
        for domain in sorts:
            if what[0] in LADDER.question:
                yield ":".join((*press, domain.questions[0].id, *what[1:]))
            elif what[0] in LADDER.domain:
                yield ":".join((*press, domain.id, *what[1:]))
        yield ":".join((*press, *what))

    def about(self, campaign: str = "", what: str = "", *_: str) -> str:
        """The end of a row's name: the kind of campaign, and in one that is shared out whose the domain is."""
        kind = self.kind(campaign)
        if kind != "shared":
            made_so = kind == "secret" and what == "visible"
            return f" {kind}{' to visible' if made_so else ''}" if kind else ""
        grid = LADDER
        asked = grid.question.get(what)
        domain = grid.domain_of[asked.id].id if asked else what
        if domain not in grid.domain:
            return " shared"
        return f" shared, {' and '.join(SHARED.get(domain, '')) or 'nobody'}'s"

    def stands(self, who: str, state: State) -> list[Session]:
        """Where somebody may be in a state, with all that a session can remember; as many for everybody."""
        here = self._here(who, state)
        return [*self._alone(who, here), *self._together(here)]

    def _here(self, who: str, state: State) -> Session:
        return Session(
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
            goal=self.goal,
            told=self.chat.now,
        )

    def _together(self, here: Session) -> Iterator[Session]:
        """In campaigns that are not filled alone."""
        state, kinds = here.state, {kind: replace(here, campaign=key) for kind, key in self.kinds.items()}
        mine, both, nobodys = (LADDER.domain[it].questions[0].id for it in (*SHARED, "ressources"))
        answered, begun, decided = (it.id for it in STAGED.questions[:3])
        match state:
            case State.AIMING:
                yield from (kinds["shared"], kinds["visible"], kinds["closed"])
            case State.MENU | State.CAMPAIGN | State.MODE | State.DATING | State.CLOSING:
                yield from (replace(it, dating="closes") for it in kinds.values())
            case State.SHARING:
                yield from (kinds["shared"], kinds["secret"], kinds["closed"])
            case State.COUNCIL:
                yield from (kinds["visible"], kinds["secret"], kinds["closed"], kinds["waiting"])
            case State.DECIDING:
                for question in (answered, begun, decided):
                    weighing = Weighing(question, (STAGED.question[question].statements[0].id,))
                    yield replace(kinds["visible"], question=question, weighing=weighing)
                yield from (replace(kinds["secret"], question=it) for it in (mine, both, nobodys))
                yield replace(kinds["closed"], question=mine)
            case State.RECAP:
                for shown in Shown:
                    yield replace(kinds["secret"], shown=shown)
                yield from (
                    replace(kinds[kind], shown=Shown.UNANSWERED) for kind in ("shared", "visible", "closed", "waiting")
                )
            case State.ASKING | State.MORE | State.NOTING:
                yield from (replace(kinds["shared"], question=it) for it in (mine, both, nobodys))
                yield replace(kinds["visible"], question=begun)
                yield from (replace(kinds[kind], question=both) for kind in ("secret", "closed", "waiting"))
            case State.OFFERED:
                yield from (replace(kinds["shared"], question=it) for it in (mine, both, nobodys))
                yield replace(kinds["visible"], question=begun)
                yield replace(kinds["secret"], question=both)
            case State.TITLING:
                yield from (kinds["shared"], kinds["visible"], kinds["closed"])
            case State.SITTING | State.FRAMING | State.VOTING:
                yield from (kinds["visible"], kinds["secret"], kinds["closed"])

    def _alone(self, who: str, here: Session) -> list[Session]:
        state = here.state
        if state in PER_QUESTION:
            ladder = [replace(here, question=it.id) for it in LADDER.questions[:3]]
            staged = [
                replace(here, campaign=self.staged[who], question=it.id, correcting=number == 1)
                for number, it in enumerate(STAGED.questions[:3])
            ]
            return staged if state is State.TICKING else ladder + staged
        if state in FIELDS:
            there = [replace(here, goal=key, field=it) for it in FIELDS[state] for key in self.goals]
            return [*there, *(replace(it, guided=True) for it in there), replace(there[0], page=1)]
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


def _names(grid: Framework) -> set[str]:
    return {*grid.question, *grid.domain, *grid.question_of}


@asynccontextmanager
async def school(path: Path) -> AsyncIterator[School]:
    async with chatting(path, reach=REACH) as chat:
        here = School(chat)
        for who in PEOPLE:
            await _drafts(here, who)
            await here.tap(who, "go:mailbox")
            await here.say(who, f"{who}.{NAME if who in INSIDE else 'ailleurs'}@exemple.fr")
            await here.tap(who, "go:back")
        await _founded(here, "p", UAI, f"Collège {NAME}")
        here.id = str((await here.rows("select id from schools"))[0][0])
        await _founded(here, "o", THEIRS, "Lycée Ailleurs")
        for who, role in TEAM:
            await here.say(who, f"/rejoindre {await here.secret('link', role)}", f"{who} {NAME}")
        ((elsewhere,),) = await here.rows("select id from schools where uai = ?", THEIRS)
        for who, own in (("h", here.id), ("o", str(elsewhere)), ("n", "-")):
            here.ladder[who], here.staged[who] = await _filled(here, who, own, NAME if who == "h" else "Ailleurs")
        here.ladder |= dict.fromkeys("pmwrx", here.ladder["h"])
        here.staged |= dict.fromkeys("pmwrx", here.staged["h"])
        await _together(here)
        await _dated(here)
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
        await _aimed(here)
        yield here


async def _aimed(here: School) -> None:
    """Goals that a member set and another leads: one under way, of which something is due; one reached, one dropped,
    one hushed, and one of which nothing was said yet.
    """
    key, lead = here.ladder["h"], here.numbers["m"]
    for then in ("", "reach", "drop", "hush", "fresh"):
        await here.tap("h", f"enter:{key}", "go:results", "go:aim", f"aim:{key}:{LADDER.questions[0].statements[1].id}")
        ((goal,),) = await here.rows("select id from goals order by rowid desc limit 1")
        here.goals += (str(goal),)
        if then == "fresh":
            break
        await here.say("h", f"Objectif {NAME}")
        await here.tap("h", f"field:{goal}:due")
        await here.say("h", "15/03/2027")
        await here.tap("h", f"field:{goal}:pilot", f"led:{goal}:{lead}", f"field:{goal}:note")
        await here.say("h", f"Observé : {NAME}")
        if then:
            await here.tap("h", f"{then}:{goal}:now" if then == "drop" else f"{then}:{goal}")
    today = here.chat.now.date().isoformat()
    await here.rows("update reminders set day = ? where goal = ? and kind = 'due'", today, here.goals[0])
    assert await here.rows("select count(*) from goals where pilot is not null") == [(4,)]


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


async def _together(here: School) -> None:
    """A campaign shared out, one whose opinions are visible, one whose are secret, one closed, one that waits."""
    for kind, grid, mode in (
        ("shared", LADDER, "shared"),
        ("visible", STAGED, "visible"),
        ("secret", LADDER, "secret"),
        ("closed", LADDER, "secret"),
        ("waiting", LADDER, "secret"),
    ):
        await here.tap("p", "go:campaigns", "go:choose", f"for:{here.id}", "go:anew", f"grid:{grid.id}")
        here.kinds[kind] = key = await here.newest("p")
        first, second, third = (LADDER.domain[it].questions[0].id for it in (*SHARED, "ressources"))
        if grid is STAGED:
            first, second, third = (it.id for it in STAGED.questions[:3])
        await here.tap("p", f"answer:{key}:{first}:1", "go:menu", "go:title")
        await here.say("p", f"{kind} {NAME}")
        for question in (first, second, third):
            await here.tap("p", f"ask:{key}:{question}", "go:more", "go:note")
            await here.say("p", f"Une note : {NAME}")
        await here.tap("p", "go:campaign", "go:mode", f"mode:{key}:{mode}")
        if kind == "shared":
            await _shared(here, key)
            continue
        # Opinions of all five of the first question, of two of the second; a decision on the third, and on the first.
        for number, who in enumerate("pqhmw"):
            await here.tap(who, f"enter:{key}", f"answer:{key}:{first}:{number % 3}")
            if who in "hm":
                await here.tap(who, f"answer:{key}:{second}:2")
            await here.tap(who, f"ask:{key}:{second}", "go:more", "go:note")
            await here.say(who, f"Mon avis : {NAME}")
        await here.tap("p", "go:council", f"weigh:{key}:{third}", f"retain:{key}:{third}:2")
        if kind in {"visible", "secret"}:
            await _polled(here, key, "1" if kind == "visible" else "2", closed=kind == "secret")
        if kind == "closed":
            await here.tap("p", "go:campaign", "go:close", f"close:{key}")
        if kind == "waiting":
            await here.tap("p", "go:campaign", f"date:{key}:opens", f"on:{key}:opens:2026-12-01")
    answers = await here.rows("select count(*) from opinions where campaign = ?", here.kinds["secret"])
    assert answers == [(7,)]
    assert await here.rows("select count(*) from decisions") == [(4,)]


async def _dated(here: School) -> None:
    """A goal that has a date, and private addresses of its agenda."""
    await here.tap("p", f"enter:{here.ladder['h']}", "go:aim")
    (shown,) = (it for it in here.chat.listener.heard["p"][-1:] if isinstance(it, Screen))
    aims = (it.press for row in shown.rows for it in row if it.press.startswith("aim:"))
    await here.tap("p", next(aims))
    await here.say("p", f"Objectif {NAME}")
    here.goal = str((await here.rows("select id from goals"))[0][0])
    await here.tap("p", f"field:{here.goal}:due")
    await here.say("p", "15/03/2027")
    for who in "pmr":
        await here.tap(who, "go:agenda", "feed:make", "go:agenda")
    assert await here.rows("select count(*) from feeds") == [(3,)]


async def _polled(here: School, key: str, value: str, *, closed: bool) -> None:
    """The commission votes on the most divided question, or has voted; four more are to come."""
    await here.tap("p", "go:council", f"polls:{key}")
    ((queue,),) = await here.rows("select queue from sittings where campaign = ?", key)
    first = str(queue).split('"')[1]
    await here.tap("p", f"ballot:{key}:{first}")
    ((pulse,),) = await here.rows(
        "select p.id from pulses p join sittings s on s.id = p.sitting where campaign = ?", key
    )
    for who in "pqhmw":
        await here.tap(who, f"enter:{key}", "go:booth", f"vote:{key}:{pulse}:{value}")
    if closed:
        await here.tap("p", "go:sitting", f"count:{key}:{pulse}")
    assert len(await here.rows("select * from tallies")) == int(closed)


async def _shared(here: School, key: str) -> None:
    rows = await here.rows("select substr(name, 1, 1), number from members where school = ?", here.id)
    numbers = {str(who): number for who, number in rows}
    await here.tap("p", "go:campaign", "go:share")
    for domain, members in SHARED.items():
        await here.tap("p", *(f"give:{key}:{domain}:{numbers[who]}" for who in members))
    assert await here.rows("select count(*) from shares") == [(3,)]
