"""One goal, whole: where it comes from, what it says, who leads it, when, how far it is, and what it lacks."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.goals import Day, Goal, Lack, Standing, Text, lacks, may_amend
from dialogs.replies import Block, Button, Heading, Paragraph, Quote, Rows, Screen
from dialogs.scene import Scene
from dialogs.steps.goal_words import (
    day_name,
    lack_name,
    leader,
    opening,
    standing_name,
    stands,
    text_name,
    the_goal,
)
from dialogs.steps.guiding import LEADER
from dialogs.steps.parts import abreast, go
from dialogs.steps.went import went

NEXT = {Standing.IDLE: Standing.DOING, Standing.DOING: Standing.DONE, Standing.DONE: Standing.IDLE}
"""A tap on a point de situation moves it on."""

CHANGING = 1
"""The page of the card that shows what can be changed."""


def show(scene: Scene) -> Screen:
    goal = the_goal(scene)
    amends = may_amend(goal, scene.membership)
    blocks: list[Block] = [
        Heading(scene.words.say("Objectif · {title}", title=goal.title)),
        Quote(goal.lead, goal.source),
        *map(Paragraph, _lines(scene, goal)),
    ]
    if amends and goal.running:
        blocks += map(Paragraph, _missing(scene, goal))
    blocks += [Paragraph(went(scene, it)) for it in scene.sent if amends and goal.dropped is None]
    rows = _rows(scene, goal) if amends else ()
    last = [Button(scene.words.say("Historique"), f"trace:{goal.id}"), go(scene.words.say("Objectifs"), "goals")]
    if any(goal.day(it) for it in Day):
        spoken = scene.words.say("Fichier de cet objectif, pour votre agenda")
        last.insert(0, Button(scene.words.say("Agenda"), f"diary:{goal.id}", spoken))
    return Screen(tuple(blocks), (*rows, tuple(last)))


def _lines(scene: Scene, goal: Goal) -> Iterator[str]:
    say, words = scene.words.say, scene.words
    for criterion in (Text.WORDING, Text.MEASURE, Text.AMBITION, Text.MEANS):
        if text := goal.text(criterion):
            yield say("{name} : {text}", name=text_name(words, criterion), text=text)
    if led := leader(words, goal):
        yield say("Pilote : {name}.", name=led)
    said = stands(words, goal, scene.day)
    yield say("Échéance : {stands}.", stands=said) if goal.running else f"{said[:1].upper()}{said[1:]}."
    for which in (Day.FIRST, Day.SECOND):
        point = goal.at(which)
        if point.day is not None or point.standing is not Standing.IDLE:
            day = words.day(point.day) if point.day else say("sans date")
            standing = standing_name(words, point.standing)
            yield say("{name} : {day}, {standing}.", name=day_name(words, which), day=day, standing=standing)
    if goal.note:
        yield say("{name} : {text}", name=text_name(words, Text.NOTE), text=goal.note)
    if goal.reason:
        yield say("Abandonné : {reason}", reason=goal.reason)
    if goal.hushed and goal.running:
        yield say("Rappels arrêtés pour cet objectif.")


def _missing(scene: Scene, goal: Goal) -> Iterator[str]:
    """What lacks, in one sentence; nothing is forced."""
    say, words, found = scene.words.say, scene.words, lacks(goal, scene.calendar)
    if found and goal.due and Lack.HOLIDAY in found:
        yield say("Le {day} : {holiday}.", day=words.day(goal.due), holiday=scene.calendar.holiday(goal.due))
    if found:
        yield say("Il manque : {lacks}.", lacks=words.listed([lack_name(words, it) for it in found]))
    if goal.due and not scene.calendar.knows(goal.due):
        yield say("Les vacances scolaires de cette période ne sont pas connues ici.")


def _rows(scene: Scene, goal: Goal) -> Rows:
    say = scene.words.say
    if goal.dropped is not None:
        return ((Button(say("Reprendre l'objectif"), f"revive:{goal.id}"),),)
    if goal.reached is not None:
        return abreast([*_review(scene, goal), Button(say("Pas encore atteint"), f"revive:{goal.id}")])
    if scene.session.page == CHANGING:
        return (*abreast(_changes(scene, goal)), (opening(goal, say("L'objectif")),))
    points = [_point(scene, goal, which) for which in (Day.FIRST, Day.SECOND) if goal.at(which).day]
    reached = Button(say("Atteint"), f"reach:{goal.id}", say("Cet objectif est atteint"))
    more = Button(say("Modifier…"), f"page:{scene.session.state.value}:{CHANGING}")
    hush = Button(say("Ne plus rappeler"), f"hush:{goal.id}")
    heard = Button(say("Rappeler à nouveau"), f"unhush:{goal.id}")
    return (*abreast(points), (reached, more), (heard if goal.hushed else hush,))


def _point(scene: Scene, goal: Goal, which: Day) -> Button:
    """Its état; a tap moves it on."""
    say, words, standing = scene.words.say, scene.words, goal.at(which).standing
    label = " · ".join((day_name(words, which), standing_name(words, standing)))
    after = standing_name(words, NEXT[standing])
    spoken = say("{label} ; toucher pour « {standing} »", label=label, standing=after)
    return Button(label, f"stand:{goal.id}:{which.value}:{NEXT[standing].value}", spoken)


def _changes(scene: Scene, goal: Goal) -> list[Button]:
    say, words = scene.words.say, scene.words
    texts = [Button(text_name(words, it), f"field:{goal.id}:{it.value}") for it in Text]
    days = [Button(day_name(words, it), f"field:{goal.id}:{it.value}") for it in Day]
    leads = Button(say("Pilote"), f"field:{goal.id}:{LEADER}")
    drops = Button(say("Abandonner"), f"field:{goal.id}:reason", say("Abandonner cet objectif"))
    return [*texts[:-1], *days, leads, texts[-1], drops]


def _review(scene: Scene, goal: Goal) -> list[Button]:
    """The question that the goal was about, where a campaign of its grid is open now."""
    if not scene.under_way:
        return []
    return [Button(scene.words.say("Revoir la question"), f"ask:{scene.under_way}:{goal.question}")]
