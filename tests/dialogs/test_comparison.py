"""Two campaigns in one picture, and each of its figures in words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.render.radar_plan import plan
from dialogs.campaign import Campaign
from dialogs.comparison import radar
from dialogs.replies import Figures
from frameworks.forms import Answer, Ticks
from frameworks.load import catalogue
from frameworks.model import Form
from locales import words
from tests.chat import MONDAY


def campaign(grid: str, share: float, title: str, weeks: int) -> Campaign:
    """A campaign in which so much of everything holds."""
    framework = catalogue()[grid]
    answers: dict[str, Answer] = {}
    for question in framework.questions:
        held = round(share * len(question.statements))
        if question.form is Form.LEVEL:
            answers[question.id] = held
        elif question.form is Form.TICKS:
            answers[question.id] = Ticks(frozenset(it.id for it in question.statements[:held]))
    return Campaign(title, title, framework, answers=answers, opened=MONDAY + timedelta(weeks=weeks))


@pytest.mark.parametrize("grid", catalogue())
def test_every_grid_has_a_picture_of_two_and_its_figures(grid: str) -> None:
    drawn = radar(words("fr"), campaign(grid, 0.4, "Mars", 0), campaign(grid, 1, "Novembre", 35))
    assert [series.label for series in drawn.chart.series] == ["Mars", "Novembre"]
    assert len(plan(drawn.chart).labels) == len(catalogue()[grid].axes)
    table = next(block for block in drawn.blocks if isinstance(block, Figures))
    assert len(table.rows) == len(catalogue()[grid].axes)
    top = drawn.chart.rings[-1].value
    for axis, (_, was, now, difference) in enumerate(table.rows):
        before, after = (series.values[axis] for series in drawn.chart.series)
        if before is None or after is None:
            assert difference == "non comparable"
        else:
            assert before <= after <= top
            assert was != "—"
            assert now != "—"
            assert difference.startswith("+") or was == now


def test_campaigns_of_one_name_go_by_their_days() -> None:
    before, after = campaign("numea", 0.4, "Pulse", 0), campaign("numea", 1, "Pulse", 8)
    chart = radar(words("fr"), before, after).chart
    assert [series.label for series in chart.series] == ["23 novembre 2026", "18 janvier 2027"]


def test_a_share_is_compared_in_points_and_a_level_in_levels() -> None:
    def differences(grid: str) -> set[str]:
        found = radar(words("fr"), campaign(grid, 0.34, "Un", 0), campaign(grid, 0.67, "Deux", 1)).blocks
        return {row[3] for block in found if isinstance(block, Figures) for row in block.rows}

    assert differences("paliers-etablissement") == {"+1,0"}
    assert differences("numea") == {"+33 points"}
