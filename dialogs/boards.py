"""A pulse as a group sees it: one message for everybody, with no name on it, and nothing of any vote before closing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from dialogs.campaign import Campaign
from dialogs.pulse import NO, WHOLE, YES, Pulse, Sitting, values
from dialogs.replies import Block, Figures, Heading, Meter, Paragraph, Screen
from dialogs.scene import Scene
from dialogs.session import Session
from dialogs.steps.ballots import announced, asked_of, counted, outcome, statements, value_name
from dialogs.steps.voting import choices, listed, quotes
from frameworks.model import Form, Framework
from locales import Words


def board(
    words: Words, framework: Framework, sitting: Sitting, pulse: Pulse, now: datetime, *, elsewhere: bool = False
) -> Screen:
    """``elsewhere``: another group votes now."""
    scene = Scene(Session(), words, now, {}, "", Campaign("", "", framework), sitting=sitting)
    pulse = replace(pulse, hands=())
    question = framework.question.get(pulse.question)
    head = Heading(asked_of(scene, pulse), lang="fr" if question else "")
    if elsewhere:
        return Screen((head, Paragraph(words.say("Le vote se fait maintenant dans un autre groupe."))))
    votes = Paragraph(counted(words, sitting, pulse))
    if pulse.closed:
        closed = Paragraph(words.say("Le vote est clos."))
        return Screen((head, closed, votes, *_result(scene, sitting, pulse)))
    places = range(len(question.statements)) if question else range(0)
    blocks: list[Block] = [head, Paragraph(announced(words, sitting))]
    blocks += [*listed(scene, pulse), *quotes(scene, question, places), votes]
    return Screen(tuple(blocks), choices(scene, pulse, question, f"vote:{pulse.id}", places))


def _result(scene: Scene, sitting: Sitting, pulse: Pulse) -> list[Block]:
    """As for the pilot, with bars for the table."""
    said: list[Block] = []
    for block in outcome(scene, sitting, pulse):
        said += _bars(scene, pulse) if isinstance(block, Figures) else [block]
    return said


def _bars(scene: Scene, pulse: Pulse) -> list[Meter]:
    words, question = scene.words, scene.the().framework.question.get(pulse.question)
    tally = pulse.tally or {}
    if question is not None and question.form is Form.TICKS:
        return [_held(words, name, tally.get(key, {})) for key, name in statements(scene, question)]
    counts = tally.get(WHOLE, {})
    total = sum(counts.values())
    return [
        Meter(value_name(scene, pulse, it), _share(counts.get(it, 0), total), words.number(counts.get(it, 0)))
        for it in values(question, pulse.choices)
    ]


def _held(words: Words, name: str, counts: Mapping[str, int]) -> Meter:
    """How many tick a statement, of those who voted on it."""
    yes, no = counts.get(YES, 0), counts.get(NO, 0)
    said = words.say("{yes} oui, {no} non", yes=words.number(yes), no=words.number(no))
    return Meter(name, _share(yes, yes + no), said)


def _share(votes: int, of: int) -> float:
    return votes / of if of else 0.0
