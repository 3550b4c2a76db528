"""What people type for a figure or a date, as they write it: ``1 250``, ``12,5 %``, ``12 5 20``, ``15 novembre``."""

from __future__ import annotations

import re
from datetime import date, timedelta

from dialogs.plain import plain

MONTHS = (
    ("janvier", "january"),
    ("fevrier", "february"),
    ("mars", "march"),
    ("avril", "april"),
    ("mai", "may"),
    ("juin", "june"),
    ("juillet", "july"),
    ("aout", "august"),
    ("septembre", "september"),
    ("octobre", "october"),
    ("novembre", "november"),
    ("decembre", "december"),
)
SHORTEST = 3
"""Letters by which a month is known ("nov."); "juin" and "juillet" need one more."""

DAYS = {"aujourd'hui": 0, "aujourdhui": 0, "today": 0, "hier": 1, "yesterday": 1}

_GROUPED = re.compile(r"\d{1,3}(?: \d{3})+|\d+")
_AFTER = r"(?: [^\d,.;/%-][^\d]*)?"
_COUNT = re.compile(rf"(\d{{1,3}}(?: \d{{3}})+|\d+){_AFTER}")
_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d{1,6})?) ?(?:%|pour ?cent|percent)?")
_BETWEEN = re.compile(r" *[/;|+\n] *|, +")
_NUMBERED = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?")
_WRITTEN = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)? (?:de |of )?([a-z]+)\.?(?: (\d{4}))?")
_TURNED = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,?(?: (\d{4}))?")


def count(text: str) -> int | None:
    """``35``, ``1 250``, ``35 enseignants``; None for anything else."""
    found = _COUNT.fullmatch(plain(text))
    return _whole(found[1]) if found else None


def percent(text: str) -> int | float | None:
    """``12``, ``12,5 %``, ``12.5``; None for anything else, and for more than a hundred."""
    found = _PERCENT.fullmatch(plain(text))
    if not found:
        return None
    value = float(found[1].replace(",", "."))
    return None if value > 100 else int(value) if value.is_integer() else value


def counts(text: str) -> tuple[int, ...]:
    """``12 5 20`` or ``12 / 5 / 1 250``, with or without words around them; empty where it holds no number alone.

    Between spaces alone, three numbers are three counts: thousands are grouped where something else separates, where
    the space is a no-break one, or where there is one number ("1 250").
    """
    joined = re.sub(r"(?<=\d)[\u00a0\u202f](?=\d{3}(?!\d))", "", text)
    line = re.sub(r"[a-z'():=]+", " ", plain(joined)).strip(" ,.")
    parts = [part.strip() for part in _BETWEEN.split(line) if part.strip()]
    if len(parts) == 1 and (len(parts[0].split()) != 2 or not _GROUPED.fullmatch(parts[0])):
        parts = parts[0].split()
    if not all(_GROUPED.fullmatch(part) for part in parts):
        return ()
    return tuple(_whole(part) for part in parts)


def day(text: str, today: date) -> date | None:
    """``15/11/2026``, ``2026-11-15``, ``15 novembre``, ``1er décembre 2026``, ``aujourd'hui``; None for anything else.

    A year that is left out is this one; one of two figures is of this century.
    """
    line = plain(text)
    if line in DAYS:
        return today - timedelta(days=DAYS[line])
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", line):
            return date.fromisoformat(line)
        if found := _NUMBERED.fullmatch(line):
            return date(_year(found[3], today), int(found[2]), int(found[1]))
        if (found := _WRITTEN.fullmatch(line)) and (month := _month(found[2])):
            return date(_year(found[3], today), month, int(found[1]))
        if (found := _TURNED.fullmatch(line)) and (month := _month(found[1])):
            return date(_year(found[3], today), month, int(found[2]))
    except ValueError:
        pass
    return None


def ahead(text: str, today: date) -> date | None:
    """As :func:`day`; one without a year is the next of that name: what is planned lies ahead."""
    found = day(text, today)
    if found is None or found >= today or plain(text) in DAYS or re.search(r"\d{4}|\d[/.-]\d+[/.-]\d", text):
        return found
    try:
        return found.replace(year=found.year + 1)
    except ValueError:  # 29 February
        return None


def _whole(grouped: str) -> int:
    """At most what any form takes: more digits than that are no count of anything."""
    digits = grouped.replace(" ", "")
    return int(digits) if len(digits) <= 12 else 10**12


def _year(written: str | None, today: date) -> int:
    if not written:
        return today.year
    return int(written) if len(written) == 4 else 2000 + int(written)


def _month(word: str) -> int | None:
    if len(word) < SHORTEST:
        return None
    found = [at for at, names in enumerate(MONTHS, 1) if any(name.startswith(word) for name in names)]
    return found[0] if len(found) == 1 else None
