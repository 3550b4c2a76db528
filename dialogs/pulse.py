"""A commission that votes: sittings, pulses, what may be voted, and what the votes say once they are closed.

Before a pulse is closed nothing of any vote is known here but how many there are. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dialogs.council import LEAST
from frameworks import deciding
from frameworks.forms import Answer, Progress, Split, Ticks
from frameworks.model import Form, Framework, Question

YES, NO, ABSTAIN = "y", "n", "a"
SPLIT = ("never", "occasionally", "regularly")
"""A teacher's own answer; how many gave each become the figures."""

VOTERS = "enseignants"
"""Whose split is voted on: each says it of themselves. Divisions and families are counted."""

WHOLE = ""
"""The part of a pulse that is voted on as a whole."""

MOST_CHOICES = 8
QUEUED = 5
"""Questions of a sitting that begins with the most divided ones."""

Ballot = Mapping[str, str]
"""Part (a statement's id, or :data:`WHOLE`) → value."""

Tally = Mapping[str, Mapping[str, int]]
"""Part → value → votes."""


@dataclass(frozen=True, slots=True)
class Hand:
    """One vote by show of hands, for the pilot."""

    part: str
    value: str
    by: str
    number: int


@dataclass(frozen=True, slots=True)
class Pulse:
    """``question`` is one of the framework's, or "" for a free one, which has its own ``text`` and ``choices``.

    ``votes`` people have voted, ``guests`` of them without an account; ``voted`` says whether the reader has. ``tally``
    is None until the pulse is closed, and for good where it was secret and too few voted.
    """

    id: str
    question: str = ""
    text: str = ""
    choices: tuple[str, ...] = ()
    round: int = 1
    opened: datetime | None = None
    closes: datetime | None = None
    closed: bool = False
    votes: int = 0
    guests: int = 0
    voted: bool = False
    tally: Tally | None = None
    hands: tuple[Hand, ...] = ()


@dataclass(frozen=True, slots=True)
class Sitting:
    """``present`` is how many people are in the room (0: not said), ``queue`` the questions to come, ``chat`` the group
    that votes. ``guests``: who has the code may vote; ``members_only``: in the group, only members of the team.
    """

    id: str
    code: str
    present: int = 0
    secret: bool = True
    guests: bool = True
    members_only: bool = False
    chat: str = ""
    queue: tuple[str, ...] = ()
    pulses: tuple[Pulse, ...] = ()
    ended: bool = False

    @property
    def now(self) -> Pulse | None:
        """The pulse that is voted on, or was last."""
        return self.pulses[-1] if self.pulses else None

    @property
    def voting(self) -> Pulse | None:
        now = self.now
        return now if now is not None and not now.closed and not self.ended else None


@dataclass(frozen=True, slots=True)
class Result:
    """What a closed pulse says: its tally, what it proposes, how far the votes agree. All None where it may not say."""

    votes: int
    tally: Tally | None = None
    proposal: Answer | None = None
    agreement: float | None = None


def parts(question: Question | None) -> tuple[str, ...]:
    """What is voted on, one by one: the statements of a question of ticks."""
    if question is not None and question.form is Form.TICKS:
        return tuple(question.by_id)
    return (WHOLE,)


def values(question: Question | None, choices: tuple[str, ...] = ()) -> tuple[str, ...]:
    """What may be voted on a part, in order; a free question's are its choices by number, and abstention."""
    if question is None:
        return (*(str(at) for at in range(len(choices))), ABSTAIN)
    match question.form:
        case Form.LEVEL:
            return (*(str(level) for level in range(len(question.statements) + 1)), ABSTAIN)
        case Form.TICKS:
            return YES, NO
        case Form.SPLIT if question.of == VOTERS:
            return SPLIT
        case Form.PROGRESS:
            return (*(it.value for it in Progress), ABSTAIN)
        case _:
            return ()


def votable(question: Question) -> bool:
    """Figures, dates and texts are looked up or written, not voted on; nor is a split of what does not vote."""
    return bool(values(question))


def valid(question: Question | None, choices: tuple[str, ...], ballot: Ballot) -> bool:
    known, allowed = parts(question), values(question, choices)
    return bool(ballot) and all(part in known and value in allowed for part, value in ballot.items())


def staged(question: Question, held: int) -> Ballot:
    """The first étapes held, the others not."""
    return {it.id: YES if at < held else NO for at, it in enumerate(question.statements)}


def read(question: Question | None, choices: tuple[str, ...], words: tuple[str, ...]) -> dict[str, str] | None:
    """A button's last words as a ballot; None where no button of this pulse says so."""
    ballot: dict[str, str] | None = None
    match words:
        case (value,) if question is not None and question.form is Form.TICKS:
            known = value.isdecimal() and len(value) == 1 and int(value) <= len(question.statements)
            ballot = dict(staged(question, int(value))) if question.staged and known else None
        case (value,):
            ballot = {WHOLE: value}
        case (part, value):
            ballot = {part: value}
    return ballot if ballot is not None and valid(question, choices, ballot) else None


def result(framework: Framework, pulse: Pulse, *, secret: bool) -> Result:
    """Nothing of a secret pulse of fewer than five votes: its tally was never kept."""
    if not pulse.closed or pulse.tally is None or (secret and pulse.votes < LEAST):
        return Result(pulse.votes)
    question = framework.question.get(pulse.question)
    if question is None:
        return Result(pulse.votes, pulse.tally)
    if question.form is Form.SPLIT:
        counts = pulse.tally.get(WHOLE, {})
        return Result(pulse.votes, pulse.tally, Split(*(counts.get(it, 0) for it in SPLIT)))
    if question.form is Form.TICKS:
        return _of_ticks(question, pulse)
    opinions = [answer for value, votes in pulse.tally.get(WHOLE, {}).items() for answer in _answers(value, votes)]
    proposed = deciding.proposal(question, opinions)
    return Result(pulse.votes, pulse.tally, proposed, deciding.agreement(question, opinions))


def _answers(value: str, votes: int) -> list[Answer]:
    if value == ABSTAIN:
        return []
    return [int(value) if value.isdecimal() else Progress(value)] * votes


def _of_ticks(question: Question, pulse: Pulse) -> Result:
    """A statement is proposed as held when more than half of who voted on it tick it."""
    assert pulse.tally is not None
    held, agreements = set(), []
    for statement in question.by_id:
        counts = pulse.tally.get(statement, {})
        yes, no = counts.get(YES, 0), counts.get(NO, 0)
        if yes > no:
            held.add(statement)
        if yes + no > 1:
            agreements.append(deciding.consensus([1] * yes + [0] * no, 1))
    agreement = sum(agreements) / len(agreements) if agreements else None
    return Result(pulse.votes, pulse.tally, Ticks(frozenset(held)), agreement)
