"""Who is in a school's team, what each may do there, who waits to be let in, and by which invitation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from dialogs.campaign import School
from dialogs.roles import Role


class Kind(StrEnum):
    """A link lets in whoever opens it; a code is said aloud, so a pilot approves; a transfer is the operator's."""

    LINK = "link"
    CODE = "code"
    TRANSFER = "transfer"


@dataclass(frozen=True, slots=True)
class Membership:
    """A person in one school. ``name`` is None until it was asked; ``waiting`` is, for a pilot, when somebody last
    asked to join.
    """

    school: School
    role: Role
    number: int
    name: str | None
    since: datetime
    waiting: datetime | None = None


@dataclass(frozen=True, slots=True)
class Member:
    number: int
    name: str | None
    role: Role


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody who asks to be let in."""

    id: str
    name: str | None
    role: Role


@dataclass(frozen=True, slots=True)
class Invitation:
    """One that still lives; its secret is known to whoever was given it, here only its digest is."""

    id: str
    kind: Kind
    role: Role
    expires: datetime
    uses: int
    most: int


@dataclass(frozen=True, slots=True)
class Offer:
    """What an invitation's secret opens."""

    invitation: str
    kind: Kind
    role: Role
    school: School


@dataclass(frozen=True, slots=True)
class Attempt:
    """A secret that this event tries: what it opens, if anything, or until when this person's tries are refused."""

    offer: Offer | None = None
    locked: datetime | None = None


@dataclass(frozen=True, slots=True)
class Team:
    """A school's people. ``ever`` is how many it has had: a number is never given twice."""

    school: str
    members: tuple[Member, ...]
    requests: tuple[Request, ...] = ()
    invitations: tuple[Invitation, ...] = ()
    ever: int = 0

    def member(self, number: int) -> Member | None:
        return next((it for it in self.members if it.number == number), None)

    def request(self, key: str) -> Request | None:
        return next((it for it in self.requests if it.id == key), None)

    def invitation(self, key: str) -> Invitation | None:
        return next((it for it in self.invitations if it.id == key), None)

    def needs(self, number: int) -> bool:
        """Without this member nobody would pilot those who stay."""
        pilots = [it.number for it in self.members if it.role is Role.PILOT]
        return pilots == [number]

    @property
    def alone(self) -> bool:
        return len(self.members) == 1

    def with_role(self, number: int, role: Role) -> Team:
        return replace(
            self, members=tuple(replace(it, role=role) if it.number == number else it for it in self.members)
        )

    def without(self, number: int) -> Team:
        """Without the member, who may still know a link."""
        members = tuple(it for it in self.members if it.number != number)
        return replace(
            self, members=members, invitations=tuple(it for it in self.invitations if it.kind is not Kind.LINK)
        )

    def admitting(self, request: Request) -> Team:
        """With the one who asked, under the number that comes next."""
        newcomer = Member(self.ever + 1, request.name, request.role)
        return replace(self.declining(request.id), members=(*self.members, newcomer), ever=self.ever + 1)

    def declining(self, key: str) -> Team:
        return replace(self, requests=tuple(it for it in self.requests if it.id != key))
