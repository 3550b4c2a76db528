"""Gather → step → keep: one event's scene from the rows, and its outcome back into them. On the database's thread."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from dialogs import flow, invitations, uai
from dialogs.campaign import Campaign, School
from dialogs.events import Asked, Event, Said, Tapped
from dialogs.flow import ASIDES
from dialogs.session import (
    DescribeSchool,
    Entry,
    Forget,
    FoundSchool,
    GiveCampaign,
    OpenCampaign,
    Reach,
    RemoveAnswer,
    RenameSchool,
    Retitle,
    SaveAnswer,
    SaveDraft,
    SaveNote,
    Scene,
    SpeakLanguage,
    State,
    Write,
)
from dialogs.team import Attempt
from dialogs.team_writes import (
    Admit,
    AskToJoin,
    CallMyself,
    Decline,
    HandOver,
    Invite,
    JoinSchool,
    LeaveSchool,
    MissCode,
    OfTeams,
    RemoveMember,
    Revoke,
    SetRole,
)
from frameworks.model import Framework
from locales import words
from storage import campaigns, people, schools, team
from storage.people import Conversation

SHOWING = {*flow.TEAM, State.CALLED}
"""Where a team is shown, or may be next."""

JOINING = {State.JOINING, State.CALLED, State.PRIVACY}
"""Where what one asked to join is shown, or may be next."""


TO_JOINING = (("rejoindre", "join"), ("mesdonnees", "privacy"))


def nowhere() -> Reach:
    return Reach()


def token() -> str:
    """22 characters, 128 bits."""
    return secrets.token_urlsafe(16)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every scene shares: the grids, who runs this installation, whether strangers may found schools, chance, and
    how others come here.
    """

    frameworks: Mapping[str, Framework]
    operator: str
    signup: bool
    fresh: Callable[[], str]
    token: Callable[[], str] = token
    reach: Callable[[], Reach] = nowhere


def scene(
    connection: sqlite3.Connection, around: Surroundings, met: Conversation, event: Event, now: datetime
) -> Scene:
    entries = campaigns.mine(connection, met.person, around.frameworks)
    session = met.session
    if not session.campaign and entries:
        # Another release's session could not be read: the person's newest campaign is still theirs.
        session = replace(session, campaign=entries[0].id)
    campaign = _campaign(connection, around, met, session.campaign)
    memberships = team.memberships(connection, met.person)
    here = Scene(
        session=session,
        words=words(met.language),
        now=now,
        frameworks=around.frameworks,
        fresh=around.fresh(),
        campaign=campaign,
        previous=_previous(connection, around, met, session.compared, campaign, entries),
        memberships=memberships,
        entries=entries,
        taken=_taken(connection, met, event),
        attempt=_attempt(connection, met, event, now),
        reach=around.reach(),
        operator=around.operator,
        signup=around.signup,
    )
    return _with_team(connection, here, met.person, event)


def _with_team(connection: sqlite3.Connection, here: Scene, person: int, event: Event) -> Scene:
    """The team, or the requests made, where a screen before or after the event may show them."""
    session = here.session
    places = {session.state, session.back} if session.state in ASIDES else {session.state}
    if here.team is None and here.membership and (places & SHOWING or _goes(event, "equipe", "team")):
        here = replace(here, team=team.of(connection, here.membership.school.id, here.now))
    if not here.awaiting and (places & JOINING or here.attempt or any(_goes(event, *it) for it in TO_JOINING)):
        here = replace(here, awaiting=team.awaiting(connection, person))
    return here


def _goes(event: Event, command: str, trigger: str) -> bool:
    return event == Tapped(f"go:{trigger}") or (isinstance(event, Asked) and event.command == command)


def beside(connection: sqlite3.Connection, around: Surroundings, met: Conversation, here: Scene, event: Event) -> Scene:
    """The scene with the other campaign that a button names (none where it isn't the sender's), or the team, or
    the secret of an invitation to make.
    """
    here = _with_team(connection, here, met.person, event)
    if isinstance(event, Tapped) and event.verb == "make":
        here = replace(here, token=around.token())
    if not isinstance(event, Tapped) or not event.words or event.words[0] == here.session.campaign:
        return here
    aside = _campaign(connection, around, met, event.words[0])
    return replace(here, aside=aside, beside=_previous(connection, around, met, "", aside, here.entries))


def keep(connection: sqlite3.Connection, here: Scene, person: int, write: Write) -> None:
    """One write into its rows. What a button names is the sender's: the scene held no other campaign."""
    match write:
        case OpenCampaign(key, framework, title, school):
            campaigns.open_campaign(connection, key, person, here.frameworks[framework], title, school, here.now)
        case Retitle(key, title):
            campaigns.retitle(connection, key, title)
        case SaveAnswer(key, question, answer):
            grid = _held(here, key).framework
            campaigns.answer(
                connection, key, _holder(connection, here, key, person), grid.question[question], answer, here.now
            )
        case SaveDraft(key, question, begun):
            grid = _held(here, key).framework
            campaigns.draft(connection, key, _holder(connection, here, key, person), grid.question[question], begun)
        case RemoveAnswer(key, question):
            campaigns.remove(connection, key, _holder(connection, here, key, person), question)
        case SaveNote(key, question, text):
            campaigns.note(connection, key, _holder(connection, here, key, person), question, text, here.now)
        case GiveCampaign(key, given_to):
            campaigns.give(connection, key, given_to.id, person)
        case FoundSchool(founded):
            schools.found(connection, founded, person, here.now)
        case DescribeSchool(described):
            schools.describe(connection, described)
        case RenameSchool(school_id, name):
            schools.rename(connection, school_id, name)
        case SpeakLanguage(language):
            people.speak(connection, person, language)
        case Forget():
            people.forget(connection, person)
        case _:
            _keep_team(connection, here, person, write)


def _keep_team(connection: sqlite3.Connection, here: Scene, person: int, write: OfTeams) -> None:
    match write:
        case MissCode():
            team.miss(connection, person, here.now)
        case JoinSchool(offer):
            team.join(connection, offer, person, here.now)
        case AskToJoin(key, school, role, invitation):
            team.ask(connection, key, school.id, person, role, invitation, here.now)
        case CallMyself(school_id, name):
            team.call(connection, school_id, person, name)
        case LeaveSchool(school_id):
            team.leave(connection, school_id, person)
        case SetRole(school_id, number, role):
            team.set_role(connection, school_id, number, role)
        case RemoveMember(school_id, number):
            team.remove(connection, school_id, number)
        case HandOver(school_id, number):
            team.hand_over(connection, school_id, number, person)
        case Admit(school_id, key):
            team.admit(connection, school_id, key, here.now)
        case Decline(school_id, key):
            team.decline(connection, school_id, key)
        case Invite(school_id, key, kind, role, digest, expires, most):
            team.invite(connection, key, school_id, person, kind, role, digest, here.now, expires, most)
        case Revoke(school_id, key):
            team.revoke(connection, school_id, key)
        case _:
            assert_never(write)


def _holder(connection: sqlite3.Connection, here: Scene, key: str, person: int) -> int:
    """Whose answers are the campaign's; the writer's from now on, where its holder was erased."""
    holder = _held(here, key).holder
    if not holder:
        campaigns.adopt(connection, key, person)
    return holder or person


def _held(here: Scene, key: str) -> Campaign:
    return next(it for it in (here.campaign, here.aside) if it is not None and it.id == key)


def _campaign(connection: sqlite3.Connection, around: Surroundings, met: Conversation, key: str) -> Campaign | None:
    return campaigns.campaign(connection, key, met.person, around.frameworks) if key else None


def _previous(
    connection: sqlite3.Connection,
    around: Surroundings,
    met: Conversation,
    compared: str,
    campaign: Campaign | None,
    entries: tuple[Entry, ...],
) -> Campaign | None:
    """The campaign chosen to compare with, else the one before this of the same grid; ``entries`` are newest first."""
    if campaign is None:
        return None
    school = campaign.school.id if campaign.school else ""
    alike = (it for it in entries if it.framework == campaign.framework.id and it.school == school)
    same = [it.id for it in alike if it.answered or it.id == campaign.id]
    if campaign.id not in same:
        return None
    older = same[same.index(campaign.id) + 1 :]
    chosen = compared if compared in same and compared != campaign.id else next(iter(older), "")
    return _campaign(connection, around, met, chosen)


def _attempt(connection: sqlite3.Connection, met: Conversation, event: Event, now: datetime) -> Attempt | None:
    secret = invitations.tried(met.session.state, event)
    if not secret:
        return None
    most, span = invitations.MOST_WRONG, invitations.WRONG_FOR
    locked = team.locked(connection, met.person, now, most=most, span=span)
    if locked:
        return Attempt(locked=locked)
    return Attempt(team.offer(connection, invitations.digest(secret), now))


def _taken(connection: sqlite3.Connection, met: Conversation, event: Event) -> dict[str, School]:
    typed = uai.find(event.text) if isinstance(event, Said) else None
    wanted = {known for known in (typed, met.session.sought.uai) if known}
    return {known: school for known in wanted if (school := schools.taken(connection, known)) is not None}
