"""What a school's département gives: académie, time zone, school-holiday zone."""

from __future__ import annotations

from dialogs.replies import Paragraph
from dialogs.territories import Territory
from locales import Words


def lines(words: Words, known: str, place: Territory, timezone: str) -> list[Paragraph]:
    say = words.say
    holidays = (
        say("Vacances scolaires : zone {zone}.", zone=place.zone)
        if place.zone
        else say("Vacances scolaires : calendrier propre au territoire.")
    )
    return [
        Paragraph(say("UAI : {uai}.", uai=known or say("à compléter"))),
        Paragraph(
            say(
                "Département : {name} ({code}), {authority}.",
                name=place.name,
                code=place.code,
                authority=place.authority,
            )
        ),
        Paragraph(holidays),
        Paragraph(say("Heure locale : {place}.", place=words.place(timezone))),
    ]
