"""Answers → what comes next: always a whole sentence of the framework, never one of ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from frameworks.asking import current
from frameworks.forms import Answers, Gap, Ticks
from frameworks.model import Domain, Form, Framework, Law, Question, Statement
from frameworks.scoring import measured, palier, reached, score, ticks_of


@dataclass(frozen=True, slots=True)
class Action:
    """``obligation``: the law asks for it, whatever the school's plans are."""

    statement: Statement
    domain: Domain
    question: Question
    level: int | None
    obligation: bool = False


Step = tuple[Question, Statement]


def actions(framework: Framework, answers: Answers) -> tuple[Action, ...]:
    """Obligations, then lowest target level first, then the weakest domain, then source order.

    A question unanswered, sans objet or unknown gives none: nobody is told to do what may not concern them.
    """
    kept = current(framework, answers)
    values = {each.domain: each.value for each in score(framework, kept).domains}
    found = [
        Action(statement, domain, question, statement.level, domain.obligations)
        for domain in framework.domains
        for question, statement in STEPS[framework.law](domain, kept)
    ]
    return tuple(sorted(found, key=lambda it: (not it.obligation, last(it.level), last(values[it.domain.id]))))


def last(value: float | None) -> tuple[bool, float]:
    """Sorts None behind every number."""
    return (value is None, value or 0)


def next_level(domain: Domain, answers: Answers) -> Iterator[Step]:
    for question in domain.questions:
        reached = answers.get(question.id)
        if isinstance(reached, int) and reached < len(question.statements):
            yield question, question.statements[reached]


def lowest_unticked(domain: Domain, answers: Answers) -> Iterator[Step]:
    for question in domain.questions:
        ticks = ticks_of(question, answers)
        for statement in question.statements:
            if statement.level and ticks.get(statement.level) is False:
                yield question, statement
                break


def next_palier(domain: Domain, answers: Answers) -> Iterator[Step]:
    """The criteria that the palier above the one reached still lacks."""
    full = reached([palier(question, answers) for question in domain.questions])
    for question in domain.questions[full : full + 1]:
        yield from unticked(question, answers)


def unmet(domain: Domain, answers: Answers) -> Iterator[Step]:
    """Obligations, and the checks that make a value; what was asked for analysis is no goal."""
    for question in domain.questions if domain.obligations else measured(domain):
        yield from unticked(question, answers)


def to_do(domain: Domain, answers: Answers) -> Iterator[Step]:
    """The Do lines under each sub-heading whose Check indicators do not all hold; the domain's where none is under it.

    A line that was declared sans objet or unknown is left out; one that is done is not: its indicator says otherwise.
    """
    lines = [question for question in domain.questions if question.form is Form.PROGRESS]
    topics = [question.topic for question in domain.questions if any(unticked(question, answers))]
    shared = {line.topic for line in lines}
    for line in lines:
        wanted = any(topic == line.topic or topic not in shared for topic in topics)
        if wanted and not isinstance(answers.get(line.id), Gap):
            yield line, line.statements[0]


def unticked(question: Question, answers: Answers) -> Iterator[Step]:
    answer = answers.get(question.id)
    if isinstance(answer, Ticks):
        for statement in question.statements:
            if statement.id not in answer.ticked | answer.na:
                yield question, statement


STEPS: Mapping[Law, Callable[[Domain, Answers], Iterator[Step]]] = {
    Law.LADDER: next_level,
    Law.STAGES: lowest_unticked,
    Law.THRESHOLDS: next_palier,
    Law.DIAGNOSTIC: unmet,
    Law.PDCA: to_do,
}
