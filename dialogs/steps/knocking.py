"""A school that is here already: the person may ask its pilot to join."""

from __future__ import annotations

from dialogs.events import Event, Tapped
from dialogs.replies import Button, Heading, Paragraph, Screen
from dialogs.roles import Role
from dialogs.scene import Move, Scene
from dialogs.steps.joining import asked
from dialogs.steps.parts import go
from dialogs.team_writes import AskToJoin


def show(scene: Scene) -> Screen:
    say, school = scene.words.say, scene.taken.get(scene.session.sought.uai)
    leave = (go(say("Mes campagnes"), "campaigns"), go(say("Accueil"), "start"))
    if school is None:
        return Screen((Heading(say("Établissement")), Paragraph(say("Il n'est plus inscrit ici."))), (leave,))
    if scene.member_of(school.id):
        inside = Paragraph(say("Vous êtes déjà dans l'équipe de « {school} ».", school=school.name))
        return Screen((Heading(school.name), inside), ((go(say("L'équipe"), "team"), leave[0]),))
    blocks = (
        Heading(school.name),
        Paragraph(say("Cet établissement a une équipe ici. Demander à la rejoindre ?")),
        Paragraph(say("Un pilote vous acceptera, ou non. Vos réponses restent à vous en attendant.")),
    )
    return Screen(blocks, ((Button(say("Demander"), f"knock:{school.id}"), leave[1]),))


def hear(scene: Scene, event: Event) -> Move | None:
    school = scene.taken.get(scene.session.sought.uai)
    match event:
        case Tapped() if school and event.verb == "knock" and event.words == (school.id,) and scene.signup:
            if scene.member_of(school.id):
                return None
            return asked(scene, AskToJoin(scene.fresh, school, Role.MEMBER), "knocked")
    return None
