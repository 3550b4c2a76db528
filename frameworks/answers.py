"""What a person says to a question, as a value; and the stable JSON form that ``score`` and ``answers`` use.

``level`` → an int, 0–3. ``ticks`` → :class:`Ticks`. Any form → :class:`Gap`. A question without an entry in
``Answers`` is unanswered, which is none of these.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from frameworks.faults import N_, Fault, FaultyAnswer, clip, join
from frameworks.model import Form, Framework, Question


class Gap(StrEnum):
    """Both leave the denominator, and neither is a 0."""

    NA = "na"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Ticks:
    """The statements that hold and those declared "sans objet"; the two never meet."""

    ticked: frozenset[str] = frozenset()
    na: frozenset[str] = frozenset()


Answer: TypeAlias = int | Ticks | Gap
Answers: TypeAlias = Mapping[str, Answer]
Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

LARGEST = 1024 * 1024
REPEATED = N_("Cette clé est répétée.")


class Repeated(str):
    """Stands for the values of a key that its table holds more than once; no reader takes it for an answer."""


def fits(question: Question, answer: Answer) -> bool:
    """False for an answer kept from another version of the framework: it counts as none."""
    match answer:
        case Gap():
            return True
        case Ticks():
            return question.form is Form.TICKS and answer.ticked | answer.na <= question.by_id.keys()
        case level:
            return question.form is Form.LEVEL and 0 <= level <= len(question.statements)


def parse(content: bytes) -> Json:
    """A file of answers as the document that :func:`read_answers` reads."""
    if len(content) > LARGEST:
        raise FaultyAnswer([Fault("", N_("Ce fichier dépasse {size} Kio."), {"size": LARGEST // 1024})])
    try:
        document: Json = json.loads(content.decode("utf-8"), parse_int=whole, object_pairs_hook=table)
    except UnicodeDecodeError:
        raise FaultyAnswer([Fault("", N_("Ce fichier n'est pas en UTF-8."))]) from None
    except (json.JSONDecodeError, RecursionError) as error:
        message = N_("Ce fichier n'est pas du JSON : voyez la ligne {line}.")
        raise FaultyAnswer([Fault("", message, {"line": getattr(error, "lineno", 1)})]) from None
    return document


def whole(digits: str) -> int | float:
    """Python reads no int of more than 4,300 digits; as a float, one that long is no level either."""
    return int(digits) if len(digits) < 20 else float(digits)


def table(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    """Which of two values is meant is not ours to guess; the fault waits until the place of the table is known."""
    found: dict[str, Json] = {}
    for name, value in pairs:
        found[name] = Repeated() if name in found else value
    return found


def read_answers(framework: Framework, document: Json) -> dict[str, Answer]:
    """Reads ``{"answers": {question id: answer}}``; other keys are left to whoever put them there."""
    entries = document.get("answers") if isinstance(document, dict) else None
    if isinstance(entries, Repeated):
        raise FaultyAnswer([Fault("answers", REPEATED)])
    if not isinstance(entries, dict):
        raise FaultyAnswer([Fault("answers", N_("Une table de réponses est attendue."))])
    answers: dict[str, Answer] = {}
    faults: list[Fault] = []
    for name, value in entries.items():
        place = join("answers", name)
        if name not in framework.question:
            faults.append(Fault(place, N_("Cette question n'existe pas.")))
            continue
        try:
            answers[name] = read_answer(framework.question[name], value)
        except FaultyAnswer as faulty:
            faults += [replace(fault, path=under(place, fault.path)) for fault in faulty.faults]
    if faults:
        raise FaultyAnswer(faults)
    return answers


def under(place: str, path: str) -> str:
    return place + path if path.startswith("[") or not path else f"{place}.{path}"


def read_answer(question: Question, value: Json) -> Answer:
    """Accepts 0–3, a list of ticked ids, ``{"ticked": […], "na": […]}``, ``"na"`` or ``"unknown"``."""
    repeated = [Fault(path, REPEATED) for path in repeated_in(value)]
    if repeated:
        raise FaultyAnswer(repeated)
    if isinstance(value, str) and value in list(Gap):
        return Gap(value)
    return READERS[question.form](question, value)


def repeated_in(value: Json) -> list[str]:
    """The paths, within an answer, of what was said more than once; empty for the answer itself."""
    if isinstance(value, dict):
        return [join(name) for name, each in value.items() if isinstance(each, Repeated)]
    return [""] if isinstance(value, Repeated) else []


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


READERS: Mapping[Form, Callable[[Question, Json], Answer]] = {Form.LEVEL: read_level, Form.TICKS: read_ticks}


def write_answer(question: Question, answer: Answer) -> Json:
    """What :func:`read_answer` reads back as the same answer; ids in source order."""
    if not isinstance(answer, Ticks):
        return answer.value if isinstance(answer, Gap) else answer
    order = [statement.id for statement in question.statements]
    ticked: list[Json] = [each for each in order if each in answer.ticked]
    na: list[Json] = [each for each in order if each in answer.na]
    return {"ticked": ticked, "na": na} if na else ticked
