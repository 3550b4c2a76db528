"""Which state follows which. Nowhere else does a state name another's successor.

One ``transitions`` machine without models serves everybody: it is asked with a throw-away walker, which answers the
guards from the scene as it is after the writes. ``docs/conversation.md`` holds its diagram, drawn from this table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, cast

from dialogs.guards import Walker
from dialogs.scene import Scene
from dialogs.session import State

if TYPE_CHECKING:
    from transitions import EventData, Machine

S = State

ASIDES = (S.OFFERED, S.HELP, S.ABOUT, S.LANGUAGE, S.PRIVACY, S.ERASING, S.MAILBOX)
"""States that go back to where the conversation was."""

PLACES = tuple(state for state in State if state not in ASIDES)
QUESTION = (S.ASKING, S.TICKING, S.MORE)
SCHOOL = (S.SCHOOL, S.NAMING, S.DEPARTEMENT, S.CONFIRMING)
TEAM = (S.TEAM, S.MEMBER, S.PARTING, S.INVITING, S.INVITED)
"""States that show a school's team, to those who are in it."""

FILLING = (*QUESTION, S.MEANING, S.NOTING, S.OFFERED, S.TITLING)
"""States of whoever fills a campaign."""

STEERING = (S.MODE, S.SHARING, S.DATING, S.CLOSING)
"""States of whoever pilots a school's campaign."""

CONVENING = (S.SITTING, S.FRAMING)
"""States of whoever convenes a commission to vote."""

RUNNING = (S.MODE, S.SHARING, S.CLOSING)
"""Those of them that a closed campaign has no more."""

COUNCIL = (S.COUNCIL, S.DECIDING)
"""States of a campaign that is decided together."""

AMENDING = (S.WORDING, S.SCHEDULING, S.ENTRUSTING)
"""States that change something of a goal."""

OF_A_GOAL = (S.GOAL, *AMENDING, S.TRACING)
GOALING = (S.GOALS, S.TALLY, S.AGENDA, S.FEED, S.AIMING, *OF_A_GOAL)
"""States that show a school's goals, or set one."""

SECRET = (S.INVITED, S.FEED)
"""States that show what opens something, and is shown nowhere else."""

ANYWHERE = tuple(State)


@dataclass(frozen=True, slots=True)
class Row:
    """From any of ``sources``, on ``trigger``, to ``dest`` when every guard named holds; the first that fits is taken.

    ``back``: only where the conversation came from ``dest``.
    """

    trigger: str
    sources: tuple[State, ...]
    dest: State
    guard: str = ""
    draws: bool = False
    back: bool = False


TABLE: tuple[Row, ...] = (
    # To and from a question.
    Row("ask", ANYWHERE, S.ASKING, "begun writable"),
    Row("answer", QUESTION, S.SCHOOL, "completes school_wanted"),
    Row("answer", QUESTION, S.RESULTS, "completes"),
    Row("answer", QUESTION, S.RECAP, "correcting"),
    Row("answer", QUESTION, S.ASKING, "more_here"),
    Row("answer", QUESTION, S.RESULTS, draws=True),
    Row("pass", QUESTION, S.RECAP, "correcting"),
    Row("pass", QUESTION, S.ASKING),
    Row("leave", QUESTION, S.MENU),
    Row("unfold", (S.ASKING,), S.TICKING, "in_stages"),
    Row("fold", (S.TICKING,), S.ASKING),
    Row("more", (S.ASKING, S.TICKING), S.MORE),
    Row("meaning", (S.MORE,), S.MEANING),
    Row("note", (S.MORE,), S.NOTING),
    Row("noted", (S.NOTING,), S.ASKING),
    Row("ask_again", (S.MORE, S.MEANING, S.NOTING), S.ASKING),
    # The school.
    Row("uai", (S.SCHOOL,), S.NAMING),
    Row("no_uai", (S.SCHOOL,), S.NAMING),
    Row("named", (S.NAMING,), S.CONFIRMING, "with_uai"),
    Row("named", (S.NAMING,), S.DEPARTEMENT),
    Row("placed", (S.SCHOOL, S.DEPARTEMENT), S.CONFIRMING),
    Row("rename", (S.SCHOOL,), S.NAMING, "has_school"),
    Row("renamed", (S.NAMING,), S.SCHOOL),
    Row("relocate", (S.SCHOOL,), S.DEPARTEMENT, "has_school"),
    Row("described", (S.CONFIRMING,), S.SCHOOL),
    Row("given", (S.SCHOOL,), S.MENU),
    Row("again", (S.CONFIRMING,), S.SCHOOL),
    Row("founded", (S.CONFIRMING,), S.RESULTS, "answered", draws=True),
    Row("founded", (S.CONFIRMING,), S.MENU),
    Row("later", SCHOOL, S.RESULTS, "answered"),
    Row("later", SCHOOL, S.MENU),
    # The title.
    Row("title", (S.MENU,), S.TITLING, "writable titling"),
    Row("titled", (S.TITLING,), S.MENU),
    # The team.
    Row("team", ANYWHERE, S.CALLED, "unnamed"),
    Row("team", ANYWHERE, S.TEAM, "member"),
    Row("called", (S.CALLED,), S.TEAM, "joined"),
    Row("called", (S.CALLED,), S.JOINING),
    Row("call", (S.TEAM, S.MEMBER), S.CALLED, "member"),
    Row("look", (S.TEAM,), S.MEMBER),
    Row("part", (S.MEMBER,), S.PARTING),
    Row("stay", (S.PARTING,), S.MEMBER),
    Row("parted", (S.PARTING,), S.TEAM, "with_team"),
    Row("parted", (S.PARTING,), S.WELCOME),
    Row("invite", (S.TEAM, S.INVITED), S.INVITING, "piloting"),
    Row("invited", (S.INVITING,), S.INVITED),
    Row("join", ANYWHERE, S.JOINING),
    Row("joined", ANYWHERE, S.CALLED),
    Row("knock", (S.SCHOOL, S.CONFIRMING, S.JOINING), S.KNOCKING),
    Row("knocked", (S.KNOCKING,), S.CALLED),
    Row("choose", (S.CAMPAIGNS,), S.CHOOSING, "member"),
    Row("chosen", (S.CHOOSING,), S.CAMPAIGNS),
    # The campaign: its state, and what a pilot sets of it.
    Row("campaign", ANYWHERE, S.CAMPAIGN, "of_school"),
    Row("mode", (S.CAMPAIGN,), S.MODE, "steering running"),
    Row("share", (S.CAMPAIGN, S.MODE), S.SHARING, "steering running sharing"),
    Row("close", (S.CAMPAIGN,), S.CLOSING, "steering running"),
    Row("date", (S.CAMPAIGN,), S.DATING, "steering"),
    Row("set", STEERING, S.CAMPAIGN),
    # Deciding together.
    Row("council", ANYWHERE, S.COUNCIL, "together"),
    Row("weigh", (S.COUNCIL, S.DECIDING, S.RECAP), S.DECIDING, "together"),
    Row("decided", (S.DECIDING,), S.COUNCIL),
    # A commission that votes.
    Row("sitting", ANYWHERE, S.SITTING, "steering"),
    Row("sitting", ANYWHERE, S.VOTING, "polling"),
    Row("booth", ANYWHERE, S.VOTING, "polling"),
    Row("frame", (S.SITTING,), S.FRAMING, "steering"),
    Row("framed", (S.FRAMING,), S.SITTING),
    # Goals, and what reminds of them. A goal is a school's.
    Row("goals", ANYWHERE, S.GOALS, "member"),
    Row("goals", ANYWHERE, S.SCHOOL, "schoolless"),
    Row("goal", ANYWHERE, S.GOAL, "with_goal"),
    Row("aim", ANYWHERE, S.AIMING, "answered aiming"),
    Row("aim", ANYWHERE, S.SCHOOL, "answered schoolless"),
    Row("word", ANYWHERE, S.WORDING, "amending"),
    Row("schedule", ANYWHERE, S.SCHEDULING, "amending"),
    Row("entrust", ANYWHERE, S.ENTRUSTING, "amending"),
    Row("trace", ANYWHERE, S.TRACING, "with_goal"),
    Row("tally", ANYWHERE, S.TALLY, "member"),
    Row("agenda", ANYWHERE, S.AGENDA, "member"),
    Row("fed", (S.AGENDA,), S.FEED, "member"),
    Row("reminders", ANYWHERE, S.REMINDERS),
    # From anywhere.
    Row("start", ANYWHERE, S.WELCOME),
    Row("resume", ANYWHERE, S.ASKING, "unfinished writable"),
    Row("resume", ANYWHERE, S.RESULTS, "answered"),
    Row("resume", ANYWHERE, S.WELCOME),
    Row("menu", ANYWHERE, S.MENU, "begun"),
    Row("results", ANYWHERE, S.RESULTS, "answered", draws=True),
    Row("actions", ANYWHERE, S.ACTIONS, "answered"),
    Row("recap", ANYWHERE, S.RECAP, "begun"),
    Row("compare", ANYWHERE, S.COMPARING, "comparable", draws=True),
    Row("school", ANYWHERE, S.SCHOOL, "begun"),
    Row("catalogue", ANYWHERE, S.CATALOGUE),
    Row("anew", ANYWHERE, S.CATALOGUE),
    Row("campaigns", ANYWHERE, S.CAMPAIGNS),
    Row("pause", ANYWHERE, S.PAUSED, "begun"),
    Row("help", ANYWHERE, S.HELP),
    Row("about", ANYWHERE, S.ABOUT, "begun"),
    Row("language", ANYWHERE, S.LANGUAGE),
    Row("privacy", ANYWHERE, S.PRIVACY),
    Row("erase", ANYWHERE, S.ERASING),
    Row("mailbox", ANYWHERE, S.MAILBOX),
    Row("offer", ANYWHERE, S.OFFERED, "begun writable"),
    Row("erased", (S.ERASING,), S.WELCOME),
    # Giving up what is under way.
    Row("cancel", (S.MORE, S.MEANING, S.NOTING, S.TICKING), S.ASKING),
    Row("cancel", SCHOOL, S.RESULTS, "answered"),
    Row("cancel", SCHOOL, S.MENU),
    Row("cancel", (S.TITLING, S.ASKING, S.ACTIONS, S.RESULTS, S.RECAP, S.PAUSED, S.COMPARING), S.MENU),
    Row("cancel", (S.MEMBER, S.INVITING, S.INVITED), S.TEAM),
    Row("cancel", (S.PARTING,), S.MEMBER),
    Row("cancel", (S.CHOOSING,), S.CAMPAIGNS),
    Row("cancel", STEERING, S.CAMPAIGN),
    Row("cancel", (S.DECIDING,), S.COUNCIL),
    Row("cancel", (S.FRAMING,), S.SITTING),
    Row("cancel", (S.SITTING, S.VOTING), S.MENU),
    Row("cancel", (S.CAMPAIGN, S.COUNCIL), S.MENU),
    Row("cancel", (S.TEAM, S.CALLED, S.JOINING, S.KNOCKING), S.WELCOME),
    Row("cancel", (*AMENDING, S.TRACING), S.GOAL),
    Row("cancel", (S.GOAL, S.TALLY, S.AGENDA), S.GOALS),
    Row("cancel", (S.FEED,), S.AGENDA),
    Row("cancel", (S.AIMING,), S.RESULTS),
    Row("cancel", (S.GOALS, S.REMINDERS), S.MENU, "begun"),
    Row("cancel", (S.GOALS, S.REMINDERS), S.WELCOME),
    Row("cancel", (S.MENU, S.CATALOGUE, S.CAMPAIGNS, S.WELCOME), S.WELCOME),
)


OF_CAMPAIGNS = {
    "begun",
    "answered",
    "unfinished",
    "comparable",
    "writable",
    "of_school",
    "steering",
    "together",
    "polling",
    "aiming",
    "schoolless",
}
"""The guards that hold for a campaign only."""


def _of_a_campaign(row: Row) -> bool:
    return bool(OF_CAMPAIGNS & set(row.guard.split()))


FOR_CAMPAIGNS = frozenset(row.trigger for row in TABLE if _of_a_campaign(row))
FOR_WRITERS = frozenset(row.trigger for row in TABLE if "writable" in row.guard.split())
FOR_TEAMS = frozenset(row.trigger for row in TABLE if row.guard in {"member", "unnamed", "piloting"})


def _free() -> frozenset[State]:
    """The states where one can be without a campaign: reached from the welcome by rows that ask for none."""
    free = {S.WELCOME}
    while True:
        rows = (row for row in TABLE if not _of_a_campaign(row) and free & set(row.sources))
        further = free | {row.dest for row in rows}
        if further == free:
            return frozenset(free)
        free = further


FREE = _free()


def _going_back() -> tuple[Row, ...]:
    """An aside goes back to the place it was opened from: one row a place, guarded by the session's memory."""
    return tuple(Row(trigger, ASIDES, place, back=True) for trigger in ("back", "cancel") for place in PLACES)


BACK: tuple[Row, ...] = _going_back()


def _was_in(place: State) -> Callable[[EventData], bool]:
    def was_in(event: EventData) -> bool:
        walker = cast(Walker, event.model)
        return walker.scene.session.back == place

    return was_in


def _conditions(row: Row) -> list[str | Callable[[EventData], bool]]:
    return [_was_in(row.dest)] if row.back else list(row.guard.split())


@cache
def machine() -> Machine:
    """Made at the first step: it is large, and a start has no use for it."""
    from transitions import Machine

    return Machine(
        model=None,
        states=[state.value for state in State],
        initial=State.WELCOME.value,
        auto_transitions=False,
        send_event=True,
        transitions=[
            {
                "trigger": row.trigger,
                "source": [state.value for state in row.sources],
                "dest": row.dest.value,
                "conditions": _conditions(row),
                "after": ["draw"] if row.draws else [],
            }
            for row in (*TABLE, *BACK)
        ],
    )


OVERLAID = {
    "unfold",
    "fold",
    "more",
    "meaning",
    "note",
    "ask_again",
    "title",
    "rename",
    "relocate",
    "later",
    "again",
    "call",
    "stay",
    "invite",
    "choose",
    "mode",
    "share",
    "close",
    "frame",
    "back",
    "cancel",
}
UNNAMED = {"ask", "offer", "joined", "goal", "word", "schedule", "entrust", "trace"}
BY_BUTTON = frozenset({row.trigger for row in TABLE if row.sources == ANYWHERE} - UNNAMED | OVERLAID)
"""The ways that a button or a command may take by name; the others need something to be written first."""


@dataclass(frozen=True, slots=True)
class Way:
    state: State
    draws: bool


@cache
def _triggers(state: str) -> frozenset[str]:
    """What the table knows in a state: it never changes, and would be gone through at every tap."""
    return frozenset(machine().get_triggers(state))


def follow(scene: Scene, trigger: str, before: Scene) -> Way | None:
    """Where the trigger leads from the scene's state; None where the table has no way."""
    event = machine().events.get(trigger)
    walker = Walker(scene, before)
    if event is None or trigger not in _triggers(walker.state) or not event.trigger(walker):
        return None
    return Way(State(walker.state), walker.draws)
