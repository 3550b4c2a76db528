"""All next-level actions, a page at a time."""

from __future__ import annotations

from dialogs.replies import Heading, Screen
from dialogs.scene import Scene
from dialogs.steps.paging import clamp, pages_of, turning
from dialogs.steps.parts import go, source
from dialogs.steps.results import SHOWN, quotes
from frameworks.advice import actions


def show(scene: Scene) -> Screen:
    say, campaign = scene.words.say, scene.the().position
    found = actions(campaign.framework, campaign.answers)
    pages = pages_of(len(found), SHOWN)
    page = clamp(scene.session.page, pages)
    head = Heading(say("Prochaines étapes, page {page} sur {pages}", page=page + 1, pages=pages))
    rows = (*turning(scene, page, pages), (go(say("Résultats"), "results"), go(say("Domaines"), "menu")))
    return Screen(
        (head, *quotes(scene.words, campaign, found, page * SHOWN), source(scene.words, campaign.framework)),
        rows,
    )
