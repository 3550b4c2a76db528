"""One event's outcome, kept in the rows. On the database's thread."""

from __future__ import annotations

import sqlite3
from typing import assert_never

from bot.reminders import plan_campaign, plan_goal, plan_school, put_off, tell
from dialogs.campaign import Campaign, Mode
from dialogs.campaign_writes import (
    ArchiveCampaign,
    CloseCampaign,
    OfCampaigns,
    RecordDecision,
    RemindFillers,
    ReopenCampaign,
    SetDates,
    SetMode,
    ShareDomain,
)
from dialogs.goal_writes import KeepGoal, MakeFeed, OfGoals, RevokeFeed, SetHours, Snooze, TakeBackGoal, TellOf
from dialogs.pulse_writes import (
    CastVote,
    ClosePulse,
    EndSitting,
    OfPulses,
    OpenPulse,
    OpenSitting,
    SettleSitting,
    TimePulse,
)
from dialogs.scene import Scene
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
from dialogs.writes import (
    AskMailbox,
    DescribeSchool,
    Forget,
    ForgetMailbox,
    FoundSchool,
    GiveCampaign,
    OpenCampaign,
    RemoveAnswer,
    RenameSchool,
    Retitle,
    SaveAnswer,
    SaveDraft,
    SaveNote,
    SpeakLanguage,
    Write,
)
from storage import (
    campaigns,
    deciding,
    feeds,
    filling,
    goals,
    mailboxes,
    people,
    pulses,
    reminders,
    schools,
    steering,
    team,
)
from storage.people import Conversation


def keep(connection: sqlite3.Connection, here: Scene, met: Conversation, write: Write) -> None:
    """One write into its rows. What a button names is the sender's: the scene held no other campaign."""
    person = met.person
    match write:
        case OpenCampaign(key, framework, title, school):
            filling.open_campaign(connection, key, person, here.frameworks[framework], title, school, here.now)
        case Retitle(key, title):
            filling.retitle(connection, key, title)
        case SaveAnswer(key, question, answer):
            campaign = _filled(connection, here, key, person)
            asked, retained = campaign.framework.question[question], not campaign.collegial
            filling.answer(connection, key, person, asked, answer, here.now, retained=retained)
            if retained and question in campaign.decisions:
                deciding.record(connection, key, asked, answer, person, here.now)
        case SaveDraft(key, question, begun):
            grid = _filled(connection, here, key, person).framework
            filling.draft(connection, key, person, grid.question[question], begun)
        case RemoveAnswer(key, question):
            campaign = _filled(connection, here, key, person)
            filling.remove(connection, key, person, question, retained=not campaign.collegial)
            if not campaign.collegial and question in campaign.decisions:
                deciding.record(connection, key, campaign.framework.question[question], None, person, here.now)
        case SaveNote(key, question, text):
            retained = not _filled(connection, here, key, person).collegial
            filling.note(connection, key, person, question, text, here.now, retained=retained)
        case GiveCampaign(key, given_to):
            filling.give(connection, key, given_to.id, person)
        case FoundSchool(founded):
            schools.found(connection, founded, person, here.now)
        case DescribeSchool(described):
            schools.describe(connection, described)
            plan_school(connection, here.frameworks, described.id, here.now)
        case RenameSchool(school_id, name):
            schools.rename(connection, school_id, name)
        case TellOf(told):
            tell(connection, here.frameworks, told, person, met.id, here.now)
        case SetHours(begins, ends):
            reminders.set_hours(connection, person, begins, ends)
        case MakeFeed(digest):
            feeds.make(connection, person, digest, here.now)
        case RevokeFeed():
            feeds.revoke(connection, person)
        case SpeakLanguage(language):
            people.speak(connection, person, language)
        case AskMailbox(mail):
            mailboxes.ask(connection, person, mail, here.now)
        case ForgetMailbox():
            mailboxes.forget(connection, person)
        case Forget():
            people.forget(connection, person)
        case _ if isinstance(write, OfCampaigns):
            _keep_campaign(connection, here, person, write)
        case _ if isinstance(write, OfGoals):
            _keep_goal(connection, here, person, write)
        case _ if isinstance(write, OfPulses):
            _keep_pulse(connection, here, person, write)
        case _:
            _keep_team(connection, here, person, write)


def _keep_campaign(connection: sqlite3.Connection, here: Scene, person: int, write: OfCampaigns) -> None:
    match write:
        case SetMode(key, mode, secret):
            steering.set_mode(connection, key, mode, secret=secret)
        case SetDates(key, dates):
            steering.set_dates(connection, key, dates)
        case ShareDomain(key, domain, member, given):
            deciding.share(connection, key, domain, member, given=given)
        case CloseCampaign(key):
            steering.close(connection, key, here.now)
        case ReopenCampaign(key):
            steering.reopen(connection, key)
        case ArchiveCampaign(key):
            steering.archive(connection, key, here.now)
        case RecordDecision(key, question, answer):
            asked = _held(here, key).framework.question[question]
            deciding.record(connection, key, asked, answer, person, here.now)
        case RemindFillers(key, _):
            steering.reminded(connection, key, here.now)
        case _:
            assert_never(write)
    if isinstance(write, SetDates | CloseCampaign | ReopenCampaign):
        plan_campaign(connection, campaigns.campaign(connection, key, person, here.frameworks, here.now), here.now)


def _keep_goal(connection: sqlite3.Connection, here: Scene, person: int, write: OfGoals) -> None:
    """What reminds of a goal follows from it."""
    match write:
        case KeepGoal(goal, field, value):
            goals.keep(connection, goal, field, value, person, here.now)
            feeds.remember(connection, goal)
            plan_goal(connection, goal, here.now)
        case TakeBackGoal(goal):
            goals.take_back(connection, goal.id)
        case Snooze(goal, until):
            put_off(connection, goal, until, here.now)
        case _:
            assert_never(write)


def _keep_pulse(connection: sqlite3.Connection, here: Scene, person: int, write: OfPulses) -> None:
    match write:
        case OpenSitting(campaign, key, code, queue):
            pulses.open_sitting(connection, key, campaign, person, here.words.language, code, queue, here.now)
        case SettleSitting(_, key, present, secret, guests, only):
            pulses.settle(connection, key, present=present, secret=secret, guests=guests, members_only=only)
        case OpenPulse(_, key, pulse, question, text, choices, closes):
            pulses.open_pulse(connection, pulse, key, question, text, choices, here.now, closes)
        case TimePulse(_, _, pulse, closes):
            pulses.time(connection, pulse, closes)
        case ClosePulse(_, _, pulse):
            pulses.close(connection, pulse, here.now)
        case EndSitting(_, key):
            pulses.end(connection, key, here.now)
        case CastVote(_, _, pulse, ballot):
            pulses.vote(connection, pulse, pulses.of_person(person), ballot, here.now)
        case _:
            assert_never(write)


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


def _filled(connection: sqlite3.Connection, here: Scene, key: str, person: int) -> Campaign:
    """The campaign that the person fills; theirs from now on, where who filled it alone was erased."""
    campaign = _held(here, key)
    if not campaign.holder and campaign.mode is Mode.SOLO:
        filling.adopt(connection, key, person)
    return campaign


def _held(here: Scene, key: str) -> Campaign:
    return next(it for it in (here.campaign, here.aside) if it is not None and it.id == key)
