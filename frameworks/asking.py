"""Which questions are asked at all, and which figures can't be true beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from frameworks.forms import Answer, Answers, Split, Ticks, fits
from frameworks.model import Domain, Form, Framework, Question

FIGURES = frozenset({"eleves", "enseignants", "divisions", "salles", "familles"})
"""A school's own figures: a question of this name that asks for a count means the same in every grid."""


def figures(framework: Framework) -> tuple[Question, ...]:
    """The school's figures that a grid asks for."""
    return tuple(it for it in framework.questions if it.id in FIGURES and it.form is Form.COUNT)


@cache
def _conditional(framework: Framework) -> bool:
    """Whether any answer decides what is asked: of most grids it is known once that none does."""
    return any(it.when is not None for it in framework.questions)


@cache
def _counted_of_a_whole(framework: Framework) -> bool:
    return any(it.of is not None for it in framework.questions)


def asked_in(framework: Framework, domain: Domain, answers: Answers) -> tuple[Question, ...]:
    """Every question of a domain that is asked, in source order."""
    if not _conditional(framework):
        return domain.questions
    return tuple(question for question in domain.questions if asked(framework, question, answers))


def asked(framework: Framework, question: Question, answers: Answers) -> bool:
    """Whether the question has a reason ("Si oui, …"); a reason lies in an earlier question that is asked itself."""
    if question.when is None:
        return True
    reason, said = framework.question[question.when.question], answers.get(question.when.question)
    return isinstance(said, Ticks) and question.when.ticked in said.ticked and asked(framework, reason, answers)


def questions(framework: Framework, answers: Answers) -> tuple[Question, ...]:
    """Every question that is asked, in source order."""
    if not _conditional(framework):
        return framework.questions
    return tuple(question for question in framework.questions if asked(framework, question, answers))


def current(framework: Framework, answers: Answers) -> dict[str, Answer]:
    """The answers that count: of questions that are asked, and that fit this version of the framework."""
    return {
        question.id: answers[question.id]
        for question in questions(framework, answers)
        if question.id in answers and fits(question, answers[question.id])
    }


@dataclass(frozen=True, slots=True)
class Excess:
    """``part`` of a ``whole`` that is smaller: 41 teachers of 40."""

    question: Question
    part: int
    of: Question
    whole: int


def excesses(framework: Framework, answers: Answers) -> Iterator[Excess]:
    """In source order; a whole that nobody gave yet is exceeded by nothing."""
    if not _counted_of_a_whole(framework):
        return
    kept = current(framework, answers)
    for question in framework.questions:
        if question.of is None or question.id not in kept:
            continue
        part, whole = counted(kept[question.id]), kept.get(question.of)
        if part is not None and isinstance(whole, int) and part > whole:
            yield Excess(question, part, framework.question[question.of], whole)


def counted(answer: Answer) -> int | None:
    """How many an answer speaks of."""
    if isinstance(answer, Split):
        return answer.total
    return answer if isinstance(answer, int) else None
