"""Answers → profile. Nothing is accumulated while asking: every figure here is a function of the answers.

An unanswered, "sans objet" or "je ne sais pas" question is not a 0: it leaves the denominator, and is counted
so that a screen can show it. A further law is one more function in ``LAWS``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from frameworks.answers import Answer, Answers, Gap, Ticks, fits
from frameworks.model import Framework, Law, Question


@dataclass(frozen=True, slots=True)
class Share:
    """``held`` of ``of`` questions reach a level: whole numbers, so that words never come from a float."""

    held: int
    of: int

    @property
    def value(self) -> float | None:
        return self.held / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Count:
    """How far the asking has come. ``answered`` includes what was declared sans objet or unknown."""

    questions: int
    answered: int
    na: int
    unknown: int

    @property
    def applicable(self) -> int:
        """The denominator: answered, and about something this school has."""
        return self.answered - self.na - self.unknown


@dataclass(frozen=True, slots=True)
class DomainScore:
    """``value`` is on the law's own scale (ladder 0–3, stages 0–1), None where nothing counts."""

    domain: str
    value: float | None
    shares: tuple[Share, ...]
    count: Count


@dataclass(frozen=True, slots=True)
class PartScore:
    part: str
    shares: tuple[Share, ...]
    count: Count


@dataclass(frozen=True, slots=True)
class Profile:
    """Domains and parts in source order; shares from the lowest level up."""

    domains: tuple[DomainScore, ...]
    parts: tuple[PartScore, ...]
    shares: tuple[Share, ...]
    count: Count

    def domain(self, name: str) -> DomainScore:
        return next(score for score in self.domains if score.domain == name)


@dataclass(frozen=True, slots=True)
class Remark:
    """The highest étape ticked stands above the lowest one that isn't: to be discussed, never corrected."""

    question: str
    ticked_level: int
    unticked_level: int


Measure: TypeAlias = tuple[Fraction | None, tuple[Share, ...]]
"""A group of questions under a law: its value and its shares."""


def score(framework: Framework, answers: Answers) -> Profile:
    kept = current(framework, answers)
    law = LAWS[framework.law]
    levels = [level.level for level in framework.levels]
    domains = []
    for domain in framework.domains:
        value, shares = law(domain.questions, kept, levels)
        number = None if value is None else float(value)
        domains.append(DomainScore(domain.id, number, shares, count(domain.questions, kept)))
    parts = []
    for part in dict.fromkeys(domain.part for domain in framework.domains if domain.part):
        questions = [question for each in framework.domains if each.part == part for question in each.questions]
        parts.append(PartScore(part, law(questions, kept, levels)[1], count(questions, kept)))
    overall = law(framework.questions, kept, levels)[1]
    return Profile(tuple(domains), tuple(parts), overall, count(framework.questions, kept))


def current(framework: Framework, answers: Answers) -> dict[str, Answer]:
    """The answers that fit this framework; one kept from another version of it counts as none."""
    return {
        question.id: answers[question.id]
        for question in framework.questions
        if question.id in answers and fits(question, answers[question.id])
    }


def count(questions: Sequence[Question], answers: Answers) -> Count:
    given = [(question, answers[question.id]) for question in questions if question.id in answers]
    na = sum(answer is Gap.NA or nothing_left(question, answer) for question, answer in given)
    unknown = sum(answer is Gap.UNKNOWN for _, answer in given)
    return Count(len(questions), len(given), na, unknown)


def nothing_left(question: Question, answer: Answer) -> bool:
    """Every statement declared sans objet, one by one: the question is."""
    return isinstance(answer, Ticks) and answer.na == question.by_id.keys()


def ladder(questions: Sequence[Question], answers: Answers, levels: Sequence[int]) -> Measure:
    """Value: the mean of the levels reached. Share of a level: the questions that reach it or more."""
    reached = [answer for question in questions if isinstance(answer := answers.get(question.id), int)]
    shares = tuple(Share(sum(value >= level for value in reached), len(reached)) for level in levels)
    return mean(reached), shares


def stages(questions: Sequence[Question], answers: Answers, levels: Sequence[int]) -> Measure:
    """Share of an étape: the questions where it is ticked, whatever the others are. Value: the mean share."""
    shares = tuple(stage(questions, answers, level) for level in levels)
    return mean([Fraction(share.held, share.of) for share in shares if share.of]), shares


def stage(questions: Sequence[Question], answers: Answers, level: int) -> Share:
    states = [ticks_of(question, answers).get(level) for question in questions]
    return Share(states.count(True), states.count(True) + states.count(False))


def ticks_of(question: Question, answers: Answers) -> dict[int, bool]:
    """Level → ticked or not; a level declared sans objet, or not answered, isn't there."""
    match answers.get(question.id):
        case Ticks(ticked, na):
            return {each.level: each.id in ticked for each in question.statements if each.level and each.id not in na}
    return {}


def mean(values: Sequence[int] | Sequence[Fraction]) -> Fraction | None:
    """Exact, so that two domains that stand level are equal when they are sorted."""
    return Fraction(sum(values)) / len(values) if values else None


LAWS: Mapping[Law, Callable[[Sequence[Question], Answers, Sequence[int]], Measure]] = {
    Law.LADDER: ladder,
    Law.STAGES: stages,
}


def remarks(framework: Framework, answers: Answers) -> tuple[Remark, ...]:
    """At most one a question, in source order; none where étapes cannot be ticked one by one."""
    kept = current(framework, answers)
    return tuple(each for question in framework.questions if (each := remark(question, kept)))


def remark(question: Question, answers: Answers) -> Remark | None:
    ticks = ticks_of(question, answers)
    ticked = max((level for level, held in ticks.items() if held), default=0)
    unticked = min((level for level, held in ticks.items() if not held), default=ticked)
    return Remark(question.id, ticked, unticked) if unticked < ticked else None
