"""The grid itself: its source, its method, its contacts, what was mended in its text; a passage a page."""

from __future__ import annotations

from dialogs.replies import Block, Heading, Paragraph, Quote, Screen
from dialogs.session import Scene
from dialogs.steps.paging import clamp, turning
from dialogs.steps.parts import cost, go, source


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
            *(Paragraph(passage.title, lang="fr") for passage in grid.guidance),
        ]
    else:
        passage = grid.guidance[page - 1]
        blocks.append(Paragraph(say("Page {page} sur {pages}", page=page + 1, pages=pages)))
        blocks.append(Quote(passage.title, passage.text))
    return Screen(tuple(blocks), (*turning(scene, page, pages), (go(say("Retour"), "back"),)))
