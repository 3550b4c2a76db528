"""A whole set of answers from the stable JSON form that ``score`` and ``answers`` use, with every fault of it."""

from __future__ import annotations

import json
from dataclasses import replace

from frameworks.asking import excesses
from frameworks.faults import N_, Fault, FaultyAnswer, join
from frameworks.forms import READERS, Answer, Gap, Json
from frameworks.model import Framework, Question

LARGEST = 1024 * 1024
EXCEEDS = N_("{part} au total, pour {whole} déclarés à la question « {of} ».")
REPEATED = N_("Cette clé est répétée.")


class Repeated(str):
    """Stands for the values of a key that its table holds more than once; no reader takes it for an answer."""


def parse(content: bytes) -> Json:
    """A file of answers as the document that :func:`read_answers` reads."""
    if len(content) > LARGEST:
        raise FaultyAnswer([Fault("", N_("Ce fichier dépasse {size} Kio."), {"size": LARGEST // 1024})])
    try:
        document: Json = json.loads(content.decode("utf-8-sig"), parse_int=whole, object_pairs_hook=table)
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
    if isinstance(document, dict) and entries is None and "campaigns" in document:
        raise FaultyAnswer([Fault("", N_("Ce fichier a plusieurs campagnes : donnez-en une seule."))])
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
    faults += [
        Fault(join("answers", it.question.id), EXCEEDS, {"part": it.part, "of": it.of.id, "whole": it.whole})
        for it in excesses(framework, answers)
    ]
    if faults:
        raise FaultyAnswer(faults)
    return answers


def under(place: str, path: str) -> str:
    return place + path if path.startswith("[") or not path else f"{place}.{path}"


def read_answer(question: Question, value: Json) -> Answer:
    """What the question's form reads, or ``"na"`` or ``"unknown"``."""
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
