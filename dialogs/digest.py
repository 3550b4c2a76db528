"""What the clock tells somebody: one letter, however much is due; by mail, titles alone."""

from __future__ import annotations

from dialogs.goals import Goal, may_amend
from dialogs.hours import end_of
from dialogs.reminding import Ahead, Due, Kind, digest
from dialogs.replies import Block, Button, Heading, Letter, Paragraph, Rows
from dialogs.scene import Scene
from dialogs.steps.goal_words import leader, stands, when
from dialogs.steps.parts import abreast

MOST = 10
"""Lines of a letter: the others are counted, and ``/objectifs`` lists them all."""


def letter(scene: Scene, *, mail: bool) -> Letter | None:
    """None where nothing is due to this person any more."""
    say, dues = scene.words.say, tuple(it for it in digest(scene.dues) if it.goal or it.ahead)
    if not dues:
        return None
    head = Heading(say("Rappel") if len(dues) == 1 else say("Vos rappels"))
    now, passed = [it for it in dues if not it.passed], [it for it in dues if it.passed]
    until = min(end_of(scene.now, it.school.timezone, scene.hours[1]) for it in dues)
    if mail:
        return Letter((head, *(Paragraph(_title(it)) for it in dues)), until=until)
    shown = (now + passed)[:MOST]
    blocks: list[Block] = [head, *(Paragraph(_line(scene, it)) for it in shown if it in now)]
    if passed:
        blocks.append(Paragraph(say("Passé, sans que Palier ait pu le dire à temps :")))
        blocks += [Paragraph(_line(scene, it)) for it in shown if it in passed]
    if more := len(dues) - len(shown):
        blocks.append(Paragraph(scene.words.count("Et {n} autre.", "Et {n} autres.", more)))
    return Letter(tuple(blocks), _rows(scene, shown), until)


def _title(due: Due) -> str:
    return due.goal.title if due.goal else due.ahead.title if due.ahead else ""


def _line(scene: Scene, due: Due) -> str:
    if due.goal is not None:
        return _of_goal(scene, due, due.goal)
    return _of_campaign(scene, due, due.ahead) if due.ahead is not None else ""


def _of_goal(scene: Scene, due: Due, goal: Goal) -> str:
    """What it is about, in whole words; the school is named where somebody has several."""
    say, words, title = scene.words.say, scene.words, goal.title
    if len(scene.memberships) > 1:
        title = say("{school} · {goal}", school=due.school.name, goal=title)
    point = {Kind.FIRST: goal.first.day, Kind.SECOND: goal.second.day}.get(due.kind)
    if point is not None:
        return say("« {goal} » : point de situation {when}.", goal=title, when=when(words, point, due.today))
    if goal.due is None:
        return say("« {goal} » : à revoir.", goal=title)
    if not goal.late(due.today):
        return say("« {goal} » : échéance {when}.", goal=title, when=when(words, goal.due, due.today))
    led, late = leader(words, goal), stands(words, goal, due.today)
    if led and not _leads(scene, goal):
        return say("« {goal} », mené par {name} : {late}.", goal=title, name=led, late=late)
    return say("« {goal} » : {late}.", goal=title, late=late)


def _leads(scene: Scene, goal: Goal) -> bool:
    me = scene.member_of(goal.school)
    return me is not None and me.number == goal.pilot


def _of_campaign(scene: Scene, due: Due, ahead: Ahead) -> str:
    say, words = scene.words.say, scene.words
    far = when(words, ahead.day, due.today)
    if due.kind is Kind.NEXT:
        return say("« {campaign} » : prochaine évaluation {when}.", campaign=ahead.title, when=far)
    said = say("« {campaign} » : clôture prévue {when}.", campaign=ahead.title, when=far)
    if not ahead.left:
        return said
    left = words.count("Il vous reste {n} question.", "Il vous reste {n} questions.", ahead.left)
    return f"{said} {left}"


def _rows(scene: Scene, shown: list[Due]) -> Rows:
    """Of one goal, all that its reader can do of it; of several, each by its title."""
    say = scene.words.say
    goals = list({it.goal.id: it.goal for it in shown if it.goal is not None}.values())
    others = [
        Button(
            say("Reprendre"), f"resume:{it.ahead.campaign}", say("Reprendre « {campaign} »", campaign=it.ahead.title)
        )
        for it in shown
        if it.ahead is not None and it.ahead.left
    ]
    if len(goals) != 1:
        numbers = [
            Button(say("Objectif {number}", number=at), f"goal:{it.id}", it.title) for at, it in enumerate(goals, 1)
        ]
        return (*abreast(numbers), *abreast(others))
    key = goals[0].id
    if not may_amend(goals[0], scene.member_of(goals[0].school)):
        return ((Button(say("État…"), f"goal:{key}"),), *abreast(others))
    return (
        (Button(say("C'est fait"), f"reach:{key}"), Button(say("État…"), f"goal:{key}")),
        (Button(say("Dans 3 jours"), f"snooze:{key}:3"), Button(say("Dans 1 semaine"), f"snooze:{key}:7")),
        (Button(say("Autre date"), f"field:{key}:again"), Button(say("Ne plus rappeler"), f"hush:{key}")),
        *abreast(others),
    )
