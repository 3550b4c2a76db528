"""A draft given to one of the schools that its owner fills campaigns for."""

from __future__ import annotations

from dataclasses import replace

from dialogs.events import Event, Tapped
from dialogs.replies import Button, Paragraph, Rows
from dialogs.rights import FILLING
from dialogs.scene import Move, Scene
from dialogs.steps.parts import abreast
from dialogs.team import Membership
from dialogs.writes import GiveCampaign

MOST = 8
"""Schools offered at a time."""


def own(scene: Scene) -> list[Paragraph]:
    """Each of them under its number; nothing for who has none."""
    say = scene.words.say
    lines = [
        Paragraph(say("{number}. {school}", number=number, school=it.school.name))
        for number, it in enumerate(_mine(scene), 1)
    ]
    asked = Paragraph(say("Cette campagne est-elle pour une de vos équipes ? Touchez son numéro."))
    return [asked, *lines] if lines else []


def buttons(scene: Scene) -> Rows:
    named = scene.the().id
    found = [
        Button(str(number), f"give:{named}:{it.school.id}", it.school.name) for number, it in enumerate(_mine(scene), 1)
    ]
    return abreast(found, 4)


def hear(scene: Scene, event: Event) -> Move | None:
    if not isinstance(event, Tapped) or event.verb != "give" or len(event.words) != 2:
        return None
    campaign, school = event.words
    mine = scene.member_of(school)
    if mine is None or campaign != scene.the().id:
        return None
    said = scene.words.say("Cette campagne est maintenant celle de « {school} ».", school=mine.school.name)
    return Move("given", (GiveCampaign(campaign, mine.school),), replace(scene.session, school=school), said)


def _mine(scene: Scene) -> tuple[Membership, ...]:
    return tuple(it for it in scene.memberships if it.role in FILLING)[:MOST]
