"""Moments and days as the tables keep them: ISO 8601, moments in UTC, which sorts as time does."""

from __future__ import annotations

from datetime import UTC, date, datetime


def written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def read(text: str) -> datetime:
    return datetime.fromisoformat(text)


def written_day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def read_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
