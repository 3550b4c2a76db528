"""The days off of 2026-2027 and of the autumn after, as the decrees have them; public ones from the package."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

from holidays.countries.france import France

BOTH = [("2026-12-19", "2027-01-03"), ("2027-05-06", "2027-05-09"), ("2027-07-03", "2027-09-01")]
AFTER = [("2027-10-23", "2027-11-07"), ("2027-12-18", "2028-01-02")]
SCHOOL = {
    "A": [*BOTH, ("2027-02-13", "2027-02-28"), ("2027-04-10", "2027-04-25"), *AFTER, ("2028-02-19", "2028-03-05")],
    "B": [*BOTH, ("2027-02-20", "2027-03-07"), ("2027-04-17", "2027-05-02"), *AFTER, ("2028-02-05", "2028-02-20")],
    "C": [*BOTH, ("2027-02-06", "2027-02-21"), ("2027-04-03", "2027-04-18"), *AFTER, ("2028-02-12", "2028-02-27")],
    "": [],
}
"""By zone; overseas, where nobody knows them, none."""

ZONES = (
    ("Europe/Paris", ("38", "59", "75"), ""),
    ("America/Guadeloupe", ("971",), "971"),
    ("America/Martinique", ("972",), "972"),
    ("America/Cayenne", ("973",), "973"),
    ("Indian/Reunion", ("974",), "974"),
    ("Indian/Mayotte", ("976",), "976"),
    ("America/Miquelon", ("975",), "PM"),
    ("America/St_Barthelemy", ("977",), "BL"),
    ("America/Marigot", ("978",), "MF"),
    ("Pacific/Noumea", ("988",), "NC"),
    ("Pacific/Tahiti", ("987",), "PF"),
    ("Pacific/Wallis", ("986",), "WF"),
)
"""Each French time zone, départements that go by it, and how the package calls whoever has public holidays there."""

MAINLAND = {"38": "A", "59": "B", "75": "C"}

Closed = Callable[[date], bool]


@cache
def closed(departement: str, subdivision: str) -> Closed:
    """Weekends, public holidays, and the school's where they are known."""
    public = set(France(subdiv=subdivision or None, years=range(2026, 2030), expand=False))  # type: ignore[no-untyped-call]
    spans = [
        (date.fromisoformat(first), date.fromisoformat(last)) for first, last in SCHOOL[MAINLAND.get(departement, "")]
    ]
    return lambda day: day.weekday() > 4 or day in public or any(first <= day <= last for first, last in spans)
