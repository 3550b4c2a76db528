"""A vote cast outside a conversation: in a group, or by a guest who has no account. On the database's thread."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dialogs.pulse import Ballot, Sitting, read, valid
from frameworks.model import Framework
from storage import groups, intake, people, pulses
from storage.pulses import Voter


class Refusal(StrEnum):
    """Why a vote is not taken; each has its sentence where it is told."""

    CLOSED = "closed"
    ELSEWHERE = "elsewhere"
    NO_GUESTS = "no guests"
    NO_MEMBER = "no member"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Vote:
    """``words`` is what the button says behind the pulse (a value, or a statement and a value), or ``ballot`` a whole
    form. ``guest`` is the secret of a browser that votes without an account; else ``channel`` and ``address`` say who
    taps. ``chat``: the group it was tapped in. ``key``: the same when the tap is delivered again.
    """

    pulse: str
    at: datetime
    words: tuple[str, ...] = ()
    ballot: Ballot | None = None
    guest: str = ""
    channel: str = ""
    address: str = ""
    chat: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """``sitting`` has news where the vote was taken."""

    sitting: str = ""
    refusal: Refusal | None = None


def count(connection: sqlite3.Connection, vote: Vote, frameworks: Mapping[str, Framework]) -> Counted:
    found = pulses.polled(connection, vote.pulse, frameworks)
    if found is None:
        return Counted(refusal=Refusal.CLOSED)
    pulse = next((it for it in found.sitting.pulses if it.id == vote.pulse), None)
    if pulse is None or pulse.closed or found.sitting.ended:
        return Counted(refusal=Refusal.CLOSED)
    question = found.framework.question.get(pulse.question)
    ballot = vote.ballot if vote.ballot is not None else read(question, pulse.choices, vote.words)
    if ballot is None or not valid(question, pulse.choices, ballot):
        return Counted(refusal=Refusal.UNREADABLE)
    voter, refusal = _voter(connection, vote, found.sitting, found.school)
    if refusal is not None:
        return Counted(refusal=refusal)
    if vote.key and not intake.first(connection, vote.key, vote.at):
        return Counted(found.sitting.id)  # delivered again: a newer vote of theirs stands
    taken = pulses.vote(connection, vote.pulse, voter, ballot, vote.at)
    return Counted(found.sitting.id) if taken else Counted(refusal=Refusal.CLOSED)


def _voter(connection: sqlite3.Connection, vote: Vote, sitting: Sitting, school: str) -> tuple[Voter, Refusal | None]:
    if vote.guest:
        return Voter(f"guest:{vote.guest}", guest=True), None if sitting.guests else Refusal.NO_GUESTS
    met = people.conversation(connection, vote.channel, vote.address)
    voter = pulses.of_person(met.person) if met else pulses.at_address(vote.channel, vote.address)
    if vote.chat and not groups.votes(connection, sitting.id, vote.chat):
        return voter, Refusal.ELSEWHERE
    if sitting.members_only and not (met and pulses.is_member(connection, school, met.person)):
        return voter, Refusal.NO_MEMBER
    return voter, None
