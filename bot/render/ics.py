"""An agenda as iCalendar (RFC 5545): what a phone opens, and what it subscribes to.

icalendar comes with the first one. It escapes and folds; what no TEXT may hold (3.3.11) is taken out before. It also
makes time zones, but puts each spring's change an hour late, so that they are made here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from dialogs.agenda import Agenda, Appointment

if TYPE_CHECKING:
    from icalendar import Alarm, Event, Timezone

TYPE = "text/calendar"
NAME = "palier.ics"
PRODUCT = "-//Palier//Palier//FR"
FRESH = timedelta(hours=6)
"""How often a calendar that subscribes is to ask again; many do so once a day at best."""

BREAKS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
"""What some reader may take for the end of a line: one that is not escaped would begin a property of its own."""

CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""RFC 5545, 3.3.11: TEXT has no control character but the tab; a lone surrogate is no text at all."""

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def rendered(agenda: Agenda, *, subscribed: bool = False) -> bytes:
    """The same bytes for the same agenda. ``subscribed`` says how often to ask again (RFC 7986, 5.7)."""
    from icalendar import Calendar, vText

    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    # icalendar escapes the properties of RFC 5545 by itself, and no others.
    made.add("name", vText(plain(agenda.name)))
    made.add("x-wr-calname", vText(plain(agenda.name)))
    if subscribed:
        made.add("refresh-interval", FRESH, parameters={"VALUE": "DURATION"})
        made.add("x-published-ttl", f"PT{FRESH // timedelta(hours=1)}H")
    for name, first, last in spans(agenda.appointments):
        made.add_component(timezone(name, first, last))
    for it in agenda.appointments:
        made.add_component(_event(it))
    return bytes(made.to_ical())


def plain(said: str) -> str:
    return CONTROL.sub("", BREAKS.sub("\n", said))


def spans(appointments: Iterable[Appointment]) -> Iterator[tuple[str, int, int]]:
    """Each zone, and the years that its clocks must be known for: of the reminders before too."""
    years: dict[str, set[int]] = {}
    for it in appointments:
        years.setdefault(it.timezone, set()).update((it.begins.year - 1, it.begins.year + 1))
    for name, those in sorted(years.items()):
        yield name, min(those), max(those)


@lru_cache(maxsize=64)
def timezone(name: str, first: int, last: int) -> Timezone:
    """A VTIMEZONE (RFC 5545, 3.6.5) from 1 January of the first year to 31 December of the last: each change of the
    clocks at the local time that it happens at by the offset before it.
    """
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    zone = ZoneInfo(name)
    made = Timezone()
    made.add("tzid", name)
    begins = datetime(first, 1, 1, tzinfo=zone)
    since = {_observance(begins, begins): [begins.replace(tzinfo=None)]}
    for before, after in _changes(zone, first, last):
        since.setdefault(_observance(before, after), []).append((before + SECOND).replace(tzinfo=None))
    for (was, becomes, called, summer), onsets in since.items():
        part = TimezoneDaylight() if summer else TimezoneStandard()
        part.add("dtstart", onsets[0])
        if onsets[1:]:
            part.add("rdate", onsets[1:])
        part.add("tzname", called)
        part.add("tzoffsetfrom", was)
        part.add("tzoffsetto", becomes)
        made.add_component(part)
    return made


def _observance(before: datetime, after: datetime) -> tuple[timedelta, timedelta, str, bool]:
    return (
        before.utcoffset() or timedelta(),
        after.utcoffset() or timedelta(),
        after.tzname() or "",
        bool(after.dst()),
    )


def _changes(zone: ZoneInfo, first: int, last: int) -> Iterator[tuple[datetime, datetime]]:
    """The last second before each change, and the first after it. Between two midnights there is one at most."""
    day = datetime(first, 1, 1, tzinfo=UTC)
    while day.year <= last:
        low, high = day, day + DAY
        if _offset(low, zone) != _offset(high, zone):
            while high - low > SECOND:
                middle = low + (high - low) // SECOND // 2 * SECOND
                low, high = (middle, high) if _offset(middle, zone) == _offset(low, zone) else (low, middle)
            yield low.astimezone(zone), high.astimezone(zone)
        day += DAY


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta | None:
    return moment.astimezone(zone).utcoffset()


def _event(it: Appointment) -> Event:
    from icalendar import Event

    begins = it.begins.replace(tzinfo=ZoneInfo(it.timezone))
    made = Event()
    made.add("uid", it.uid)
    made.add("dtstamp", it.changed.astimezone(UTC))
    made.add("last-modified", it.changed.astimezone(UTC))
    made.add("sequence", it.sequence)
    made.add("dtstart", begins)
    made.add("dtend", begins + timedelta(minutes=it.minutes))
    made.add("summary", plain(it.title))
    made.add("description", plain(it.notes))
    made.add("status", "CANCELLED" if it.cancelled else "CONFIRMED")
    made.add("transp", "TRANSPARENT")
    for days in () if it.cancelled else it.alarms:
        made.add_component(_alarm(it, days))
    return made


def _alarm(it: Appointment, days: int) -> Alarm:
    from icalendar import Alarm

    made = Alarm()
    made.add("action", "DISPLAY")
    made.add("trigger", -timedelta(days=days))
    made.add("description", plain(it.title))
    return made
