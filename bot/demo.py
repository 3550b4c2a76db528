"""A school to look at: clearly fictitious, plausible, with dates relative to today. Told through the engine, event by
event, as its people would have told it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random

from bot.arrivals import Arrival
from bot.engine import Engine
from bot.surroundings import Surroundings, token
from dialogs.events import Asked, Event, Said, Tapped
from frameworks.load import catalogue
from frameworks.model import Framework, Question
from storage.database import Connection, connect

CHANNEL = "demo"
UAI = "0019999N"
NAME = "Lycée agricole des Trois-Paliers (démonstration)"
GRID, OTHER = "numea", "paliers-etablissement"
MEMBERS = ("Camille", "Dominique", "Claude", "Sacha", "Alix", "Charlie", "Maxime", "Lou")
"""The first pilots; first names that are nobody's in particular."""

NOTES = (
    "À revoir avec l'équipe TIM.",
    "Le rapport est sur l'ENT, dossier « Numérique ».",
    "Pas le même avis au CFA et au lycée.",
    "La commission y revient en janvier.",
    "Fait pour les secondes, pas encore pour les BTS.",
)
GOALS = (
    ("Présenter la charte numérique dans chaque classe", "Les 24 classes l'ont lue avec un professeur."),
    ("Former une équipe qui suit le projet numérique", "6 personnes, 3 réunions dans l'année."),
    ("Écrire les règles de communication en ligne", "Une page, votée en conseil intérieur."),
)
DUE = (-50, 20, -10)
"""Of each, days from now."""

CHANCE = 2026
"""The same school every time."""


@dataclass
class Stage:
    """The people, the clock, and the ids that the story's campaigns will have."""

    engine: Engine
    now: datetime
    next: str = ""
    grids: Mapping[str, Framework] = field(default_factory=lambda: catalogue())
    keys: Iterator[int] = field(default_factory=itertools.count)
    waiting: list[Arrival] = field(default_factory=list)

    def at(self, day: datetime) -> None:
        self.now = day

    def does(self, who: str, *events: Event) -> None:
        """Some seconds after what was done before."""
        for event in events:
            self.now += timedelta(seconds=15)
            key = f"{CHANNEL}:{next(self.keys)}"
            self.waiting.append(Arrival(key, CHANNEL, who.casefold(), event, self.now))

    def taps(self, who: str, *presses: str) -> None:
        self.does(who, *(Tapped(press) for press in presses))

    async def happens(self, key: str = "") -> None:
        """What was done so far; ``key`` is the id that the next new thing gets."""
        await self.engine.submit_all(self.waiting)
        self.waiting = []
        self.next = key


async def play(path: Path, now: datetime) -> str:
    """Makes the school; returns what lets a visitor in as a pilot."""
    database = await connect(path)
    try:
        return await tell(database, now)
    finally:
        await database.close()


async def tell(database: Connection, now: datetime) -> str:
    """The whole story, its last event a moment before ``now``."""
    way_in, chance = token(), Random(CHANCE)  # noqa: S311 - what people answer, not a secret
    stage = Stage(Engine(database, Surroundings(catalogue(), "", True, lambda: stage.next, lambda: way_in)), now)
    await _founded(stage, _days(now, 420))
    await _alone(stage, chance)
    await _team(stage, way_in)
    stage.at(_days(now, 215))
    held = await _shared(stage, chance)
    stage.at(_days(now, 200))
    await _aimed(stage, held, now)
    stage.at(_days(now, 21))
    await _together(stage, chance, now)
    stage.at(_days(now, 9))
    await _besides(stage, chance)
    stage.at(now - timedelta(minutes=2))
    pilot = MEMBERS[0]
    stage.taps(pilot, "enter:demo0003")
    stage.does(pilot, Asked("equipe"))
    await stage.happens("demoguest")
    stage.taps(pilot, "go:invite", "make:demoschool:link:pilot")
    await stage.happens()
    return way_in


def _days(now: datetime, ago: int) -> datetime:
    """Ten in the morning of that day, moved off a weekend."""
    day = now - timedelta(days=ago)
    day -= timedelta(days=max(0, day.weekday() - 4))
    return datetime.combine(day.date(), time(10), tzinfo=now.tzinfo)


async def _founded(stage: Stage, at: datetime) -> None:
    pilot = MEMBERS[0]
    stage.at(at)
    await stage.happens("demo0001")
    stage.does(pilot, Asked("start"))
    stage.taps(pilot, f"grid:{GRID}")
    await stage.happens("demoschool")
    stage.does(pilot, Asked("etablissement"), Said(UAI), Said(NAME))
    stage.taps(pilot, "go:founded")
    stage.does(pilot, Asked("equipe"), Said(pilot))
    await stage.happens()


async def _team(stage: Stage, way_in: str) -> None:
    """Everybody joins by one link."""
    await stage.happens("demolink")
    stage.does(MEMBERS[0], Asked("equipe"))
    stage.taps(MEMBERS[0], "go:invite", "make:demoschool:link:member")
    await stage.happens()
    for name in MEMBERS[1:]:
        stage.does(name, Asked("rejoindre", way_in), Said(name))
    stage.does(MEMBERS[0], Asked("equipe"))
    stage.taps(MEMBERS[0], "member:demoschool:2", "role:demoschool:2:pilot")
    stage.does(MEMBERS[0], Asked("equipe"))
    stage.taps(MEMBERS[0], "member:demoschool:8", "role:demoschool:8:reader", "go:team")
    stage.taps(MEMBERS[0], "go:invite", "revoke:demoschool:demolink")
    await stage.happens()


async def _alone(stage: Stage, chance: Random) -> None:
    """One person, last year, everything."""
    pilot, grid = MEMBERS[0], stage.grids[GRID]
    for question in grid.questions:
        stage.taps(pilot, _answer("demo0001", question, _held(chance, question, 0.9)))
    _note(stage, chance, pilot, "demo0001", chance.sample(grid.questions, 3))
    _close(stage, pilot, "demo0001")
    await stage.happens()


async def _shared(stage: Stage, chance: Random) -> dict[str, int]:
    """Each domain given to one or two members, who fill it; how many steps of each question are reached then."""
    pilot, grid, held = MEMBERS[0], stage.grids[GRID], dict[str, int]()
    await _opened(stage, pilot, "demo0002", GRID)
    stage.taps(pilot, "go:campaign", "go:mode", "mode:demo0002:shared", "go:share")
    for at, domain in enumerate(grid.domains):
        for number in {3 + at % 4, 3 + (at + 2) % 5} if at % 3 == 0 else {3 + at % 4}:
            stage.taps(pilot, f"give:demo0002:{domain.id}:{number}")
    await stage.happens()
    for at, domain in enumerate(grid.domains):
        who = MEMBERS[2 + at % 4]
        stage.taps(who, "enter:demo0002")
        for question in domain.questions:
            held[question.id] = _held(chance, question, 1.3)
            stage.taps(who, _answer("demo0002", question, held[question.id]))
    _note(stage, chance, pilot, "demo0002", chance.sample(grid.questions, 2))
    _close(stage, pilot, "demo0002")
    await stage.happens()
    return held


async def _aimed(stage: Stage, held: Mapping[str, int], now: datetime) -> None:
    """Three goals of the next steps then: one reached, one under way, one late."""
    open_steps = [
        (question, question.statements[held[question.id]])
        for question in stage.grids[GRID].questions
        if held[question.id] < len(question.statements)
    ]
    pilot, set_at = MEMBERS[0], stage.now
    for at, ((wording, measure), (_, statement)) in enumerate(zip(GOALS, open_steps, strict=False)):
        key, due = f"demogoa{at}", (now + timedelta(days=DUE[at])).date()
        stage.at(set_at)
        await stage.happens(key)
        stage.taps(pilot, "enter:demo0002", "go:results", "go:aim", f"aim:demo0002:{statement.id}")
        stage.does(pilot, Said(wording), Said(measure))
        stage.taps(pilot, f"field:{key}:due")
        stage.does(pilot, Said(due.isoformat()))
        stage.taps(pilot, f"field:{key}:pilot", f"led:{key}:{at + 2}")
        await stage.happens()
        stage.at(_days(now, 60))
        stage.taps(MEMBERS[at + 1], f"reach:{key}" if at == 0 else f"stand:{key}:first:doing")
        await stage.happens()


async def _together(stage: Stage, chance: Random, now: datetime) -> None:
    """Six members think otherwise; some questions are decided, the others wait for the commission."""
    pilot, grid = MEMBERS[0], stage.grids[GRID]
    await _opened(stage, pilot, "demo0003", GRID)
    closes, later = (now + timedelta(days=16)).date(), (now + timedelta(days=200)).date()
    stage.taps(pilot, "go:campaign", "go:mode", "mode:demo0003:secret", "go:campaign")
    for which, day in (("closes", closes), ("next", later)):
        stage.taps(pilot, f"date:demo0003:{which}", f"on:demo0003:{which}:{day.isoformat()}")
    usual = {question.id: chance.uniform(0.9, 2.8) for question in grid.questions}
    for person, name in enumerate(MEMBERS[:6]):
        stage.taps(name, "enter:demo0003")
        for question in grid.questions if person < 5 else grid.questions[: len(grid.questions) // 2]:
            apart = chance.gauss(0, 1.1 if question.id.endswith(("s", "e")) else 0.4)
            stage.taps(name, _answer("demo0003", question, _steps(question, usual[question.id] + apart)))
        _note(stage, chance, name, "demo0003", chance.sample(grid.questions, 1))
    for question in grid.questions[: len(grid.questions) // 3]:
        stage.taps(pilot, "go:council", f"weigh:demo0003:{question.id}", f"retain:demo0003:{question.id}:ticks")
    await _voted(stage, pilot, grid.questions[len(grid.questions) // 3])


async def _voted(stage: Stage, pilot: str, question: Question) -> None:
    """A first sitting: one question, six votes in secret, the proposal taken."""
    await stage.happens("demosit1")
    stage.taps(pilot, "go:council", f"weigh:demo0003:{question.id}", f"poll:demo0003:{question.id}")
    stage.does(pilot, Said("6"))
    await stage.happens("demovote")
    stage.taps(pilot, f"ballot:demo0003:{question.id}")
    for person, name in enumerate(MEMBERS[:6]):
        stage.taps(name, "enter:demo0003", "go:booth", f"vote:demo0003:demovote:{min(person % 3 + 1, 2)}")
    stage.taps(pilot, "go:sitting", "count:demo0003:demovote", "adopt:demo0003:demovote", "adjourn:demo0003")
    await stage.happens()


async def _besides(stage: Stage, chance: Random) -> None:
    """Another grid, begun by the second pilot."""
    who, grid = MEMBERS[1], stage.grids[OTHER]
    await _opened(stage, who, "demo0004", OTHER)
    for question in grid.questions[: 2 * len(grid.questions) // 3]:
        stage.taps(who, _answer("demo0004", question, _steps(question, chance.gauss(1.4, 0.8))))
    _note(stage, chance, who, "demo0004", grid.questions[:1])
    await stage.happens()


async def _opened(stage: Stage, who: str, key: str, grid: str) -> None:
    await stage.happens(key)
    stage.taps(who, "go:anew", f"grid:{grid}")
    await stage.happens()


def _held(chance: Random, question: Question, usual: float) -> int:
    return _steps(question, chance.gauss(usual, 0.8))


def _steps(question: Question, level: float) -> int:
    """How many steps are reached, of those that there are."""
    return min(max(round(level), 0), len(question.statements))


def _answer(campaign: str, question: Question, held: int) -> str:
    return f"answer:{campaign}:{question.id}:{held}"


def _note(stage: Stage, chance: Random, who: str, campaign: str, questions: Sequence[Question]) -> None:
    for question in questions:
        stage.taps(who, f"ask:{campaign}:{question.id}")
        stage.does(who, Said(chance.choice(NOTES)))
        stage.taps(who, f"keep:{campaign}:{question.id}")


def _close(stage: Stage, who: str, key: str) -> None:
    stage.taps(who, f"enter:{key}", "go:campaign", "go:close", f"close:{key}")
