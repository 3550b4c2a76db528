"""How long it takes: a newcomer's estimate from the text, then this person's own pace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from math import ceil

from dialogs.campaign import Campaign
from frameworks.model import Form, Question

WORDS_A_MINUTE = 200
"""Silent reading of prose: a cautious guess, until the person's own pace is known."""

DECIDING: Mapping[Form, timedelta] = {
    Form.LEVEL: timedelta(seconds=10),
    Form.TICKS: timedelta(seconds=10),
    Form.PROGRESS: timedelta(seconds=8),
    Form.COUNT: timedelta(seconds=20),
    Form.PERCENT: timedelta(seconds=20),
    Form.DATE: timedelta(seconds=10),
    Form.SPLIT: timedelta(seconds=40),
    Form.TEXT: timedelta(seconds=60),
}
"""A figure is looked up, three are counted, a text is written: cautious guesses as well."""

A_PAUSE = 5
"""A gap longer than this many times what the text calls for was spent elsewhere."""

BELIEVED = timedelta(minutes=3)
"""As much of the cautious guess goes on counting beside what this person took: the estimate moves, and never jumps."""


@lru_cache(maxsize=1024)
def nominal(question: Question) -> timedelta:
    """Reading every statement once, and deciding."""
    words = sum(len(statement.text.split()) for statement in question.statements)
    return timedelta(minutes=words / WORDS_A_MINUTE) + DECIDING[question.form]


def total(questions: Iterable[Question]) -> timedelta:
    return sum((nominal(question) for question in questions), timedelta())


def ratio(questions: Mapping[str, Question], first_at: Mapping[str, datetime]) -> float:
    """This person's time ÷ the nominal time, over the questions answered in one go, from 1.0 on."""
    ordered = sorted(first_at.items(), key=lambda item: item[1])
    known = [(key, at) for key, at in ordered if key in questions]
    gaps = [(then - before, nominal(questions[key])) for (_, before), (key, then) in pairwise(known)]
    steady = [(spent, due) for spent, due in gaps if spent <= A_PAUSE * due]
    return sum((spent for spent, _ in steady), BELIEVED) / sum((due for _, due in steady), BELIEVED)


def minutes_left(campaign: Campaign) -> int:
    """Whole minutes, rounded up, for the questions that the person has to answer: at least one while there are any."""
    left = total(campaign.todo) * ratio(campaign.framework.question, campaign.first_at)
    return max(ceil(left / timedelta(minutes=1)), 1 if campaign.todo else 0)


def minutes(questions: Iterable[Question]) -> int:
    """Whole minutes for somebody who has never seen them."""
    return ceil(total(questions) / timedelta(minutes=1))
