"""This campaign beside another of the same grid: what moved, what can't be compared; the picture went before."""

from __future__ import annotations

from dataclasses import replace

from dialogs.comparison import compared, named
from dialogs.events import Event, Tapped
from dialogs.lengths import cut
from dialogs.replies import Block, Button, Heading, Paragraph, Screen
from dialogs.saying import CUT, answer_in_words
from dialogs.session import Entry, Move, Scene
from dialogs.steps.paging import clamp, pages_of, turn, turning
from dialogs.steps.parts import abreast, go
from frameworks.compare import Comparison, Moved

SHOWN = 8
OTHERS = 8
"""Campaigns offered to compare with, the newest first."""


def show(scene: Scene) -> Screen:
    say, campaign, before = scene.words.say, scene.the(), scene.previous
    last = (go(say("Résultats"), "results"), go(say("Domaines"), "menu"))
    if before is None:
        alone = Paragraph(say("Il faut deux campagnes de la même grille, avec des réponses, pour comparer."))
        return Screen((Heading(say("Comparer")), alone), (last,))
    found = compared(before.position, campaign.position)
    pages = pages_of(len(found.moved), SHOWN)
    page = clamp(scene.session.page, pages)
    was, now = named(scene.words, before, campaign)
    blocks: list[Block] = [Heading(say("De « {was} » à « {now} »", was=was, now=now))]
    blocks += [Paragraph(_moved(scene, it)) for it in found.moved[page * SHOWN : (page + 1) * SHOWN]]
    if not found.moved:
        blocks.append(Paragraph(say("Aucune réponse n'a changé.")))
    if page == pages - 1:
        blocks += [Paragraph(line) for line in _rest(scene, found)]
    others = rivals(scene)
    buttons = [Button(str(number), f"compare:{entry.id}", entry.title) for number, entry in enumerate(others, 1)]
    if len(others) > 1:
        blocks.append(Paragraph(say("Comparer à une autre campagne :")))
        blocks += [Paragraph(f"{number}. {entry.title}") for number, entry in enumerate(others, 1)]
    rows = abreast(buttons, 4) if len(others) > 1 else ()
    return Screen(tuple(blocks), (*rows, *turning(scene, page, pages), last))


def hear(scene: Scene, event: Event) -> Move | None:
    match event:
        case Tapped() if event.verb == "compare" and len(event.words) == 1:
            wanted = scene.aside
            if wanted is None or wanted.id not in {entry.id for entry in rivals(scene)}:
                return None
            return Move("compare", session=replace(scene.session, compared=wanted.id, page=0))
    return turn(scene, event)


def rivals(scene: Scene) -> list[Entry]:
    """The school's other campaigns of the same grid in which something was answered."""
    here = scene.the()
    school = here.school.id if here.school else ""
    alike = (it for it in scene.entries if it.framework == here.framework.id and it.school == school)
    return [it for it in alike if it.id != here.id and it.retained][:OTHERS]


def _moved(scene: Scene, moved: Moved) -> str:
    words, grid = scene.words, scene.the().framework
    return words.say(
        "{question} : {before} → {after}",
        question=moved.question.title,
        before=cut(answer_in_words(words, grid, moved.question, moved.before), CUT),
        after=cut(answer_in_words(words, grid, moved.question, moved.after), CUT),
    )


def _rest(scene: Scene, found: Comparison) -> list[str]:
    words = scene.words
    lines = []
    if found.new:
        lines.append(
            words.count("{n} réponse n'était pas là avant.", "{n} réponses n'étaient pas là avant.", len(found.new))
        )
    if found.lost:
        lines.append(words.count("{n} réponse manque à présent.", "{n} réponses manquent à présent.", len(found.lost)))
    if found.apart:
        lines.append(
            words.count(
                "Non comparable : {n} question posée dans une seule des deux campagnes.",
                "Non comparables : {n} questions posées dans une seule des deux campagnes.",
                len(found.apart),
            )
        )
    return lines
