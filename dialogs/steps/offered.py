"""A text nobody asked for, offered as a note on the question shown last."""

from __future__ import annotations

from dataclasses import replace

from dialogs.events import Event, Tapped
from dialogs.replies import Button, Heading, Paragraph, Screen
from dialogs.scene import Move, Scene
from dialogs.steps.noting import too_long
from dialogs.steps.parts import go
from dialogs.writes import SaveNote


def show(scene: Scene) -> Screen:
    say, question = scene.words.say, scene.question
    blocks = (
        Heading(question.title, lang="fr"),
        Paragraph(say("Garder ce texte comme note sur cette question ?")),
        Paragraph(say("« {text} »", text=scene.session.text)),
    )
    keep = Button(say("Garder"), f"keep:{scene.the().id}:{question.id}")
    return Screen(blocks, ((keep, go(say("Ne pas garder"), "back")),))


def hear(scene: Scene, event: Event) -> Move | None:
    match event:
        case Tapped() if event.verb == "keep" and event.words == (scene.the().id, scene.question.id):
            return _kept(scene)
    return None


def offer(scene: Scene, text: str) -> Move:
    """The text waits for a yes; one that could never be a note is refused at once."""
    fault = too_long(scene.words, text)
    return Move(notice=fault) if fault else Move("offer", session=replace(scene.session, text=text.strip()))


def _kept(scene: Scene) -> Move:
    campaign, question, text = scene.the(), scene.question.id, scene.session.text.strip()
    before = campaign.notes.get(question, "")
    note = f"{before}\n{text}" if before else text
    fault = too_long(scene.words, note)
    if fault:
        return Move(notice=fault)
    session = replace(scene.session, text="")
    return Move("back", (SaveNote(campaign.id, question, note),), session, scene.words.say("Note enregistrée."))
