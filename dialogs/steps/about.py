"""The grid itself: its source, its method, its contacts, what was mended in its text; a passage a page, by number."""

from __future__ import annotations

from dialogs.replies import Block, Button, Heading, Paragraph, Quote, Screen
from dialogs.scene import Scene
from dialogs.steps.paging import clamp, turning
from dialogs.steps.parts import abreast, cost, go, source

ABREAST = 5


def show(scene: Scene) -> Screen:
    say, grid = scene.words.say, scene.the().framework
    pages = 1 + len(grid.guidance)
    page = clamp(scene.session.page, pages)
    blocks: list[Block] = [Heading(grid.title, lang="fr")]
    if page == 0:
        blocks += [
            Paragraph(say("{audience}. {cost}.", audience=grid.audience, cost=cost(scene.words, grid))),
            source(scene.words, grid),
            Paragraph(
                scene.words.count(
                    "Son texte est repris mot pour mot ; {n} faute d'impression y a été corrigée.",
                    "Son texte est repris mot pour mot ; {n} fautes d'impression y ont été corrigées.",
                    len(grid.mends),
                )
            ),
            *(Paragraph(f"{number}. {passage.title}", lang="fr") for number, passage in enumerate(grid.guidance, 1)),
        ]
        numbers = [
            Button(str(number), f"page:{scene.session.state.value}:{number}", passage.title)
            for number, passage in enumerate(grid.guidance, 1)
        ]
        return Screen(tuple(blocks), (*abreast(numbers, ABREAST), (go(say("Retour"), "back"),)))
    passage = grid.guidance[page - 1]
    blocks.append(Paragraph(say("Passage {page} sur {pages}", page=page, pages=pages - 1)))
    blocks.append(Quote(passage.title, passage.text))
    return Screen(tuple(blocks), (*turning(scene, page, pages), (go(say("Retour"), "back"),)))
