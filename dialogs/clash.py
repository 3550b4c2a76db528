"""Figures that can't both be true: checked where answers are kept, whatever road they came by."""

from __future__ import annotations

from dataclasses import replace

from dialogs.campaign_writes import RecordDecision
from dialogs.rights import held
from dialogs.scene import Move, Scene
from dialogs.writes import RemoveAnswer, SaveAnswer
from frameworks.asking import Excess, excesses
from locales import Words


def apart(scene: Scene, move: Move) -> Move:
    """The move, unless a figure that it keeps exceeds its whole: then nothing is kept, and both figures are said.

    An answer that a tick brings back, and that can't be true any more, is asked again.
    """
    for write in move.writes:
        if not isinstance(write, SaveAnswer | RecordDecision) or write.answer is None:
            continue
        campaign = held(scene, write.campaign)
        if campaign is None:
            continue
        sheet = campaign.position if isinstance(write, RecordDecision) else campaign
        known = set(excesses(sheet.framework, sheet.answers))
        said = {**sheet.answers, write.question: write.answer}
        found = [excess for excess in excesses(sheet.framework, said) if excess not in known]
        standing = [excess for excess in found if sheet.asked(excess.question)]
        if standing:
            return Move(notice=too_many(scene.words, standing[0]))
        stale = tuple(_asked_again(write, excess) for excess in found)
        move = replace(move, writes=(*move.writes, *stale))
    return move


def _asked_again(write: SaveAnswer | RecordDecision, excess: Excess) -> RemoveAnswer | RecordDecision:
    if isinstance(write, RecordDecision):
        return RecordDecision(write.campaign, excess.question.id, None)
    return RemoveAnswer(write.campaign, excess.question.id)


def too_many(words: Words, excess: Excess) -> str:
    return words.say(
        "{part} au total (« {question} »), mais {whole} déclarés (« {of} ») : l'un des deux est à corriger. "
        "Rien n'a été changé.",
        part=words.number(excess.part),
        question=excess.question.title,
        whole=words.number(excess.whole),
        of=excess.of.title,
    )
