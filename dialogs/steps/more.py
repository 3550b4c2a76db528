"""What is rarer about a question: sans objet, je ne sais pas, a note, what it means, a pause."""

from __future__ import annotations

from dialogs.events import Event, Tapped
from dialogs.replies import Button, Heading, Paragraph, Screen
from dialogs.scene import Move, Scene
from dialogs.steps import answering
from dialogs.steps.parts import abreast, go
from dialogs.writes import RemoveAnswer


def show(scene: Scene) -> Screen:
    say, question, campaign = scene.words.say, scene.question, scene.the()
    named = f"{campaign.id}:{question.id}"
    buttons = [
        Button(say("Sans objet"), f"answer:{named}:na"),
        Button(say("Je ne sais pas"), f"answer:{named}:dk"),
        go(say("Modifier la note") if question.id in campaign.notes else say("Écrire une note"), "note"),
    ]
    if scene.domain.guidance or scene.domain.definitions:
        buttons.append(go(say("Comprendre"), "meaning"))
    if question.id in campaign.answers or question.id in campaign.drafts:
        buttons.append(Button(say("Effacer ma réponse"), f"clear:{named}"))
    buttons += [go(say("Domaines"), "menu"), go(say("Pause"), "pause"), go(say("Retour"), "ask_again")]
    rules = (
        Paragraph(say("Sans objet : la question ne concerne pas votre établissement.")),
        Paragraph(say("Je ne sais pas : à demander à quelqu'un.")),
        Paragraph(say("Aucune de ces deux réponses ne compte comme un zéro.")),
    )
    return Screen((Heading(question.title, lang="fr"), *rules), abreast(buttons))


def hear(scene: Scene, event: Event) -> Move | None:
    match event:
        case Tapped() if event.verb == "clear" and event.words == (scene.the().id, scene.question.id):
            write = RemoveAnswer(scene.the().id, scene.question.id)
            return Move("ask_again", (write,), notice=scene.words.say("Réponse effacée."))
    return answering.hear(scene, event)
