"""The translator. French is the language of the sources in the code; both catalogues are compiled in memory.

Babel extracts the literals given to ``say`` and ``count``, and those marked with ``N_``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel import Locale, negotiate_locale
from babel.dates import format_date, get_timezone_location
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent
from babel.support import Translations

LANGUAGES: Mapping[str, str] = {"fr": "Français", "en": "English"}
REGIONS: Mapping[str, str] = {"fr": "fr_FR", "en": "en_GB"}
"""Whose dates, numbers and lists."""

DOMAIN = "palier"
HERE = Path(__file__).parent


def N_(message: str) -> str:
    """Marks a sentence for extraction where it is written down before anybody is there to read it."""
    return message


class Words:
    """One language: whole sentences with named placeholders, and the forms of its dates and numbers."""

    def __init__(self, language: str, translations: Translations) -> None:
        self.language = language
        self.locale = Locale.parse(REGIONS[language])
        self._translations = translations

    def __repr__(self) -> str:
        return f"Words({self.language!r})"

    def say(self, message: str, **values: object) -> str:
        """The sentence in this language; values fill its named placeholders and are never read as sentences."""
        return self._translations.ugettext(message).format(**values)

    def count(self, one: str, many: str, n: int, **values: object) -> str:
        """As :meth:`say`, in the plural that ``n`` takes; the sentence may name ``{n}``."""
        return self._translations.ungettext(one, many, n).format(n=self.number(n), **values)

    def number(self, value: float, decimals: int = 1) -> str:
        """An int as it is (``1250`` → ``1 250``), a float with its decimals (``2.0`` → ``2,0``)."""
        pattern = "#,##0" if isinstance(value, int) else "#,##0." + "0" * decimals
        return str(format_decimal(value, format=pattern, locale=self.locale))

    def percent(self, share: float) -> str:
        """A share of 0–1, whole percents."""
        return str(format_percent(share, locale=self.locale))

    def percentage(self, value: float) -> str:
        """A value of 0–100, with the decimals it was given: ``12,5 %``."""
        return str(format_percent(value / 100, format="#,##0.## %", locale=self.locale))

    def day(self, moment: date) -> str:
        return format_date(moment, format="long", locale=self.locale)

    def month(self, moment: date) -> str:
        """``novembre 2026``."""
        return format_date(moment, format="LLLL y", locale=self.locale)

    def place(self, timezone: str) -> str:
        """Where a time zone's clocks are read: ``Paris``, ``La Réunion``, ``Nouméa``."""
        return get_timezone_location(timezone, locale=self.locale, return_city=True)

    def listed(self, items: list[str]) -> str:
        """``a, b et c``."""
        return format_list(items, locale=self.locale)


@lru_cache(maxsize=len(LANGUAGES))
def words(language: str) -> Words:
    """The words of a known language; raises ``KeyError`` for another."""
    if language not in LANGUAGES:
        raise KeyError(language)
    with (HERE / language / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as source:
        catalogue = read_po(source, locale=language, domain=DOMAIN)
    if language == "fr":
        for message in catalogue:
            message.string = _spaced(message.string or "")
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Words(language, Translations(compiled, domain=DOMAIN))


def _spaced(said: str | list[str] | tuple[str, ...]) -> str | tuple[str, ...]:
    """French high punctuation keeps to its word: a line never begins with a colon, nor ends with an opening quote."""
    if not isinstance(said, str):
        return tuple(str(_spaced(each)) for each in said)
    return re.sub(r" (?=[:;?!»·])", "\u00a0", said).replace("« ", "«\u00a0")


def language_of(hint: str) -> str:
    """The language for a client's hint (``en-GB``, ``fr_FR.UTF-8``, an Accept-Language list); French when in doubt."""
    wanted = [part.partition(";")[0].partition(".")[0].strip().replace("-", "_") for part in hint.split(",")]
    return negotiate_locale([item for item in wanted if item], list(LANGUAGES)) or "fr"
