"""What one person's event makes happen in others' conversations: events of their own, kept with it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from bot.arrivals import Arrival
from dialogs.campaign_writes import RemindFillers
from dialogs.events import Knocked, Reminded, Told
from dialogs.hours import working
from dialogs.team_writes import AskToJoin
from dialogs.writes import Write
from storage import deciding, team


def called(connection: sqlite3.Connection, arrival: Arrival, writes: Iterable[Write]) -> Iterator[Arrival]:
    """One a conversation. Its key follows from the event's, so that nothing happens twice."""
    for write in writes:
        match write:
            case RemindFillers(campaign, members):
                event: Told = Reminded(campaign)
                found = deciding.addresses(connection, campaign, members)
            # At night and on Sundays a pilot hears of it when they come by themselves.
            case AskToJoin(school=school) if working(arrival.at, school.timezone):
                event = Knocked(school.id)
                found = team.pilots(connection, school.id)
            case _:
                continue
        for conversation, channel, address, language in found:
            yield Arrival(f"{arrival.key}>{conversation}", channel, address, event, arrival.at, language)
