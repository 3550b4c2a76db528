"""What a sitting's pages show, as values: the sheet one votes on, and what the wall says of a vote that is closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dialogs.campaign import Campaign
from dialogs.pulse import NO, WHOLE, YES, Ballot, Pulse, parts, read, values
from dialogs.saying import label
from dialogs.scene import Scene
from dialogs.session import Session
from dialogs.steps.ballots import announced, asked_of, counted, outcome, value_name
from dialogs.steps.voting import firsts
from frameworks.model import Form, Framework, Question, Statement
from locales import words
from storage.pulses import Polled

FITS = ((160, "s"), (420, "m"), (800, "l"), (1300, "xl"))
"""Characters of a question that a wall shows in that size, until a script has measured it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a vote; ``text`` is the framework's sentence under its name."""

    value: str
    name: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A statement: voted on by itself where ``part`` names it, else read only."""

    lead: str
    text: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """``domain`` is the question's, ``quick`` are buttons that vote on all étapes at once."""

    pulse: str
    asked: str
    lang: str
    announced: str
    counted: str
    voted: bool
    choices: tuple[Choice, ...]
    items: tuple[Item, ...]
    domain: str = ""
    quick: tuple[Choice, ...] = ()

    @property
    def size(self) -> str:
        texts = [self.asked, *(it.text for it in self.items), *(it.text for it in self.choices)]
        length = sum(map(len, texts))
        return next((name for most, name in FITS if length <= most), "xxl")


@dataclass(frozen=True, slots=True)
class Part:
    """Of a bar: ``share`` of 100, beginning at ``at``."""

    kind: str
    share: float
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the result: its name, its bar, its counts as they are written."""

    name: str
    text: str
    bar: tuple[Part, ...]
    counts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """``columns`` name the counts; there are no lines where too few voted."""

    asked: str
    lang: str
    counted: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    said: tuple[str, ...]


def sheet(polled: Polled, language: str, now: datetime) -> Sheet | None:
    """None while nothing is voted on."""
    here = _scene(polled, language, now)
    pulse, question = polled.sitting.voting, None
    if pulse is None:
        return None
    question = _question(polled, pulse)
    ticks = question is not None and question.form is Form.TICKS
    return Sheet(
        pulse=pulse.id,
        asked=asked_of(here, pulse),
        lang="fr" if question else "",
        announced=announced(here.words, polled.sitting),
        counted=counted(here.words, polled.sitting, pulse),
        voted=pulse.voted,
        choices=() if ticks else tuple(_choice(here, pulse, question, it) for it in values(question, pulse.choices)),
        items=_items(here, question, apart=ticks) if question else (),
        domain=polled.framework.domain_of[question.id].title if question else "",
        quick=_quick(here, question) if question and question.staged else (),
    )


def closed(polled: Polled, language: str, now: datetime) -> Outcome | None:
    """The last vote's, once it is closed."""
    here = _scene(polled, language, now)
    pulse = polled.sitting.now
    if pulse is None or not pulse.closed:
        return None
    question = _question(polled, pulse)
    found = outcome(here, polled.sitting, pulse)
    shown = any(block.kind == "figures" for block in found)
    ticks = question is not None and question.form is Form.TICKS
    say = here.words.say
    return Outcome(
        asked=asked_of(here, pulse),
        lang="fr" if question else "",
        counted=counted(here.words, polled.sitting, pulse),
        columns=(say("Oui"), say("Non")) if ticks else (say("Votes"),),
        lines=_lines(here, pulse, question) if shown else (),
        said=tuple(block.text for block in found if block.kind == "paragraph"),
    )


def ballot_of(polled: Polled, pulse: Pulse, sent: Mapping[str, str]) -> Ballot | None:
    """What a form says of that pulse; None where it says nothing."""
    question = _question(polled, pulse)
    if "held" in sent and question is not None and question.staged:
        return read(question, pulse.choices, (sent["held"],))
    found = {part: sent[name] for part in parts(question) if (name := f"vote-{part}") in sent}
    return found or None


def _scene(polled: Polled, language: str, now: datetime) -> Scene:
    """As much of one as the words of a vote ask for; nobody reads."""
    campaign = Campaign(polled.campaign, polled.title, polled.framework)
    return Scene(Session(), words(language), now, {}, "", campaign=campaign, sitting=polled.sitting)


def _question(polled: Polled, pulse: Pulse) -> Question | None:
    return polled.framework.question.get(pulse.question)


def _choice(scene: Scene, pulse: Pulse, question: Question | None, value: str) -> Choice:
    text = ""
    if question is not None and question.form is Form.LEVEL and value.isdecimal() and int(value):
        text = question.statements[int(value) - 1].text
    return Choice(value, value_name(scene, pulse, value), text)


def _items(scene: Scene, question: Question, *, apart: bool) -> tuple[Item, ...]:
    """The statements that are voted on one by one, or the one that the whole question is about."""
    if question.form is Form.LEVEL:
        return ()
    framework = scene.the().framework
    return tuple(
        Item(
            _lead(framework, question, it, number) if apart else "",
            it.text,
            it.id if apart else "",
        )
        for number, it in enumerate(question.statements, 1)
        if apart or it.text != question.title
    )


def _lead(framework: Framework, question: Question, statement: Statement, number: int) -> str:
    """An étape by its name; statements of one level by their number."""
    return label(framework, statement) if question.staged else str(number)


def _quick(scene: Scene, question: Question) -> tuple[Choice, ...]:
    return tuple(Choice(str(held), name) for held, name in enumerate(firsts(scene.words, question)))


def _lines(scene: Scene, pulse: Pulse, question: Question | None) -> tuple[Line, ...]:
    number, said, tally = scene.words.number, scene.words.count, pulse.tally or {}
    if question is not None and question.form is Form.TICKS:
        lines = []
        for item in _items(scene, question, apart=True):
            counts = tally.get(item.part, {})
            yes, no = counts.get(YES, 0), counts.get(NO, 0)
            share = 100 * yes / (yes + no) if yes + no else 0.0
            bar = (Part("for", share), Part("against", 100 - share, share)) if yes + no else ()
            lines.append(Line(item.lead, item.text, bar, (number(yes), number(no))))
        return tuple(lines)
    counts = tally.get(WHOLE, {})
    most = max(counts.values(), default=0)
    return tuple(
        Line(value_name(scene, pulse, it), "", _bar(votes, most), (said("{n} vote", "{n} votes", votes),))
        for it in values(question, pulse.choices)
        for votes in (counts.get(it, 0),)
    )


def _bar(votes: int, most: int) -> tuple[Part, ...]:
    return (Part("for", 100 * votes / most),) if votes else ()
