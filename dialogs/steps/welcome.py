"""The first contact: what this is, who holds the data, one grid recommended."""

from __future__ import annotations

from dialogs.events import Event, Said
from dialogs.replies import Block, Button, Heading, Paragraph, Rows, Screen
from dialogs.scene import Move, Scene
from dialogs.steps import joining
from dialogs.steps.parts import cost, go
from frameworks.model import Framework
from locales import LANGUAGES, Words


def show(scene: Scene) -> Screen:
    say = scene.words.say
    blocks: tuple[Block, ...] = (
        Heading(say("Palier : où en est le numérique dans votre établissement ?")),
        Paragraph(
            say(
                "Répondez à une question à la fois, quand vous voulez. Vous obtenez un radar et vos prochaines étapes, "
                "dans les mots du référentiel."
            )
        ),
        *notice(scene.words, scene.operator),
    )
    return Screen((*blocks, *_under_way(scene)), (*_first_rows(scene), *_last_rows(scene)))


def notice(words: Words, operator: str) -> tuple[Paragraph, ...]:
    """The privacy notice, five lines: who, what for, how long, where it goes, how to see or erase it."""
    say = words.say
    who = operator or say("la personne qui a installé ce Palier")
    return (
        Paragraph(say("• Qui détient vos réponses : {who}.", who=who)),
        Paragraph(
            say(
                "• Pour quoi faire : situer votre établissement ; lui seul décide qui voit vos réponses. "
                "Aucune donnée d'élève."
            )
        ),
        Paragraph(say("• Combien de temps : jusqu'à ce que vous les effaciez.")),
        Paragraph(
            say("• Où elles vont : sur le web, nulle part ailleurs ; sur Telegram, aussi hors de l'Union européenne.")
        ),
        Paragraph(say("• Les voir : /mesdonnees. Les effacer : /effacer.")),
    )


def recommended(scene: Scene) -> Framework:
    """The grid for a newcomer."""
    grids = scene.frameworks.values()
    return next((grid for grid in grids if grid.recommended), next(iter(grids)))


def hear(scene: Scene, event: Event) -> Move | None:
    """A code or a link, written at the very door."""
    return joining.trying(scene) if isinstance(event, Said) else None


def _under_way(scene: Scene) -> tuple[Paragraph, ...]:
    say, campaign = scene.words.say, scene.campaign
    if campaign is None:
        grid = recommended(scene)
        return (
            Paragraph(say("Grille conseillée : {title} ({cost}).", title=grid.title, cost=cost(scene.words, grid))),
        )
    return (
        Paragraph(
            scene.words.count(
                "« {title} » : {n} réponse sur {total}.",
                "« {title} » : {n} réponses sur {total}.",
                campaign.answered,
                title=campaign.title,
                total=len(campaign.questions),
            )
        ),
    )


def _first_rows(scene: Scene) -> Rows:
    say = scene.words.say
    if scene.campaign is None:
        begin = Button(say("Commencer"), f"grid:{recommended(scene).id}")
        return ((begin, go(say("Autres grilles"), "catalogue")),)
    return (
        (go(say("Reprendre"), "resume"), go(say("Domaines"), "menu")),
        (go(say("Mes campagnes"), "campaigns"), go(say("Autres grilles"), "catalogue")),
    )


def _last_rows(scene: Scene) -> Rows:
    others = [Button(name, f"lang:{code}") for code, name in LANGUAGES.items() if code != scene.words.language]
    return ((go(scene.words.say("Mes données"), "privacy"), *others),)
