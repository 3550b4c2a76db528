"""Answers as the tables keep them: JSON, read by the campaign's own grid."""

from __future__ import annotations

from collections.abc import Mapping

import orjson

from frameworks.answers import read_answer
from frameworks.faults import FaultyAnswer
from frameworks.forms import Answer, write_answer
from frameworks.model import Framework, Question


def json(question: Question, said: Answer) -> str:
    return orjson.dumps(write_answer(question, said)).decode()


def one(question: Question, text: str) -> Answer | None:
    """None for what this version of the grid can't read."""
    try:
        return read_answer(question, orjson.loads(text))
    except FaultyAnswer:
        return None


def readable(framework: Framework, rows: Mapping[str, str]) -> dict[str, Answer]:
    """The answers that this version of the grid can read, in source order; the others stay in their rows."""
    return {
        question.id: answer
        for question in framework.questions
        if question.id in rows and (answer := one(question, rows[question.id])) is not None
    }
