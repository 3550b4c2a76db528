"""A file of school holidays, .ics or CSV, as periods; every fault of it with its line. Nothing in it is trusted."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from dialogs.calendar import DAY, Period
from frameworks.faults import N_, Fault, Faulty, clip, printable

LARGEST = 1024 * 1024
MOST = 500
"""Periods in a file."""
LONGEST = 100
"""Days in a period."""
NAME = 80
"""Letters in a name."""
YEARS = range(2000, 2101)
COLUMNS = {"debut": "first", "start": "first", "fin": "last", "end": "last", "nom": "name", "name": "name"}
ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
FRENCH = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
NO_HOLIDAY = re.compile(r"(pre ?-?)?rentree|reprise|debut|fin ")
"""How the ministry's calendars name days of classes: one or two days that must not be taken for holidays."""

UNREADABLE = N_("ligne {line} : cette date n'est pas lisible : « {text} ».")


class FaultyHolidays(Faulty):
    pass


@dataclass(frozen=True, slots=True)
class Row:
    """What a line says. For a CSV the line is its own; for an .ics, that of BEGIN:VEVENT."""

    line: int
    period: Period


@dataclass(frozen=True, slots=True)
class Found:
    """``aside`` are the names of what was no holiday: "Rentrée scolaire des élèves"."""

    periods: tuple[Period, ...]
    aside: tuple[str, ...] = ()


def read(name: str, content: bytes) -> Found:
    """The holidays in a file of that name. Raises FaultyHolidays with all that is wrong."""
    if len(content) > LARGEST:
        raise FaultyHolidays([Fault("", N_("Ce fichier dépasse {size} Kio."), {"size": LARGEST // 1024})])
    text = _decoded(content)
    faults: list[Fault] = []
    is_calendar = name.lower().endswith(".ics") or text.lstrip().upper().startswith("BEGIN:")
    told = list(_events(text, faults) if is_calendar else _lines(text, faults))
    aside = [row for row in told if _is_no_holiday(row.period)]
    rows = [row for row in told if not _is_no_holiday(row.period)]
    faults += faults_of(rows)
    if not rows and not faults:
        faults = [Fault("", N_("Ce fichier n'a aucune période de vacances."))]
    if faults:
        raise FaultyHolidays(sorted(faults, key=lambda fault: int(fault.values.get("line", 0))))
    names = tuple(dict.fromkeys(row.period.name for row in aside))
    return Found(tuple(sorted((row.period for row in rows), key=lambda it: it.first)), names)


def faults_of(rows: Iterable[Row]) -> list[Fault]:
    """What no calendar may have, whatever it was read of."""
    ordered = sorted(rows, key=lambda row: (row.period.first, row.period.last, row.line))
    if len(ordered) > MOST:
        return [Fault("", N_("Ce fichier a plus de {n} périodes."), {"n": MOST})]
    faults = [fault for row in ordered for fault in _alone(row)]
    farthest: Row | None = None
    for row in ordered:
        if farthest and row.period.first <= farthest.period.last:
            message = N_("ligne {line} : « {name} » chevauche la période de la ligne {other}.")
            name = clip(row.period.name)
            faults.append(Fault("", message, {"line": row.line, "name": name, "other": farthest.line}))
        if farthest is None or row.period.last > farthest.period.last:
            farthest = row
    return faults


def _alone(row: Row) -> Iterator[Fault]:
    period, line = row.period, row.line
    name = clip(period.name)
    if not {period.first.year, period.last.year} <= set(YEARS):
        message = N_("ligne {line} : les dates doivent être entre {first} et {last}.")
        yield Fault("", message, {"line": line, "first": YEARS[0], "last": YEARS[-1]})
    elif period.last < period.first:
        yield Fault("", N_("ligne {line} : la fin de « {name} » est avant son début."), {"line": line, "name": name})
    elif (period.last - period.first).days >= LONGEST:
        message = N_("ligne {line} : « {name} » dure plus de {n} jours.")
        yield Fault("", message, {"line": line, "name": name, "n": LONGEST})
    if not 0 < len(period.name) <= NAME or printable(period.name) != period.name:
        message = N_("ligne {line} : le nom doit avoir de 1 à {n} caractères lisibles.")
        yield Fault("", message, {"line": line, "n": NAME})


def _decoded(content: bytes) -> str:
    """UTF-8, or what spreadsheets on Windows write in France."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise FaultyHolidays([Fault("", N_("Ce fichier n'est pas du texte."))])


def _lines(text: str, faults: list[Fault]) -> Iterator[Row]:
    """The rows of a CSV; what can't be read is added to ``faults``."""
    head = text.partition("\n")[0]
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in head else ",")
    line = 1
    try:
        columns = [COLUMNS.get(_bare(cell)) for cell in next(lines, [])]
        if sorted(map(str, columns)) != ["first", "last", "name"]:
            message = N_("ligne 1 : les colonnes doivent être « début;fin;nom » (ou « start;end;name »).")
            faults.append(Fault("", message))
            return
        line = lines.line_num + 1
        for cells in lines:
            if any(cell.strip() for cell in cells):
                yield from _row(line, dict(zip(columns, cells, strict=False)) if len(cells) == 3 else {}, faults)
            line = lines.line_num + 1
    except csv.Error:
        faults.append(Fault("", N_("ligne {line} : cette ligne n'est pas lisible."), {"line": line}))


def _row(line: int, cells: dict[str | None, str], faults: list[Fault]) -> Iterator[Row]:
    if not cells:
        faults.append(Fault("", N_("ligne {line} : trois valeurs sont attendues : début, fin et nom."), {"line": line}))
        return
    days = [_day(cells[column].strip()) for column in ("first", "last")]
    for column, day in zip(("first", "last"), days, strict=True):
        if day is None:
            faults.append(Fault("", UNREADABLE, {"line": line, "text": clip(cells[column].strip())}))
    first, last = days
    if first and last:
        yield Row(line, Period(first, last, cells["name"].strip()))


def _day(text: str) -> date | None:
    """ISO or JJ/MM/AAAA."""
    iso, french = ISO.fullmatch(text), FRENCH.fullmatch(text)
    if iso:
        year, month, day = map(int, iso.groups())
    elif french:
        day, month, year = map(int, french.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _events(text: str, faults: list[Fault]) -> Iterator[Row]:
    """The events of an .ics; what can't be read is added to ``faults``."""
    from icalendar import Calendar

    try:
        events = [event for it in Calendar.from_ical(text, multiple=True) for event in it.walk("VEVENT")]
    except Exception:  # a parser of somebody else's, on a file of anybody's
        faults.append(Fault("", N_("Ce fichier n'est pas un calendrier .ics lisible.")))
        return
    begun = (n for n, line in enumerate(text.split("\n"), 1) if line.strip().upper() == "BEGIN:VEVENT")
    for event in events:
        line = next(begun, 1)
        if str(event.get("STATUS", "")).upper() != "CANCELLED":
            yield from _event(line, event, faults)


def _event(line: int, event: Any, faults: list[Fault]) -> Iterator[Row]:
    if any(name in event for name in ("RRULE", "RDATE")):
        faults.append(Fault("", N_("ligne {line} : cet événement se répète ; donnez chaque période."), {"line": line}))
        return
    first, last = _whole_day(event.get("DTSTART")), _last_day(event)
    if first is None or last is None:
        message = N_("ligne {line} : DTSTART et DTEND doivent être des jours, sans heure (VALUE=DATE).")
        faults.append(Fault("", message, {"line": line}))
        return
    name = event.get("SUMMARY")
    yield Row(line, Period(first, last, name.strip() if isinstance(name, str) else ""))


def _last_day(event: Any) -> date | None:
    """The day before DTEND; without one, DURATION counts from DTSTART, or it is that day alone (RFC 5545, 3.6.1)."""
    if "DTEND" in event:
        end = _whole_day(event["DTEND"])
        return end and end - DAY
    start = _whole_day(event.get("DTSTART"))
    length = _value(event["DURATION"]) if "DURATION" in event else DAY
    if start is None or not isinstance(length, timedelta) or length % DAY:
        return None
    try:
        return start + length - DAY
    except OverflowError:
        return None


def _whole_day(value: Any) -> date | None:
    """A day that has one before it; None for a moment, a list, and what is broken."""
    day = _value(value)
    return day if isinstance(day, date) and not isinstance(day, datetime) and day > date.min else None


def _value(written: Any) -> object:
    """None for a list and for what is broken, whose ``dt`` raises."""
    from icalendar import vDDDTypes

    return written.dt if isinstance(written, vDDDTypes) else None


def _is_no_holiday(period: Period) -> bool:
    return period.last - period.first <= DAY and NO_HOLIDAY.match(_bare(period.name)) is not None


def _bare(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.strip()).casefold()
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
