"""Goals by étape, as the sheet has them: how many are to be led, how many were reached."""

from __future__ import annotations

from dialogs.goals import tallied
from dialogs.replies import Block, Figures, Heading, Paragraph, Screen
from dialogs.scene import Scene
from dialogs.steps.paging import clamp, pages_of, turning
from dialogs.steps.parts import go

SHOWN = 15
"""Étapes a page."""


def show(scene: Scene) -> Screen:
    say, words = scene.words.say, scene.words
    found = tuple(tallied(scene.goals))
    pages = pages_of(len(found), SHOWN)
    page = clamp(scene.session.page, pages)
    blocks: list[Block] = [Heading(say("Objectifs par étape"))]
    if pages > 1:
        blocks.append(Paragraph(say("Page {page} sur {pages}", page=page + 1, pages=pages)))
    if found:
        rows = tuple(
            (lead, words.number(to_lead), words.number(reached))
            for lead, to_lead, reached in found[page * SHOWN : (page + 1) * SHOWN]
        )
        columns = (say("Étape"), say("À conduire"), say("Atteints"))
        blocks.append(Figures(say("Objectifs SMART"), columns, rows))
    else:
        blocks.append(Paragraph(say("Aucun objectif encore.")))
    return Screen(tuple(blocks), (*turning(scene, page, pages), (go(say("Objectifs"), "goals"),)))
