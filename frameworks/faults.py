"""What is wrong in a file or a document, said so that it can be translated, and all of it at once."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

BARE = re.compile(r"[A-Za-z0-9_-]{1,60}")
LONGEST = 60


def N_(message: str) -> str:
    """Marks a sentence for the catalogues; whoever shows it translates it."""
    return message


@dataclass(frozen=True, slots=True)
class Fault:
    """``path`` is empty for the whole file or answer; ``message`` is a msgid, ``values`` fill it in."""

    path: str
    message: str
    values: Mapping[str, str | int] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        sentence = self.message.format(**self.values)
        return f"{self.path}: {sentence}" if self.path else sentence


class Faulty(ValueError):
    """Carries every fault that was found, never only the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


class FaultyFramework(Faulty):
    pass


class FaultyAnswer(Faulty):
    pass


def join(*steps: str | int) -> str:
    """``domains[2].questions[0].text``: the path of a fault; a strange key is quoted, a very long one cut."""
    path = ""
    for step in steps:
        if isinstance(step, int):
            path += f"[{step}]"
        else:
            path += f".{key(step)}" if path else key(step)
    return path


def key(name: str) -> str:
    return name if BARE.fullmatch(name) else json.dumps(clip(name), ensure_ascii=False)


def clip(value: str | int) -> str:
    """A value of somebody else's, fit to stand in a sentence: short, and nothing in it that a terminal obeys."""
    # 200 bits are 60 digits. Python writes no more than 4,300 of them, but any number in hexadecimal.
    text = hex(value) if isinstance(value, int) and value.bit_length() > 200 else str(value)
    return printable(text if len(text) <= LONGEST else text[: LONGEST - 1] + "…")


def printable(text: str) -> str:
    """Without escapes, line ends and marks of direction; the no-break spaces of French stay."""
    kept = (letter if letter.isprintable() or unicodedata.category(letter) == "Zs" else "�" for letter in text)
    return "".join(kept)
