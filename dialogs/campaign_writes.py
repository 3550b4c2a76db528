"""What a step may ask for of a school's campaign: how it is filled, when, by whom, and what the school retains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from dialogs.campaign import Dates, Mode
from frameworks.forms import Answer


@dataclass(frozen=True, slots=True)
class SetMode:
    """Nothing that was said is lost by it; ``secret`` holds for opinions."""

    campaign: str
    mode: Mode
    secret: bool = False


@dataclass(frozen=True, slots=True)
class SetDates:
    campaign: str
    dates: Dates


@dataclass(frozen=True, slots=True)
class ShareDomain:
    """``given`` is False where it is taken back; what the member answered stays."""

    campaign: str
    domain: str
    member: int
    given: bool


@dataclass(frozen=True, slots=True)
class CloseCampaign:
    campaign: str


@dataclass(frozen=True, slots=True)
class ReopenCampaign:
    """A closed or an archived one."""

    campaign: str


@dataclass(frozen=True, slots=True)
class ArchiveCampaign:
    campaign: str


@dataclass(frozen=True, slots=True)
class RecordDecision:
    """Without an answer, the decision that stands is withdrawn; the history keeps both."""

    campaign: str
    question: str
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class RemindFillers:
    """These members, by number, are written to."""

    campaign: str
    members: tuple[int, ...]


OfCampaigns: TypeAlias = (
    SetMode | SetDates | ShareDomain | CloseCampaign | ReopenCampaign | ArchiveCampaign | RecordDecision | RemindFillers
)
"""What a pilot does with a campaign."""
