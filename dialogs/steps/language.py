"""French or English; the framework's sentences stay in French."""

from __future__ import annotations

from dialogs.replies import Button, Heading, Paragraph, Screen
from dialogs.scene import Scene
from dialogs.steps.parts import go
from locales import LANGUAGES


def show(scene: Scene) -> Screen:
    say = scene.words.say
    buttons = tuple(Button(name, f"lang:{code}") for code, name in LANGUAGES.items())
    blocks = (
        Heading(say("Langue")),
        Paragraph(say("Les énoncés des grilles restent en français, leur langue d'origine.")),
    )
    return Screen(blocks, (buttons, (go(say("Retour"), "back"),)))
