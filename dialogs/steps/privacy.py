"""What is held about this person, and by whom."""

from __future__ import annotations

from dialogs.replies import Block, Heading, Paragraph, Screen
from dialogs.session import Scene
from dialogs.steps.parts import go
from dialogs.steps.welcome import notice
from locales import LANGUAGES

SHOWN = 12
"""Campaigns named; the others are counted (``/campagnes`` lists them all)."""


def show(scene: Scene) -> Screen:
    say, count = scene.words.say, scene.words.count
    blocks: list[Block] = [Heading(say("Vos données")), *notice(scene.words, scene.operator)]
    blocks.append(
        Paragraph(
            say(
                "Ce qui est gardé de vous : votre langue ({language}) et vos derniers messages, pas votre nom.",
                language=LANGUAGES[scene.words.language],
            )
        )
    )
    for entry in scene.entries[:SHOWN]:
        held = count("{n} réponse", "{n} réponses", entry.answered)
        blocks.append(Paragraph(say("• {title} : {held}", title=entry.title, held=held)))
    if len(scene.entries) > SHOWN:
        more = len(scene.entries) - SHOWN
        blocks.append(Paragraph(count("• et {n} autre campagne.", "• et {n} autres campagnes.", more)))
    campaign = scene.campaign
    if campaign:
        blocks.append(
            Paragraph(
                count(
                    "Notes de la campagne en cours : {n}.",
                    "Notes de la campagne en cours : {n}.",
                    len(campaign.notes),
                )
            )
        )
        if campaign.school:
            blocks.append(Paragraph(say("Votre établissement : {school}.", school=campaign.school.name)))
    rows = (
        (go(say("Voir mes réponses"), "recap"), go(say("Tout effacer"), "erase")),
        (go(say("Retour"), "back"),),
    )
    return Screen(tuple(blocks), rows if campaign else ((rows[0][1], rows[1][0]),))
