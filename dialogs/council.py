"""A school around a campaign: who fills what and how far, and what its opinions may show of themselves.

Nobody's opinion can be told from the others': a spread is shown from :data:`LEAST` opinions on, except to a pilot where
opinions were announced as visible to them. Below, there is no figure, no proposal and no order by agreement either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from dialogs.campaign import Campaign
from dialogs.roles import Role
from frameworks.deciding import Spread, agreement, proposal, spread
from frameworks.forms import Answer
from frameworks.model import Question

LEAST = 5
"""Opinions from which on a spread says nothing of one of them (seed design, "Three ways to fill the same campaign")."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """``by`` and ``number`` are the member's who gave it, where opinions are visible to pilots; else "" and 0."""

    answer: Answer
    by: str = ""
    number: int = 0


Opinions = Mapping[str, tuple[Opinion, ...]]
"""By question."""


@dataclass(frozen=True, slots=True)
class Filler:
    """A member and how far they are: by domain, the questions answered and those asked of them. Never what."""

    number: int
    name: str | None
    role: Role
    done: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def answered(self) -> int:
        return sum(answered for answered, _ in self.done.values())

    @property
    def asked(self) -> int:
        return sum(asked for _, asked in self.done.values())

    @property
    def finished(self) -> bool:
        return self.answered == self.asked


@dataclass(frozen=True, slots=True)
class Weighed:
    """A question with its opinions. ``spread`` is None where there are too few to show any; then so is the rest."""

    question: Question
    given: int
    spread: Spread | None = None
    proposal: Answer | None = None
    agreement: float | None = None
    named: tuple[tuple[Answer, tuple[Opinion, ...]], ...] = ()


def pilots_see(campaign: Campaign) -> bool:
    """Whether this reader was announced as one who sees each opinion with its name."""
    return campaign.role is Role.PILOT and not campaign.secret


def weigh(campaign: Campaign, question: Question, opinions: Sequence[Opinion]) -> Weighed:
    said = [it.answer for it in opinions]
    if not said or (len(said) < LEAST and not pilots_see(campaign)):
        return Weighed(question, len(said))
    found = spread(question, said)
    named: tuple[tuple[Answer, tuple[Opinion, ...]], ...] = ()
    if pilots_see(campaign):
        order = {answer: at for at, (answer, _) in enumerate(found.counts)}
        fitting = sorted((it for it in opinions if it.answer in order), key=lambda it: order[it.answer])
        named = tuple((answer, tuple(those)) for answer, those in groupby(fitting, lambda it: it.answer))
    return Weighed(question, len(said), found, proposal(question, said), agreement(question, said), named)


def undecided(campaign: Campaign, opinions: Opinions) -> tuple[Weighed, ...]:
    """The questions that the school has still to decide: the most divided first, then those of which nothing may be
    told yet, by how many have given an opinion.
    """
    found = [weigh(campaign, question, opinions.get(question.id, ())) for question in campaign.position.open]
    return tuple(sorted(found, key=lambda it: (0, it.agreement) if it.agreement is not None else (1, -it.given)))
