"""The school's name, as its people say it."""

from __future__ import annotations

from dataclasses import replace

from dialogs.events import Event, Said, Tapped
from dialogs.lengths import units
from dialogs.replies import Block, Button, Heading, Paragraph, Rows, Screen
from dialogs.scene import Move, Scene
from dialogs.steps.parts import go
from dialogs.writes import RenameSchool

LONGEST = 80


def show(scene: Scene) -> Screen:
    """The name already given, if any, is one tap away."""
    say, named = scene.words.say, scene.session.sought.name
    blocks: list[Block] = [
        Heading(say("Le nom de votre établissement")),
        Paragraph(say("Écrivez-le comme vous le dites : « Collège Jean Lurçat ».")),
    ]
    rows: Rows = ((go(say("Plus tard"), "later"),),)
    if named and scene.the().school is None:
        blocks.append(Paragraph(say("Vous aviez écrit : « {name} ».", name=named)))
        rows = ((Button(say("Garder ce nom"), "name"), *rows[0]),)
    return Screen(tuple(blocks), rows, prompt=say("Nom de l'établissement"))


def hear(scene: Scene, event: Event) -> Move | None:
    match event:
        case Said(text):
            name = " ".join(text.split())
            if not any(letter.isalpha() for letter in name):
                return Move(notice=scene.words.say("Un nom contient des lettres."))
            if units(name) > LONGEST:
                said = scene.words.say(
                    "Un nom compte {longest} caractères au plus, celui-ci en a {length} : abrégez-le.",
                    longest=LONGEST,
                    length=units(name),
                )
                return Move(notice=said)
            school = scene.the().school
            if school is not None:
                return Move("renamed", (RenameSchool(school.id, name),), notice=scene.words.say("Nom corrigé."))
            return Move("named", session=replace(scene.session, sought=replace(scene.session.sought, name=name)))
        case Tapped("name") if scene.session.sought.name and scene.the().school is None:
            return Move("named")
    return None
