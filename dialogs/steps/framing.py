"""A free question for the commission, with its own choices."""

from __future__ import annotations

from dialogs.events import Event, Said
from dialogs.lengths import units
from dialogs.pulse import MOST_CHOICES
from dialogs.pulse_writes import OpenPulse
from dialogs.replies import Heading, Paragraph, Screen
from dialogs.scene import Move, Scene
from dialogs.steps.parts import go

LONGEST, LONGEST_CHOICE = 300, 60


def show(scene: Scene) -> Screen:
    say = scene.words.say
    blocks = (
        Heading(say("Question libre")),
        Paragraph(say("Écrivez la question sur une ligne, puis un choix par ligne. Sans choix, on vote oui ou non.")),
        Paragraph(say("De deux à {most} choix ; l'abstention est toujours possible.", most=MOST_CHOICES)),
    )
    return Screen(blocks, ((go(say("Annuler"), "cancel"),),), prompt=say("La question, puis un choix par ligne"))


def hear(scene: Scene, event: Event) -> Move | None:
    say, sitting = scene.words.say, scene.sitting
    if not isinstance(event, Said) or sitting is None or sitting.ended or sitting.voting is not None:
        return None
    question, *choices = [" ".join(line.split()) for line in event.text.splitlines() if line.strip()] or [""]
    if not question or units(question) > LONGEST:
        return Move(notice=say("Une question compte de 1 à {longest} caractères.", longest=LONGEST))
    choices = choices or [say("Oui"), say("Non")]
    if not 2 <= len(choices) <= MOST_CHOICES or any(units(it) > LONGEST_CHOICE for it in choices):
        limits = {"most": MOST_CHOICES, "longest": LONGEST_CHOICE}
        return Move(notice=say("Il faut de deux à {most} choix, de {longest} caractères au plus.", **limits))
    write = OpenPulse(scene.the().id, sitting.id, scene.fresh, "", question, tuple(choices))
    return Move("framed", (write,), notice=say("Vote ouvert."))
