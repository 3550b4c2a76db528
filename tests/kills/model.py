"""What must be there: a model of what was tapped that knows nothing of the program's conversation."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from frameworks.load import catalogue
from frameworks.model import Form
from tests.kills.books import Books
from tests.kills.crowd import Tap

Opinions = dict[tuple[str, str, str], str]
GAPS = {"na": "na", "dk": "unknown"}


def expected(taps: Mapping[int, Tap], grids: Mapping[str, str]) -> Opinions:
    """The last tap on a question is its answer, whatever screen it came from; in the form that the rows keep."""
    found: Opinions = {}
    for _, tap in sorted(taps.items()):
        if tap.press.startswith("answer:"):
            _, campaign, question, value = tap.press.split(":")
            found[(str(tap.person), campaign, question)] = _written(grids.get(campaign, ""), question, value)
    return found


def _written(grid: str, question: str, value: str) -> str:
    if value in GAPS:
        return json.dumps(GAPS[value])
    known = catalogue().get(grid)
    if known is None or known.question[question].form is Form.LEVEL:
        return value
    firsts = [statement.id for statement in known.question[question].statements]
    return json.dumps(firsts[: int(value)], separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Difference:
    """Updates without their effect; effects without an update of their own; opinions that are not the last tap's."""

    lost: tuple[int, ...]
    doubled: tuple[str, ...]
    wrong: tuple[str, ...]


def compare(taps: Mapping[int, Tap], books: Books) -> Difference:
    lost = tuple(sorted(taps.keys() - books.events.keys()))
    doubled = [f"update {update} of nobody" for update in books.events.keys() - taps.keys()]
    by_address = sorted(books.events.values())
    effects = {address: len(list(those)) for address, those in groupby(by_address)}
    for address, steps in books.revisions.items():
        if steps != effects.get(address, 0):
            doubled.append(f"{address}: {steps} steps for {effects.get(address, 0)} updates")
    wanted = expected(taps, books.grids)
    wrong = [
        f"{key}: {books.opinions.get(key)} instead of {wanted.get(key)}"
        for key in wanted.keys() | books.opinions.keys()
        if books.opinions.get(key) != wanted.get(key)
    ]
    return Difference(lost, tuple(doubled), tuple(wrong))
