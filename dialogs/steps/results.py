"""The next-level actions, in the framework's own words; the radar went before."""

from __future__ import annotations

from dialogs.campaign import Campaign
from dialogs.replies import Block, Button, Heading, Paragraph, Quote, Screen
from dialogs.session import Scene
from dialogs.steps.parts import abreast, go, source
from frameworks.advice import Action, actions
from locales import Words

SHOWN = 5


def show(scene: Scene) -> Screen:
    say, campaign = scene.words.say, scene.the()
    found = actions(campaign.framework, campaign.answers)
    blocks: list[Block] = [Heading(say("Prochaines étapes")), *quotes(scene.words, campaign, found, 0)]
    if not found:
        blocks.append(Paragraph(say("Aucune étape à proposer pour les réponses données.")))
    else:
        blocks.append(source(scene.words, campaign.framework))
    if not campaign.complete:
        blocks.append(
            Paragraph(
                scene.words.count(
                    "Il reste {n} question sans réponse.",
                    "Il reste {n} questions sans réponse.",
                    len(campaign.open),
                )
            )
        )
    return Screen(tuple(blocks), abreast(_buttons(scene, campaign, len(found) - SHOWN)))


def quotes(words: Words, campaign: Campaign, found: tuple[Action, ...], start: int) -> list[Block]:
    """``SHOWN`` actions from ``start`` on: where each comes from, then its sentence, whole."""
    titles = {level.level: level.title for level in campaign.framework.levels}
    return [
        Quote(
            words.say(
                "{number}. {domain} › {question} › {level}",
                number=number,
                domain=action.domain.short,
                question=action.question.title,
                level=titles[action.level] if action.level else NO_LEVEL,
            ),
            action.statement.text,
        )
        for number, action in enumerate(found[start : start + SHOWN], start + 1)
    ]


NO_LEVEL = "—"


def _buttons(scene: Scene, campaign: Campaign, others: int) -> list[Button]:
    say = scene.words.say
    buttons = []
    if not campaign.complete:
        buttons.append(go(say("Continuer"), "resume"))
    if others > 0:
        buttons.append(go(scene.words.count("Voir l'autre", "Voir les {n} autres", others), "actions"))
    buttons += [go(say("Corriger"), "recap"), go(say("Domaines"), "menu")]
    if campaign.school is None:
        buttons.append(go(say("Établissement"), "school"))
    return [*buttons, go(say("Pause"), "pause")]
