"""When somebody may be written to who did not write first (droit à la déconnexion)."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from dialogs.calendar import UNKNOWN, Calendar

BEGINS, ENDS = 8, 19
"""Full hours, Monday to Friday; a person may narrow them."""


def working(now: datetime, timezone: str, calendar: Calendar = UNKNOWN, begins: int = BEGINS, ends: int = ENDS) -> bool:
    """Within a school's working hours, by its own clocks, on a day of its calendar that is no holiday."""
    local = now.astimezone(ZoneInfo(timezone))
    return calendar.open(local.date()) and max(begins, BEGINS) <= local.hour < min(ends, ENDS)
