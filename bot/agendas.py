"""Goals and their history put together for a calendar. On the database's thread."""

from __future__ import annotations

import sqlite3
from itertools import chain

from dialogs.agenda import Agenda, Past, of_goals
from dialogs.goals import Goal
from dialogs.roles import Role
from dialogs.team import Membership
from locales import LANGUAGES, words
from storage import feeds, goals, keepsakes, team


def past(connection: sqlite3.Connection, school: str) -> Past:
    """Of all the goals of a school. The installation's id is made at the first one."""
    return Past(keepsakes.installation(connection), feeds.changed(connection, school), feeds.days(connection, school))


def subscribed(connection: sqlite3.Connection, digest: str) -> Agenda | None:
    """What the person leads, and all of the schools that they pilot, as their memberships are at this moment; None
    where the digest is no address's.
    """
    who = feeds.subscriber(connection, digest)
    if who is None:
        return None
    speech = words(who.language if who.language in LANGUAGES else "fr")
    found = (
        of_goals(speech, _theirs(connection, it), it.school, past(connection, it.school.id))
        for it in team.memberships(connection, who.person)
    )
    return Agenda(speech.say("Palier : objectifs"), tuple(chain.from_iterable(found)))


def _theirs(connection: sqlite3.Connection, me: Membership) -> list[Goal]:
    every = goals.of_school(connection, me.school.id)
    return [it for it in every if me.role is Role.PILOT or (it.pilot and it.pilot == me.number)]
