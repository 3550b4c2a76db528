"""A date of the campaign: chosen by a tap or written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from dialogs import figures
from dialogs.campaign import Campaign, Dates
from dialogs.campaign_writes import SetDates
from dialogs.events import Event, Said, Tapped
from dialogs.replies import Button, Heading, Paragraph, Screen
from dialogs.scene import Move, Scene
from dialogs.steps.parts import abreast, go
from locales import Words

DATES = ("opens", "closes", "next")


def button(words: Words, campaign: Campaign, which: str) -> Button:
    return Button(names(words)[which], f"date:{campaign.id}:{which}")


def asking_for(scene: Scene, which: str) -> Move:
    return Move("date", session=replace(scene.session, dating=which))


def names(words: Words) -> dict[str, str]:
    say = words.say
    return {"opens": say("Ouverture"), "closes": say("Clôture prévue"), "next": say("Prochaine évaluation")}


def show(scene: Scene) -> Screen:
    say, campaign, which = scene.words.say, scene.the(), _which(scene)
    told = {
        "opens": say("Quand la campagne ouvre-t-elle ? Avant, personne ne répond."),
        "closes": say("Pour quand faut-il avoir fini ? La campagne ne se ferme pas toute seule."),
        "next": say("Quand aura lieu la prochaine évaluation ?"),
    }
    known = _known(campaign.dates)[which]
    now = say("Date actuelle : {day}.", day=scene.words.day(known)) if known else say("Pas encore de date.")
    press = f"on:{campaign.id}:{which}"
    picks = [
        Button(label, f"{press}:{(scene.today.date() + span).isoformat()}")
        for label, span in _spans(scene.words, which).items()
    ]
    last = [Button(say("Aucune date"), f"{press}:none")] if known else []
    blocks = (
        Heading(names(scene.words)[which]),
        Paragraph(told[which]),
        Paragraph(now),
        Paragraph(say("Touchez un délai, ou écrivez une date, par exemple 15/12/2026.")),
    )
    return Screen(
        blocks, (*abreast(picks), *abreast([*last, go(say("La campagne"), "campaign")])), prompt=say("Une date")
    )


def hear(scene: Scene, event: Event) -> Move | None:
    campaign, which = scene.the(), _which(scene)
    match event:
        case Said(text):
            day = figures.ahead(text, scene.today.date())
            if day is None:
                return Move(notice=scene.words.say("Une date est attendue, par exemple 15/11/2026 ou 15 novembre."))
            return _dated(scene, which, day)
        case Tapped() if event.verb == "on" and event.words[:2] == (campaign.id, which) and len(event.words) == 3:
            if event.words[2] == "none":
                return _dated(scene, which, None)
            try:
                return _dated(scene, which, date.fromisoformat(event.words[2]))
            except ValueError:
                return None
    return None


def _dated(scene: Scene, which: str, day: date | None) -> Move:
    campaign = scene.the()
    dates = Dates(**{**_known(campaign.dates), which: day})
    fault = _fault(scene, which, dates)
    if fault:
        return Move(notice=fault)
    said = scene.words.say("{date} : {day}.", date=names(scene.words)[which], day=scene.words.day(day)) if day else ""
    return Move("set", (SetDates(campaign.id, dates),), notice=said or scene.words.say("Date retirée."))


def _fault(scene: Scene, which: str, dates: Dates) -> str:
    """Why the dates can't stand so; empty when they can."""
    say, today = scene.words.say, scene.today.date()
    if which != "opens" and (chosen := _known(dates)[which]) and chosen < today:
        return say("Cette date est passée.")
    if dates.opens and dates.closes and dates.closes < dates.opens:
        return say("La clôture viendrait avant l'ouverture.")
    if dates.closes and dates.next and dates.next < dates.closes:
        return say("La prochaine évaluation viendrait avant la clôture.")
    return ""


def _known(dates: Dates) -> dict[str, date | None]:
    return {"opens": dates.opens, "closes": dates.closes, "next": dates.next}


def _which(scene: Scene) -> str:
    return scene.session.dating if scene.session.dating in DATES else DATES[0]


def _spans(words: Words, which: str) -> Mapping[str, timedelta]:
    say = words.say
    if which == "opens":
        return {say("Aujourd'hui"): timedelta(), say("Dans une semaine"): timedelta(weeks=1)}
    if which == "closes":
        return {say("Dans une semaine"): timedelta(weeks=1), say("Dans trois semaines"): timedelta(weeks=3)}
    return {say("Dans six mois"): timedelta(weeks=26), say("Dans un an"): timedelta(weeks=52)}
