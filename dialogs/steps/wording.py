"""A goal in its owner's words: the criteria S, M, A and R, observations, and why it was dropped."""

from __future__ import annotations

from dataclasses import replace

from dialogs.events import Event, Said, Tapped
from dialogs.goal_writes import KeepGoal, TakeBackGoal
from dialogs.goals import Goal, Text
from dialogs.lengths import units
from dialogs.replies import Block, Button, Paragraph, Quote, Screen
from dialogs.scene import Move, Scene
from dialogs.steps import guiding
from dialogs.steps.goal_words import text_name, the_goal
from dialogs.steps.guiding import REASON
from dialogs.steps.parts import abreast

LONGEST = 300
"""UTF-16 units of a text: a goal is shown whole on one screen, beside the framework's sentence."""


def show(scene: Scene) -> Screen:
    say, goal, field = scene.words.say, the_goal(scene), _field(scene)
    name = say("Abandonner") if field == REASON else text_name(scene.words, Text(field))
    blocks: list[Block] = [guiding.head(scene, name)]
    if field == Text.WORDING:
        blocks.append(Quote(goal.lead, goal.source))
    blocks += [Paragraph(it) for it in _asked(scene, field)]
    blocks += guiding.explained(field)
    if known := _known(goal, field):
        blocks.append(Paragraph(say("Écrit : « {text} »", text=known)))
        blocks.append(Paragraph(say("Ce que vous écrirez le remplacera.")))
    buttons = []
    if field == Text.WORDING and units(goal.source) <= LONGEST and goal.wording != goal.source:
        buttons.append(Button(say("Garder la phrase"), f"same:{goal.id}", say("Garder la phrase du référentiel")))
    if known and field != REASON:
        buttons.append(Button(say("Effacer ce texte"), f"blank:{goal.id}:{field}"))
    if field == REASON:
        buttons.append(Button(say("Sans raison"), f"drop:{goal.id}:now"))
    rows = (*abreast(buttons), *abreast(list(guiding.last(scene, goal))))
    return Screen(tuple(blocks), rows, prompt=say("Votre texte"))


def _field(scene: Scene) -> str:
    field = scene.session.field
    return field if field in {*Text, REASON} else Text.WORDING


def _asked(scene: Scene, field: str) -> list[str]:
    say = scene.words.say
    asked = {
        Text.WORDING: (say("Que voulez-vous obtenir, dans vos mots ?"),),
        Text.MEASURE: (
            say("À quoi verrez-vous qu'il est atteint ?"),
            say("Ex. : 20 enseignants sur 35 ont suivi une formation."),
        ),
        Text.AMBITION: (say("En quoi est-ce un progrès, et à votre portée ?"),),
        Text.MEANS: (say("Avec qui, et avec quels moyens ?"),),
        Text.NOTE: (say("Qu'avez-vous observé ? N'y mettez ni nom d'élève ni donnée de santé."),),
        REASON: (say("Pourquoi abandonner cet objectif ? Il reste lisible, et peut être repris."),),
    }
    return list(asked[field])


def _known(goal: Goal, field: str) -> str:
    return goal.reason if field == REASON else goal.text(Text(field))


def hear(scene: Scene, event: Event) -> Move | None:
    say, goal, field = scene.words.say, the_goal(scene), _field(scene)
    match event:
        case Said(text) if not text.strip():
            return Move(notice=say("Votre message est vide."))
        case Said(text) if units(text.strip()) > LONGEST:
            return Move(
                notice=say(
                    "Ce texte fait {length} caractères, pour {longest} au plus : raccourcissez-le.",
                    length=scene.words.number(units(text.strip())),
                    longest=scene.words.number(LONGEST),
                )
            )
        case Said(text) if field == REASON:
            return dropped(scene, goal, text.strip())
        case Said(text):
            return written(scene, goal, Text(field), text.strip())
        case Tapped() if event.verb == "same" and event.words == (goal.id,) and field == Text.WORDING:
            return written(scene, goal, Text.WORDING, goal.source) if units(goal.source) <= LONGEST else None
        case Tapped() if event.verb == "blank" and event.words == (goal.id, field) and field != REASON:
            return written(scene, goal, Text(field), "")
        case Tapped() if event.verb == "takeback" and event.words == (goal.id,) and goal.revision == 0:
            return Move("goals", (TakeBackGoal(goal),), notice=say("L'objectif n'est pas gardé."))
    return None


def written(scene: Scene, goal: Goal, field: Text, text: str) -> Move:
    said = scene.words.say("{name} : enregistré.", name=text_name(scene.words, field))
    gone = scene.words.say("{name} : effacé.", name=text_name(scene.words, field))
    changed = goal.writing(field, text)
    return guiding.after(scene, changed, (KeepGoal(changed, field.value, text),), said if text else gone)


def dropped(scene: Scene, goal: Goal, reason: str) -> Move:
    """Unless it ended while the reason was being written."""
    if not goal.running:
        return guiding.after(scene, goal, notice=scene.words.say("Cet objectif n'est plus en cours."))
    changed = replace(goal, dropped=scene.day, reason=reason)
    said = scene.words.say("Objectif abandonné : il reste lisible sous « Terminés ».")
    return guiding.after(scene, changed, (KeepGoal(changed, "dropped", reason),), said)
