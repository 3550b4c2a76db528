"""The domains of a campaign, each with where it stands."""

from __future__ import annotations

from dialogs.replies import Block, Button, Heading, Paragraph, Screen
from dialogs.session import Scene
from dialogs.steps.parts import abreast, cost, go, source


def show(scene: Scene) -> Screen:
    say, campaign = scene.words.say, scene.the()
    grid = campaign.framework
    lines = []
    part = None
    for domain in grid.domains:
        if domain.part != part and domain.part:
            lines.append(Paragraph(domain.part, lang="fr"))
        part = domain.part
        asked = len(campaign.asked_in(domain))
        done = asked - len(campaign.open_in(domain))
        lines.append(
            Paragraph(
                say(
                    "{mark} {domain} : {done} sur {count}",
                    mark=_mark(done, asked),
                    domain=domain.title,
                    done=done,
                    count=asked,
                )
            )
        )
    buttons = [Button(domain.short, f"domain:{campaign.id}:{domain.id}", domain.title) for domain in grid.domains]
    school = campaign.school.name if campaign.school else say("Établissement à préciser")
    head: tuple[Block, ...] = (
        Heading(campaign.title),
        Paragraph(say("{school} · {grid}", school=school, grid=grid.title)),
        Paragraph(
            say("Par où commencer ? {cost}.", cost=cost(scene.words, grid))
            if not campaign.answered
            else scene.words.count(
                "{n} question sur {total} a sa réponse.",
                "{n} questions sur {total} ont leur réponse.",
                campaign.answered,
                total=len(campaign.questions),
            )
        ),
    )
    if not campaign.writable:
        head = (*head, Paragraph(say("Quelqu'un d'autre remplit cette campagne : vous la lisez.")))
    last = [
        go(say("Résultats"), "results"),
        go(say("Récapitulatif"), "recap"),
        *([go(say("Changer le titre"), "title")] if campaign.writable else []),
        go(say("Établissement"), "school"),
        go(say("Sur cette grille"), "about"),
        go(say("Pause"), "pause"),
    ]
    return Screen((*head, *lines, source(scene.words, grid)), (*abreast(buttons), *abreast(last)))


def _mark(done: int, count: int) -> str:
    return "●" if done == count else "◐" if done else "○"
