"""Goals as a file for a calendar, their dates in words beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dialogs.agenda import Agenda, Appointment, of_goal
from dialogs.goals import Chosen, Goal, chosen
from dialogs.replies import Block, Diary, Heading, Paragraph
from dialogs.scene import Scene

MOST = 60
"""Goals in a file: their words must be read too. Those that run come first, the nearest échéance before."""


def of(scene: Scene, goals: Sequence[Goal]) -> Diary | None:
    """Of goals of the school shown; None where none of them has, or had, a date."""
    say, words, me = scene.words.say, scene.words, scene.membership
    school = me.school if me else None
    if school is None:
        return None
    parts = [(it, tuple(of_goal(words, it, school, scene.past))) for it in goals]
    dated = [(goal, found) for goal, found in parts if found]
    if not dated:
        return None
    name = say("Objectifs · {school}", school=school.name)
    blocks: list[Block] = [Heading(say("Agenda : {name}", name=name))]
    blocks += [Paragraph(_line(scene, goal, found)) for goal, found in dated[:MOST]]
    if len(dated) > MOST:
        blocks.append(Paragraph(say("Les {n} premiers seulement : les autres ont leur fichier chacun.", n=MOST)))
    blocks.append(
        Paragraph(
            say(
                "À 9 h, heure de l'établissement, avec un rappel sept jours et un jour avant. Ouvrez le fichier : "
                "votre agenda l'ajoute. Un fichier plus récent remplace ce que celui-ci a mis."
            )
        )
    )
    return Diary(Agenda(name, tuple(it for _, found in dated[:MOST] for it in found)), tuple(blocks))


def of_all(scene: Scene) -> Diary | None:
    number = scene.membership.number if scene.membership else 0
    running = chosen(scene.goals, Chosen.RUNNING, today=scene.day, number=number)
    ended = chosen(scene.goals, Chosen.ENDED, today=scene.day, number=number)
    return of(scene, (*running, *ended))


def _line(scene: Scene, goal: Goal, found: Sequence[Appointment]) -> str:
    """Each date of the goal, and what it is."""
    return scene.words.say("{title} : {dates}.", title=goal.title, dates=scene.words.listed(list(_dates(scene, found))))


def _dates(scene: Scene, found: Sequence[Appointment]) -> Iterator[str]:
    say = scene.words.say
    for it in found:
        day, due = scene.words.day(it.begins), it.uid.partition("@")[0].endswith("-due")
        if it.cancelled:
            yield (
                say("échéance du {day} (annulée)", day=day)
                if due
                else say("point de situation du {day} (annulé)", day=day)
            )
        else:
            yield say("échéance le {day}", day=day) if due else say("point de situation le {day}", day=day)
