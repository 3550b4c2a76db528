"""The UAI (formerly RNE): the eight characters by which the ministry knows a school, ``0750655E``.

Seven digits, of which the first three tell the département, and a letter that the digits call for. In the
Pacific the prefixes are the ministry's own, not INSEE's numbers: 983 is Nouvelle-Calédonie, 984 Polynésie
française, 987 Wallis-et-Futuna.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
"""The check letters, in the order of the remainder: no I, O or Q, which look like digits."""

_SHAPE = re.compile(r"[0-9]{7}[A-Z]")
_CALLED = re.compile(r"^(?:LE|MON|NOTRE|CODE|UAI|RNE|N[°O]?|EST|[:=])+")
_BETWEEN = re.compile(r"[\s\-‐‑‒–—―−_./·\u00ad\u200b-\u200f\u2060\ufeff]+")

_ELSEWHERE = {
    "620": "2A",
    "720": "2B",
    "971": "971",  # also Saint-Barthélemy and Saint-Martin: their lycées are 9710035L and 9711252J
    "972": "972",
    "973": "973",
    "974": "974",
    "975": "975",
    "976": "976",
    "977": "977",
    "978": "978",
    "983": "988",
    "984": "987",
    "986": "986",
    "987": "986",  # Wallis-et-Futuna: 9870034Y is the inspection of Uvéa
}


_CARRIED = {"977": "971", "978": "971"}


class UaiFault(StrEnum):
    """Why a text is no school's UAI; what to say of it is the caller's."""

    SHAPE = "shape"
    """Not seven digits and a letter."""

    DEPARTEMENT = "departement"
    """No French département or territory begins so (a lycée abroad, or a slip in the first three digits)."""

    LETTER = "letter"
    """The digits call for another letter: ``check_letter`` tells which."""


def find(text: str) -> str | None:
    """The UAI that ``text`` has the shape of, as eight characters; None where it has another shape.

    Spaces, dashes, case, full-width characters and a leading "UAI :" or "Code RNE n°" don't matter. Whether
    such a school can exist is for ``fault`` to say.
    """
    bare = _BETWEEN.sub("", unicodedata.normalize("NFKC", text).upper())
    bare = _CALLED.sub("", bare)
    return bare if _SHAPE.fullmatch(bare) else None


def fault(uai: str) -> UaiFault | None:
    """What is wrong with a UAI of eight characters; None where nothing is."""
    if not _SHAPE.fullmatch(uai):
        return UaiFault.SHAPE
    if departement_of(uai) is None:
        return UaiFault.DEPARTEMENT
    if check_letter(uai[:7]) != uai[7]:
        return UaiFault.LETTER
    return None


def check_letter(digits: str) -> str:
    """The letter that goes with seven digits. Raises ValueError for anything but seven digits."""
    if not re.fullmatch(r"[0-9]{7}", digits):
        raise ValueError(f"seven digits are needed, not {digits!r}")
    return LETTERS[int(digits) % 23]


def may_lie_in(uai: str, code: str) -> bool:
    """Whether a school of the territory may have the UAI: those of Saint-Barthélemy and Saint-Martin carry 971."""
    return departement_of(uai) in {code, _CARRIED.get(code)}


def departement_of(uai: str) -> str | None:
    """The code of the territory (``territories.by_code``) whose UAIs begin so; None: there is none."""
    if not _SHAPE.fullmatch(uai):
        return None
    prefix = uai[:3]
    if prefix[0] == "0" and 1 <= int(prefix) <= 95 and prefix != "020":
        return prefix[1:]
    return _ELSEWHERE.get(prefix)
