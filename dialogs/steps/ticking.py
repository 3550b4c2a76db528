"""The same question, one étape at a time: not held, held, sans objet; then confirmed."""

from __future__ import annotations

from dialogs.events import Event
from dialogs.replies import Button, Heading, Mark, Paragraph, Quote, Screen
from dialogs.session import Move, Scene
from dialogs.steps import asking
from dialogs.steps.parts import abreast, go, label, mark_of, meter

SIGNS = {Mark.OPEN: "☐", Mark.TICKED: "☑", Mark.NA: "⊘"}
NEXT = {Mark.OPEN: "x", Mark.TICKED: "n", Mark.NA: "o"}


def show(scene: Scene) -> Screen:
    say, question, campaign = scene.words.say, scene.question, scene.the()
    ticks = campaign.ticks(question.id)
    quotes, buttons = [], []
    for statement in question.statements:
        now, lead = mark_of(ticks, statement), label(campaign.framework, statement)
        quotes.append(Quote(lead, statement.text, now))
        spoken = {
            Mark.OPEN: say("{statement}, pas encore ; toucher pour acquise", statement=lead),
            Mark.TICKED: say("{statement}, acquise ; toucher pour sans objet", statement=lead),
            Mark.NA: say("{statement}, sans objet ; toucher pour pas encore", statement=lead),
        }[now]
        buttons.append(Button(f"{SIGNS[now]} {lead}", f"mark:{campaign.id}:{statement.id}:{NEXT[now]}", spoken))
    how = say("Touchez pour changer : ☐ pas encore, ☑ acquise, ⊘ sans objet. Puis validez.")
    confirm = Button(say("Valider"), f"settle:{campaign.id}:{question.id}")
    return Screen(
        (meter(scene), Heading(question.title, lang="fr"), Paragraph(how), *quotes),
        (*abreast(buttons), (confirm, go(say("Retour"), "fold")), (go(say("Autre…"), "more"),)),
    )


def hear(scene: Scene, event: Event) -> Move | None:
    return asking.hear(scene, event)
