"""Where a conversation stands, and what it remembers besides answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dialogs.goals import Chosen


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
    SITTING = "sitting"
    FRAMING = "framing"
    VOTING = "voting"
    GOALS = "goals"
    GOAL = "goal"
    AIMING = "aiming"
    WORDING = "wording"
    SCHEDULING = "scheduling"
    ENTRUSTING = "entrusting"
    TRACING = "tracing"
    TALLY = "tally"
    AGENDA = "agenda"
    FEED = "feed"
    REMINDERS = "reminders"
    MAILBOX = "mailbox"


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
    ``goals`` is what a list of goals shows, ``goal`` the one shown, ``field`` what is asked for of it, ``guided`` that
    the next criterion follows, ``month`` the one that a calendar shows (``2027-03``).
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
    goals: Chosen = Chosen.RUNNING
    goal: str = ""
    field: str = ""
    guided: bool = False
    month: str = ""


ELSEWHERE = "-"
"""As the session's school: a new campaign is for none of the person's schools."""


def entering(session: Session, campaign: str) -> Session:
    """The session in another campaign, at its beginning; what holds for all of them is remembered."""
    return Session(
        state=session.state, campaign=campaign, later=session.later, school=session.school, told=session.told
    )
