"""A campaign as its conversation knows it: a grid, what was answered, begun and noted, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from dialogs.roles import Role
from dialogs.territories import Territory, by_code
from frameworks import asking
from frameworks.forms import Answer, Answers, Begun, Ticks
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


class Mode(StrEnum):
    """Who fills a campaign: whoever holds it; those to whom its domains are given; everybody, and then all together."""

    SOLO = "solo"
    SHARED = "shared"
    COLLEGIAL = "collegial"


class Stage(StrEnum):
    """Only in an open campaign is anything answered or decided."""

    WAITING = "waiting"
    OPEN = "open"
    CLOSED = "closed"
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class Dates:
    """What was announced: nobody answers before ``opens``; after ``closes``, the pilot is told that it is time."""

    opens: date | None = None
    closes: date | None = None
    next: date | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What the school retained of a question. ``answer`` is None where a decision was withdrawn; ``by`` and ``number``
    are the member's who recorded it ("" without a name, 0 where they are gone).
    """

    answer: Answer | None
    at: datetime
    by: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """One of a school's figures, as another of its campaigns has it."""

    number: int
    campaign: str
    at: datetime


@dataclass(frozen=True)
class Campaign:
    """Frozen; ``drafts`` are answers begun (ticks not yet confirmed, the first figures of a split), ``first_at`` when a
    question was first answered by the reader. ``holder`` is who fills it alone (0: nobody any more), ``role`` what the
    reader may do here: who holds it does everything, and a member reads what another holds.

    ``answers`` are the school's, or, of a collegial campaign, the reader's own opinions: ``position`` is what the
    school retains, and says so by ``as_school``. ``shares`` says of each domain to which members it is given, by
    number; ``me`` is the reader's.
    """

    id: str
    title: str
    framework: Framework
    school: School | None = None
    answers: Answers = field(default_factory=dict)
    drafts: Mapping[str, Begun] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    first_at: Mapping[str, datetime] = field(default_factory=dict)
    opened: datetime | None = None
    holder: int = 0
    role: Role = Role.PILOT
    mode: Mode = Mode.SOLO
    secret: bool = False
    stage: Stage = Stage.OPEN
    dates: Dates = Dates()
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    shares: Mapping[str, frozenset[int]] = field(default_factory=dict)
    me: int = 0
    reminded: datetime | None = None
    as_school: bool = False

    @property
    def collegial(self) -> bool:
        return self.mode is Mode.COLLEGIAL

    @cached_property
    def mine(self) -> frozenset[str]:
        """The domains that the reader fills, by id."""
        if self.role is Role.MEMBER and self.mode is Mode.SHARED:
            return frozenset(domain for domain, members in self.shares.items() if self.me in members)
        return frozenset(self.framework.domain) if self.role in {Role.PILOT, Role.MEMBER} else frozenset()

    @property
    def writable(self) -> bool:
        """Whether the reader fills anything here, now."""
        return self.stage is Stage.OPEN and bool(self.mine)

    @property
    def ended(self) -> bool:
        return self.stage in {Stage.CLOSED, Stage.ARCHIVED}

    @property
    def titled_by_me(self) -> bool:
        """A campaign that several fill has its title from its pilots."""
        return self.writable and (self.mode is Mode.SOLO or self.role is Role.PILOT)

    def fills(self, question: Question) -> bool:
        return self.writable and self.framework.domain_of[question.id].id in self.mine

    @cached_property
    def position(self) -> Campaign:
        """The campaign as the school stands: of a collegial one, what was decided so far."""
        if not self.collegial or self.as_school:
            return self
        decided = {key: it.answer for key, it in self.decisions.items() if it.answer is not None}
        return replace(self, answers=decided, drafts={}, notes={}, first_at={}, as_school=True)

    @property
    def sheet(self) -> Campaign:
        """What the reader fills, or else what the school retains."""
        return self if self.mine else self.position

    @cached_property
    def todo(self) -> tuple[Question, ...]:
        """The open questions that the reader fills, in source order."""
        if self.mode is not Mode.SHARED:
            return self.open if self.writable else ()
        return tuple(question for question in self.open if self.fills(question))

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions that are asked, in source order: an answer may give others a reason, or take it away."""
        return asking.questions(self.framework, self.answers)

    @cached_property
    def open(self) -> tuple[Question, ...]:
        """The questions asked that nobody answered yet, in source order."""
        return tuple(question for question in self.questions if question.id not in self.answers)

    @cached_property
    def _in_domains(self) -> Mapping[str, tuple[tuple[Question, ...], tuple[Question, ...]]]:
        """Of each domain, by id: the questions asked, and those still open. One screen needs them many times."""
        found = {}
        for domain in self.framework.domains:
            asked = tuple(question for question in domain.questions if self.asked(question))
            found[domain.id] = asked, tuple(question for question in asked if question.id not in self.answers)
        return found

    def asked(self, question: Question) -> bool:
        return asking.asked(self.framework, question, self.answers)

    def asked_in(self, domain: Domain) -> tuple[Question, ...]:
        return self._in_domains[domain.id][0]

    def open_in(self, domain: Domain) -> tuple[Question, ...]:
        return self._in_domains[domain.id][1]

    @property
    def complete(self) -> bool:
        return not self.open

    @property
    def answered(self) -> int:
        return len(self.questions) - len(self.open)

    def next_open(self, after: str) -> Question | None:
        """The next unanswered question of the same domain: those behind ``after`` first, then those before it."""
        domain = self.framework.domain_of[after]
        ids = [question.id for question in domain.questions]
        here = ids.index(after)
        around = domain.questions[here + 1 :] + domain.questions[:here]
        return next((it for it in around if it.id not in self.answers and self.asked(it)), None)

    def needed_for(self, question: Question) -> Question | None:
        """The whole that a figure is a part of, while nobody has given it: asked first, once."""
        if question.of is None or question.of in self.answers or question.id in self.answers:
            return None
        return self.framework.question[question.of]

    def previous(self, before: str) -> Question | None:
        """The question before, in the same domain; None before its first."""
        siblings = self.framework.domain_of[before].questions
        here = [question.id for question in siblings].index(before)
        return next((question for question in reversed(siblings[:here]) if self.asked(question)), None)

    def ticks(self, question: str) -> Ticks:
        """What a ticking screen shows: ticks begun, else the answer, else none."""
        begun = self.drafts.get(question, self.answers.get(question))
        return begun if isinstance(begun, Ticks) else Ticks()

    def figures(self, question: str) -> tuple[int, ...]:
        """The figures of a split given so far, one by one."""
        begun = self.drafts.get(question)
        return begun if isinstance(begun, tuple) else ()

    def answering(self, question: str, answer: Answer, now: datetime) -> Campaign:
        """With the answer in place; ticks begun on the question are settled by it."""
        drafts = {key: value for key, value in self.drafts.items() if key != question}
        first_at = self.first_at if question in self.first_at else {**self.first_at, question: now}
        answered = replace(self, answers={**self.answers, question: answer}, drafts=drafts, first_at=first_at)
        if self.collegial or question not in self.decisions:
            return answered
        return replace(answered, decisions={**self.decisions, question: Decision(answer, now)})

    def without(self, question: str) -> Campaign:
        """With neither answer nor ticks begun on the question; its note stays."""
        return replace(
            self,
            answers={key: value for key, value in self.answers.items() if key != question},
            drafts={key: value for key, value in self.drafts.items() if key != question},
            first_at={key: value for key, value in self.first_at.items() if key != question},
            decisions=self.decisions
            if self.collegial
            else {key: value for key, value in self.decisions.items() if key != question},
        )

    def deciding(self, question: str, decision: Decision) -> Campaign:
        """With the decision in place; one that is withdrawn leaves the question to decide."""
        decisions = {key: value for key, value in self.decisions.items() if key != question}
        if decision.answer is not None:
            decisions[question] = decision
        return replace(self, decisions=decisions)

    def noting(self, question: str, text: str) -> Campaign:
        """With the note; an empty text removes it."""
        notes = {key: value for key, value in self.notes.items() if key != question}
        return replace(self, notes={**notes, question: text} if text else notes)
