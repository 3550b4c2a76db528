"""Stop anywhere: there is nothing to save."""

from __future__ import annotations

from dialogs.replies import Heading, Paragraph, Screen
from dialogs.scene import Scene
from dialogs.steps.parts import go


def show(scene: Scene) -> Screen:
    say, campaign = scene.words.say, scene.the()
    kept = scene.words.count("{n} réponse est gardée.", "{n} réponses sont gardées.", campaign.answered)
    blocks = (
        Heading(say("À bientôt")),
        Paragraph(kept),
        Paragraph(say("Revenez quand vous voulez, même dans plusieurs semaines : /reprendre.")),
    )
    return Screen(blocks, ((go(say("Reprendre"), "resume"), go(say("Résultats"), "results")),))
