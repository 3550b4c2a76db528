"""What can be done, command by command."""

from __future__ import annotations

from dialogs.commands import COMMANDS
from dialogs.replies import Button, Heading, Paragraph, Screen
from dialogs.scene import Scene
from dialogs.steps.parts import go


def show(scene: Scene) -> Screen:
    say = scene.words.say
    english = scene.words.language == "en"
    lines = [
        Paragraph(
            say(
                "/{command} : {says}",
                command=command.english if english else command.name,
                says=say(command.says),
            )
        )
        for command in COMMANDS
    ]
    rows: list[tuple[Button, ...]] = [(go(say("Retour"), "back"), go(say("Mes données"), "privacy"))]
    if scene.campaign:
        rows.append((go(say("Sur cette grille"), "about"),))
    head = (
        Heading(say("Aide")),
        Paragraph(say("Touchez un bouton, ou écrivez une commande. Tout ce que vous touchez est gardé aussitôt.")),
    )
    return Screen((*head, *lines), tuple(rows))
