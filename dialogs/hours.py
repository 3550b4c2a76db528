"""When somebody may be written to who did not write first (droit à la déconnexion)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from dialogs.calendar import UNKNOWN, Calendar

BEGINS, ENDS = 8, 19
"""Full hours, Monday to Friday; a person may narrow them."""


def day_of(now: datetime, timezone: str) -> date:
    """The day that it is by those clocks."""
    return now.astimezone(ZoneInfo(timezone)).date()


def end_of(now: datetime, timezone: str, ends: int = ENDS) -> datetime:
    """When the hours of that day are over, by those clocks."""
    local = now.astimezone(ZoneInfo(timezone))
    return local.replace(hour=min(ends, ENDS), minute=0, second=0, microsecond=0).astimezone(UTC)


def working(now: datetime, timezone: str, calendar: Calendar = UNKNOWN, begins: int = BEGINS, ends: int = ENDS) -> bool:
    """Within a school's hours, or what a person left of them, by its own clocks, on a day that it is open."""
    local = now.astimezone(ZoneInfo(timezone))
    return calendar.open(local.date()) and max(begins, BEGINS) <= local.hour < min(ends, ENDS)
