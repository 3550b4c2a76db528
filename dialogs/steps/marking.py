"""Ticks, one statement at a time: begun at the first, an answer once they are confirmed."""

from __future__ import annotations

from dialogs.campaign import Campaign
from dialogs.events import Tapped
from dialogs.replies import Mark
from dialogs.scene import Move
from dialogs.writes import SaveAnswer, SaveDraft
from frameworks.forms import Ticks
from frameworks.model import Form, Question, Statement

MARKS = {"x": Mark.TICKED, "n": Mark.NA, "o": Mark.OPEN}
SIGNS = {Mark.OPEN: "☐", Mark.TICKED: "☑", Mark.NA: "⊘"}
NEXT = {Mark.OPEN: "x", Mark.TICKED: "n", Mark.NA: "o"}


def mark_of(ticks: Ticks, statement: Statement) -> Mark:
    if statement.id in ticks.ticked:
        return Mark.TICKED
    return Mark.NA if statement.id in ticks.na else Mark.OPEN


def settled(campaign: Campaign, question: Question) -> SaveAnswer:
    """The ticks begun, as an answer."""
    return SaveAnswer(campaign.id, question.id, campaign.ticks(question.id))


def marked(campaign: Campaign, tap: Tapped, *, answer: bool = False) -> Ticks | None:
    """``mark:campaign:statement:x``: the ticks begun (or the answer's) with the statement as the button says it is to
    be, so that a doubled tap changes nothing twice; None where no question of ticks has it.
    """
    question = campaign.framework.question_of.get(tap.words[1])
    become = MARKS.get(tap.words[2])
    if question is None or become is None or question.form is not Form.TICKS:
        return None
    said = campaign.answers.get(question.id) if answer else campaign.ticks(question.id)
    was, here = said if isinstance(said, Ticks) else Ticks(), frozenset({tap.words[1]})
    return Ticks(
        was.ticked | here if become is Mark.TICKED else was.ticked - here,
        was.na | here if become is Mark.NA else was.na - here,
    )


def mark(campaign: Campaign, tap: Tapped) -> Move | None:
    """The tick is kept as begun; it counts once it is confirmed."""
    ticks = marked(campaign, tap)
    if ticks is None:
        return None
    return Move("", (SaveDraft(campaign.id, campaign.framework.question_of[tap.words[1]].id, ticks),))
