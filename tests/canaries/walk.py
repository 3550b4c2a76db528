"""People of every school who tap, type and forge at random, and what nobody may read of another school.

It knows no screen: it taps what screens show, now or before, to this person or to anybody. ``python -m tests.canaries
SEED ACTIONS`` walks further than the test does.
"""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass, field

from dialogs import uai
from dialogs.commands import COMMANDS, heard
from dialogs.events import Asked, Event, Said, Strange, Tapped
from dialogs.flow import machine
from dialogs.replies import Letter, Paragraph, Reply, Screen
from dialogs.session import State
from storage import schools
from tests.canaries.town import CANARY, GRIDS, MARK, Person, Town, canary, secret_in, uai_of

AGAIN = 0.9
"""How often the next to act is the one who has just acted: depth comes from going on."""

FIRM = 0.05
"""How often somebody who could erase everything, or hand a school away, really does."""

WAYS = ("now", "old", "others", "way", "text", "command", "strange")
"""A button of this screen, of an older one, of anybody's; a way of the table by name; a text (oftener where one is
awaited), a command, what is none of these.
"""

COUNCILS = {State.COUNCIL.value, State.DECIDING.value}
NAMES = re.compile(r"Canari\d{3}(?:pilote|membre|lecteur|visite)")
RECORDED = re.compile("Le .+ : décid|Le .+ : décision")
"""Who recorded a decision is said with it."""

GRAVE = ("forget", "gone", "hand")
POOL = 400
"""Buttons remembered of a verb; a new one takes the place of any."""

FIGURES = ("2", "12 5 20", "80", "93", "Loire", "15/11/2026", "La Réunion", "0")


@dataclass
class Walk:
    town: Town
    seed: int
    leaks: list[str] = field(default_factory=list)
    states: set[str] = field(default_factory=set)
    own: set[int] = field(default_factory=set)
    """The schools whose words were shown to their people."""
    forged: int = 0
    tried: int = 0
    """Buttons of others that were tapped; UAIs and secrets of others that were sent."""
    pool: dict[str, list[str]] = field(default_factory=dict)
    actions: int = 0
    letters: int = 0
    councils: int = 0
    """Letters that others' events sent; screens of what is decided together that were read."""

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        for who in self.town.people:
            for screen in who.screens:
                self._remember(screen)

    async def go(self, actions: int) -> None:
        who = self.town.people[0]
        for _ in range(actions):
            if self.chance.random() > AGAIN:
                who = self.chance.choice(self.town.people)
            event = self._event(who)
            self.actions += 1
            await self._happens(who, event)
        await self._kept()

    async def _happens(self, who: Person, event: Event) -> None:
        town = self.town
        self._types(who, event)
        handled = await town.engine.submit(town.arrival(who, event))
        if handled.erased:
            who.screens.clear()
        replies = town.read(who, handled)
        await self._stand(who)
        for reply in replies:
            if isinstance(reply, Screen):
                self._remember(reply)
        if (secret := secret_in(replies)) and len(who.mine) == 1:
            town.opens.setdefault(secret, *who.mine)
        for told in await self._told(who, str(replies), who.mine):
            self.leaks.append(f"action {self.actions}, {who.address} ({who.state}), {event}: {told}")
        if who.state in COUNCILS:
            self.leaks += [
                f"action {self.actions}, {who.address}, {event}: {it}" for it in await self._councils(who, replies)
            ]
        await self._letters(event)

    # ---------------------------------------------------------------- what somebody does

    def _event(self, who: Person) -> Event:
        choose = self.chance.choice
        awaited = bool(who.screens and who.screens[-1].prompt)
        match self.chance.choices(WAYS, (9, 2, 4, 2, 9 if awaited else 4, 2, 0.1)):
            case ["now"] if who.screens:
                return Tapped(choose(self._safely(_presses(who.screens[-1]))))
            case ["old"] if who.screens:
                return Tapped(choose(self._safely(_presses(choose(who.screens)))))
            case ["others"]:
                self.forged += 1
                return Tapped(choose(self.pool[choose(self._safely(sorted(self.pool)))]))
            case ["way"]:
                return Tapped(f"go:{choose(sorted(machine().events))}")
            case ["command"]:
                return Asked(choose(COMMANDS).name)
            case ["strange"]:
                return Strange(choose(("edited", "media")))
            case _:
                return self._text(who)

    def _safely(self, presses: list[str]) -> list[str]:
        """Without what ends a story, most of the time."""
        if self.chance.random() < FIRM:
            return presses
        return [it for it in presses if not it.startswith(GRAVE)] or ["go:start"]

    def _text(self, who: Person) -> Event:
        choose = self.chance.choice
        match self.chance.randrange(12):
            case 0:
                return Said(uai_of(self.chance.randrange(self.town.schools)))
            case 1:
                return heard(f"/rejoindre {uai_of(self.chance.randrange(self.town.schools))}")
            case 2 if self.chance.random() < 0.3:
                return heard(f"/rejoindre {choose(sorted(self.town.opens))}")
            case 3:
                return heard(f"/start {choose(sorted(self.town.opens))[:-1]}x")
            case 4:
                return Said(uai_of(self.town.schools + self.chance.randrange(900 - self.town.schools)))
            case 5 | 6:
                return Said(choose(FIGURES))
            case _:
                return Said(f"Texte {who.mark()}")

    def _types(self, who: Person, event: Event) -> None:
        text = event.text if isinstance(event, Said) else event.payload if isinstance(event, Asked) else ""
        known = uai.find(text)
        if known or text in self.town.opens:
            self.tried += 1
            who.typed.add(known or text)

    def _remember(self, screen: Screen | Letter) -> None:
        for press in _presses(screen):
            some = self.pool.setdefault(press.partition(":")[0], [])
            if len(some) < POOL:
                some.append(press)
            else:
                some[self.chance.randrange(POOL)] = press

    # ---------------------------------------------------------------- what somebody may read

    async def _letters(self, event: Event) -> None:
        """What the event made others read is theirs to read, wherever they are."""
        written, self.town.written = self.town.written, []
        for reader, letter in written:
            self.letters += 1
            await self._stand(reader)
            if isinstance(letter, Letter):
                self._remember(letter)
            for told in await self._told(reader, str(letter), reader.mine):
                self.leaks.append(f"action {self.actions}, to {reader.address}, of {event}: {told}")

    async def _councils(self, who: Person, replies: list[Reply]) -> list[str]:
        """Names beside opinions: to pilots alone, and never where opinions are secret."""
        found = await self.town.rows(
            "select m.role, g.secret from conversations c join campaigns g on g.id = c.session ->> 'campaign'"
            " join members m on m.school = g.school and m.person = c.person where c.address = ?",
            who.address,
        )
        self.councils += 1
        if not found:
            return ["what another school decides"]
        ((role, secret),) = found
        if role == "pilot" and not secret:
            return []
        shown = [block for it in replies if isinstance(it, Screen) for block in it.blocks]
        told = [it.text for it in shown if isinstance(it, Paragraph) and not RECORDED.match(it.text)]
        return [f"named beside opinions: {it}" for it in told if NAMES.search(it)]

    async def _stand(self, who: Person) -> None:
        (row,) = await self.town.rows(
            "select c.session ->> 'state', (select group_concat(school) from members where person = c.person),"
            " (select group_concat(school) from requests where person = c.person) from conversations c"
            " where c.address = ?",
            who.address,
        )
        who.state = str(row[0])
        self.states.add(who.state)
        who.mine = set(str(row[1]).split(",")) if row[1] else set()
        who.ever |= who.mine | (set(str(row[2]).split(",")) if row[2] else set())

    async def _told(self, who: Person, text: str, mine: set[str]) -> list[str]:
        """What stands there that is not theirs to read: canaries of schools that ``mine`` lacks, others' marks."""
        numbers = {self.town.number_of[it] for it in mine if it in self.town.number_of}
        found = {(int(number), what) for number, what in CANARY.findall(text)}
        self.own |= {number for number, _ in found if number in numbers}
        foreign = sorted(it for it in found if it[0] not in numbers)
        marks = sorted({int(it) for it in MARK.findall(text)} - {who.number})
        if not foreign and not marks:
            return []
        known = await self._asked(who)
        asked = {self.town.number_of.get(it) for it in known}
        told = [canary(*it) for it in foreign if it[1] != "nom" or it[0] not in asked]
        people = self.town.people
        return told + [f"a mark of {people[it].address}" for it in marks if not people[it].ever & (mine | known)]

    async def _asked(self, who: Person) -> set[str]:
        """The schools whose name somebody may read: they typed its UAI, or the secret of an invitation to it."""
        found = {self.town.opens[it] for it in who.typed if it in self.town.opens} | who.ever
        for key, known in await self.town.rows("select id, uai from schools where uai is not null"):
            if known in who.typed:
                found.add(str(key))
        return found

    async def _kept(self) -> None:
        """At the end, of the rows: every conversation, what the operator reads of each school, what went wrong."""
        for (fault,) in await self.town.rows("select distinct fault from set_aside"):
            self.leaks.append(f"an event was set aside: {fault}")
        people = {who.address: who for who in self.town.people}
        lines = await self.town.rows(
            "select c.address, r.body from replies r join conversations c on c.id = r.conversation order by r.id"
        )
        for address, body in lines:
            who = people[str(address)]
            self.leaks += [f"in the rows of {address}: {it}" for it in await self._told(who, str(body), who.ever)]
        for key, known in await self.town.rows("select id, uai from schools where uai is not null order by id"):
            await self._answers(str(key), str(known))

    async def _answers(self, key: str, known: str) -> None:
        found = await self.town.database.transaction(lambda it: schools.position(it, known, GRIDS))
        told = json.dumps(found, ensure_ascii=False)
        number = self.town.number_of.get(key)
        wrong = {it for it, _ in CANARY.findall(told) if int(it) != number}
        marks = {int(it) for it in MARK.findall(told) if key not in self.town.people[int(it)].ever}
        self.leaks += [f"palier answers {known}: {it}" for it in (*sorted(wrong), *sorted(marks))]
        rows = await self.town.rows("select name from members where school = ? and name is not null", key)
        names = (str(name) for (name,) in rows if CANARY.search(str(name)) or MARK.search(str(name)))
        self.leaks += [f"palier answers {known}: the name {it}" for it in names if it in told]


def _presses(screen: Screen | Letter) -> list[str]:
    return [button.press for row in screen.rows for button in row]
