"""The translator. French is the language of the sources in the code.

Babel extracts the literals given to ``say`` and ``count``, and those marked with ``N_``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cached_property, lru_cache
from gettext import GNUTranslations
from io import BytesIO
from typing import TYPE_CHECKING

from locales.compiled import catalogue

if TYPE_CHECKING:
    from locales.rules import Rules

LANGUAGES: Mapping[str, str] = {"fr": "Français", "en": "English"}
REGIONS: Mapping[str, str] = {"fr": "fr_FR", "en": "en_GB"}
"""Whose dates, numbers and lists."""


def N_(message: str) -> str:
    """Marks a sentence for extraction where it is written down before anybody is there to read it."""
    return message


class Words:
    """One language: whole sentences with named placeholders, and the forms of its dates and numbers."""

    def __init__(self, language: str, translations: GNUTranslations) -> None:
        self.language = language
        self.locale = REGIONS[language]
        self._translations = translations

    def __repr__(self) -> str:
        return f"Words({self.language!r})"

    def say(self, message: str, **values: object) -> str:
        """The sentence in this language; values fill its named placeholders and are never read as sentences."""
        return self._translations.gettext(message).format(**values)

    def count(self, one: str, many: str, n: int, **values: object) -> str:
        """As :meth:`say`, in the plural that ``n`` takes; the sentence may name ``{n}``."""
        return self._translations.ngettext(one, many, n).format(n=self.number(n), **values)

    def number(self, value: float, decimals: int = 1) -> str:
        """An int as it is (``1250`` → ``1 250``), a float with its decimals (``2.0`` → ``2,0``)."""
        return self._rules.number(value, decimals)

    def percent(self, share: float) -> str:
        """A share of 0–1, whole percents."""
        return self._rules.percent(share)

    def percentage(self, value: float) -> str:
        """A value of 0–100, with the decimals it was given: ``12,5 %``."""
        return self._rules.percentage(value)

    def day(self, moment: date) -> str:
        return self._rules.day(moment)

    def full_day(self, moment: date) -> str:
        """``lundi 15 mars 2027``."""
        return self._rules.full_day(moment)

    def month(self, moment: date) -> str:
        """``novembre 2026``."""
        return self._rules.month(moment)

    def place(self, timezone: str) -> str:
        """Where a time zone's clocks are read: ``Paris``, ``La Réunion``, ``Nouméa``."""
        return self._rules.place(timezone)

    def listed(self, items: list[str]) -> str:
        """``a, b et c``."""
        return self._rules.listed(items)

    @cached_property
    def _rules(self) -> Rules:
        """Imported late: a start writes no number."""
        from locales.rules import Rules

        return Rules(self.locale)


@lru_cache(maxsize=len(LANGUAGES))
def words(language: str) -> Words:
    """The words of a known language; raises ``KeyError`` for another."""
    if language not in LANGUAGES:
        raise KeyError(language)
    return Words(language, GNUTranslations(BytesIO(catalogue(language))))


def language_of(hint: str) -> str:
    """The language for a client's hint (``en-GB``, ``fr_FR.UTF-8``, an Accept-Language list); French when in doubt."""
    tags = (re.split("[-_.;]", part.strip())[0].lower() for part in hint.split(","))
    return next((tag for tag in tags if tag in LANGUAGES), "fr")
