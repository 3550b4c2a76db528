"""What a scene becomes once a move is kept: the same effect as the rows, without the rows."""

from __future__ import annotations

from dataclasses import replace

from dialogs.after_council import steered
from dialogs.after_pulse import convened
from dialogs.after_team import joining, steering
from dialogs.campaign import Campaign, School
from dialogs.campaign_writes import OfCampaigns
from dialogs.goal_writes import KeepGoal, MakeFeed, RevokeFeed, SetHours, Snooze, TakeBackGoal, TellOf
from dialogs.goals import Goal
from dialogs.mailbox import Mailbox
from dialogs.pulse_writes import OfPulses
from dialogs.roles import Role
from dialogs.scene import Entry, Move, Scene
from dialogs.team import Membership
from dialogs.team_writes import AskToJoin, CallMyself, JoinSchool, MissCode
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
from locales import words


def after(scene: Scene, move: Move) -> Scene:
    """The scene with the move's writes and session in place; its state is still the old one."""
    for write in move.writes:
        scene = _written(scene, write)
    if move.session is None:
        return scene
    scene = scene.at(replace(move.session, state=scene.session.state))
    if scene.aside and scene.aside.id == scene.session.campaign:
        scene = replace(scene, campaign=scene.aside, aside=scene.campaign, previous=scene.beside, beside=scene.previous)
        scene = replace(scene, sitting=scene.convened, convened=scene.sitting)
        scene = scene.at(replace(scene.session, compared=""))
    if scene.aside and scene.aside.id == scene.session.compared:
        scene = replace(scene, previous=scene.aside)
    return scene


def _written(scene: Scene, write: Write) -> Scene:
    match write:
        case OpenCampaign(campaign=key, framework=framework, title=title, school=given):
            membership = scene.member_of(given)
            school, role = (membership.school, membership.role) if membership else (None, Role.PILOT)
            opened = Campaign(key, title, scene.frameworks[framework], school, opened=scene.now, role=role)
            return replace(scene, campaign=opened, previous=scene.beside)
        case SpeakLanguage(language=language):
            return replace(scene, words=words(language))
        case Forget():
            return replace(scene, campaign=None, aside=None, previous=None, memberships=(), team=None, entries=())
        case AskMailbox(mail=mail):
            return replace(scene, mailbox=Mailbox(mail))
        case ForgetMailbox():
            return replace(scene, mailbox=Mailbox())
        case FoundSchool(school=school):
            founder = Membership(school, Role.PILOT, 1, None, scene.now)
            return replace(_belonging(scene, school), memberships=(*scene.memberships, founder))
        case GiveCampaign(school=school):
            given_to = scene.member_of(school.id)
            return _belonging(scene, school, given_to.role if given_to else Role.PILOT)
        case DescribeSchool(school=school):
            return _described(scene, school)
        case RenameSchool(school=key, name=name):
            found = scene.member_of(key)
            return _described(scene, replace(found.school, name=name)) if found else scene
        case Retitle() | SaveAnswer() | SaveDraft() | RemoveAnswer() | SaveNote():
            return _in_campaign(scene, write)
        case _ if isinstance(write, OfCampaigns):
            return steered(scene, write)
        case _ if isinstance(write, OfPulses):
            return convened(scene, write)
        case KeepGoal(goal=goal):
            return _with_goal(scene, goal)
        case TakeBackGoal(goal=goal):
            return replace(scene, goals=tuple(it for it in scene.goals if it.id != goal.id))
        case SetHours(begins=begins, ends=ends):
            return replace(scene, hours=(begins, ends))
        case MakeFeed():
            return replace(scene, feed=scene.now)
        case RevokeFeed():
            return replace(scene, feed=None)
        case Snooze() | TellOf():
            return scene
        case JoinSchool() | AskToJoin() | MissCode() | CallMyself():
            return joining(scene, write)
        case _:
            return steering(scene, write)


def _belonging(scene: Scene, school: School, role: Role = Role.PILOT) -> Scene:
    return replace(scene, campaign=replace(scene.the(), school=school, role=role))


def _with_goal(scene: Scene, goal: Goal) -> Scene:
    known = scene.goal_of(goal.id)
    if known is None:
        return replace(scene, goals=(*scene.goals, goal))
    changed = replace(goal, revision=known.revision + 1)
    return replace(scene, goals=tuple(changed if it is known else it for it in scene.goals))


def _described(scene: Scene, school: School) -> Scene:
    """The school as it is now, wherever the scene holds it."""
    campaign = scene.campaign
    if campaign and campaign.school and campaign.school.id == school.id:
        campaign = replace(campaign, school=school)
    memberships = tuple(replace(it, school=school) if it.school.id == school.id else it for it in scene.memberships)
    return replace(scene, campaign=campaign, memberships=memberships)


def _in_campaign(scene: Scene, write: Retitle | SaveAnswer | SaveDraft | RemoveAnswer | SaveNote) -> Scene:
    if scene.campaign and scene.campaign.id == write.campaign:
        changed = _campaign(scene.campaign, write, scene)
        return replace(scene, campaign=changed, entries=_listed(scene.entries, changed))
    if scene.aside and scene.aside.id == write.campaign:
        changed = _campaign(scene.aside, write, scene)
        return replace(scene, aside=changed, entries=_listed(scene.entries, changed))
    return scene


def _listed(entries: tuple[Entry, ...], changed: Campaign) -> tuple[Entry, ...]:
    return tuple(
        replace(entry, title=changed.title, answered=changed.answered, total=len(changed.questions))
        if entry.id == changed.id
        else entry
        for entry in entries
    )


def _campaign(
    campaign: Campaign, write: Retitle | SaveAnswer | SaveDraft | RemoveAnswer | SaveNote, scene: Scene
) -> Campaign:
    match write:
        case Retitle(title=title):
            return replace(campaign, title=title)
        case SaveAnswer(question=question, answer=answer):
            return campaign.answering(question, answer, scene.now)
        case SaveDraft(question=question, begun=begun):
            return replace(campaign, drafts={**campaign.drafts, question: begun})
        case RemoveAnswer(question=question):
            return campaign.without(question)
        case SaveNote(question=question, text=text):
            return campaign.noting(question, text)
