"""What a step may ask for of a commission that votes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from dialogs.pulse import Ballot


@dataclass(frozen=True, slots=True)
class OpenSitting:
    """``code`` is what people type to vote, ``queue`` the questions to come. One that was left open ends."""

    campaign: str
    sitting: str
    code: str
    queue: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SettleSitting:
    campaign: str
    sitting: str
    present: int
    secret: bool
    guests: bool
    members_only: bool


@dataclass(frozen=True, slots=True)
class OpenPulse:
    """On a question of the framework, or a free one of the sitting's own. ``closes``: when a countdown ends."""

    campaign: str
    sitting: str
    pulse: str
    question: str = ""
    text: str = ""
    choices: tuple[str, ...] = ()
    closes: datetime | None = None


@dataclass(frozen=True, slots=True)
class TimePulse:
    """A countdown: the pulse closes by itself at that moment."""

    campaign: str
    sitting: str
    pulse: str
    closes: datetime


@dataclass(frozen=True, slots=True)
class ClosePulse:
    campaign: str
    sitting: str
    pulse: str


@dataclass(frozen=True, slots=True)
class EndSitting:
    campaign: str
    sitting: str


@dataclass(frozen=True, slots=True)
class CastVote:
    """One's own; the last one wins."""

    campaign: str
    sitting: str
    pulse: str
    ballot: Ballot


Convening: TypeAlias = OpenSitting | SettleSitting | OpenPulse | TimePulse | ClosePulse | EndSitting
"""What a pilot does."""

OfPulses: TypeAlias = Convening | CastVote
