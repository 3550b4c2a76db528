"""The school's name, as its people say it."""

from __future__ import annotations

from dataclasses import replace

from dialogs.events import Event, Said
from dialogs.replies import Heading, Paragraph, Screen
from dialogs.session import Move, RenameSchool, Scene
from dialogs.steps.parts import go

LONGEST = 80


def show(scene: Scene) -> Screen:
    say = scene.words.say
    blocks = (
        Heading(say("Le nom de votre établissement")),
        Paragraph(say("Écrivez-le comme vous le dites : « Collège Jean Lurçat ».")),
    )
    return Screen(blocks, ((go(say("Plus tard"), "later"),),), prompt=say("Nom de l'établissement"))


def hear(scene: Scene, event: Event) -> Move | None:
    match event:
        case Said(text):
            name = " ".join(text.split())
            if not name or len(name) > LONGEST or not any(letter.isalpha() for letter in name):
                return Move(
                    notice=scene.words.say(
                        "Un nom contient des lettres et compte {longest} caractères au plus.", longest=LONGEST
                    )
                )
            school = scene.the().school
            if school is not None:
                return Move("renamed", (RenameSchool(school.id, name),), notice=scene.words.say("Nom corrigé."))
            return Move("named", session=replace(scene.session, sought=replace(scene.session.sought, name=name)))
    return None
