"""What a scene becomes once something of a team is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dialogs.roles import Role
from dialogs.scene import Scene
from dialogs.team import Invitation, Kind, Membership, Team
from dialogs.team_writes import (
    Admit,
    AskToJoin,
    CallMyself,
    Decline,
    HandOver,
    Invite,
    Joining,
    JoinSchool,
    LeaveSchool,
    MissCode,
    RemoveMember,
    Revoke,
    SetRole,
    Steering,
)


def joining(scene: Scene, write: Joining) -> Scene:
    """What a person does of their own: join, ask, be called."""
    match write:
        case MissCode():
            return scene
        case JoinSchool(offer=offer):
            role = Role.PILOT if offer.kind is Kind.TRANSFER else offer.role
            known = scene.member_of(offer.school.id)
            if known is not None:
                return _me(scene, offer.school.id, replace(known, role=role))
            # The number is given by the rows; nothing shows it before the next event.
            newcomer = Membership(offer.school, role, 0, None, scene.now)
            return replace(scene, memberships=(*scene.memberships, newcomer))
        case AskToJoin(school=school):
            others = tuple(it for it in scene.awaiting if it.id != school.id)
            return replace(scene, awaiting=(*others, school))
        case CallMyself(school=school_id, name=name):
            me = scene.member_of(school_id)
            if me is None:
                return scene
            called = _me(scene, school_id, replace(me, name=name))
            return _team(called, school_id, lambda team: _named(team, me.number, name))


def steering(scene: Scene, write: Steering) -> Scene:
    """What changes a team."""
    me = scene.member_of(write.school)
    match write:
        case LeaveSchool(school=school):
            return _left(scene, school)
        case SetRole(school=school, member=number, role=role):
            scene = _team(scene, school, lambda team: team.with_role(number, role))
            return _me(scene, school, replace(me, role=role)) if me and me.number == number else scene
        case RemoveMember(school=school, member=number):
            return _team(scene, school, lambda team: team.without(number))
        case HandOver(school=school, member=number) if me:
            here = _me(scene, school, replace(me, role=Role.MEMBER))
            return _team(
                here, school, lambda team: team.with_role(number, Role.PILOT).with_role(me.number, Role.MEMBER)
            )
        case Admit(school=school, request=key):
            return _team(scene, school, lambda team: _admitted(team, key))
        case Decline(school=school, request=key):
            return _team(scene, school, lambda team: team.declining(key))
        case Invite(school=school):
            made = Invitation(write.invitation, write.kind, write.role, write.expires, 0, write.most)
            return _team(scene, school, lambda team: replace(team, invitations=(*team.invitations, made)))
        case Revoke(school=school, invitation=key):
            return _team(scene, school, lambda team: _revoked(team, key))
        case _:
            return scene


def _left(scene: Scene, school: str) -> Scene:
    """Without the school, and without the campaign under way where it is the school's."""
    memberships = tuple(it for it in scene.memberships if it.school.id != school)
    gone = {it.id for it in scene.entries if it.school == school}
    entries = tuple(it for it in scene.entries if it.id not in gone)
    campaign = scene.campaign if scene.campaign and scene.campaign.id not in gone else None
    previous = scene.previous if campaign else None
    return replace(
        scene, memberships=memberships, team=None, entries=entries, campaign=campaign, previous=previous, aside=None
    )


def _admitted(team: Team, key: str) -> Team:
    request = team.request(key)
    return team.admitting(request) if request else team


def _revoked(team: Team, key: str) -> Team:
    return replace(team, invitations=tuple(it for it in team.invitations if it.id != key))


def _named(team: Team, number: int, name: str) -> Team:
    members = tuple(replace(it, name=name) if it.number == number else it for it in team.members)
    return replace(team, members=members)


def _team(scene: Scene, school: str, change: Callable[[Team], Team]) -> Scene:
    """The team shown, where it is that school's."""
    if scene.team is None or scene.team.school != school:
        return scene
    return replace(scene, team=change(scene.team))


def _me(scene: Scene, school: str, me: Membership) -> Scene:
    return replace(scene, memberships=tuple(me if it.school.id == school else it for it in scene.memberships))
