"""A goal's date: a month to tap on, a delay, or a date written; or the day until which a reminder waits."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

from dialogs import figures
from dialogs.events import Event, Said, Tapped
from dialogs.goal_writes import KeepGoal, Snooze
from dialogs.goals import Day, Goal, on_the_way
from dialogs.reminding import again
from dialogs.replies import Block, Button, Heading, Paragraph, Rows, Screen
from dialogs.scene import Move, Scene
from dialogs.steps import guiding
from dialogs.steps.goal_words import day_name, the_goal
from dialogs.steps.guiding import AGAIN
from dialogs.steps.parts import abreast

FURTHEST = timedelta(days=366 * 4)
"""A goal is a matter of months: a date beyond is a slip of the finger."""

WORKDAYS = 5


def show(scene: Scene) -> Screen:
    say, words, goal, field = scene.words.say, scene.words, the_goal(scene), _field(scene)
    month = _month(scene, goal)
    asked = {
        Day.DUE: say("Pour quand ?"),
        Day.FIRST: say("Quand faire le premier point de situation ?"),
        Day.SECOND: say("Quand faire le second point de situation ?"),
        AGAIN: say("Jusqu'à quand ne rien rappeler de cet objectif ?"),
    }
    name = say("Rappeler plus tard") if field == AGAIN else day_name(words, Day(field))
    blocks: list[Block] = [guiding.head(scene, name), Paragraph(asked[field]), *guiding.explained(field)]
    if field != AGAIN and (known := goal.day(Day(field))) is not None:
        blocks.append(Paragraph(say("Date actuelle : {day}.", day=words.day(known))))
    blocks += [Paragraph(it) for it in _about(scene, month)]
    blocks.append(Heading(words.month(month)))
    return Screen(
        tuple(blocks),
        (
            *_days(scene, goal, field, month),
            _turning(scene, goal, field, month),
            *abreast(_quick(scene, goal, field)),
            *abreast(list(guiding.last(scene, goal))),
        ),
        prompt=say("Une date"),
    )


def _about(scene: Scene, month: date) -> list[str]:
    """What the days of the month stand for, and what nobody knows of them."""
    say = scene.words.say
    lines = [say("Touchez un jour (du lundi au vendredi ; · : vacances, jour férié ou passé), ou écrivez une date.")]
    lines.append(say("Par exemple 15/03/2027, ou 15 mars."))
    if not all(scene.calendar.knows(day) for day in (month, _end(month))):
        lines.append(say("Les vacances scolaires de ce mois ne sont pas connues ici."))
    return lines


def _days(scene: Scene, goal: Goal, field: str, month: date) -> Rows:
    """A row a week, whole, so that each weekday stands under itself; those that are past are left out. A day that is
    closed or past says why, and is chosen by no tap.
    """
    monday = month - timedelta(days=month.weekday())
    rows = []
    while monday <= _end(month):
        days = [monday + timedelta(days=number) for number in range(WORKDAYS)]
        if any(month <= day <= _end(month) and day >= scene.day for day in days):
            rows.append(tuple(_day(scene, goal, field, day) for day in days))
        monday += timedelta(days=7)
    return tuple(rows)


def _day(scene: Scene, goal: Goal, field: str, day: date) -> Button:
    free = scene.calendar.open(day) and day >= scene.day
    spoken = scene.words.full_day(day)
    if holiday := scene.calendar.holiday(day):
        spoken = scene.words.say("{day}, {holiday}", day=spoken, holiday=holiday)
    return Button(str(day.day) if free else "·", f"due:{goal.id}:{field}:{day.isoformat()}", spoken)


def _turning(scene: Scene, goal: Goal, field: str, month: date) -> tuple[Button, ...]:
    say = scene.words.say
    around = []
    if month > scene.day.replace(day=1):
        before = (month - timedelta(days=1)).replace(day=1)
        around.append(Button("‹", f"month:{goal.id}:{field}:{before:%Y-%m}", say("Mois précédent")))
    after = _end(month) + timedelta(days=1)
    if after <= scene.day + FURTHEST:
        around.append(Button("›", f"month:{goal.id}:{field}:{after:%Y-%m}", say("Mois suivant")))
    return tuple(around)


def _quick(scene: Scene, goal: Goal, field: str) -> list[Button]:
    """Delays in one tap, moved to open days; the end of a school year only where it is known."""
    say, press = scene.words.say, f"due:{goal.id}:{field}"
    if field == AGAIN:
        return []
    buttons = []
    if field == Day.DUE:
        in_three = scene.calendar.later(months_after(scene.day, 3))
        buttons.append(Button(say("Dans 3 mois"), f"{press}:{in_three.isoformat()}"))
        ends = scene.calendar.year_ends(scene.day)
        if ends is not None and ends > scene.day:
            label = say("Fin d'année scolaire")
            buttons.append(Button(label, f"{press}:{ends.isoformat()}", scene.words.full_day(ends)))
    if goal.day(Day(field)) is not None:
        buttons.append(Button(say("Aucune date"), f"{press}:none"))
    return buttons


def hear(scene: Scene, event: Event) -> Move | None:
    say, goal, field = scene.words.say, the_goal(scene), _field(scene)
    match event:
        case Said(text):
            day = figures.ahead(text, scene.day)
            if day is None:
                return Move(notice=say("Une date est attendue, par exemple 15/03/2027 ou 15 mars."))
            return _dated(scene, goal, field, day)
        case Tapped() if event.verb == "month" and event.words[:2] == (goal.id, field) and len(event.words) == 3:
            turned = _turned(scene, event.words[2])
            return Move(session=replace(scene.session, month=event.words[2])) if turned else None
        case Tapped() if event.verb == "due" and event.words[:2] == (goal.id, field) and len(event.words) == 3:
            return _tapped(scene, goal, field, event.words[2])
    return None


def _tapped(scene: Scene, goal: Goal, field: str, written: str) -> Move | None:
    if written == "none":
        return _kept(scene, goal, Day(field), None) if field != AGAIN else None
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    holiday = scene.calendar.holiday(day)
    if holiday:
        said = scene.words.say(
            "{day} : {holiday}. Écrivez la date pour la choisir tout de même.",
            day=scene.words.full_day(day),
            holiday=holiday,
        )
        return Move(notice=said)
    return _dated(scene, goal, field, day)


def _dated(scene: Scene, goal: Goal, field: str, day: date) -> Move:
    say = scene.words.say
    if day < scene.day or (field == AGAIN and day == scene.day):
        return Move(notice=say("Cette date est passée."))
    if day - scene.day > FURTHEST:
        return Move(notice=say("Cette date est dans plus de quatre ans : choisissez-en une plus proche."))
    if field == AGAIN:
        return snoozed(scene, goal, day)
    if fault := _fault(scene, goal.dating(Day(field), day)):
        return Move(notice=fault)
    return _kept(scene, goal, Day(field), day)


def _kept(scene: Scene, goal: Goal, field: Day, day: date | None) -> Move:
    """The échéance proposes points de situation on the way, where none was set."""
    say, words = scene.words.say, scene.words
    name = day_name(words, field)
    changed = goal.dating(field, day)
    if day is None:
        said = say("{name} : plus de date.", name=name)
    else:
        said = say("{name} : {day}.", name=name, day=words.day(day))
    way = on_the_way(changed, scene.calendar, scene.day) if field is Day.DUE else changed
    if way.first.day and way.second.day and way != changed:
        proposed = say(
            "Points de situation proposés : {first} et {second}.",
            first=words.day(way.first.day),
            second=words.day(way.second.day),
        )
        said = f"{said} {proposed}"
    return guiding.after(scene, way, (KeepGoal(way, field.value, day.isoformat() if day else ""),), said)


def snoozed(scene: Scene, goal: Goal, until: date) -> Move:
    day = again(until, scene.day, scene.calendar).day
    said = scene.words.say("Rappel reporté : rien avant le {day}.", day=scene.words.full_day(day))
    return guiding.after(scene, goal, (Snooze(goal, until),), said)


def _fault(scene: Scene, goal: Goal) -> str:
    """Why the dates can't stand so; "" when they can."""
    say, (first, second) = scene.words.say, (goal.first.day, goal.second.day)
    if goal.due and ((first and first > goal.due) or (second and second > goal.due)):
        return say("Un point de situation viendrait après l'échéance.")
    if first and second and second < first:
        return say("Le second point de situation viendrait avant le premier.")
    return ""


def _field(scene: Scene) -> str:
    field = scene.session.field
    return field if field in {*Day, AGAIN} else Day.DUE


def _month(scene: Scene, goal: Goal) -> date:
    """The first of the month shown: the one turned to, else that of the date, else this one."""
    turned = _turned(scene, scene.session.month)
    known = None if _field(scene) == AGAIN else goal.day(Day(_field(scene)))
    return turned or max(known or scene.day, scene.day).replace(day=1)


def _turned(scene: Scene, month: str) -> date | None:
    """The first of a month in which a day can be chosen."""
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        return None
    return first if scene.day.replace(day=1) <= first <= scene.day + FURTHEST else None


def _end(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last one."""
    at = day.month - 1 + months
    first = date(day.year + at // 12, at % 12 + 1, 1)
    return first.replace(day=min(day.day, _end(first).day))
