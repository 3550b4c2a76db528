"""Who leads a goal: one of the team, or somebody outside it, by name."""

from __future__ import annotations

from dataclasses import replace

from dialogs.events import Event, Said, Tapped
from dialogs.goal_writes import KeepGoal
from dialogs.goals import LED, Goal
from dialogs.lengths import units
from dialogs.replies import Block, Button, Paragraph, Screen
from dialogs.scene import Move, Scene
from dialogs.steps import guiding
from dialogs.steps.goal_words import leader, the_goal
from dialogs.steps.paging import clamp, pages_of, turn, turning
from dialogs.steps.parts import abreast
from dialogs.steps.people import called, the_team

LONGEST = 60
"""UTF-16 units of a name."""

SHOWN = 12
"""Members a page."""


def show(scene: Scene) -> Screen:
    say, words, goal, team = scene.words.say, scene.words, the_goal(scene), the_team(scene)
    pages = pages_of(len(team.members), SHOWN)
    page = clamp(scene.session.page, pages)
    shown = team.members[page * SHOWN : (page + 1) * SHOWN]
    blocks: list[Block] = [
        guiding.head(scene, say("Pilote")),
        Paragraph(say("Qui mène cet objectif ? Les rappels lui vont.")),
        *(Paragraph(say("{number}. {name}", number=it.number, name=called(words, it))) for it in shown),
        Paragraph(say("Touchez un numéro, ou écrivez le nom de quelqu'un d'autre : les rappels iront aux pilotes.")),
    ]
    if led := leader(words, goal):
        blocks.append(Paragraph(say("Pilote actuel : {name}.", name=led)))
    numbers = [
        Button(
            f"✓ {it.number}" if it.number == goal.pilot else str(it.number),
            f"led:{goal.id}:{it.number}",
            say("Confier l'objectif à {name}", name=called(words, it)),
        )
        for it in shown
    ]
    me = scene.membership
    own = [Button(say("Moi"), f"led:{goal.id}:{me.number}")] if me and goal.pilot != me.number else []
    nobody = [Button(say("Personne"), f"led:{goal.id}:0")] if led else []
    rows = (*abreast(numbers, 3), *turning(scene, page, pages), *abreast([*own, *nobody]))
    return Screen(tuple(blocks), (*rows, *abreast(list(guiding.last(scene, goal)))), prompt=say("Un nom"))


def hear(scene: Scene, event: Event) -> Move | None:
    say, goal, team = scene.words.say, the_goal(scene), the_team(scene)
    match event:
        case Said(text):
            name = " ".join(text.split())
            if not name:
                return Move(notice=say("Votre message est vide."))
            if not name.isprintable() or not any(letter.isalnum() for letter in name):
                return Move(notice=say("Un nom contient des lettres."))
            if units(name) > LONGEST:
                return Move(notice=say("Ce nom est trop long : {longest} caractères au plus.", longest=LONGEST))
            return _led(scene, replace(goal, pilot=0, led_by=name))
        case Tapped() if event.verb == "led" and event.words[:1] == (goal.id,) and len(event.words) == 2:
            found = next((it for it in team.members if str(it.number) == event.words[1]), None)
            if found is not None:
                return _led(scene, replace(goal, pilot=found.number, led_by=found.name or ""))
            return _led(scene, replace(goal, pilot=0, led_by="")) if event.words[1] == "0" else None
    return turn(scene, event)


def _led(scene: Scene, goal: Goal) -> Move:
    """Whoever leads it from now on is reminded of it, though somebody before was not."""
    led = leader(scene.words, goal)
    changed = replace(goal, hushed=False)
    kept = KeepGoal(changed, LED, str(goal.pilot)) if goal.pilot else KeepGoal(changed, guiding.LEADER, led)
    said = scene.words.say("Pilote : {name}.", name=led) if led else scene.words.say("Plus personne ne le mène.")
    return guiding.after(scene, changed, (kept,), said)
