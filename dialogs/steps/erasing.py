"""Erasing everything, asked twice."""

from __future__ import annotations

from dialogs.events import Asked, Event, Said, Tapped
from dialogs.replies import Block, Button, Heading, Paragraph, Screen
from dialogs.roles import Role
from dialogs.scene import Move, Scene
from dialogs.session import Session
from dialogs.steps.parts import go
from dialogs.writes import Forget


def show(scene: Scene) -> Screen:
    say = scene.words.say
    blocks: list[Block] = [
        Heading(say("Tout effacer ?")),
        Paragraph(say("Vos réponses, vos notes et cette conversation seront effacées pour toujours.")),
    ]
    for it in scene.memberships:
        said = say("Si personne d'autre n'en est membre, « {school} » et ses campagnes aussi.", school=it.school.name)
        blocks.append(Paragraph(said))
    if any(it.role is Role.PILOT for it in scene.memberships):
        blocks.append(Paragraph(say("Sans autre pilote, le membre le plus ancien le devient.")))
    return Screen(tuple(blocks), ((Button(say("Oui, tout effacer"), "forget"), go(say("Non, tout garder"), "back")),))


def hear(scene: Scene, event: Event) -> Move | None:
    match event:
        case Tapped("forget"):
            return Move("erased", (Forget(),), Session(), scene.words.say("Tout est effacé."))
        case Said():
            return Move(notice=scene.words.say("Rien n'est effacé : touchez « Oui, tout effacer » pour le faire."))
        case Tapped("go:back") | Asked("annuler"):
            trigger = "back" if isinstance(event, Tapped) else "cancel"
            return Move(trigger, notice=scene.words.say("Rien n'a été effacé."))
    return None
