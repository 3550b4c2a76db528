"""The grids as frozen values: framework, domain, question, statement.

The words are those of ``docs/glossary.md``; how the sources are read is in each file's own notes. A value
of this module was checked when it was built (``load.py``), so nothing that reads one needs to check again.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
LINE = r"^[^\s\x00-\x1f\x7f]([^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f])?$"
LINES = r"^[^\x00-\x09\x0b-\x1f\x7f]+$"

Id = Annotated[str, StringConstraints(pattern=SLUG, max_length=40)]
"""Kept for ever: an answer refers to it. 40 characters leave room for a verb and a campaign in a button."""

Text = Annotated[str, StringConstraints(min_length=1, pattern=LINE)]
"""One line, no space at either end; the framework's own words. A control character would spoil an export."""

Lines = Annotated[str, StringConstraints(min_length=1, pattern=LINES)]
"""As :data:`Text`, over several lines."""

Short = Annotated[str, StringConstraints(min_length=1, max_length=14, pattern=LINE)]
"""An abbreviation of ours for a button or an axis in words; never shown where the whole title fits."""

T = TypeVar("T")
Many = Annotated[tuple[T, ...], Field(strict=False)]
Some = Annotated[tuple[T, ...], Field(strict=False, min_length=1)]
"""TOML has lists, a frozen value has tuples; ``Some`` has at least one."""


class Law(StrEnum):
    """How answers become a profile (``scoring.py``)."""

    LADDER = "ladder"
    STAGES = "stages"


class Form(StrEnum):
    """What one screen asks of a person."""

    LEVEL = "level"
    TICKS = "ticks"


class Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Level(Value):
    """A niveau, étape or palier, in the framework's own word (``title``: "Niveau 1", "Étape 1")."""

    level: int = Field(ge=1, le=9)
    title: Text


class Passage(Value):
    """A text of the source that explains: a method, a definition, a list of contacts."""

    id: Id
    title: Text
    text: Lines


class Definition(Value):
    """What a level means within one domain."""

    level: int = Field(ge=1, le=9)
    text: Text


class Mend(Value):
    """A plain fault of the text extraction, put right: where (an id), what stood there, what stands now."""

    where: Text
    before: str
    after: str


class Statement(Value):
    """One sentence (or cell) of the source, whole, without its label."""

    id: Id
    level: int | None = Field(default=None, ge=1, le=9)
    text: Text


class Question(Value):
    """What one screen asks."""

    id: Id
    title: Text
    form: Form = Field(strict=False)
    statements: Many[Statement]

    @cached_property
    def by_id(self) -> dict[str, Statement]:
        return {statement.id: statement for statement in self.statements}


class Domain(Value):
    id: Id
    title: Text
    short: Short
    part: Text | None = None
    guidance: Text | None = None
    definitions: Many[Definition] = ()
    questions: Some[Question]


class Framework(Value):
    """A whole grid. A newcomer's minutes are not here: they follow from the text (``dialogs/pace.py``)."""

    id: Id
    title: Text
    short: Text
    law: Law = Field(strict=False)
    version: int = Field(ge=1)
    source: Text
    document: Text
    audience: Text
    recommended: bool = False
    levels: Many[Level]
    domains: Some[Domain]
    guidance: Many[Passage] = ()
    mends: Many[Mend] = ()
    rulings: Many[Text] = ()

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
    def question_of(self) -> dict[str, Question]:
        """Statement id → the question that holds it."""
        return {statement.id: question for question in self.questions for statement in question.statements}
