"""From which of the next-level actions a goal is made."""

from __future__ import annotations

from dataclasses import replace

from dialogs.campaign import Campaign
from dialogs.events import Event, Tapped
from dialogs.goal_writes import KeepGoal
from dialogs.goals import Text, set_from
from dialogs.replies import Block, Button, Heading, Paragraph, Screen
from dialogs.scene import Move, Scene
from dialogs.steps.paging import clamp, pages_of, turn, turning
from dialogs.steps.parts import abreast, go, source
from dialogs.steps.results import SHOWN, place, quotes
from frameworks.advice import Action, actions


def show(scene: Scene) -> Screen:
    say, campaign = scene.words.say, scene.the().position
    found = actions(campaign.framework, campaign.answers)
    pages = pages_of(len(found), SHOWN)
    page = clamp(scene.session.page, pages)
    blocks: list[Block] = [Heading(say("De quelle étape faire un objectif ?"))]
    blocks += quotes(scene.words, campaign, found, page * SHOWN)
    blocks.append(source(scene.words, campaign.framework) if found else Paragraph(say("Aucune étape à proposer.")))
    shown = found[page * SHOWN : (page + 1) * SHOWN]
    numbers = [_button(scene, it, number) for number, it in enumerate(shown, page * SHOWN + 1)]
    rows = (*abreast(numbers, 5), *turning(scene, page, pages))
    return Screen(tuple(blocks), (*rows, (go(say("Objectifs"), "goals"), go(say("Résultats"), "results"))))


def _button(scene: Scene, action: Action, number: int) -> Button:
    spoken = scene.words.say(
        "En faire un objectif : {number}, {place}", number=number, place=place(scene.words, scene.the(), action)
    )
    return Button(str(number), f"aim:{scene.the().id}:{action.statement.id}", spoken)


def hear(scene: Scene, event: Event) -> Move | None:
    match event:
        case Tapped() if event.verb == "aim" and event.words[:1] == (scene.the().id,) and len(event.words) == 2:
            return _aimed(scene, event.words[1])
    return turn(scene, event)


def _aimed(scene: Scene, statement: str) -> Move | None:
    """The goal is kept at once: what is said of it afterwards only completes it."""
    campaign: Campaign = scene.the()
    position = campaign.position
    found = actions(position.framework, position.answers)
    action = next((it for it in found if it.statement.id == statement), None)
    me = scene.member_of(campaign.school.id) if campaign.school else None
    if action is None or me is None:
        return None
    goal = set_from(
        action,
        key=scene.fresh,
        school=me.school.id,
        framework=campaign.framework.id,
        lead=place(scene.words, position, action),
        maker=me.number,
        at=scene.now,
    )
    session = replace(
        scene.session, goal=goal.id, school=me.school.id, field=Text.WORDING.value, guided=True, month="", page=0
    )
    return Move("word", (KeepGoal(goal, "made", goal.lead),), session, scene.words.say("Objectif enregistré."))
