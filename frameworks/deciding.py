"""Many opinions of one question: their spread, what they propose, how far they agree. A proposal decides nothing."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from frameworks.forms import Answer, Gap, Progress, Split, Ticks, fits
from frameworks.model import Form, Question

T = TypeVar("T", bound=Any)

ORDER = tuple(Progress)
"""How far an action has come, from the least on."""


@dataclass(frozen=True, slots=True)
class Held:
    """How many of the opinions tick a statement, and how many find it "sans objet"."""

    statement: str
    ticked: int
    na: int


@dataclass(frozen=True, slots=True)
class Spread:
    """``counts``: each answer given with how many gave it, in the order of its form; gaps last. ``held``: of a question
    of ticks, statement by statement in source order.
    """

    given: int
    counts: tuple[tuple[Answer, int], ...]
    held: tuple[Held, ...] = ()


def spread(question: Question, opinions: Sequence[Answer]) -> Spread:
    """Opinions that no longer fit the question are none."""
    valid = _valid(question, opinions)
    counts = sorted(Counter(valid).items(), key=lambda it: _place(it[0]))
    return Spread(len(valid), tuple(counts), tuple(_held(question, valid)))


def proposal(question: Question, opinions: Sequence[Answer]) -> Answer | None:
    """The lower median of levels, progress, dates and figures; of ticks, what more than half tick; "sans objet" where
    more than half say so. None without an opinion that says something, and of texts, which have no middle
    (seed design, "Deciding together").
    """
    known = [it for it in _valid(question, opinions) if it is not Gap.UNKNOWN]
    said = [it for it in known if not isinstance(it, Gap)]
    if known and 2 * (len(known) - len(said)) > len(known):
        return Gap.NA
    if not said:
        return None
    match question.form:
        case Form.TICKS:
            return _majority(question, [it for it in said if isinstance(it, Ticks)])
        case Form.SPLIT:
            return _middle_split([it for it in said if isinstance(it, Split)])
        case Form.PROGRESS:
            return ORDER[_lower_median([ORDER.index(it) for it in said if isinstance(it, Progress)])]
        case Form.DATE:
            return _lower_median([it for it in said if isinstance(it, date)])
        case Form.TEXT:
            return None
        case _:
            return _lower_median([it for it in said if isinstance(it, int | float)])


def agreement(question: Question, opinions: Sequence[Answer]) -> float | None:
    """From 0 (half at each end) to 1 (all the same): the consensus of Tastle and Wierman, "Consensus and dissention: A
    measure of ordinal dispersion", International Journal of Approximate Reasoning 45 (2007), 531-545.

    1 + Σ pᵢ·log₂(1 − |xᵢ − μ| / d), d being the width of the scale. Of ticks, its mean over the statements; of a split,
    over its three figures. Figures without a bound have the greatest one given as their scale's end. None where fewer
    than two opinions say something, and of texts and dates.
    """
    said = [it for it in _valid(question, opinions) if not isinstance(it, Gap)]
    if len(said) < 2:
        return None
    match question.form:
        case Form.LEVEL:
            return consensus(_numbers(said), len(question.statements))
        case Form.PROGRESS:
            return consensus([ORDER.index(it) for it in said if isinstance(it, Progress)], len(ORDER) - 1)
        case Form.TICKS:
            ticks = [it for it in said if isinstance(it, Ticks)]
            return _mean(consensus([int(key in it.ticked) for it in ticks], 1) for key in question.by_id)
        case Form.SPLIT:
            splits = [it for it in said if isinstance(it, Split)]
            columns = zip(*((it.never, it.occasionally, it.regularly) for it in splits), strict=True)
            return _mean(consensus(column, max(column)) for column in columns)
        case Form.PERCENT:
            return consensus(_numbers(said), 100)
        case Form.COUNT:
            return consensus(_numbers(said), max(_numbers(said)))
        case _:
            return None


def consensus(values: Sequence[float], width: float) -> float:
    """Tastle and Wierman's, of values on a scale of that width; 1 on a scale without width."""
    if not width:
        return 1.0
    middle = sum(values) / len(values)
    return 1 + sum(math.log2(1 - abs(value - middle) / width) for value in values) / len(values)


def _lower_median(values: Iterable[T]) -> T:
    """The middle one, and the lower of two. (The library that has it brings 0.1 MB of others.)"""
    ordered = sorted(values)
    return ordered[(len(ordered) - 1) // 2]


def _valid(question: Question, opinions: Sequence[Answer]) -> list[Answer]:
    return [it for it in opinions if fits(question, it)]


def _numbers(said: Sequence[Answer]) -> list[float]:
    return [it for it in said if isinstance(it, int | float)]


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found)


def _held(question: Question, opinions: Sequence[Answer]) -> list[Held]:
    ticks = [it for it in opinions if isinstance(it, Ticks)]
    if question.form is not Form.TICKS:
        return []
    return [
        Held(key, sum(key in it.ticked for it in ticks), sum(key in it.na for it in ticks)) for key in question.by_id
    ]


def _majority(question: Question, ticks: Sequence[Ticks]) -> Ticks:
    held = _held(question, ticks)
    return Ticks(
        frozenset(it.statement for it in held if 2 * it.ticked > len(ticks)),
        frozenset(it.statement for it in held if 2 * it.na > len(ticks)),
    )


def _middle_split(splits: Sequence[Split]) -> Split:
    return Split(
        _lower_median([it.never for it in splits]),
        _lower_median([it.occasionally for it in splits]),
        _lower_median([it.regularly for it in splits]),
    )


def _place(answer: Answer) -> tuple[int, float, str]:
    """Where an answer stands among those of its form: numbers by size, sets of ticks by how many, then by their ids."""
    match answer:
        case Gap():
            return 1, 0, answer.value
        case Ticks():
            return 0, len(answer.ticked), ",".join(sorted(answer.ticked))
        case Split():
            return 0, answer.total, f"{answer.never},{answer.occasionally}"
        case Progress():
            return 0, ORDER.index(answer), ""
        case date():
            return 0, answer.toordinal(), ""
        case str():
            return 0, 0, answer
        case _:
            return 0, answer, ""
