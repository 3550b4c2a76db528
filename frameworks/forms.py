"""Each form's answers: read from JSON, written back, and whether one fits its question.

``level`` → int, 0 to 3 · ``ticks`` → :class:`Ticks` · ``split`` → :class:`Split` · ``count`` → int ·
``percent`` → int or float, 0 to 100 · ``date`` → ``datetime.date`` · ``text`` → str ·
``progress`` → :class:`Progress` · any → :class:`Gap`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from frameworks.faults import N_, Fault, FaultyAnswer, clip, join
from frameworks.model import Form, Question


class Gap(StrEnum):
    """Both leave the denominator, and neither is a 0."""

    NA = "na"
    UNKNOWN = "unknown"


class Progress(StrEnum):
    """How far an action has come."""

    TODO = "todo"
    DOING = "doing"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Ticks:
    """The statements that hold and those declared "sans objet"; the two never meet."""

    ticked: frozenset[str] = frozenset()
    na: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Split:
    """How many never, occasionally, regularly: people, divisions, families."""

    never: int
    occasionally: int
    regularly: int

    @property
    def total(self) -> int:
        return self.never + self.occasionally + self.regularly


Answer: TypeAlias = int | float | str | date | Ticks | Split | Progress | Gap
Begun: TypeAlias = Ticks | tuple[int, ...]
"""An answer that is not whole yet: ticks to be confirmed, the first figures of a split."""

Answers: TypeAlias = Mapping[str, Answer]
"""By question; one without an entry is unanswered, which is no answer."""

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

MOST = 10_000_000
"""No school counts more of anything."""

LONGEST = 1000
"""Characters of a text: what every channel shows whole, beside its question."""


def fits(question: Question, answer: Answer) -> bool:
    """False for an answer kept from another version of the framework: it counts as none."""
    match answer:
        case Gap():
            return True
        case Ticks():
            return question.form is Form.TICKS and answer.ticked | answer.na <= question.by_id.keys()
        case Split():
            return question.form is Form.SPLIT
        case Progress():
            return question.form is Form.PROGRESS
        case date():
            return question.form is Form.DATE
        case str():
            return question.form is Form.TEXT
        case number if question.form is Form.LEVEL:
            return number in range(len(question.statements) + 1)
        case number:
            return question.form is Form.PERCENT or (question.form is Form.COUNT and isinstance(number, int))


# ---------------------------------------------------------------- from JSON


def read_level(question: Question, value: Json) -> int:
    highest = len(question.statements)
    # True is an int to Python, and no level to anybody.
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= highest:
        raise FaultyAnswer([Fault("", N_("Un niveau de 0 à {highest} est attendu."), {"highest": highest})])
    return value


def read_ticks(question: Question, value: Json) -> Ticks:
    ticked, na = two_lists(value)
    both = [statement.id for statement in question.statements if statement.id in ticked and statement.id in na]
    faults = [
        *foreign(question, ticked, ("ticked",) if isinstance(value, dict) else ()),
        *foreign(question, na, ("na",)),
        *(Fault("", N_("À la fois coché et sans objet : {id}."), {"id": each}) for each in both),
    ]
    if faults:
        raise FaultyAnswer(faults)
    return Ticks(frozenset(map(str, ticked)), frozenset(map(str, na)))


def two_lists(value: Json) -> tuple[list[Json], list[Json]]:
    match value:
        case list(ticked):
            return ticked, []
        case {"ticked": list(ticked), "na": list(na), **rest} if not rest:
            return ticked, na
        case {"ticked": list(ticked), **rest} if not rest:
            return ticked, []
        case {"na": list(na), **rest} if not rest:
            return [], na
    message = N_("Une liste d'énoncés est attendue, ou une table de deux listes : « ticked » et « na ».")
    raise FaultyAnswer([Fault("", message)])


def foreign(question: Question, listed: list[Json], place: tuple[str, ...]) -> Iterator[Fault]:
    """What can't be ticked: not an id, not one of this question, or there already."""
    seen: set[str] = set()
    for index, each in enumerate(listed):
        path = join(*place, index)
        if not isinstance(each, str):
            yield Fault(path, N_("L'identifiant d'un énoncé est attendu."))
        elif each not in question.by_id:
            yield Fault(path, N_("Cet énoncé n'est pas de cette question : {id}."), {"id": clip(each)})
        elif each in seen:
            yield Fault(path, N_("Énoncé répété : {id}."), {"id": each})
        else:
            seen.add(each)


def read_split(_: Question, value: Json) -> Split:
    message = N_("Trois nombres sont attendus : jamais, occasionnellement, régulièrement.")
    if not isinstance(value, list) or len(value) != 3:
        raise FaultyAnswer([Fault("", message)])
    counts = [whole(each) for each in value]
    faults = [Fault(join(at), WHOLE, {"most": MOST}) for at, each in enumerate(counts) if each is None]
    if faults:
        raise FaultyAnswer(faults)
    return Split(*(each for each in counts if each is not None))


WHOLE = N_("Un nombre entier de 0 à {most} est attendu.")


def read_count(_: Question, value: Json) -> int:
    count = whole(value)
    if count is None:
        raise FaultyAnswer([Fault("", WHOLE, {"most": MOST})])
    return count


def whole(value: Json) -> int | None:
    """A count of things; 12.0 is one as well."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= MOST:
        return None
    return int(value) if int(value) == value else None


def read_percent(_: Question, value: Json) -> int | float:
    fine = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if not fine or not isinstance(value, int | float) or not 0 <= value <= 100:
        raise FaultyAnswer([Fault("", N_("Un pourcentage de 0 à 100 est attendu."))])
    return value


def read_date(_: Question, value: Json) -> date:
    try:
        # Python reads 20261125 and 2026-W48-3 too; a date is written in one way here.
        if isinstance(value, str) and len(value) == len("2026-11-25"):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise FaultyAnswer([Fault("", N_("Une date est attendue, écrite ainsi : 2026-11-25."))])


def read_text(_: Question, value: Json) -> str:
    if not isinstance(value, str) or not value.strip():
        raise FaultyAnswer([Fault("", N_("Un texte est attendu."))])
    if len(value) > LONGEST:
        raise FaultyAnswer([Fault("", N_("Ce texte dépasse {max} caractères."), {"max": LONGEST})])
    return value


def read_progress(_: Question, value: Json) -> Progress:
    if isinstance(value, str) and value in list(Progress):
        return Progress(value)
    message = N_("Cette valeur n'existe pas. Possibles : {values}.")
    raise FaultyAnswer([Fault("", message, {"values": ", ".join(Progress)})])


READERS: Mapping[Form, Callable[[Question, Json], Answer]] = {
    Form.LEVEL: read_level,
    Form.TICKS: read_ticks,
    Form.SPLIT: read_split,
    Form.COUNT: read_count,
    Form.PERCENT: read_percent,
    Form.DATE: read_date,
    Form.TEXT: read_text,
    Form.PROGRESS: read_progress,
}


# ---------------------------------------------------------------- to JSON


def write_answer(question: Question, answer: Answer) -> Json:
    """What ``answers.read_answer`` reads back as the same answer; ids in source order."""
    match answer:
        case Gap() | Progress():
            return answer.value
        case Split():
            return [answer.never, answer.occasionally, answer.regularly]
        case date():
            return answer.isoformat()
        case Ticks():
            order = [statement.id for statement in question.statements]
            ticked: list[Json] = [each for each in order if each in answer.ticked]
            na: list[Json] = [each for each in order if each in answer.na]
            return {"ticked": ticked, "na": na} if na else ticked
        case _:
            return answer
