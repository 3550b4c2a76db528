"""Figures that can't both be true: checked where answers are kept, whatever road they came by."""

from __future__ import annotations

from dataclasses import replace

from dialogs.campaign import Campaign
from dialogs.session import Move, RemoveAnswer, SaveAnswer, Scene
from frameworks.asking import Excess, excesses
from locales import Words


def apart(scene: Scene, move: Move) -> Move:
    """The move, unless a figure that it keeps exceeds its whole: then nothing is kept, and both figures are said.

    An answer that a tick brings back, and that can't be true any more, is asked again.
    """
    for write in move.writes:
        campaign = _of(scene, write) if isinstance(write, SaveAnswer) else None
        if campaign is None or not isinstance(write, SaveAnswer):
            continue
        known = set(excesses(campaign.framework, campaign.answers))
        said = {**campaign.answers, write.question: write.answer}
        found = [excess for excess in excesses(campaign.framework, said) if excess not in known]
        standing = [excess for excess in found if campaign.asked(excess.question)]
        if standing:
            return Move(notice=too_many(scene.words, standing[0]))
        stale = tuple(RemoveAnswer(campaign.id, excess.question.id) for excess in found)
        move = replace(move, writes=(*move.writes, *stale))
    return move


def too_many(words: Words, excess: Excess) -> str:
    return words.say(
        "{part} au total (« {question} »), mais {whole} déclarés (« {of} ») : l'un des deux est à corriger. "
        "Rien n'a été changé.",
        part=words.number(excess.part),
        question=excess.question.title,
        whole=words.number(excess.whole),
        of=excess.of.title,
    )


def _of(scene: Scene, write: SaveAnswer) -> Campaign | None:
    return next((it for it in (scene.campaign, scene.aside) if it is not None and it.id == write.campaign), None)
