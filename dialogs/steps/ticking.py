"""Statements ticked one by one: held, sans objet, or not; then confirmed."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.events import Event
from dialogs.replies import Block, Button, Heading, Mark, Paragraph, Quote, Rows, Screen
from dialogs.saying import label
from dialogs.scene import Move, Scene
from dialogs.steps import answering
from dialogs.steps.marking import NEXT, SIGNS, mark_of
from dialogs.steps.parts import abreast, go, meter
from frameworks.model import Statement

ABREAST = 4


def show(scene: Scene) -> Screen:
    """The étapes of a question, unfolded."""
    say, question, campaign = scene.words.say, scene.question, scene.the()
    ticks = campaign.ticks(question.id)
    quotes, buttons = [], []
    for statement in question.statements:
        now, lead = mark_of(ticks, statement), label(campaign.framework, statement)
        quotes.append(Quote(lead, statement.text, now))
        buttons.append(_button(scene, statement, lead, now))
    how = say("Touchez pour changer : ☐ pas encore, ☑ acquise, ⊘ sans objet. Puis validez.")
    confirm = Button(say("Valider"), f"settle:{campaign.id}:{question.id}")
    return Screen(
        (meter(scene), Heading(question.title, lang="fr"), Paragraph(how), *quotes),
        (*abreast(buttons), (confirm, go(say("Retour"), "fold")), (go(say("Autre…"), "more"),)),
    )


def many(scene: Scene, above: Sequence[Block], below: Sequence[Block], around: Rows) -> Screen:
    """Statements by number, under the source's own headings; none and all are one tap."""
    say, question, campaign = scene.words.say, scene.question, scene.the()
    ticks = campaign.ticks(question.id)
    blocks, buttons, group = list(above), [], None
    for number, statement in enumerate(question.statements, 1):
        if statement.group and statement.group != group:
            blocks.append(Paragraph(statement.group, lang="fr"))
        group, now = statement.group, mark_of(ticks, statement)
        blocks.append(Quote(str(number), statement.text, now))
        buttons.append(_button(scene, statement, str(number), now))
    named = f"{campaign.id}:{question.id}"
    whole = (Button(say("Aucun"), f"answer:{named}:none"), Button(say("Tous"), f"answer:{named}:all"))
    confirm = (Button(say("Valider"), f"settle:{named}"),)
    return Screen((*blocks, *below), (*abreast(buttons, ABREAST), whole, confirm, *around))


def _button(scene: Scene, statement: Statement, lead: str, now: Mark) -> Button:
    say = scene.words.say
    spoken = {
        Mark.OPEN: say("{statement}, pas encore ; toucher pour acquise", statement=lead),
        Mark.TICKED: say("{statement}, acquise ; toucher pour sans objet", statement=lead),
        Mark.NA: say("{statement}, sans objet ; toucher pour pas encore", statement=lead),
    }[now]
    return Button(f"{SIGNS[now]} {lead}", f"mark:{scene.the().id}:{statement.id}:{NEXT[now]}", spoken)


def hear(scene: Scene, event: Event) -> Move | None:
    return answering.hear(scene, event)
