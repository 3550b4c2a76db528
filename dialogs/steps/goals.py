"""The school's goals: all that run, one's own, those that are late, of this term, or ended."""

from __future__ import annotations

from dataclasses import replace

from dialogs.events import Event, Tapped
from dialogs.goals import Chosen, Goal, chosen
from dialogs.replies import Block, Button, Heading, Paragraph, Screen
from dialogs.roles import Role
from dialogs.scene import Move, Scene
from dialogs.steps.goal_words import chosen_name, leader, opening, stands
from dialogs.steps.paging import clamp, pages_of, turn, turning
from dialogs.steps.parts import abreast, go

SHOWN = 8
"""Goals a page."""


def show(scene: Scene) -> Screen:
    say, words = scene.words.say, scene.words
    found = listed(scene)
    pages = pages_of(len(found), SHOWN)
    page = clamp(scene.session.page, pages)
    shown = found[page * SHOWN : (page + 1) * SHOWN]
    school = scene.membership.school.name if scene.membership else ""
    blocks: list[Block] = [Heading(say("Les objectifs de « {school} »", school=school))]
    if pages > 1:
        blocks.append(Paragraph(say("Page {page} sur {pages}", page=page + 1, pages=pages)))
    blocks += [Paragraph(_line(scene, it, number)) for number, it in enumerate(shown, page * SHOWN + 1)]
    blocks.append(Paragraph(_below(scene, found)))
    numbers = [
        opening(it, str(number), say("Ouvrir l'objectif {number}, {title}", number=number, title=it.title))
        for number, it in enumerate(shown, page * SHOWN + 1)
    ]
    filters = [
        Button(f"✓ {name}" if it is scene.session.goals else name, f"goals:{it.value}")
        for it in Chosen
        if (name := chosen_name(words, it))
    ]
    rows = (*abreast(numbers, 4), *turning(scene, page, pages), *(abreast(filters) if scene.goals else ()))
    return Screen(tuple(blocks), (*rows, *abreast(_ways(scene))))


def listed(scene: Scene) -> tuple[Goal, ...]:
    number = scene.membership.number if scene.membership else 0
    return chosen(scene.goals, scene.session.goals, today=scene.day, number=number)


def hear(scene: Scene, event: Event) -> Move | None:
    match event:
        case Tapped() if event.verb == "goals" and event.words and event.words[0] in set(Chosen):
            return Move(session=replace(scene.session, goals=Chosen(event.words[0]), page=0))
    return turn(scene, event)


def _line(scene: Scene, goal: Goal, number: int) -> str:
    say, words = scene.words.say, scene.words
    parts = [goal.title, stands(words, goal, scene.day)]
    if goal.running and (led := leader(words, goal)):
        parts.insert(1, led)
    return say("{number}. {goal}", number=number, goal=" · ".join(parts))


def _below(scene: Scene, found: tuple[Goal, ...]) -> str:
    say = scene.words.say
    if not scene.goals:
        return say("Aucun objectif encore : il se fixe à partir d'une prochaine étape, sous « Résultats ».")
    if not found:
        return say("Aucun objectif de ce genre.")
    return say("Touchez un numéro pour ouvrir un objectif.")


def _ways(scene: Scene) -> list[Button]:
    say = scene.words.say
    me, ways = scene.membership, []
    if scene.campaign is not None and scene.campaign.school is not None and me and me.role is not Role.READER:
        ways.append(go(say("Nouvel objectif"), "aim"))
    if scene.goals:
        ways.append(go(say("Par étape"), "tally"))
    ways += [go(say("Agenda"), "agenda"), go(say("Mes rappels"), "reminders")]
    last = go(say("Résultats"), "results") if scene.campaign is not None else go(say("Accueil"), "start")
    return [*ways, last]
