"""What a step may ask for of a school's goals, and of one's own reminders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from dialogs.goals import Goal


@dataclass(frozen=True, slots=True)
class KeepGoal:
    """The goal as it is now; ``field`` and ``value`` are the line of its history ("" of neither: nothing changed)."""

    goal: Goal
    field: str
    value: str = ""

    @property
    def school(self) -> str:
        return self.goal.school


@dataclass(frozen=True, slots=True)
class TakeBackGoal:
    """One that was set by mistake, of which nothing was said yet."""

    goal: Goal

    @property
    def school(self) -> str:
        return self.goal.school


@dataclass(frozen=True, slots=True)
class Snooze:
    """Nothing is said of the goal before that day."""

    goal: Goal
    until: date

    @property
    def school(self) -> str:
        return self.goal.school


OfGoals: TypeAlias = KeepGoal | TakeBackGoal | Snooze


@dataclass(frozen=True, slots=True)
class SetHours:
    """When the person may be written to: from one full hour to another, within what the law of the house allows."""

    begins: int
    ends: int


@dataclass(frozen=True, slots=True)
class MakeFeed:
    """An address of the person's own that a calendar subscribes to, of whose secret only the digest is kept; an earlier
    one is void.
    """

    digest: str


@dataclass(frozen=True, slots=True)
class RevokeFeed:
    """The person's address leads nowhere any more."""


@dataclass(frozen=True, slots=True)
class TellOf:
    """These reminders were told to the person; none of them is told to them again."""

    reminders: tuple[int, ...]
