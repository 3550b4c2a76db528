"""A note on a question, for oneself and the commission."""

from __future__ import annotations

from dialogs.events import Event, Said, Tapped
from dialogs.lengths import units
from dialogs.replies import Block, Button, Heading, Paragraph, Rows, Screen
from dialogs.scene import Move, Scene
from dialogs.steps.parts import go
from dialogs.writes import SaveNote
from locales import Words

LONGEST = 500
"""UTF-16 units; a note is a remark, and a page of the recap shows every one of its domain whole."""


def show(scene: Scene) -> Screen:
    say, question, campaign = scene.words.say, scene.question, scene.the()
    blocks: list[Block] = [
        Heading(question.title, lang="fr"),
        Paragraph(say("Écrivez votre note. N'y mettez ni nom d'élève ni donnée de santé.")),
    ]
    rows: Rows = ((go(say("Retour"), "ask_again"),),)
    if question.id in campaign.notes:
        blocks.append(Paragraph(say("Note : {note}", note=campaign.notes[question.id])))
        blocks.append(Paragraph(say("Ce que vous écrirez la remplacera.")))
        rows = ((Button(say("Supprimer la note"), f"unnote:{campaign.id}:{question.id}"), *rows[0]),)
    return Screen(tuple(blocks), rows, prompt=say("Votre note"))


def hear(scene: Scene, event: Event) -> Move | None:
    say, named = scene.words.say, (scene.the().id, scene.question.id)
    match event:
        case Said(text):
            fault = too_long(scene.words, text)
            if fault:
                return Move(notice=fault)
            return Move("noted", (SaveNote(*named, text.strip()),), notice=say("Note enregistrée."))
        case Tapped() if event.verb == "unnote" and event.words == named:
            gone = scene.the().notes.get(scene.question.id, "")
            return Move("noted", (SaveNote(*named, ""),), notice=say("Note supprimée : « {note} ».", note=gone))
    return None


def too_long(words: Words, text: str) -> str:
    """Why a text can't be a note; empty when it can."""
    if units(text) <= LONGEST:
        return ""
    return words.say(
        "Cette note fait {length} caractères, pour {longest} au plus : raccourcissez-la.",
        length=words.number(units(text)),
        longest=words.number(LONGEST),
    )
