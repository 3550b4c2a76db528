"""What one step may know, and what it makes of an event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from dialogs.agenda import Past
from dialogs.calendar import UNKNOWN, Calendar
from dialogs.campaign import Campaign, Decision, Figure, School
from dialogs.council import Filler, Opinions
from dialogs.goals import Change, Goal, Reached
from dialogs.hours import BEGINS, ENDS
from dialogs.mailbox import Mailbox
from dialogs.pulse import Sitting
from dialogs.reminding import Due, Sent
from dialogs.replies import Diary, Letter, Reply
from dialogs.roles import Role
from dialogs.session import ELSEWHERE, Session
from dialogs.team import Attempt, Membership, Team
from dialogs.writes import Write
from frameworks.model import Domain, Framework, Question
from locales import Words


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
    """How others come to this Palier: the web address that opens on their machine, the bot's name; "" for none.
    ``mail``: whether it writes e-mail.
    """

    web: str = ""
    lan: bool = False
    bot: str = ""
    mail: bool = False


@dataclass(frozen=True)
class Scene:
    """All that a step may know. Frozen, so what follows from it is found once.

    ``fresh`` is an id nobody has yet; ``aside`` the other campaign that a button names, when it is the sender's;
    ``previous`` the campaign to compare with (the one before this unless another was chosen), ``beside`` the aside's
    own; ``memberships`` the person's schools, the first joined first; ``taken`` the schools here that have the UAI of
    this event or session; ``team`` and ``awaiting`` (schools asked to let them in) only where they are shown;
    ``attempt`` the secret that this event tries; ``token`` one that nobody has yet, where one is made. ``fillers``,
    ``opinions`` and ``history`` (of each question its decisions, the newest first) are of the campaign, and only where
    they are shown. ``figures`` are the school's, by question, as its other campaigns have them. ``sitting`` is the one
    under way in the campaign, or the last one, where it is shown; ``convened`` the aside's, where its
    booth is asked for. ``goals`` are a school's where one may be shown, with its ``calendar``; of the one shown its
    ``changes``, to whom reminders of it went (``sent``; ``announced``: those of a campaign's dates), and ``under_way``,
    an open campaign of its grid. ``reached`` are the goals reached of the campaign's grid, by question, ``dues`` what
    is to be told now, ``hours`` when the person may be written to, ``mailbox`` their e-mail address, where it is shown;
    ``past`` what an agenda of the goals needs besides them, ``feed`` since when the person has an address that a
    calendar subscribes to, where goals are shown.
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
    sitting: Sitting | None = None
    convened: Sitting | None = None
    goals: tuple[Goal, ...] = ()
    calendar: Calendar = UNKNOWN
    changes: tuple[Change, ...] = ()
    sent: tuple[Sent, ...] = ()
    announced: tuple[Sent, ...] = ()
    under_way: str = ""
    reached: Mapping[str, Reached] = field(default_factory=dict)
    dues: tuple[Due, ...] = ()
    hours: tuple[int, int] = (BEGINS, ENDS)
    mailbox: Mailbox | None = None
    past: Past = field(default_factory=Past)
    feed: datetime | None = None
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
        """The one that a new campaign is for: never one that the person only reads."""
        found = self.membership
        if found is None or found.role is Role.READER or self.session.school == ELSEWHERE:
            return None
        return found.school

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

    @cached_property
    def question(self) -> Question:
        """The question shown: the session's, or what must be known before it (a whole; the reason to ask)."""
        campaign, question = self.the(), self.wanted
        while question.when is not None and not campaign.asked(question):
            question = campaign.framework.question[question.when.question]
        return campaign.needed_for(question) or question

    @cached_property
    def wanted(self) -> Question:
        """The question that the session stands at; the first one where it names none of this framework."""
        framework = self.the().framework
        return framework.question.get(self.session.question, framework.questions[0])

    @property
    def domain(self) -> Domain:
        return self.the().framework.domain_of[self.question.id]

    @property
    def goal(self) -> Goal | None:
        """The goal shown."""
        return self.goal_of(self.session.goal)

    def goal_of(self, key: str) -> Goal | None:
        return next((it for it in self.goals if it.id == key), None)

    @property
    def zone(self) -> ZoneInfo:
        """The clocks of the school whose goals are shown."""
        return ZoneInfo(self.membership.school.timezone if self.membership else "Europe/Paris")

    @property
    def day(self) -> date:
        """Today, by those clocks."""
        return self.now.astimezone(self.zone).date()

    def at(self, session: Session) -> Scene:
        return replace(self, session=session)


@dataclass(frozen=True, slots=True)
class Move:
    """What a step makes of an event: the table's trigger (none: the conversation stays where it is), what to keep,
    what to remember, what to say first, and what stays above the next screen.
    """

    trigger: str = ""
    writes: tuple[Write, ...] = ()
    session: Session | None = None
    notice: str = ""
    letters: tuple[Letter | Diary, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """A step's whole effect. ``understood`` is False where the event meant nothing here."""

    session: Session
    writes: tuple[Write, ...]
    replies: tuple[Reply, ...]
    understood: bool = True
