"""One criterion after the other, as long as a goal is being set: S, M, A, R, T, and who leads it."""

from __future__ import annotations

from dataclasses import replace

from dialogs.goals import Day, Goal, Text
from dialogs.replies import Block, Button, Heading, Quote
from dialogs.scene import Move, Scene
from dialogs.session import Session
from dialogs.steps.goal_words import opening
from dialogs.writes import Write
from frameworks.smart import criteria

LEADER, REASON, AGAIN = "pilot", "reason", "again"
"""What is asked for besides a goal's texts and dates: who leads it, why it is dropped, when to remind again."""

ORDER = (Text.WORDING, Text.MEASURE, Text.AMBITION, Text.MEANS, Day.DUE, LEADER)
LETTERS = {Text.WORDING: "S", Text.MEASURE: "M", Text.AMBITION: "A", Text.MEANS: "R", Day.DUE: "T"}


def asking(session: Session, goal: Goal, field: str, *, guided: bool) -> Move:
    """The way to the question about a goal's field."""
    here = replace(session, goal=goal.id, school=goal.school, field=field, guided=guided, month="")
    if field in {*Text, REASON}:
        return Move("word", session=here)
    if field == LEADER:
        return Move("entrust", session=here)
    return Move("schedule", session=here)


def after(scene: Scene, goal: Goal, writes: tuple[Write, ...] = (), notice: str = "") -> Move:
    """What comes once a field has its answer, or was passed: the next criterion while one is guided, else the goal."""
    field = scene.session.field
    done = ORDER.index(field) + 1 if scene.session.guided and field in ORDER else len(ORDER)
    if done < len(ORDER):
        return replace(asking(scene.session, goal, ORDER[done], guided=True), writes=writes, notice=notice)
    return Move("goal", writes, at(scene.session, goal), notice)


def at(session: Session, goal: Goal) -> Session:
    """At the goal's card, in the school whose it is."""
    return replace(session, goal=goal.id, school=goal.school, field="", guided=False, page=0)


def head(scene: Scene, name: str) -> Heading:
    """What is asked, and how far one is: "Objectif SMART · 2/6 · Mesurable"."""
    say, field = scene.words.say, scene.session.field
    if scene.session.guided and field in ORDER:
        number = ORDER.index(field) + 1
        return Heading(say("Objectif SMART · {at}/{of} · {name}", at=number, of=len(ORDER), name=name))
    return Heading(say("Objectif SMART · {name}", name=name))


def explained(field: str) -> list[Block]:
    """The criterion in the annexe's own words."""
    letter = LETTERS.get(Text(field) if field in set(Text) else Day(field)) if field in {*Text, *Day} else None
    return [Quote(criteria()[letter].title, criteria()[letter].text)] if letter else []


def last(scene: Scene, goal: Goal) -> tuple[Button, ...]:
    """On from here: while one is guided what is not answered is passed, or the rest left for later."""
    say = scene.words.say
    if not scene.session.guided:
        return (opening(goal, say("L'objectif")),)
    passing = Button(say("Passer ›"), f"pass:{goal.id}:{scene.session.field}", say("Passer ce critère"))
    enough = opening(goal, say("Terminer"), say("Terminer : voir l'objectif"))
    if scene.session.field == Text.WORDING and goal.revision == 0:
        return (Button(say("Annuler"), f"takeback:{goal.id}", say("Ne pas garder cet objectif")), passing, enough)
    return (passing, enough)
