"""What is held about this person, and by whom."""

from __future__ import annotations

from dialogs.replies import Block, Heading, Paragraph, Screen
from dialogs.scene import Scene
from dialogs.steps.parts import go
from dialogs.steps.people import role_name
from dialogs.steps.welcome import notice
from dialogs.team import Membership
from locales import LANGUAGES

SHOWN = 12
"""Campaigns named; the others are counted (``/campagnes`` lists them all)."""


def show(scene: Scene) -> Screen:
    say, count = scene.words.say, scene.words.count
    blocks: list[Block] = [Heading(say("Vos données")), *notice(scene.words, scene.operator)]
    language = LANGUAGES[scene.words.language]
    named = any(it.name for it in scene.memberships) or scene.awaiting
    blocks.append(
        Paragraph(
            say("Ce qui est gardé de vous : votre langue ({language}) et vos derniers messages.", language=language)
            if named
            else say(
                "Ce qui est gardé de vous : votre langue ({language}) et vos derniers messages, pas votre nom.",
                language=language,
            )
        )
    )
    blocks += [Paragraph(_called(scene, it)) for it in scene.memberships]
    blocks += [
        Paragraph(say("Demande envoyée à « {school} », avec le nom que vous avez donné.", school=it.name))
        for it in scene.awaiting
    ]
    mine = [it for it in scene.entries if it.mine]
    for entry in mine[:SHOWN]:
        held = count("{n} réponse", "{n} réponses", entry.answered)
        blocks.append(Paragraph(say("• {title} : {held}", title=entry.title, held=held)))
    if len(mine) > SHOWN:
        more = len(mine) - SHOWN
        blocks.append(Paragraph(count("• et {n} autre campagne.", "• et {n} autres campagnes.", more)))
    box = scene.mailbox
    if box and box.mail:
        known = say("confirmée") if box.confirmed else say("à confirmer")
        blocks.append(
            Paragraph(say("Adresse de courriel, pour vos rappels : {mail}, {known}.", mail=box.mail, known=known))
        )
    if led := [it for it in scene.goals if scene.membership and it.pilot == scene.membership.number]:
        blocks.append(Paragraph(count("• {n} objectif que vous menez", "• {n} objectifs que vous menez", len(led))))
    if scene.feed:
        since = scene.words.day(scene.feed.astimezone(scene.zone))
        blocks.append(Paragraph(say("• une adresse privée d'agenda, depuis le {day}", day=since)))
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
    erase, back = go(say("Tout effacer"), "erase"), go(say("Retour"), "back")
    first = (go(say("Voir mes réponses"), "recap"), erase) if campaign else (erase,)
    if scene.reach.mail or (box and box.mail):
        return Screen(tuple(blocks), (first, (go(say("Rappels par courriel"), "mailbox"), back)))
    return Screen(tuple(blocks), (first, (back,)) if campaign else ((erase, back),))


def _called(scene: Scene, it: Membership) -> str:
    """The team, one's role in it, the name one chose there."""
    say, role = scene.words.say, role_name(scene.words, it.role)
    if it.name:
        return say(
            "Dans l'équipe de « {school} » : {role}, sous le nom « {name} ».",
            school=it.school.name,
            role=role,
            name=it.name,
        )
    return say("Dans l'équipe de « {school} » : {role}, sans nom.", school=it.school.name, role=role)
