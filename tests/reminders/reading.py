"""What a letter of the clock says, read back from its words."""

from __future__ import annotations

import re

from dialogs.replies import Heading, Letter
from tests.reminders.model import Line
from tests.spoken import spoken

PASSED = "Passé, sans que Palier ait pu le dire à temps :"
SAID = (
    (re.compile(r"« (.+) » : point de situation (.+), le .+\."), "point"),
    (re.compile(r"« (.+) » : échéance (.+), le .+\."), "due"),
    (re.compile(r"« (.+) »(?:, mené par .+)? : en retard (.+) \(.+\)\."), "late"),
    (re.compile(r"« (.+) » : (à revoir)\."), "again"),
    (re.compile(r"« (.+) » : clôture prévue (.+), le [^.]+\.(?: Il vous reste .+)?"), "closing"),
    (re.compile(r"« (.+) » : prochaine évaluation (.+), le .+\."), "next"),
)
MORE = re.compile(r"Et (\d+) autres?\.")
FAR = re.compile(r"(dans|depuis) (\d+) jours?")


def lines_of(letter: Letter) -> tuple[set[Line], int]:
    """Every line, understood, and how many more it counts; fails at one that isn't, and at one that stands twice."""
    found: set[Line] = set()
    passed, more = False, 0
    for line in spoken(letter.__class__(tuple(it for it in letter.blocks if not isinstance(it, Heading)))):
        if line == PASSED:
            passed = True
        elif others := MORE.fullmatch(line):
            more = int(others[1])
        elif line != "(message)":
            read = _line(line, passed=passed)
            assert read not in found, f"twice: {line}"
            found.add(read)
    return found, more


def _line(line: str, *, passed: bool) -> Line:
    for pattern, about in SAID:
        if whole := pattern.fullmatch(line):
            return passed, whole[1].rpartition(" · ")[2], about, _days(whole[2])
    raise AssertionError(f"not understood: {line}")


def _days(text: str) -> int:
    if text in {"aujourd'hui", "à revoir"}:
        return 0
    far = FAR.fullmatch(text)
    assert far, text
    return int(far[2]) if far[1] == "dans" else -int(far[2])
