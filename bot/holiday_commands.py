"""``palier holidays``: a zone's school holidays imported of a file, and how far each zone's are known."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bot import admin
from bot.calendars import decreed
from bot.config import Config
from bot.holiday_files import LARGEST, Found, read
from bot.holiday_import import everything, heard, keep, told
from bot.offline import reporting
from dialogs.school_years import CORSICA, MAINLAND, ZONES, SchoolYear, by_year, known, replaced
from dialogs.territories import by_code
from frameworks.faults import N_, clip
from locales import Words
from storage.database import DatabaseInUse, begun, connect

OK, WRONG = 0, 2

TITLES = {
    "A": N_("Calendrier de la zone A"),
    "B": N_("Calendrier de la zone B"),
    "C": N_("Calendrier de la zone C"),
    "Corse": N_("Calendrier de la Corse"),
    "971": N_("Calendrier de la Guadeloupe"),
    "972": N_("Calendrier de la Martinique"),
    "973": N_("Calendrier de la Guyane"),
    "974": N_("Calendrier de La Réunion"),
    "975": N_("Calendrier de Saint-Pierre-et-Miquelon"),
    "976": N_("Calendrier de Mayotte"),
    "977": N_("Calendrier de Saint-Barthélemy"),
    "978": N_("Calendrier de Saint-Martin"),
    "986": N_("Calendrier de Wallis-et-Futuna"),
    "987": N_("Calendrier de la Polynésie française"),
    "988": N_("Calendrier de la Nouvelle-Calédonie"),
}


def import_file(wanted: str, path: Path, speech: Words, config: Config) -> int:
    """All of the file or nothing; says what it replaced, and what of the file was no holiday."""
    zone = next((it for it in ZONES if it.casefold() == wanted.strip().casefold()), None)
    if zone is None:
        said = speech.say(
            "La zone « {zone} » n'existe pas ; il y a {zones}.", zone=clip(wanted), zones=speech.listed(list(ZONES))
        )
        print(said, file=sys.stderr)
        return WRONG
    found: list[Found] = []

    def look() -> int:
        with path.open("rb") as file:
            found.append(read(path.name, file.read(LARGEST + 1)))
        return OK

    if reporting(speech, path, look) != OK:
        return WRONG
    old = asyncio.run(kept(config.database, zone, found[0]))
    print("\n".join(outcome(speech, zone, found[0], {date.fromisoformat(start): at for start, at in old})))
    return OK


def outcome(speech: Words, zone: str, found: Found, old: Mapping[date, str]) -> Iterator[str]:
    """What is said of an import. ``old``: the years that it replaced, by first day, and when they were imported."""
    years = by_year(zone, found.periods)
    values = {
        "calendar": speech.say(TITLES[zone]),
        "periods": speech.count("{n} période", "{n} périodes", len(found.periods)),
        "first": speech.day(found.periods[0].first),
        "last": speech.day(found.periods[-1].last),
    }
    if old:
        days = list(dict.fromkeys(speech.day(datetime.fromisoformat(at)) for at in sorted(old.values())))
        yield speech.count(
            "{calendar} : {periods}, du {first} au {last} ; il remplace celui du {days}.",
            "{calendar} : {periods}, du {first} au {last} ; il remplace ceux du {days}.",
            len(days),
            **values,
            days=speech.listed(days),
        )
    else:
        yield speech.say("{calendar} : {periods}, du {first} au {last}.", **values)
    standing = {year.start for year in decreed(zone)} - set(old)
    over = [year.name for year in years if year.start in standing]
    if over:
        yield speech.say(
            "Pour {years}, il remplace les dates des arrêtés que Palier connaissait.", years=speech.listed(over)
        )
    if found.aside:
        yield speech.say(
            "Laissé de côté, ce ne sont pas des vacances : {names}.", names=speech.listed(list(map(clip, found.aside)))
        )


def list_zones(speech: Words, config: Config) -> int:
    """Until when each zone's school holidays are known, and from what source: a line a span that is not over."""
    rows = asyncio.run(imported(config.database)) if begun(config.database) else []
    today = datetime.now(UTC).date()
    for zone in ZONES:
        years = [(by_year(zone, heard(periods))[0], at) for its, periods, at in rows if its == zone]
        print("\n".join(described(speech, zone, years, today)))
    return OK


def described(speech: Words, zone: str, given: list[tuple[SchoolYear, str]], today: date) -> list[str]:
    """``given``: what was imported for the zone, and when."""
    name = zone if zone in {*MAINLAND, CORSICA} else f"{zone} {by_code(zone).name}"
    when = {year.start: speech.day(datetime.fromisoformat(at)) for year, at in given}
    years = replaced(decreed(zone), (year for year, _ in given))
    lines = []
    for first, last in known(years):
        of_it = [year for year in years if first <= year.known[0] <= last and year.known[1] >= today]
        if not of_it:
            continue
        values = {"zone": name, "last": speech.day(last), "sources": sources(speech, of_it, when)}
        if first <= today:
            lines.append(speech.say("{zone} : vacances connues jusqu'au {last} ({sources})", **values))
        else:
            lines.append(
                speech.say(
                    "{zone} : vacances connues du {first} au {last} ({sources})", first=speech.day(first), **values
                )
            )
    return lines or [speech.say("{zone} : vacances inconnues ; importez un calendrier", zone=name)]


def sources(speech: Words, years: list[SchoolYear], when: Mapping[date, str]) -> str:
    """``when``: on which day a year was imported, by its first day; the others are the package's."""
    said = []
    if any(year.start not in when for year in years):
        said.append(speech.say("arrêtés du ministère, par le paquet « holidays »"))
    for day in dict.fromkeys(when[year.start] for year in years if year.start in when):
        names = [year.name for year in years if when.get(year.start) == day]
        said.append(speech.say("calendrier importé le {day} pour {years}", years=speech.listed(names), day=day))
    return " ; ".join(said)


async def imported(path: Path) -> list[list[Any]]:
    try:
        database = await connect(path)
    except DatabaseInUse:
        found: list[list[Any]] = await asyncio.to_thread(admin.ask, path, "/holidays")
        return found
    try:
        return await everything(database)
    finally:
        await database.close()


async def kept(path: Path, zone: str, found: Found) -> list[list[str]]:
    rows = told(found.periods)
    try:
        database = await connect(path)
    except DatabaseInUse:
        done: list[list[str]] = await asyncio.to_thread(admin.ask, path, f"/holidays/{zone}", "POST", rows)
        return done
    try:
        return await keep(database, zone, rows)
    finally:
        await database.close()
