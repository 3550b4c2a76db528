"""The time left: from the text at first, then from this person's own pace."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from dialogs import pace
from dialogs.campaign import Campaign
from frameworks.load import catalogue
from tests.chat import MONDAY

GRID = catalogue()["paliers-etablissement"]


def answered(count: int, apart: float) -> Campaign:
    """The first ``count`` questions, each ``apart`` times its nominal time after the one before."""
    campaign, now = Campaign("k", "Essai", GRID), MONDAY
    for question in GRID.questions[:count]:
        now += pace.nominal(question) * apart
        campaign = campaign.answering(question.id, 1, now)
    return campaign


def test_a_grid_costs_what_its_words_take_to_read_and_ten_seconds_a_question() -> None:
    words = sum(len(statement.text.split()) for question in GRID.questions for statement in question.statements)
    assert pace.total(GRID.questions) == timedelta(minutes=words / 200, seconds=190)
    assert pace.minutes(GRID.questions) == 8


@pytest.mark.parametrize("apart", [0.5, 1, 2])
def test_the_estimate_follows_the_persons_own_pace(apart: float) -> None:
    """Three minutes of the cautious guess count beside what was seen; ten questions weigh more than they."""
    campaign, due = answered(10, apart), pace.total(GRID.questions[1:10])
    ratio = (timedelta(minutes=3) + due * apart) / (timedelta(minutes=3) + due)
    assert pace.ratio(GRID.question, campaign.first_at) == pytest.approx(ratio, rel=1e-6)
    assert abs(ratio - apart) <= abs(ratio - 1)
    left = pace.total(campaign.open) * ratio
    assert abs(pace.minutes_left(campaign) - left / timedelta(minutes=1)) <= 1


@pytest.mark.parametrize("apart", [0.1, 0.5, 1, 2, 4])
def test_the_estimate_never_jumps(apart: float) -> None:
    told = [pace.minutes_left(answered(count, apart)) for count in range(len(GRID.questions) + 1)]
    assert max(abs(one - other) for one, other in pairwise(told)) <= 3
    assert told[0] == 8


def test_a_night_between_two_answers_is_no_pace() -> None:
    campaign = answered(9, 1)
    late = campaign.answering(GRID.questions[9].id, 1, MONDAY + timedelta(days=1))
    assert pace.ratio(GRID.question, late.first_at) == pytest.approx(1)


def test_correcting_an_answer_does_not_change_the_pace() -> None:
    campaign = answered(9, 2)
    corrected = campaign.answering(GRID.questions[0].id, 3, MONDAY + timedelta(hours=3))
    assert pace.ratio(GRID.question, corrected.first_at) == pace.ratio(GRID.question, campaign.first_at)


def test_there_is_a_minute_left_until_there_is_nothing_left() -> None:
    assert pace.minutes_left(answered(18, 0.001)) == 1
    assert pace.minutes_left(answered(19, 1)) == 0
