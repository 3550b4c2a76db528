"""What a step may ask for of a team: to be in it, and what those who steer it change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from dialogs.campaign import School
from dialogs.roles import Role
from dialogs.team import Kind, Offer


@dataclass(frozen=True, slots=True)
class JoinSchool:
    """By a link, at once; by the operator's, as the one pilot."""

    offer: Offer


@dataclass(frozen=True, slots=True)
class AskToJoin:
    """A pilot will say; ``invitation`` is the code used, if there was one."""

    request: str
    school: School
    role: Role
    invitation: str = ""


@dataclass(frozen=True, slots=True)
class MissCode:
    """A code that opens nothing was tried."""


@dataclass(frozen=True, slots=True)
class CallMyself:
    """One's name in a team, or in the request to join it; "" for none."""

    school: str
    name: str


@dataclass(frozen=True, slots=True)
class LeaveSchool:
    """What one filled there for the school stays the school's."""

    school: str


@dataclass(frozen=True, slots=True)
class SetRole:
    school: str
    member: int
    role: Role


@dataclass(frozen=True, slots=True)
class RemoveMember:
    school: str
    member: int


@dataclass(frozen=True, slots=True)
class HandOver:
    """The other pilots, and the person becomes a member."""

    school: str
    member: int


@dataclass(frozen=True, slots=True)
class Admit:
    school: str
    request: str


@dataclass(frozen=True, slots=True)
class Decline:
    school: str
    request: str


@dataclass(frozen=True, slots=True)
class Invite:
    school: str
    invitation: str
    kind: Kind
    role: Role
    digest: str
    expires: datetime
    most: int


@dataclass(frozen=True, slots=True)
class Revoke:
    school: str
    invitation: str


Joining: TypeAlias = JoinSchool | AskToJoin | MissCode | CallMyself
"""What a person does of their own."""

Steering: TypeAlias = LeaveSchool | SetRole | RemoveMember | HandOver | Admit | Decline | Invite | Revoke
"""What changes a team."""

OfTeams: TypeAlias = Joining | Steering
