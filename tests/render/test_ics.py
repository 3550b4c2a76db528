"""What a calendar gets: opened again by icalendar and by vobject, which wrote none of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject  # type: ignore[import-untyped]
from dateutil import tz as others_zones  # type: ignore[import-untyped]
from icalendar import Calendar

from bot.render import ics
from dialogs.agenda import Agenda, Appointment
from dialogs.territories import TERRITORIES
from tests.chat import MONDAY

ZONES = sorted({zone for it in TERRITORIES for zone in it.timezones})
NINE = datetime(2027, 3, 15, 9)  # noqa: DTZ001 - local, as an appointment has it
IT = Appointment("goal-k7-due@palier.abc", "Échéance : le GAR", NINE, "Europe/Paris", 30, "Notes", (7, 1), 5, MONDAY)
HOSTILE = (
    "a;b,c\\d:e\"f'",
    "fin\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Faux",
    "fin\nEND:VCALENDAR\nBEGIN:VCALENDAR",
    "seul\rEND:VEVENT",
    "tabulation\v saut\f séparateurs\x1c\x1d\x1e ligne\x85 et\u2028 encore\u2029 BEGIN:VEVENT",
    "nul\0 cloche\a suppr\x7f",
    "👩‍🏫" * 60,
    "é" * 300,
    "\ud83d seul",
    "\\n\\,\\;",
    "",
)


def opened(body: bytes | str) -> Any:
    """Its types are unions of all that a property can be."""
    return Calendar.from_ical(body)


def read(agenda: Agenda) -> Any:
    return opened(ics.rendered(agenda))


def test_two_other_readers_find_what_was_written() -> None:
    body = ics.rendered(Agenda("Objectifs · Collège", (IT,)))
    (event,) = opened(body).walk("VEVENT")
    assert event.decoded("dtstart") == datetime(2027, 3, 15, 9, tzinfo=ZoneInfo("Europe/Paris"))
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=30)
    assert (str(event["uid"]), event["sequence"], str(event["status"])) == (IT.uid, 5, "CONFIRMED")
    assert event.decoded("dtstamp") == MONDAY
    assert [alarm.decoded("trigger") for alarm in event.walk("VALARM")] == [timedelta(days=-7), timedelta(days=-1)]
    other = vobject.readOne(body.decode())
    assert other.method.value == "PUBLISH"
    assert other.x_wr_calname.value == "Objectifs · Collège"
    assert other.vevent.summary.value == IT.title
    assert other.vevent.dtstart.value.astimezone(UTC) == datetime(2027, 3, 15, 8, tzinfo=UTC)
    assert [it.trigger.value for it in other.vevent.valarm_list] == [timedelta(days=-7), timedelta(days=-1)]


def test_the_lines_are_as_the_standard_wants_them() -> None:
    body = ics.rendered(Agenda("Objectifs", (replace(IT, title="É👩‍🏫" * 40),)))
    assert body.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in body.replace(b"\r\n", b"")
    for line in body.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # no character is cut by a fold


@pytest.mark.parametrize("said", HOSTILE, ids=ascii)
def test_no_text_becomes_a_property(said: str) -> None:
    agenda = Agenda(said, (replace(IT, title=said, notes=said),))
    body = ics.rendered(agenda)
    for line in body.decode().replace("\r\n ", "").splitlines():
        assert line.partition(":")[0].partition(";")[0] in PROPERTIES, line
    for parsed in (opened(body), opened(body.decode())):
        (event,) = parsed.walk("VEVENT")
        assert str(event["summary"]) == str(event["description"]) == ics.plain(said)
    (event,) = vobject.readOne(body.decode()).vevent_list
    if said:
        assert event.summary.value == ics.plain(said)


PROPERTIES = {
    *("BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "METHOD", "NAME", "X-WR-CALNAME", "TZID", "TZNAME"),
    *("TZOFFSETFROM", "TZOFFSETTO", "DTSTART", "DTEND", "RDATE", "UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE"),
    *("SUMMARY", "DESCRIPTION", "STATUS", "TRANSP", "ACTION", "TRIGGER"),
}


def test_an_update_replaces_and_what_is_over_is_cancelled_without_alarms() -> None:
    (before,) = read(Agenda("O", (IT,))).walk("VEVENT")
    later = replace(IT, begins=IT.begins + timedelta(days=9), sequence=6)
    (after,) = read(Agenda("O", (later,))).walk("VEVENT")
    assert (after["uid"], after["sequence"] > before["sequence"]) == (before["uid"], True)
    (over,) = read(Agenda("O", (replace(later, sequence=7, cancelled=True),))).walk("VEVENT")
    assert (str(over["uid"]), str(over["status"]), over.walk("VALARM")) == (IT.uid, "CANCELLED", [])


def test_the_same_agenda_is_the_same_bytes_and_a_subscription_says_when_to_ask_again() -> None:
    agenda = Agenda("Objectifs", (IT, replace(IT, uid="other", timezone="Pacific/Tahiti")))
    assert ics.rendered(agenda) == ics.rendered(agenda)
    assert b"REFRESH-INTERVAL" not in ics.rendered(agenda)
    body = ics.rendered(agenda, subscribed=True)
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n" in body
    assert b"X-PUBLISHED-TTL:PT6H\r\n" in body


def test_an_empty_agenda_is_one() -> None:
    body = ics.rendered(Agenda("Objectifs", ()), subscribed=True)
    assert opened(body).walk("VEVENT") == []


@pytest.mark.parametrize("name", ZONES)
def test_the_zone_that_is_sent_tells_the_time_that_it_is_there(name: str) -> None:
    """Every five hours of three years, as another library reads the VTIMEZONE."""
    body = ics.rendered(Agenda("O", (replace(IT, timezone=name),)))
    read_back = others_zones.tzical(_only_zone(body)).get(name)
    assert read_back is not None
    zone, hour = ZoneInfo(name), datetime(2026, 1, 2, tzinfo=UTC)
    while hour < datetime(2028, 12, 30, tzinfo=UTC):
        local = hour.astimezone(zone)
        assert read_back.utcoffset(local.replace(tzinfo=None)) == local.utcoffset() or local.fold, local
        hour += timedelta(hours=5)


@pytest.mark.parametrize("name", ZONES)
def test_each_change_of_the_clocks_is_at_its_moment(name: str) -> None:
    """The onsets of the VTIMEZONE, in UTC by the offset before, are where the zone's offset changes."""
    (zone,) = read(Agenda("O", (replace(IT, timezone=name),))).walk("VTIMEZONE")
    onsets = set()
    for part in zone.subcomponents:
        dates = [part.decoded("dtstart"), *(it.dt for it in getattr(part.get("rdate"), "dts", []))]
        before, after = part.decoded("tzoffsetfrom"), part.decoded("tzoffsetto")
        onsets |= {((it - before).replace(tzinfo=UTC), after) for it in dates if before != after}
    there = ZoneInfo(name)
    hours = [datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(hours=it) for it in range(24 * 365 * 3 - 12)]
    offsets = [(it, it.astimezone(there).utcoffset()) for it in hours]
    assert onsets == {(moment, now) for (_, was), (moment, now) in pairwise(offsets) if was != now}
    assert len(onsets) == (6 if name in {"Europe/Paris", "America/Miquelon"} else 0)


@pytest.mark.parametrize("day", [date(2027, 3, 26), date(2027, 3, 29), date(2027, 10, 29), date(2027, 11, 2)])
@pytest.mark.parametrize(("name", "hours"), [("Europe/Paris", (8, 7)), ("America/Miquelon", (12, 11))])
def test_nine_is_nine_before_and_after_a_change(day: date, name: str, hours: tuple[int, int]) -> None:
    begins = datetime(day.year, day.month, day.day, 9)  # noqa: DTZ001
    body = ics.rendered(Agenda("O", (replace(IT, begins=begins, timezone=name),)))
    found = vobject.readOne(body.decode()).vevent.dtstart.value
    assert found.replace(tzinfo=None) == begins
    there = begins.replace(tzinfo=ZoneInfo(name))
    assert found.astimezone(UTC) == there.astimezone(UTC)
    assert there.astimezone(UTC).hour in hours


def _only_zone(body: bytes) -> StringIO:
    text = body.decode()
    start, end = text.index("BEGIN:VTIMEZONE"), text.index("END:VTIMEZONE") + len("END:VTIMEZONE")
    return StringIO(text[start:end].replace("\r\n", "\n"))
