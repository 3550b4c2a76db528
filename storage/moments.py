"""Moments as the tables keep them: ISO 8601 in UTC, which sorts as time does."""

from __future__ import annotations

from datetime import UTC, datetime


def written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def read(text: str) -> datetime:
    return datetime.fromisoformat(text)
