"""What a scene becomes once a pilot has set something of its campaign, or recorded a decision."""

from __future__ import annotations

from dataclasses import replace

from dialogs.campaign import Campaign, Dates, Decision, Stage
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
from dialogs.scene import Scene

ENDED = {Stage.CLOSED, Stage.ARCHIVED}


def steered(scene: Scene, write: OfCampaigns) -> Scene:
    """The campaign under way; another that a button named is read anew before it is shown."""
    campaign = scene.campaign
    if campaign is None or campaign.id != write.campaign:
        return scene
    match write:
        case SetMode(mode=mode, secret=secret):
            return replace(scene, campaign=replace(campaign, mode=mode, secret=secret))
        case SetDates(dates=dates):
            stage = campaign.stage if campaign.stage in ENDED else _stage(scene, dates)
            return replace(scene, campaign=replace(campaign, dates=dates, stage=stage))
        case CloseCampaign():
            return replace(scene, campaign=replace(campaign, stage=Stage.CLOSED))
        case ArchiveCampaign():
            return replace(scene, campaign=replace(campaign, stage=Stage.ARCHIVED))
        case ReopenCampaign():
            return replace(scene, campaign=replace(campaign, stage=_stage(scene, campaign.dates)))
        case ShareDomain(domain=domain, member=member, given=given):
            return _shared(scene, campaign, domain, member, given=given)
        case RemindFillers():
            return replace(scene, campaign=replace(campaign, reminded=scene.now))
        case RecordDecision(question=question, answer=answer):
            mine = scene.member_of(campaign.school.id) if campaign.school else None
            decision = Decision(answer, scene.now, (mine.name or "") if mine else "", mine.number if mine else 0)
            history = {**scene.history, question: (decision, *scene.history.get(question, ()))}
            return replace(scene, campaign=campaign.deciding(question, decision), history=history)


def _stage(scene: Scene, dates: Dates) -> Stage:
    return Stage.WAITING if dates.opens and scene.today.date() < dates.opens else Stage.OPEN


def _shared(scene: Scene, campaign: Campaign, domain: str, member: int, *, given: bool) -> Scene:
    """With the domain given or taken back; how far its member is follows."""
    members = campaign.shares.get(domain, frozenset())
    members = members | {member} if given else members - {member}
    campaign = replace(campaign, shares={**campaign.shares, domain: members})
    found = campaign.framework.domain[domain]
    asked, still = campaign.asked_in(found), campaign.open_in(found)
    fillers = tuple(
        replace(
            it,
            done={
                **{key: value for key, value in it.done.items() if key != domain},
                **({domain: (len(asked) - len(still), len(asked))} if given else {}),
            },
        )
        if it.number == member
        else it
        for it in scene.fillers
    )
    return replace(scene, campaign=campaign, fillers=fillers)
