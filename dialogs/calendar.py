"""Which days a school is open: public holidays, school holidays, and for which days these are known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

DAY = timedelta(days=1)
FRIDAY = 4
FARTHEST = 120
"""As many days as ``earlier`` and ``later`` look away; no holiday is so long."""

SUMMER_STARTS = ((6, 15), (7, 31))
SUMMER_LASTS = timedelta(days=28)
"""What tells the summer from the two weeks that southern territories have in winter."""


@dataclass(frozen=True, slots=True)
class Period:
    """A school holiday's days off, the last one included."""

    first: date
    last: date
    name: str

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Calendar:
    """A territory's days.

    ``public`` gives each public holiday its name. ``school`` is sorted by first day. ``known`` are the spans of days,
    both ends included, for which the school holidays are known; outside of them, ``school`` says nothing.
    """

    public: Mapping[date, str] = field(default_factory=dict, hash=False)
    school: tuple[Period, ...] = ()
    known: tuple[tuple[date, date], ...] = ()

    def holiday(self, day: date) -> str:
        """The name of the public or school holiday; empty for none. A weekend alone is no holiday."""
        return self.public.get(day) or next((period.name for period in self.school if day in period), "")

    def open(self, day: date) -> bool:
        """Monday to Friday, and no holiday that is known."""
        return day.weekday() <= FRIDAY and not self.holiday(day)

    def knows(self, day: date) -> bool:
        """Whether the school holidays around this day are known; public ones always are."""
        return any(first <= day <= last for first, last in self.known)

    def earlier(self, day: date) -> date:
        """The day itself if it is open, else the nearest open one before; the day itself where none is near."""
        return self._nearest(day, -DAY)

    def later(self, day: date) -> date:
        """The day itself if it is open, else the nearest open one after; the day itself where none is near."""
        return self._nearest(day, DAY)

    def year_ends(self, day: date) -> date | None:
        """The last day of classes of the school year of ``day``, which goes on until its summer ends.

        None where not every day from ``day`` to that summer is known, and where no summer begins in June or July.
        """
        summer = next((period for period in self.school if _is_summer(period) and period.last >= day), None)
        if summer is None or not any(first <= day and summer.first <= last for first, last in self.known):
            return None
        return self.earlier(summer.first - DAY)

    def _nearest(self, day: date, step: timedelta) -> date:
        days = (day + away * step for away in range(FARTHEST + 1))
        return next((it for it in days if self.open(it)), day)


UNKNOWN = Calendar()
"""Nothing is known but weekends."""


def joined(spans: Iterable[tuple[date, date]], gap: timedelta) -> tuple[tuple[date, date], ...]:
    """Spans in order; those at most ``gap`` apart, from a last day to the next first one, are one."""
    found: list[tuple[date, date]] = []
    for first, last in sorted(spans):
        if found and first - found[-1][1] <= gap:
            found[-1] = found[-1][0], max(last, found[-1][1])
        else:
            found.append((first, last))
    return tuple(found)


def _is_summer(period: Period) -> bool:
    start, latest = SUMMER_STARTS
    return start <= (period.first.month, period.first.day) <= latest and period.last - period.first >= SUMMER_LASTS
