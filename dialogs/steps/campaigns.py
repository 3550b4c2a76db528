"""A person's campaigns; one tap goes on in one."""

from __future__ import annotations

from dialogs.replies import Block, Button, Heading, Paragraph, Screen
from dialogs.session import Scene
from dialogs.steps.paging import clamp, pages_of, turning
from dialogs.steps.parts import abreast, go

SHOWN = 8


def show(scene: Scene) -> Screen:
    say = scene.words.say
    pages = pages_of(len(scene.entries), SHOWN)
    page = clamp(scene.session.page, pages)
    blocks: list[Block] = [Heading(say("Mes campagnes"))]
    buttons = []
    for number, entry in enumerate(scene.entries[page * SHOWN : (page + 1) * SHOWN], page * SHOWN + 1):
        blocks.append(
            Paragraph(
                say(
                    "{number}. {title} · {grid} : {answered} sur {total}",
                    number=number,
                    title=entry.title,
                    grid=entry.grid,
                    answered=entry.answered,
                    total=entry.total,
                )
            )
        )
        buttons.append(Button(str(number), f"enter:{entry.id}", entry.title))
    if not scene.entries:
        blocks.append(Paragraph(say("Aucune pour l'instant : choisissez une grille.")))
    rows = (
        *abreast(buttons, 4),
        *turning(scene, page, pages),
        (go(say("Nouvelle campagne"), "anew"), go(say("Accueil"), "start")),
    )
    return Screen(tuple(blocks), rows)
