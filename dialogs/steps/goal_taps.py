"""What a goal's buttons do, wherever they were left: on its card, in a list, in a reminder."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from dialogs.events import Tapped
from dialogs.goal_writes import KeepGoal
from dialogs.goals import VERBS, Day, Goal, Standing, Text, may_amend
from dialogs.scene import Move, Scene
from dialogs.steps import diaries, guiding, scheduling, wording
from dialogs.steps.goal_words import day_name, is_held, standing_name

SPANS = {"3": timedelta(days=3), "7": timedelta(days=7)}
"""For how long a reminder is put off, by button."""


def hear(scene: Scene, tap: Tapped) -> Move | None:
    """Looking is for everybody in the team; changing for whoever may."""
    goal = scene.goal_of(tap.words[0]) if tap.verb in VERBS and tap.words else None
    if goal is None:
        return None
    stood = scene.membership
    scene = scene.at(replace(scene.session, school=goal.school))  # its clocks, wherever the conversation stands
    match tap.verb, tap.words[1:]:
        case "goal", ():
            return Move("goal", session=guiding.at(scene.session, goal))
        case "trace", ():
            return Move("trace", session=guiding.at(scene.session, goal))
        case "diary", ():
            return _filed(scene, goal)
    say = scene.words.say
    if may_amend(goal, scene.member_of(goal.school)):
        move, why = _changed(scene, goal, tap), say("Ce bouton ne sert plus ici : voici où vous en êtes.")
    else:
        why = say("Seuls ses pilotes et qui l'a fixé changent cet objectif.")
        move = Move(notice=why)
    if (move is None or not move.trigger) and (stood is None or stood.school.id != goal.school):
        # The scene holds that school's goals: they must not be shown as those of the one where the person stood.
        return Move("goal", session=guiding.at(scene.session, goal), notice=why)
    return move


def _changed(scene: Scene, goal: Goal, tap: Tapped) -> Move | None:
    say = scene.words.say
    match tap.verb, tap.words[1:]:
        case "field", (field,) if field in {*Text, *Day, guiding.LEADER, guiding.REASON, guiding.AGAIN}:
            return guiding.asking(scene.session, goal, field, guided=False)
        case "pass", (field,) if field == scene.session.field and goal.id == scene.session.goal:
            return guiding.after(scene, goal)
        case "stand", (which, standing) if which in set(Day) - {Day.DUE} and standing in set(Standing):
            return _stands(scene, goal, Day(which), Standing(standing))
        case "reach", () if goal.running:
            changed = replace(goal, reached=scene.day)
            said = " ".join((say("Bravo : objectif atteint."), review(scene, changed)))
            return _kept(scene, changed, "reached", scene.day.isoformat(), said)
        case "revive", () if not goal.running:
            changed = replace(goal, reached=None, dropped=None, reason="")
            return _kept(scene, changed, "revived", "", say("L'objectif est de nouveau en cours."))
        case "drop", ("now",) if goal.running:
            return wording.dropped(scene.at(replace(scene.session, guided=False)), goal, "")
        case "hush", () if goal.running:
            said = say("Plus aucun rappel pour cet objectif ; il reste dans la liste.")
            return _kept(scene, replace(goal, hushed=True), "hushed", "", said)
        case "unhush", () if goal.running:
            said = say("Les rappels de cet objectif reprennent.")
            return _kept(scene, replace(goal, hushed=False), "unhushed", "", said)
        case "snooze", (span,) if span in SPANS and goal.running:
            here = scene.at(replace(scene.session, guided=False))
            return scheduling.snoozed(here, goal, scene.day + SPANS[span])
    return None


def _filed(scene: Scene, goal: Goal) -> Move:
    """The goal's file, above its card."""
    say, session = scene.words.say, guiding.at(scene.session, goal)
    diary = diaries.of(scene.at(session), [goal])
    if diary is None:
        return Move("goal", session=session, notice=say("Cet objectif n'a pas encore de date."))
    return Move("goal", session=session, notice=say("Le fichier est juste au-dessus."), letters=(diary,))


def _stands(scene: Scene, goal: Goal, which: Day, standing: Standing) -> Move:
    """A point de situation that is said to be achieved asks whether the goal is."""
    words = scene.words
    if goal.at(which).standing is standing:
        return Move("goal", session=guiding.at(scene.session, goal))
    said = words.say("{name} : {standing}.", name=day_name(words, which), standing=standing_name(words, standing))
    if standing is Standing.DONE:
        said = " ".join((said, words.say("Si l'objectif l'est aussi, touchez « Atteint ».")))
    return _kept(scene, goal.standing(which, standing), f"{which.value} standing", standing.value, said)


def _kept(scene: Scene, goal: Goal, field: str, value: str, said: str) -> Move:
    return Move("goal", (KeepGoal(goal, field, value),), guiding.at(scene.session, goal), said)


def review(scene: Scene, goal: Goal) -> str:
    """What reaching the goal asks of its question, now or at the next campaign."""
    say, grid = scene.words.say, scene.frameworks.get(goal.framework)
    question = grid.question.get(goal.question) if grid else None
    if grid is None or question is None:
        return ""
    asked = is_held(scene.words, grid.law, goal.level)
    if scene.under_way:
        return say("« {question} » : {asked}", question=question.title, asked=asked)
    return say("« {question} », à la prochaine campagne : {asked}", question=question.title, asked=asked)
