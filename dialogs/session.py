"""Where a conversation stands, what one step may know, and what it may ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias
from zoneinfo import ZoneInfo

from dialogs.campaign import Campaign, Decision, Figure, School
from dialogs.campaign_writes import OfCampaigns
from dialogs.council import Filler, Opinions
from dialogs.replies import Reply
from dialogs.roles import Role
from dialogs.team import Attempt, Membership, Team
from dialogs.team_writes import OfTeams
from frameworks.forms import Answer, Begun
from frameworks.model import Domain, Framework, Question
from locales import Words


class State(StrEnum):
    """The steps of the conversation; ``flow.py`` says which follows which."""

    WELCOME = "welcome"
    CATALOGUE = "catalogue"
    MENU = "menu"
    ASKING = "asking"
    TICKING = "ticking"
    MORE = "more"
    MEANING = "meaning"
    NOTING = "noting"
    RESULTS = "results"
    ACTIONS = "actions"
    RECAP = "recap"
    SCHOOL = "school"
    NAMING = "naming"
    DEPARTEMENT = "departement"
    CONFIRMING = "confirming"
    TITLING = "titling"
    CAMPAIGNS = "campaigns"
    PAUSED = "paused"
    OFFERED = "offered"
    HELP = "help"
    ABOUT = "about"
    LANGUAGE = "language"
    PRIVACY = "privacy"
    ERASING = "erasing"
    COMPARING = "comparing"
    TEAM = "team"
    MEMBER = "member"
    PARTING = "parting"
    CALLED = "called"
    INVITING = "inviting"
    INVITED = "invited"
    JOINING = "joining"
    KNOCKING = "knocking"
    CHOOSING = "choosing"
    CAMPAIGN = "campaign"
    MODE = "mode"
    SHARING = "sharing"
    DATING = "dating"
    CLOSING = "closing"
    COUNCIL = "council"
    DECIDING = "deciding"


@dataclass(frozen=True, slots=True)
class Sought:
    """The school being described, before it is confirmed; ``typed`` is a département that several answer to."""

    uai: str = ""
    name: str = ""
    departement: str = ""
    timezone: str = ""
    typed: str = ""


class Shown(StrEnum):
    """What of a campaign the recap shows: everything, or what waits for something."""

    ALL = "all"
    UNDECIDED = "undecided"
    UNANSWERED = "unanswered"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Weighing:
    """Ticks put together for a decision that is not recorded yet."""

    question: str = ""
    ticked: tuple[str, ...] = ()
    na: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Session:
    """What a conversation remembers besides answers; everything else is derived.

    ``question`` is the one shown (or last shown), ``back`` the state an aside goes back to, ``correcting`` whether the
    answer goes back to the recap, ``text`` one offered as a note, ``later`` that the school may wait, ``anew`` that a
    grid chosen now begins a campaign even where one is under way, ``compared`` the campaign chosen to compare with.
    ``shown`` filters the recap, ``weighing`` is a decision being put together, ``dating`` the date being asked for.
    ``school`` is the one chosen among one's own (``ELSEWHERE``: none of them), ``member`` the number of the one shown,
    ``called`` the school that a name is for, ``invited`` the invitation just made and ``secret`` what opens it, while
    they are shown; ``told`` the last moment of which the person was told what happened in their teams.
    """

    state: State = State.WELCOME
    campaign: str = ""
    question: str = ""
    back: State = State.WELCOME
    page: int = 0
    correcting: bool = False
    later: bool = False
    anew: bool = False
    text: str = ""
    compared: str = ""
    sought: Sought = Sought()
    school: str = ""
    member: int = 0
    called: str = ""
    invited: str = ""
    secret: str = ""
    told: datetime | None = None
    shown: Shown = Shown.ALL
    weighing: Weighing = Weighing()
    dating: str = ""


ELSEWHERE = "-"
"""As the session's school: a new campaign is for none of the person's schools."""


def entering(session: Session, campaign: str) -> Session:
    """The session in another campaign, at its beginning; what holds for all of them is remembered."""
    return Session(
        state=session.state, campaign=campaign, later=session.later, school=session.school, told=session.told
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a person's list of campaigns; ``grid`` is its grid's short title, ``role`` as in the campaign,
    ``answered`` what the person sees as answered there, ``retained`` how many answers the school has.
    """

    id: str
    title: str
    framework: str
    answered: int
    total: int
    grid: str = ""
    school: str = ""
    role: Role = Role.PILOT
    mine: bool = True
    retained: int = 0
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Reach:
    """How others come to this Palier: the web address that opens on their machine, the bot's name; "" for none."""

    web: str = ""
    lan: bool = False
    bot: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a step may know.

    ``fresh`` is an id nobody has yet; ``aside`` the other campaign that a button names, when it is the sender's;
    ``previous`` the campaign to compare with (the one before this unless another was chosen), ``beside`` the aside's
    own; ``memberships`` the person's schools, the first joined first; ``taken`` the schools here that have the UAI of
    this event or session; ``team`` and ``awaiting`` (schools asked to let them in) only where they are shown;
    ``attempt`` the secret that this event tries; ``token`` one that nobody has yet, where one is made. ``fillers``,
    ``opinions`` and ``history`` (of each question its decisions, the newest first) are of the campaign, and only where
    they are shown. ``figures`` are the school's, by question, as its other campaigns have them.
    """

    session: Session
    words: Words
    now: datetime
    frameworks: Mapping[str, Framework]
    fresh: str
    campaign: Campaign | None = None
    aside: Campaign | None = None
    previous: Campaign | None = None
    beside: Campaign | None = None
    memberships: tuple[Membership, ...] = ()
    entries: tuple[Entry, ...] = ()
    taken: Mapping[str, School] = field(default_factory=dict)
    team: Team | None = None
    awaiting: tuple[School, ...] = ()
    attempt: Attempt | None = None
    token: str = ""
    fillers: tuple[Filler, ...] = ()
    opinions: Opinions = field(default_factory=dict)
    history: Mapping[str, tuple[Decision, ...]] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)
    reach: Reach = Reach()
    operator: str = ""
    signup: bool = True

    @property
    def membership(self) -> Membership | None:
        """In the school chosen, else in the one joined first."""
        return self.member_of(self.session.school) or next(iter(self.memberships), None)

    def member_of(self, school: str) -> Membership | None:
        return next((it for it in self.memberships if it.school.id == school), None)

    @property
    def school(self) -> School | None:
        """The one that a new campaign is for."""
        found = self.membership
        return found.school if found and self.session.school != ELSEWHERE else None

    @property
    def today(self) -> datetime:
        """Now, in the school's time zone."""
        school = self.campaign.school if self.campaign else None
        return self.now.astimezone(ZoneInfo(school.timezone if school else "Europe/Paris"))

    def the(self) -> Campaign:
        """The campaign of a state that has one; the table's guards see to it."""
        if self.campaign is None:
            raise LookupError(f"no campaign in state {self.session.state}")
        return self.campaign

    @property
    def question(self) -> Question:
        """The question shown: the session's, or what must be known before it (a whole; the reason to ask)."""
        campaign, question = self.the(), self.wanted
        while question.when is not None and not campaign.asked(question):
            question = campaign.framework.question[question.when.question]
        return campaign.needed_for(question) or question

    @property
    def wanted(self) -> Question:
        """The question that the session stands at; the first one where it names none of this framework."""
        framework = self.the().framework
        return framework.question.get(self.session.question, framework.questions[0])

    @property
    def domain(self) -> Domain:
        return self.the().framework.domain_of[self.question.id]

    def at(self, session: Session) -> Scene:
        return replace(self, session=session)


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
    | SpeakLanguage
    | Forget
)


@dataclass(frozen=True, slots=True)
class Move:
    """What a step makes of an event: the table's trigger (none: the conversation stays where it is), what to keep,
    what to remember, what to say first.
    """

    trigger: str = ""
    writes: tuple[Write, ...] = ()
    session: Session | None = None
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A step's whole effect. ``understood`` is False where the event meant nothing here."""

    session: Session
    writes: tuple[Write, ...]
    replies: tuple[Reply, ...]
    understood: bool = True
