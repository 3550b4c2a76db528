"""Answers → what comes next: always a whole sentence of the framework, never one of ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from frameworks.answers import Answers
from frameworks.model import Domain, Framework, Law, Question, Statement
from frameworks.scoring import current, score, ticks_of


@dataclass(frozen=True, slots=True)
class Action:
    statement: Statement
    domain: Domain
    question: Question
    level: int | None


def actions(framework: Framework, answers: Answers) -> tuple[Action, ...]:
    """Lowest target level first, then the weakest domain, then source order.

    A question unanswered, sans objet or unknown gives none: nobody is told to do what may not concern them.
    """
    kept = current(framework, answers)
    values = {each.domain: each.value for each in score(framework, kept).domains}
    found = [
        Action(statement, domain, question, statement.level)
        for domain in framework.domains
        for question, statement in STEPS[framework.law](domain, kept)
    ]
    return tuple(sorted(found, key=lambda action: (last(action.level), last(values[action.domain.id]))))


def last(value: float | None) -> tuple[bool, float]:
    """Sorts None behind every number."""
    return (value is None, value or 0)


def next_level(domain: Domain, answers: Answers) -> Iterator[tuple[Question, Statement]]:
    for question in domain.questions:
        reached = answers.get(question.id)
        if isinstance(reached, int) and reached < len(question.statements):
            yield question, question.statements[reached]


def lowest_unticked(domain: Domain, answers: Answers) -> Iterator[tuple[Question, Statement]]:
    for question in domain.questions:
        ticks = ticks_of(question, answers)
        for statement in question.statements:
            if statement.level and ticks.get(statement.level) is False:
                yield question, statement
                break


STEPS: Mapping[Law, Callable[[Domain, Answers], Iterator[tuple[Question, Statement]]]] = {
    Law.LADDER: next_level,
    Law.STAGES: lowest_unticked,
}
