"""Many opinions of one question: spread, proposal, agreement."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frameworks.deciding import Held, agreement, consensus, proposal, spread
from frameworks.forms import Answer, Gap, Progress, Split, Ticks
from frameworks.load import catalogue
from frameworks.model import Form, Question, Statement

LEVEL = catalogue()["paliers-etablissement"].questions[0]
TICKS = catalogue()["numea"].questions[0]
FIRST, SECOND, THIRD = (statement.id for statement in TICKS.statements)


def asking(form: Form) -> Question:
    return Question(id="q", title="Q", form=form, statements=(Statement(id="s", text="S"),))


@pytest.mark.parametrize(
    ("opinions", "wanted"),
    [
        ((2,), 2),
        ((1, 3), 1),  # of two, the lower one
        ((0, 1, 3), 1),
        ((1, 2, 2, 3), 2),
        ((3, Gap.UNKNOWN, Gap.UNKNOWN), 3),
        ((3, Gap.NA, Gap.NA), Gap.NA),
        ((3, Gap.NA), 3),  # half is not more than half
        ((Gap.UNKNOWN,), None),
        ((), None),
    ],
)
def test_of_levels_the_lower_median_is_proposed(opinions: tuple[Answer, ...], wanted: Answer | None) -> None:
    for order in permutations(opinions):
        assert proposal(LEVEL, order) == wanted


def test_a_statement_is_proposed_as_held_where_more_than_half_tick_it() -> None:
    opinions = [
        Ticks(frozenset({FIRST, SECOND})),
        Ticks(frozenset({FIRST})),
        Ticks(frozenset({SECOND}), frozenset({THIRD})),
        Ticks(frozenset({FIRST}), frozenset({THIRD})),
    ]
    assert proposal(TICKS, opinions) == Ticks(frozenset({FIRST}))
    assert proposal(TICKS, opinions[1:]) == Ticks(frozenset({FIRST}), frozenset({THIRD}))
    assert spread(TICKS, opinions).held == (Held(FIRST, 3, 0), Held(SECOND, 2, 0), Held(THIRD, 0, 2))


def test_of_figures_dates_and_progress_the_median_and_of_texts_nothing() -> None:
    assert proposal(asking(Form.COUNT), [30, 35, 400]) == 35
    assert proposal(asking(Form.PERCENT), [12.5, 20, 90, 10]) == 12.5
    assert proposal(asking(Form.SPLIT), [Split(1, 2, 3), Split(4, 0, 9), Split(2, 5, 4)]) == Split(2, 2, 4)
    assert proposal(asking(Form.DATE), [date(2026, 1, 1), date(2026, 3, 1)]) == date(2026, 1, 1)
    assert proposal(asking(Form.PROGRESS), [Progress.DONE, Progress.TODO, Progress.DOING]) is Progress.DOING
    assert proposal(asking(Form.TEXT), ["ici", "là"]) is None


def test_a_spread_counts_each_answer_in_order_and_gaps_last() -> None:
    found = spread(LEVEL, [3, Gap.UNKNOWN, 0, 3, Gap.NA, 1])
    assert found.given == 6
    assert found.counts == ((0, 1), (1, 1), (3, 2), (Gap.NA, 1), (Gap.UNKNOWN, 1))


def test_an_opinion_of_another_version_of_the_grid_is_none() -> None:
    assert spread(LEVEL, [9, 2]).counts == ((2, 1),)
    assert proposal(LEVEL, [9, 9, 2]) == 2


def test_agreement_is_one_where_all_say_the_same_and_nothing_at_the_two_ends() -> None:
    assert agreement(LEVEL, [2, 2, 2]) == 1
    assert agreement(LEVEL, [0, 3, 0, 3]) == 0
    assert agreement(LEVEL, [2]) is None
    assert agreement(LEVEL, [2, Gap.UNKNOWN]) is None
    assert agreement(asking(Form.TEXT), ["ici", "là"]) is None
    assert agreement(asking(Form.COUNT), [0, 0]) == 1


def test_agreement_by_hand() -> None:
    """Five values, one on each of five steps: 1 + (2·log₂(1/2) + 2·log₂(3/4)) / 5."""
    assert consensus([1, 2, 3, 4, 5], 4) == pytest.approx(0.43398, abs=1e-5)
    both, one = Ticks(frozenset({FIRST, SECOND})), Ticks(frozenset({FIRST}))
    assert agreement(TICKS, [both, one]) == pytest.approx((1 + 0 + 1) / 3)


@given(st.lists(st.integers(0, 3), min_size=2))
def test_agreement_lies_between_nothing_and_one_and_the_proposal_among_the_opinions(levels: list[int]) -> None:
    index = agreement(LEVEL, levels)
    assert index is not None
    assert -1e-9 <= index <= 1 + 1e-9
    assert proposal(LEVEL, levels) in levels
