"""Answers → profile. Nothing is accumulated while asking: every figure here is a function of the answers.

An unanswered, "sans objet" or "je ne sais pas" question is not a 0: it leaves the denominator, and is counted
so that a screen can show it. A further law is one more function in ``LAWS``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from frameworks.asking import asked, current
from frameworks.forms import Answers, Gap, Split, Ticks
from frameworks.model import Domain, Form, Framework, Law, Question


@dataclass(frozen=True, slots=True)
class Share:
    """``held`` of ``of`` questions reach a level: whole numbers, so that words never come from a float.

    ``otherwise``: the value where there is nothing to count, when the law gives one.
    """

    held: int
    of: int
    otherwise: float | None = None

    @property
    def value(self) -> float | None:
        return self.held / self.of if self.of else self.otherwise


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
    """``value`` is on the law's own scale, None where nothing counts: ladder and thresholds 0–3, stages 0–1, diagnostic
    and pdca 0–100.
    """

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

    def inner(questions: Sequence[Question]) -> Sequence[Question]:
        return [question for question in questions if asked(framework, question, answers)]

    domains = []
    for domain in framework.domains:
        value, shares = law(measured(domain), kept, levels)
        number = None if value is None else float(value)
        domains.append(DomainScore(domain.id, number, shares, count(inner(domain.questions), kept)))
    parts = []
    for part in dict.fromkeys(domain.part for domain in framework.domains if domain.part):
        within = [domain for domain in framework.domains if domain.part == part]
        questions = [question for domain in within for question in inner(domain.questions)]
        parts.append(PartScore(part, overall(framework.law, within, kept, levels), count(questions, kept)))
    shares = overall(framework.law, framework.domains, kept, levels)
    return Profile(tuple(domains), tuple(parts), shares, count(inner(framework.questions), kept))


def measured(domain: Domain) -> list[Question]:
    """The questions that make the domain's value."""
    return [question for question in domain.questions if domain.axis and not question.context]


def overall(law: Law, domains: Sequence[Domain], answers: Answers, levels: Sequence[int]) -> tuple[Share, ...]:
    """The shares of several domains together. Of paliers, the criteria that hold among those that were answered."""
    questions = [question for domain in domains for question in measured(domain)]
    if law is Law.THRESHOLDS:
        return tuple(held([question for question in questions if on(question, level)], answers) for level in levels)
    return LAWS[law](questions, answers, levels)[1]


def count(questions: Sequence[Question], answers: Answers) -> Count:
    given = [(question, answers[question.id]) for question in questions if question.id in answers]
    na = sum(answer is Gap.NA or nothing_left(question, answer) for question, answer in given)
    unknown = sum(answer is Gap.UNKNOWN for _, answer in given)
    return Count(len(questions), len(given), na, unknown)


def nothing_left(question: Question, answer: object) -> bool:
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


def thresholds(questions: Sequence[Question], answers: Answers, levels: Sequence[int]) -> Measure:
    """One question a palier. Value: the paliers that hold whole, one after the other, and what holds of the next.

    A palier of which nothing applies holds whole; one that nobody answered, or knows, holds nothing.
    """
    shares = tuple(palier(question, answers) for level in levels for question in questions if on(question, level))
    if not any(share.of for share in shares):
        return None, shares
    full = reached(shares)
    if full == len(shares):
        return Fraction(full), shares
    begun = shares[full]
    return full + (Fraction(begun.held, begun.of) if begun.of else Fraction(0)), shares


def reached(shares: Sequence[Share]) -> int:
    """The highest palier below which, itself included, everything that applies holds."""
    return next((at for at, share in enumerate(shares) if share.value != 1), len(shares))


def palier(question: Question, answers: Answers) -> Share:
    share = held([question], answers)
    answer = answers.get(question.id)
    nothing_applies = answer is Gap.NA or (answer is not None and nothing_left(question, answer))
    return Share(share.held, share.of, otherwise=1.0 if nothing_applies else 0.0)


def on(question: Question, level: int) -> bool:
    return question.statements[0].level == level


def held(questions: Sequence[Question], answers: Answers) -> Share:
    """The statements ticked, of those that apply; those of a question without ticks are not counted."""
    said = [(question, answers.get(question.id)) for question in questions]
    ticks = [(question, answer) for question, answer in said if isinstance(answer, Ticks)]
    applicable = sum(len(question.statements) - len(answer.na) for question, answer in ticks)
    return Share(sum(len(answer.ticked) for _, answer in ticks), applicable)


def diagnostic(questions: Sequence[Question], answers: Answers, _: Sequence[int]) -> Measure:
    """In %. A domain of use: the mean of its indicators, occasional use counting half. Any other: what is ticked."""
    if any(question.form is Form.SPLIT for question in questions):
        splits = [answer for question in questions if isinstance(answer := answers.get(question.id), Split)]
        return mean([used(split) for split in splits if split.total]), ()
    return percentage(questions, answers)


def used(split: Split) -> Fraction:
    return Fraction(50 * split.occasionally + 100 * split.regularly, split.total)


def percentage(questions: Sequence[Question], answers: Answers) -> Measure:
    share = held(questions, answers)
    return (Fraction(100 * share.held, share.of) if share.of else None), ()


def pdca(questions: Sequence[Question], answers: Answers, _: Sequence[int]) -> Measure:
    """In %: the Check indicators that hold; what was planned and done is not counted."""
    return percentage([question for question in questions if question.form is Form.TICKS], answers)


LAWS: Mapping[Law, Callable[[Sequence[Question], Answers, Sequence[int]], Measure]] = {
    Law.LADDER: ladder,
    Law.STAGES: stages,
    Law.THRESHOLDS: thresholds,
    Law.DIAGNOSTIC: diagnostic,
    Law.PDCA: pdca,
}


def remarks(framework: Framework, answers: Answers) -> tuple[Remark, ...]:
    """At most one a question, in source order; none where étapes cannot be ticked one by one."""
    if framework.law is not Law.STAGES:
        return ()
    kept = current(framework, answers)
    return tuple(each for question in framework.questions if (each := remark(question, kept)))


def remark(question: Question, answers: Answers) -> Remark | None:
    ticks = ticks_of(question, answers)
    ticked = max((level for level, held in ticks.items() if held), default=0)
    unticked = min((level for level, held in ticks.items() if not held), default=ticked)
    return Remark(question.id, ticked, unticked) if unticked < ticked else None
