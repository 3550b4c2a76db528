"""How somebody is called in a team: asked once, chosen freely, and none is needed."""

from __future__ import annotations

from dialogs.events import Event, Said, Tapped
from dialogs.lengths import units
from dialogs.replies import Button, Heading, Paragraph, Screen
from dialogs.scene import Move, Scene
from dialogs.team_writes import CallMyself

LONGEST = 40


def show(scene: Scene) -> Screen:
    say = scene.words.say
    me = scene.member_of(_school(scene))
    named = (Paragraph(say("Votre nom actuel : « {name} ».", name=me.name)),) if me and me.name else ()
    keep = (Button(say("Garder ce nom"), "named"),) if named else ()
    blocks = (
        Heading(say("Votre nom dans l'équipe")),
        Paragraph(say("Comment vos collègues vous reconnaîtront-ils ? Un prénom ou une fonction suffit.")),
        Paragraph(say("L'équipe de l'établissement le lit ; personne d'autre.")),
        *named,
    )
    rows = ((*keep, Button(say("Rester sans nom"), "nameless")),)
    return Screen(blocks, rows, prompt=say("Votre nom, par exemple Camille"))


def hear(scene: Scene, event: Event) -> Move | None:
    say, school = scene.words.say, _school(scene)
    match event:
        case Said(text):
            name = " ".join(text.split())
            if not name.isprintable() or not any(letter.isalnum() for letter in name):
                return Move(notice=say("Un nom contient des lettres."))
            if units(name) > LONGEST:
                return Move(notice=say("Un nom compte {longest} caractères au plus : abrégez-le.", longest=LONGEST))
            return Move("called", (CallMyself(school, name),), notice=say("Vous êtes « {name} ».", name=name))
        case Tapped("named") if (me := scene.member_of(school)) and me.name:
            return Move("called")
        case Tapped("nameless"):
            return Move("called", (CallMyself(school, ""),))
    return None


def _school(scene: Scene) -> str:
    """The school just joined or asked, else the one whose team was to be shown."""
    membership = scene.membership
    return scene.session.called or (membership.school.id if membership else "")
