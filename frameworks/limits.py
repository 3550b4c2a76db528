"""What a value of a grid keeps to, beside its type; and the sentence for one that doesn't.

``reading.py`` holds a file to them, ``schema.py`` publishes them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from frameworks.faults import N_

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
LINE = r"^[^\s\x00-\x1f\x7f]([^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f])?$"
LINES = r"^[^\x00-\x09\x0b-\x1f\x7f]+$"

PATTERNS = {
    SLUG: N_("Un identifiant s'écrit en minuscules sans accent, chiffres et tirets."),
    LINE: N_("Ce texte doit tenir sur une ligne, sans espace au début ni à la fin."),
    LINES: N_("Ce texte contient un caractère de commande."),
}


class Refused(ValueError):
    """One fault of one value: a msgid and what fills it; ``place`` grows on the way out of the whole that it is in."""

    def __init__(self, message: str, **values: str | int) -> None:
        super().__init__(message)
        self.message = message
        self.values = values
        self.place: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True)
class Spelt:
    """A text: how long it is, and what it is made of."""

    pattern: str
    shortest: int = 0
    longest: int | None = None
    whole: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "whole", re.compile(self.pattern))

    def check(self, text: str) -> None:
        if len(text) < self.shortest:
            raise Refused(N_("Ce texte est vide."))
        if self.longest is not None and len(text) > self.longest:
            raise Refused(N_("Ce texte dépasse {max} caractères."), max=self.longest)
        if not self.whole.fullmatch(text):
            raise Refused(PATTERNS[self.pattern])


@dataclass(frozen=True, slots=True)
class Between:
    """A whole number, both ends included."""

    least: int
    most: int | None = None

    def check(self, number: int) -> None:
        if number < self.least:
            raise Refused(N_("Ce nombre est trop petit : {min} au moins."), min=self.least)
        if self.most is not None and number > self.most:
            raise Refused(N_("Ce nombre est trop grand : {max} au plus."), max=self.most)


@dataclass(frozen=True, slots=True)
class Filled:
    """A list with something in it."""

    def check(self, items: tuple[object, ...]) -> None:
        if not items:
            raise Refused(N_("Il en faut au moins un."))
