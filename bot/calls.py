"""What one person's event makes happen in others' conversations: events of their own, kept with it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from bot.arrivals import Arrival
from bot.calendars import calendar
from dialogs.campaign import School
from dialogs.campaign_writes import RemindFillers
from dialogs.events import Knocked, Mailed, Rang, Reminded, Summoned, Told
from dialogs.goal_writes import TellOf
from dialogs.hours import day_of, working
from dialogs.pulse_writes import OpenPulse
from dialogs.team_writes import AskToJoin
from dialogs.writes import AskMailbox, Write
from storage import campaigns, deciding, mailboxes, team
from storage.mailboxes import Spoken

LATELY = timedelta(hours=2)
"""Whoever did something that lately may be written to at any hour: an evening's commission is at work."""


def called(connection: sqlite3.Connection, arrival: Arrival, writes: Iterable[Write]) -> Iterator[Arrival]:
    """One a conversation. Its key follows from the event's, so that nothing happens twice."""
    for write in writes:
        match write:
            case RemindFillers(campaign, members):
                event: Told = Reminded(campaign)
                found = deciding.addresses(connection, campaign, members)
            # At night and on Sundays a pilot hears of it when they come by themselves.
            case AskToJoin(school=school) if _working(connection, school, arrival.at):
                event = Knocked(school.id)
                found = team.pilots(connection, school.id)
            case TellOf():
                event = Rang(mail=True, reminders=write.reminders)
                found = mailboxes.beside(connection, arrival.channel, arrival.address)
            case OpenPulse(campaign=campaign):
                event = Summoned(campaign)
                found = list(_summoned(connection, arrival, campaign))
            case AskMailbox():
                event = Mailed("asked")
                found = mailboxes.asked(connection, arrival.channel, arrival.address)
            case _:
                continue
        for conversation, channel, address, language in found:
            yield Arrival(f"{arrival.key}>{conversation}", channel, address, event, arrival.at, language)


def _working(connection: sqlite3.Connection, school: School, at: datetime) -> bool:
    """Whether the school's people may be written to, by its clocks and its calendar."""
    days = calendar(connection, school.territory, day_of(at, school.timezone))
    return working(at, school.timezone, days)


def _summoned(connection: sqlite3.Connection, arrival: Arrival, campaign: str) -> Iterator[Spoken]:
    """The others of the team who fill it, in their working hours or while they are there."""
    hours = _working(connection, campaigns.school_of(connection, campaign), arrival.at)
    lately = arrival.at - LATELY
    for where, awake in deciding.electors(connection, campaign, arrival.channel, arrival.address, lately):
        if awake or hours:
            yield where
