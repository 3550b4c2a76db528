"""What a step may ask for: of a campaign filled, of a school, of oneself; and, beside them, of teams and of pilots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from dialogs.campaign import School
from dialogs.campaign_writes import OfCampaigns
from dialogs.goal_writes import MakeFeed, OfGoals, RevokeFeed, SetHours, TellOf
from dialogs.pulse_writes import OfPulses
from dialogs.team_writes import OfTeams
from frameworks.forms import Answer, Begun


@dataclass(frozen=True, slots=True)
class OpenCampaign:
    """Campaigns of this person in which nothing was said give way to it. A draft has no ``school`` ("")."""

    campaign: str
    framework: str
    title: str
    school: str = ""


@dataclass(frozen=True, slots=True)
class GiveCampaign:
    """A draft becomes a campaign of one of the person's schools."""

    campaign: str
    school: School


@dataclass(frozen=True, slots=True)
class Retitle:
    campaign: str
    title: str


@dataclass(frozen=True, slots=True)
class SaveAnswer:
    campaign: str
    question: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class SaveDraft:
    campaign: str
    question: str
    begun: Begun


@dataclass(frozen=True, slots=True)
class RemoveAnswer:
    campaign: str
    question: str


@dataclass(frozen=True, slots=True)
class SaveNote:
    """An empty text removes the note."""

    campaign: str
    question: str
    text: str


@dataclass(frozen=True, slots=True)
class FoundSchool:
    """A new school, piloted by the person; ``campaign`` and the person's other drafts become the school's."""

    school: School


@dataclass(frozen=True, slots=True)
class DescribeSchool:
    """A school here whose UAI or place was not known, or was wrong; its name and members stay."""

    school: School


@dataclass(frozen=True, slots=True)
class RenameSchool:
    school: str
    name: str


@dataclass(frozen=True, slots=True)
class SpeakLanguage:
    language: str


@dataclass(frozen=True, slots=True)
class Forget:
    """Everything of this person's, for ever."""


@dataclass(frozen=True, slots=True)
class AskMailbox:
    """This address shall receive the person's reminders once it is confirmed from there: a mail asks for it."""

    mail: str


@dataclass(frozen=True, slots=True)
class ForgetMailbox:
    """The person's address, and all that was owed to it."""


Write: TypeAlias = (
    OpenCampaign
    | Retitle
    | SaveAnswer
    | SaveDraft
    | RemoveAnswer
    | SaveNote
    | FoundSchool
    | DescribeSchool
    | RenameSchool
    | GiveCampaign
    | OfTeams
    | OfCampaigns
    | OfPulses
    | OfGoals
    | SetHours
    | MakeFeed
    | RevokeFeed
    | TellOf
    | SpeakLanguage
    | AskMailbox
    | ForgetMailbox
    | Forget
)
