"""The five criteria of the SMART method, word for word: annexe 1 of NumEA's guide (source 001)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from frameworks.load import catalogue
from frameworks.model import Passage

SOURCE = "numea"
LETTERS = "smart"


@cache
def criteria() -> Mapping[str, Passage]:
    """By letter: S, M, A, R and T."""
    passages = {it.id: it for it in catalogue()[SOURCE].guidance}
    return {letter.upper(): passages[f"smart-{letter}"] for letter in LETTERS}


def source() -> str:
    return catalogue()[SOURCE].source
