"""What a closed pulse says, by the form of its question."""

from __future__ import annotations

import pytest

from dialogs.pulse import WHOLE, Pulse, result, votable
from frameworks.forms import Split
from frameworks.load import catalogue
from frameworks.model import Form

GRID = catalogue()["etablissement-numerique"]
SPREAD = next(it.id for it in GRID.questions if it.form is Form.SPLIT)
COUNTS = {"regularly": 7, "never": 2, "occasionally": 3}


def test_what_each_teacher_says_of_themselves_becomes_the_figures_proposed() -> None:
    said = result(GRID, Pulse("p", SPREAD, closed=True, votes=12, tally={WHOLE: COUNTS}), secret=True)
    assert said.proposal == Split(never=2, occasionally=3, regularly=7)


@pytest.mark.parametrize(("votes", "secret", "told"), [(4, True, False), (4, False, True), (5, True, True)])
def test_fewer_than_five_secret_votes_say_nothing(votes: int, secret: bool, told: bool) -> None:
    said = result(GRID, Pulse("p", SPREAD, closed=True, votes=votes, tally={WHOLE: {"never": votes}}), secret=secret)
    assert (said.tally is not None, said.proposal is not None) == (told, told)


def test_an_open_pulse_says_nothing_but_how_many_voted() -> None:
    said = result(GRID, Pulse("p", SPREAD, votes=12, tally={WHOLE: COUNTS}), secret=False)
    assert (said.votes, said.tally, said.proposal) == (12, None, None)


def test_teachers_say_what_they_do_and_divisions_and_families_are_counted() -> None:
    splits = {it.id: votable(it) for it in GRID.questions if it.form is Form.SPLIT}
    assert {it for it, voted in splits.items() if not voted} == {"divisions-outils", "familles-services"}
    assert len(splits) == 5
