"""A campaign's title, changed."""

from __future__ import annotations

from dialogs.events import Event, Said
from dialogs.lengths import units
from dialogs.replies import Heading, Paragraph, Screen
from dialogs.scene import Move, Scene
from dialogs.steps.parts import go
from dialogs.writes import Retitle

LONGEST = 80


def show(scene: Scene) -> Screen:
    say = scene.words.say
    blocks = (
        Heading(say("Titre de la campagne")),
        Paragraph(say("Titre actuel : « {title} ». Écrivez le nouveau.", title=scene.the().title)),
    )
    return Screen(blocks, ((go(say("Garder celui-ci"), "menu"),),), prompt=say("Nouveau titre"))


def hear(scene: Scene, event: Event) -> Move | None:
    say = scene.words.say
    match event:
        case Said(text):
            title = " ".join(text.split())
            if not title or units(title) > LONGEST:
                return Move(notice=say("Un titre compte de 1 à {longest} caractères.", longest=LONGEST))
            return Move("titled", (Retitle(scene.the().id, title),), notice=say("Titre changé."))
    return None
