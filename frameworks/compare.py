"""Two campaigns side by side, question by question: what moved, what can't be compared."""

from __future__ import annotations

from dataclasses import dataclass

from frameworks.asking import current, questions
from frameworks.forms import Answer, Answers, Gap
from frameworks.model import Framework, Question
from frameworks.scoring import score


@dataclass(frozen=True, slots=True)
class Moved:
    question: Question
    before: Answer
    after: Answer


@dataclass(frozen=True, slots=True)
class DomainMove:
    """``before`` and ``after`` are the domain's values; ``difference`` is of the questions that both answer, None where
    there is none.
    """

    domain: str
    before: float | None
    after: float | None
    difference: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """``apart``: asked in one of the two only, by id; ``new`` and ``lost``: asked in both, answered in one."""

    domains: tuple[DomainMove, ...]
    moved: tuple[Moved, ...]
    new: tuple[Question, ...]
    lost: tuple[Question, ...]
    apart: tuple[Question, ...]


def compare(older: Framework, before: Answers, newer: Framework, after: Answers) -> Comparison:
    """By stable ids, in the newer grid's order; domains of the older grid alone come last."""
    was, now = current(older, before), current(newer, after)
    asked_before = {question.id: question for question in questions(older, before)}
    asked_after = {question.id: question for question in questions(newer, after)}
    both = [question for name, question in asked_after.items() if name in asked_before]
    shared = {question.id for question in both if counts(was, question) and counts(now, question)}
    return Comparison(
        domains=_domains(older, was, newer, now, shared),
        moved=tuple(
            Moved(it, was[it.id], now[it.id])
            for it in both
            if it.id in was and it.id in now and was[it.id] != now[it.id]
        ),
        new=tuple(it for it in both if it.id in now and it.id not in was),
        lost=tuple(it for it in both if it.id in was and it.id not in now),
        apart=tuple(
            it
            for name, it in (asked_after | asked_before).items()
            if (name in asked_after) is not (name in asked_before)
        ),
    )


def counts(answers: Answers, question: Question) -> bool:
    return question.id in answers and not isinstance(answers[question.id], Gap)


def _domains(
    older: Framework, was: Answers, newer: Framework, now: Answers, shared: set[str]
) -> tuple[DomainMove, ...]:
    values = {each.domain: each.value for each in score(older, was).domains}
    news = {each.domain: each.value for each in score(newer, now).domains}
    common = {each.domain: each.value for each in score(older, _only(was, shared)).domains}
    common_now = {each.domain: each.value for each in score(newer, _only(now, shared)).domains}
    axes = dict.fromkeys(domain.id for grid in (newer, older) for domain in grid.axes)
    return tuple(
        DomainMove(name, values.get(name), news.get(name), _difference(common.get(name), common_now.get(name)))
        for name in axes
    )


def _only(answers: Answers, names: set[str]) -> Answers:
    return {name: answer for name, answer in answers.items() if name in names}


def _difference(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else after - before
