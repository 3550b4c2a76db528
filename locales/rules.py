"""How one region writes its numbers, dates, places and lists: Babel's rules, imported when the first is written."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, get_timezone_location
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

REMEMBERED = 1024
"""Numbers and shares, each: a screen has some, and the same ones come back at every tap."""


class Rules:
    def __init__(self, region: str) -> None:
        self._locale = Locale.parse(region)
        self.number = lru_cache(maxsize=REMEMBERED, typed=True)(self._number)  # 2 is written another way than 2.0
        self.percent = lru_cache(maxsize=REMEMBERED)(self._percent)

    def _number(self, value: float, decimals: int) -> str:
        pattern = "#,##0" if isinstance(value, int) else "#,##0." + "0" * decimals
        return str(format_decimal(value, format=pattern, locale=self._locale))

    def _percent(self, share: float) -> str:
        return str(format_percent(share, locale=self._locale))

    def percentage(self, value: float) -> str:
        return str(format_percent(value / 100, format="#,##0.## %", locale=self._locale))

    def day(self, moment: date) -> str:
        return format_date(moment, format="long", locale=self._locale)

    def full_day(self, moment: date) -> str:
        return format_date(moment, format="full", locale=self._locale)

    def month(self, moment: date) -> str:
        return format_date(moment, format="LLLL y", locale=self._locale)

    def place(self, timezone: str) -> str:
        return get_timezone_location(timezone, locale=self._locale, return_city=True)

    def listed(self, items: list[str]) -> str:
        return format_list(items, locale=self._locale)
