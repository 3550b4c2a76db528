"""The school's département, where no UAI tells it."""

from __future__ import annotations

from dataclasses import replace

from dialogs import territories
from dialogs.events import Event, Said, Tapped
from dialogs.replies import Button, Heading, Paragraph, Screen
from dialogs.scene import Move, Scene
from dialogs.steps.parts import abreast, go
from dialogs.steps.school import described
from dialogs.territories import Territory


def show(scene: Scene) -> Screen:
    say = scene.words.say
    blocks = (
        Heading(say("Département de l'établissement")),
        Paragraph(say("Écrivez son numéro ou son nom : 93, 2A, La Réunion…")),
    )
    typed = scene.session.sought.typed
    found = territories.find(typed) if typed else ()
    buttons = [Button(_short(place), f"place:{place.code}", place.name) for place in found]
    return Screen(blocks, (*abreast(buttons), (go(say("Plus tard"), "later"),)), prompt=say("Département"))


def hear(scene: Scene, event: Event) -> Move | None:
    match event:
        case Said(text):
            return _written(scene, text)
        case Tapped() if event.verb == "place" and len(event.words) == 1:
            found = territories.find(event.words[0])
            return _placed(scene, found[0]) if len(found) == 1 else None
    return None


def _written(scene: Scene, text: str) -> Move:
    say, found = scene.words.say, territories.find(text)
    if len(found) == 1:
        return _placed(scene, found[0])
    sought = replace(scene.session.sought, typed=text[:40] if found else "")
    session = replace(scene.session, sought=sought)
    if found:
        return Move(session=session, notice=say("Plusieurs départements commencent ainsi : choisissez."))
    if text.strip()[:1].isdecimal():
        return Move(session=session, notice=say("Aucun département n'a ce numéro : essayez son nom."))
    return Move(session=session, notice=say("Aucun département de ce nom : essayez son numéro."))


def _placed(scene: Scene, place: Territory) -> Move:
    return Move("placed", session=replace(scene.session, sought=described(scene.session.sought, place)))


def _short(place: Territory) -> str:
    """A button's 20 characters; the whole name is in its spoken label."""
    return place.name if len(place.name) <= 20 else f"{place.name[:14].rstrip()}… {place.code}"
