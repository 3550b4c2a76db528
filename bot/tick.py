"""One look of the clock: what is due becomes an event of whom it concerns, through the one door.

It only looks; what it finds is told, and kept as told, in the transaction of its event (of who can't be reached, at
once). Whatever crashes between the two, the next tick finds the same.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from functools import cache, partial

from bot.arrivals import Arrival
from bot.engine import Engine
from bot.redaction import place_of
from bot.reminders import Call, calls, places, plan_school, tell
from dialogs.events import Rang
from frameworks.model import Framework
from storage import holidays, keepsakes, reminders
from storage.database import Connection, T, Work
from storage.reminders import Place

PLANNED = "reminders planned by"

AT_ONCE = 8
"""People told in one go, so that a tap never waits for a whole town."""

log = logging.getLogger(__name__)
Frameworks = Mapping[str, Framework]


async def tick(database: Connection, engine: Engine, frameworks: Frameworks, now: datetime) -> int:
    """Tells what is due now; returns how many were told something."""
    await _replanned(database, frameworks, now)
    found: dict[int, Call] = {}
    for place in await database.transaction(partial(places, now=now)):
        for it in await _kept_apart(database, partial(_found, frameworks=frameworks, place=place, now=now)) or ():
            person = it.to.person
            found[person] = found[person] + it if person in found else it
    arrivals = [_arrival(it, now) for it in found.values()]
    for start in range(0, len(arrivals), AT_ONCE):
        await engine.submit_all(arrivals[start : start + AT_ONCE])
    return len(found)


async def _kept_apart(database: Connection, work: Work[T]) -> T | None:
    """One school whose rows can't be read keeps no other waiting."""
    try:
        return await database.transaction(work)
    except sqlite3.Error:
        raise
    except Exception as error:
        log.error("a school's reminders were left aside: %s", place_of(error))
        return None


def _found(connection: sqlite3.Connection, frameworks: Frameworks, place: Place, now: datetime) -> list[Call]:
    """Those who can be told. Of the others it is kept that nobody could reach them: their school's pilot sees it."""
    found = calls(connection, frameworks, place, now)
    for it in found:
        if not it.to.channel:
            tell(connection, frameworks, it.reminders, it.to.person, 0, now)
    return [it for it in found if it.to.channel]


def _arrival(call: Call, now: datetime) -> Arrival:
    to = call.to
    key = f"clock:{to.conversation}:{now.isoformat()}"
    return Arrival(key, to.channel, to.address, Rang(mail=to.channel == "email"), now, to.language)


async def _replanned(database: Connection, frameworks: Frameworks, now: datetime) -> None:
    """Once after each change of the calendars: days that are closed now move what was planned on them."""
    schools, imported, planned = await database.transaction(_plans)
    version = f"{_package()}+{imported}" if schools else planned
    if version == planned:
        return
    for school in schools:
        await _kept_apart(database, partial(plan_school, frameworks=frameworks, school=school, now=now))
    await database.transaction(partial(keepsakes.keep, name=PLANNED, value=version))


@cache
def _package() -> str:
    """Of whoever has something planned; read once, and not by an idle Palier: it costs memory."""
    from importlib import metadata

    return metadata.version("holidays")


def _plans(connection: sqlite3.Connection) -> tuple[list[str], int, str]:
    """The schools that have something planned, the calendars that were imported, and those that it was planned by."""
    return reminders.of_everybody(connection), holidays.version(connection), keepsakes.known(connection, PLANNED)
