"""How goals are said, wherever one is shown: its dates, who leads it, what it lacks."""

from __future__ import annotations

from datetime import date

from dialogs.goals import Chosen, Day, Goal, Lack, Standing, Text
from dialogs.replies import Button
from dialogs.scene import Scene
from dialogs.steps.people import signed
from frameworks.model import Law
from locales import Words


def the_goal(scene: Scene) -> Goal:
    """The goal of a state that shows one; ``core.grounded`` sees to it."""
    if scene.goal is None:
        raise LookupError(f"no goal in state {scene.session.state}")
    return scene.goal


def opening(goal: Goal, label: str, spoken: str = "") -> Button:
    return Button(label, f"goal:{goal.id}", spoken)


def standing_name(words: Words, standing: Standing) -> str:
    """In the sheet's own words."""
    say = words.say
    names = {Standing.IDLE: say("non engagé"), Standing.DOING: say("en cours"), Standing.DONE: say("achevé")}
    return names[standing]


def text_name(words: Words, which: Text) -> str:
    say = words.say
    names = {
        Text.WORDING: say("Spécifique"),
        Text.MEASURE: say("Mesurable"),
        Text.AMBITION: say("Ambitieux"),
        Text.MEANS: say("Réaliste"),
        Text.NOTE: say("Observations"),
    }
    return names[which]


def day_name(words: Words, which: Day) -> str:
    say = words.say
    names = {Day.DUE: say("Échéance"), Day.FIRST: say("Point 1"), Day.SECOND: say("Point 2")}
    return names[which]


def chosen_name(words: Words, which: Chosen) -> str:
    say = words.say
    names = {
        Chosen.RUNNING: say("En cours"),
        Chosen.MINE: say("Les miens"),
        Chosen.LATE: say("En retard"),
        Chosen.TERM: say("Ce trimestre"),
        Chosen.ENDED: say("Terminés"),
    }
    return names[which]


def lack_name(words: Words, lack: Lack) -> str:
    say = words.say
    names = {
        Lack.FIGURE: say("un chiffre"),
        Lack.PILOT: say("un pilote"),
        Lack.DATE: say("une échéance"),
        Lack.HOLIDAY: say("une échéance hors des vacances et des jours fériés"),
    }
    return names[lack]


def leader(words: Words, goal: Goal) -> str:
    """Who leads it; "" while nobody does."""
    if goal.pilot:
        return signed(words, goal.led_by, goal.pilot)
    return goal.led_by


def far(words: Words, day: date, today: date) -> str:
    """``dans 3 jours`` · ``aujourd'hui`` · ``depuis 2 jours``."""
    days = (day - today).days
    if days == 0:
        return words.say("aujourd'hui")
    if days > 0:
        return words.count("dans {n} jour", "dans {n} jours", days)
    return words.count("depuis {n} jour", "depuis {n} jours", -days)


def when(words: Words, day: date, today: date) -> str:
    """``dans 7 jours, le 15 mars 2027``."""
    return words.say("{far}, le {day}", far=far(words, day, today), day=words.day(day))


def stands(words: Words, goal: Goal, today: date) -> str:
    """Where the goal is, in a few words: reached, dropped, late, or when it is due."""
    say = words.say
    if goal.reached is not None:
        return say("atteint le {day}", day=words.day(goal.reached))
    if goal.dropped is not None:
        return say("abandonné le {day}", day=words.day(goal.dropped))
    if goal.due is None:
        return say("sans échéance")
    if goal.late(today):
        return say("en retard {far} ({day})", far=far(words, goal.due, today), day=words.day(goal.due))
    return when(words, goal.due, today)


def is_held(words: Words, law: Law, level: int | None) -> str:
    """``l'étape 2 est-elle acquise ?``, by the framework's own word."""
    say = words.say
    if level is None:
        return say("est-ce acquis ?")
    named = {
        Law.STAGES: say("l'étape {n} est-elle acquise ?", n=level),
        Law.THRESHOLDS: say("le palier {n} est-il atteint ?", n=level),
    }
    return named.get(law, say("le niveau {n} est-il acquis ?", n=level))
