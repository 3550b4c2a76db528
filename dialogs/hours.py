"""When somebody may be written to who did not write first (droit à la déconnexion)."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

HOURS = range(8, 18)
FRIDAY = 4


def working(now: datetime, timezone: str) -> bool:
    """Within a school's working hours, by its own clocks."""
    local = now.astimezone(ZoneInfo(timezone))
    return local.weekday() <= FRIDAY and local.hour in HOURS
