"""A campaign as its conversation knows it: a grid, what was answered, begun and noted, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from dialogs.territories import Territory, by_code
from frameworks.answers import Answer, Answers, Ticks
from frameworks.model import Domain, Framework, Question


@dataclass(frozen=True, slots=True)
class School:
    """``uai`` is None while nobody knows it; the territory follows from ``departement``."""

    id: str
    name: str
    departement: str
    timezone: str
    uai: str | None = None

    @property
    def territory(self) -> Territory:
        return by_code(self.departement)


@dataclass(frozen=True)
class Campaign:
    """Frozen; ``drafts`` are ticks not yet confirmed, ``first_at`` when a question was first answered."""

    id: str
    title: str
    framework: Framework
    school: School | None = None
    answers: Answers = field(default_factory=dict)
    drafts: Mapping[str, Ticks] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    first_at: Mapping[str, datetime] = field(default_factory=dict)

    @cached_property
    def open(self) -> tuple[Question, ...]:
        """The questions nobody answered yet, in source order."""
        return tuple(question for question in self.framework.questions if question.id not in self.answers)

    def open_in(self, domain: Domain) -> tuple[Question, ...]:
        return tuple(question for question in domain.questions if question.id not in self.answers)

    @property
    def complete(self) -> bool:
        return not self.open

    @property
    def answered(self) -> int:
        return len(self.framework.questions) - len(self.open)

    def next_open(self, after: str) -> Question | None:
        """The next unanswered question of the same domain: those behind ``after`` first, then those before it."""
        domain = self.framework.domain_of[after]
        ids = [question.id for question in domain.questions]
        here = ids.index(after)
        around = domain.questions[here + 1 :] + domain.questions[:here]
        return next((question for question in around if question.id not in self.answers), None)

    def previous(self, before: str) -> Question | None:
        """The question before, in the same domain; None before its first."""
        siblings = self.framework.domain_of[before].questions
        here = [question.id for question in siblings].index(before)
        return siblings[here - 1] if here else None

    def ticks(self, question: str) -> Ticks:
        """What a ticking screen shows: ticks begun, else the answer, else none."""
        if question in self.drafts:
            return self.drafts[question]
        answer = self.answers.get(question)
        return answer if isinstance(answer, Ticks) else Ticks()

    def answering(self, question: str, answer: Answer, now: datetime) -> Campaign:
        """With the answer in place; ticks begun on the question are settled by it."""
        drafts = {key: value for key, value in self.drafts.items() if key != question}
        first_at = self.first_at if question in self.first_at else {**self.first_at, question: now}
        return replace(self, answers={**self.answers, question: answer}, drafts=drafts, first_at=first_at)

    def without(self, question: str) -> Campaign:
        """With neither answer nor ticks begun on the question; its note stays."""
        return replace(
            self,
            answers={key: value for key, value in self.answers.items() if key != question},
            drafts={key: value for key, value in self.drafts.items() if key != question},
            first_at={key: value for key, value in self.first_at.items() if key != question},
        )

    def noting(self, question: str, text: str) -> Campaign:
        """With the note; an empty text removes it."""
        notes = {key: value for key, value in self.notes.items() if key != question}
        return replace(self, notes={**notes, question: text} if text else notes)
