"""One's own reminders: at what hours, and by which ways."""

from __future__ import annotations

from dialogs.events import Event, Tapped
from dialogs.goal_writes import SetHours
from dialogs.hours import BEGINS, ENDS
from dialogs.replies import Block, Button, Heading, Paragraph, Screen
from dialogs.scene import Move, Scene
from dialogs.steps.parts import abreast, go

CHOICES = ((BEGINS, ENDS), (BEGINS, 12), (12, 14), (14, ENDS), (17, ENDS))
"""Between two lessons, at noon, after class: spans of full hours."""


def show(scene: Scene) -> Screen:
    say, hours = scene.words.say, scene.hours
    blocks: list[Block] = [
        Heading(say("Vos rappels")),
        Paragraph(
            say(
                "L'échéance d'un objectif est rappelée à qui le mène : 30 jours, 7 jours et un jour avant, "
                "le jour même, puis chaque semaine, trois fois au plus."
            )
        ),
        Paragraph(say("Jamais la nuit, le week-end, un jour férié ou pendant les vacances scolaires.")),
        Paragraph(say("Vos heures : de {begins} h à {ends} h.", begins=hours[0], ends=hours[1])),
        Paragraph(say("Vos rappels viennent dans cette conversation, et par les autres voies que vous choisissez.")),
    ]
    picks = [
        Button(
            _label(scene, it),
            f"hours:{it[0]}:{it[1]}",
            say("Être rappelé de {begins} h à {ends} h", begins=it[0], ends=it[1]),
        )
        for it in CHOICES
    ]
    ways = [go(say("Par courriel"), "mailbox")] if scene.reach.mail else []
    ways += [go(say("Objectifs"), "goals")] if scene.membership else []
    return Screen(tuple(blocks), (*abreast(picks), *abreast([*ways, go(say("Accueil"), "start")])))


def _label(scene: Scene, span: tuple[int, int]) -> str:
    label = scene.words.say("{begins} h – {ends} h", begins=span[0], ends=span[1])
    return f"✓ {label}" if span == scene.hours else label


def hear(scene: Scene, event: Event) -> Move | None:
    match event:
        case Tapped() if event.verb == "hours":
            found = next((it for it in CHOICES if event.words == (str(it[0]), str(it[1]))), None)
            if found is not None:
                said = scene.words.say("Rappels de {begins} h à {ends} h.", begins=found[0], ends=found[1])
                return Move("", (SetHours(*found),), notice=said)
    return None
