"""The grids as frozen values: framework, domain, question, statement.

The words are those of ``docs/glossary.md``; how the sources are read is in each file's own notes. A value
of this module was checked when it was built (``load.py``), so nothing that reads one needs to check again.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from typing import Annotated, TypeVar

from frameworks.limits import LINE, LINES, SLUG, Between, Filled, Spelt

Id = Annotated[str, Spelt(SLUG, longest=40)]
"""Kept for ever: an answer refers to it. 40 characters leave room for a verb and a campaign in a button."""

Text = Annotated[str, Spelt(LINE, shortest=1)]
"""One line, no space at either end; the framework's own words. A control character would spoil an export."""

Lines = Annotated[str, Spelt(LINES, shortest=1)]
"""As :data:`Text`, over several lines."""

Short = Annotated[str, Spelt(LINE, shortest=1, longest=14)]
"""An abbreviation of ours for a button or an axis in words; never shown where the whole title fits."""

Rank = Annotated[int, Between(1, 9)]

T = TypeVar("T")
Some = Annotated[tuple[T, ...], Filled()]
"""TOML has lists, a frozen value has tuples; this one has at least one item."""


class Law(StrEnum):
    """How answers become a profile (``scoring.py``)."""

    LADDER = "ladder"
    STAGES = "stages"
    THRESHOLDS = "thresholds"
    DIAGNOSTIC = "diagnostic"
    PDCA = "pdca"


class Form(StrEnum):
    """What one screen asks of a person."""

    LEVEL = "level"
    TICKS = "ticks"
    SPLIT = "split"
    COUNT = "count"
    PERCENT = "percent"
    DATE = "date"
    TEXT = "text"
    PROGRESS = "progress"


CHOSEN = frozenset({Form.LEVEL, Form.TICKS})
"""Forms whose statements are chosen among; every other form asks one thing, its single statement."""


class Kind(StrEnum):
    """A type of school, as people name their own."""

    ECOLE = "ecole"
    COLLEGE = "college"
    LYCEE = "lycee"
    LYCEE_PROFESSIONNEL = "lycee-professionnel"
    AGRICOLE = "agricole"
    EREA = "erea"


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A niveau, étape or palier, in the framework's own word (``title``: "Niveau 1", "Étape 1").

    ``text``: what it means in the whole framework ("Conditions minimales pour amorcer les usages du numérique").
    """

    level: Rank
    title: Text
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A text of the source that explains: a method, a definition, a list of contacts."""

    id: Id
    title: Text
    text: Lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What a level means within one domain."""

    level: Rank
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Mend:
    """A plain fault of the text extraction, put right: where (an id), what stood there, what stands now."""

    where: Text
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One sentence (or cell) of the source, whole, without its label.

    ``group``: the source's heading over this statement and its neighbours, within the question. ``truncated``: the
    source itself breaks off there.
    """

    id: Id
    level: Rank | None = None
    text: Text
    group: Text | None = None
    truncated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """The question is asked where that statement of that earlier question is ticked."""

    question: Id
    ticked: Id


@dataclass(frozen=True, kw_only=True)
class Question:
    """What one screen asks.

    ``topic``: the source's sub-heading, shared by the Do and Check lines of a ``pdca`` grid. ``reference``: the text of
    law behind it. ``of``: the question whose figure is the whole that this one counts a share of (teachers of all
    teachers). ``context``: asked for analysis, in no value and no action.
    """

    id: Id
    title: Text
    form: Form
    topic: Text | None = None
    reference: Text | None = None
    of: Id | None = None
    when: Condition | None = None
    context: bool = False
    statements: Some[Statement]

    def __hash__(self) -> int:
        # A dataclass's goes through every part, and these are keys of caches that a tap asks many times.
        return hash(self.id)

    @cached_property
    def by_id(self) -> dict[str, Statement]:
        return {statement.id: statement for statement in self.statements}

    @cached_property
    def staged(self) -> bool:
        """Whether the statements to tick are steps of one thing, from the lowest level up (étapes)."""
        levels = [statement.level or 0 for statement in self.statements]
        return self.form is Form.TICKS and len(levels) > 1 and levels == sorted(set(levels))


@dataclass(frozen=True, kw_only=True)
class Domain:
    """``obligations``: a list of what the law asks, met or not; no axis.

    ``label``: words of ours for an axis whose title is too long to stand beside a radar; the figures have the title.
    """

    id: Id
    title: Text
    short: Short
    label: Text | None = None
    part: Text | None = None
    guidance: Lines | None = None
    obligations: bool = False
    definitions: tuple[Definition, ...] = ()
    questions: Some[Question]

    @cached_property
    def axis(self) -> bool:
        """Whether it has a value of its own, to stand on a radar."""
        return not self.obligations and not all(question.context for question in self.questions)


@dataclass(frozen=True, kw_only=True)
class Framework:
    """A whole grid. A newcomer's minutes are not here: they follow from the text (``dialogs/pace.py``).

    ``recommended``: for who has not said what their school is; ``suits``: the kinds of school whose first grid it is,
    ``beside``: those it completes. ``dated``: the year of a grid kept for the record.
    """

    id: Id
    title: Text
    short: Text
    law: Law
    version: Annotated[int, Between(1)]
    source: Text
    document: Text
    audience: Text
    recommended: bool = False
    suits: tuple[Kind, ...] = ()
    beside: tuple[Kind, ...] = ()
    dated: Annotated[int, Between(1990, 2100)] | None = None
    levels: tuple[Level, ...]
    domains: Some[Domain]
    guidance: tuple[Passage, ...] = ()
    mends: tuple[Mend, ...] = ()
    rulings: tuple[Text, ...] = ()

    def __hash__(self) -> int:
        return hash((self.id, self.version))

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in source order."""
        return tuple(question for domain in self.domains for question in domain.questions)

    @cached_property
    def question(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions}

    @cached_property
    def domain(self) -> dict[str, Domain]:
        return {domain.id: domain for domain in self.domains}

    @cached_property
    def domain_of(self) -> dict[str, Domain]:
        """Question id → the domain that holds it."""
        return {question.id: domain for domain in self.domains for question in domain.questions}

    @cached_property
    def fingerprint(self) -> str:
        """The same for the same content: a campaign keeps it, and with it the questions it was opened with."""
        return sha256(self.content.encode()).hexdigest()

    @property
    def content(self) -> str:
        """All of it as JSON, the same text for ever: a campaign's grid is known again by it."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @cached_property
    def axes(self) -> tuple[Domain, ...]:
        return tuple(domain for domain in self.domains if domain.axis)

    @cached_property
    def question_of(self) -> dict[str, Question]:
        """Statement id → the question that holds it."""
        return {statement.id: question for question in self.questions for statement in question.statements}
