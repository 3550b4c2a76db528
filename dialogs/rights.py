"""Who may write what: one function, asked at every event of what the sender is at that moment.

A button names a thing, never a power: whatever was forged, left over or guessed ends here.
"""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.campaign import Campaign, Mode, Stage
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
from dialogs.goals import may_amend
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
from dialogs.roles import Role
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

PILOTS = frozenset({Role.PILOT})
FILLING = frozenset({Role.PILOT, Role.MEMBER})
INSIDE = frozenset({Role.PILOT, Role.MEMBER, Role.READER})
EVERYBODY = frozenset(Role)

RIGHTS: Mapping[type[Write], frozenset[Role]] = {
    OpenCampaign: FILLING,
    GiveCampaign: FILLING,
    Retitle: FILLING,
    SaveAnswer: FILLING,
    SaveDraft: FILLING,
    RemoveAnswer: FILLING,
    SaveNote: FILLING,
    FoundSchool: PILOTS,
    DescribeSchool: PILOTS,
    RenameSchool: PILOTS,
    SetMode: PILOTS,
    SetDates: PILOTS,
    ShareDomain: PILOTS,
    CloseCampaign: PILOTS,
    ReopenCampaign: PILOTS,
    ArchiveCampaign: PILOTS,
    RecordDecision: PILOTS,
    RemindFillers: PILOTS,
    OpenSitting: PILOTS,
    SettleSitting: PILOTS,
    OpenPulse: PILOTS,
    TimePulse: PILOTS,
    ClosePulse: PILOTS,
    EndSitting: PILOTS,
    CastVote: INSIDE,
    KeepGoal: FILLING,
    TakeBackGoal: FILLING,
    Snooze: FILLING,
    SetHours: EVERYBODY,
    MakeFeed: EVERYBODY,
    RevokeFeed: EVERYBODY,
    SetRole: PILOTS,
    RemoveMember: PILOTS,
    HandOver: PILOTS,
    Admit: PILOTS,
    Decline: PILOTS,
    Invite: PILOTS,
    Revoke: PILOTS,
    LeaveSchool: INSIDE,
    CallMyself: EVERYBODY,
    JoinSchool: EVERYBODY,
    AskToJoin: EVERYBODY,
    MissCode: EVERYBODY,
    SpeakLanguage: EVERYBODY,
    TellOf: frozenset(),
    AskMailbox: EVERYBODY,
    ForgetMailbox: EVERYBODY,
    Forget: EVERYBODY,
}
"""By role where the write falls; one's own name, hours, address, language and erasure are anybody's; that something was
told is kept by the clock alone.
"""


def allowed(scene: Scene, write: Write) -> bool:
    return standing(scene, write) in RIGHTS[type(write)] and _fits(scene, write)


def _fits(scene: Scene, write: Write) -> bool:
    """Answers only in an open campaign, in domains given to the person; decisions only in an open collegial one; a
    campaign without a school has nobody to share it with; what was promised to stay secret does (:func:`_steers`); a
    stranger's address is asked to confirm a few times a day at most.
    """
    match write:
        case AskMailbox():
            return scene.reach.mail and scene.mailbox is not None and not scene.mailbox.spent
        case SaveAnswer() | SaveDraft() | RemoveAnswer() | SaveNote():
            campaign = held(scene, write.campaign)
            question = campaign.framework.question.get(write.question) if campaign else None
            return campaign is not None and question is not None and campaign.fills(question)
        case Retitle():
            campaign = held(scene, write.campaign)
            return campaign is not None and campaign.titled_by_me
        case RecordDecision():
            campaign = held(scene, write.campaign)
            decided = campaign is not None and (campaign.collegial or _voted(scene, write.question))
            return campaign is not None and decided and campaign.stage is Stage.OPEN
        case OpenSitting():
            campaign = held(scene, write.campaign)
            return campaign is not None and campaign.school is not None and campaign.stage is Stage.OPEN
        case _ if isinstance(write, OfGoals):
            return _amends(scene, write)
        case _ if isinstance(write, OfPulses):
            sitting = scene.sitting
            return sitting is not None and sitting.id == write.sitting and not sitting.ended
        case _ if isinstance(write, OfCampaigns):
            campaign = held(scene, write.campaign)
            return campaign is not None and campaign.school is not None and _steers(campaign, write)
        case _:
            return True


def _amends(scene: Scene, write: OfGoals) -> bool:
    """A goal that is there is changed by whoever may; one that is not yet is set by whom it names as its maker."""
    known, me = scene.goal_of(write.goal.id), scene.member_of(write.school)
    if known is None:
        return isinstance(write, KeepGoal) and me is not None and write.goal.maker == me.number
    return known.school == write.school and may_amend(known, me)


def _steers(campaign: Campaign, write: OfCampaigns) -> bool:
    """How it is filled is set while it runs; what was closed is what is reopened, and archived."""
    match write:
        case SetMode():
            return not campaign.ended and (write.secret or not campaign.secret)
        case ShareDomain():
            return not campaign.ended and campaign.mode is Mode.SHARED
        case RemindFillers():
            return campaign.stage is Stage.OPEN
        case CloseCampaign():
            return not campaign.ended
        case ReopenCampaign():
            return campaign.ended
        case ArchiveCampaign():
            return campaign.stage is Stage.CLOSED
        case _:
            return True


def held(scene: Scene, key: str) -> Campaign | None:
    """The campaign of that id, as far as this event may touch it."""
    return next((it for it in (scene.campaign, scene.aside) if it is not None and it.id == key), None)


def standing(scene: Scene, write: Write) -> Role:
    """What the sender is where the write falls. Of a draft that no school has, its owner does everything."""
    match write:
        case OpenCampaign(school=school):
            return _in_school(scene, school) if school else Role.PILOT
        case GiveCampaign(campaign=key, school=school):
            return _in_school(scene, school.id) if _is_draft(scene, key) else Role.NOBODY
        case FoundSchool():
            draft = scene.signup and scene.campaign is not None and scene.campaign.school is None
            return Role.PILOT if draft else Role.NOBODY
        case Retitle() | SaveAnswer() | SaveDraft() | RemoveAnswer() | SaveNote():
            return _in_campaign(scene, write.campaign)
        case CastVote():
            return _in_school_of(scene, write.campaign)
        case _ if isinstance(write, OfCampaigns | OfPulses):
            return _in_campaign(scene, write.campaign)
        case DescribeSchool(school=school):
            return _in_school(scene, school.id)
        case JoinSchool() | AskToJoin() | MissCode():
            return Role.NOBODY
        case SpeakLanguage() | SetHours() | MakeFeed() | RevokeFeed() | TellOf():
            return Role.NOBODY
        case AskMailbox() | ForgetMailbox() | Forget():
            return Role.NOBODY
        case _:
            return _in_school(scene, write.school)


def _in_school(scene: Scene, school: str) -> Role:
    found = scene.member_of(school)
    return found.role if found else Role.NOBODY


def _in_school_of(scene: Scene, key: str) -> Role:
    """A reader of the campaign votes like everybody in the team."""
    campaign = held(scene, key)
    return _in_school(scene, campaign.school.id) if campaign and campaign.school else Role.NOBODY


def _voted(scene: Scene, question: str) -> bool:
    """Alone or shared out, what the commission voted on may be decided by its vote."""
    sitting = scene.sitting
    return sitting is not None and any(it.question == question and it.closed for it in sitting.pulses)


def _in_campaign(scene: Scene, key: str) -> Role:
    campaign = held(scene, key)
    return campaign.role if campaign else Role.NOBODY


def _is_draft(scene: Scene, key: str) -> bool:
    return scene.campaign is not None and scene.campaign.id == key and scene.campaign.school is None
