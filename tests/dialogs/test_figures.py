"""Figures and dates as people type them, and what is no figure at all."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs import figures

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("35", 35),
        (" 0 ", 0),
        ("1 250", 1250),
        ("1\u202f250", 1250),
        ("1\u00a0250 élèves", 1250),
        ("35 enseignants", 35),
        ("12 345 678", 12_345_678),
        ("", None),
        ("-3", None),
        ("12,5", None),
        ("12.5", None),
        ("12 5", None),
        ("trente", None),
        ("35 %", None),
        ("9" * 40, 10**12),
    ],
)
def test_counts(text: str, number: int | None) -> None:
    assert figures.count(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12,5 %", 12.5),
        ("12.5", 12.5),
        ("80", 80),
        ("80%", 80),
        ("0", 0),
        ("100 pour cent", 100),
        ("101", None),
        ("-1", None),
        ("12,5,5", None),
        ("beaucoup", None),
    ],
)
def test_percentages(text: str, number: float | None) -> None:
    assert figures.percent(text) == number


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("12 5 20", (12, 5, 20)),
        ("12/5/20", (12, 5, 20)),
        ("12, 5, 20", (12, 5, 20)),
        ("12 ; 5 ; 1 250", (12, 5, 1250)),
        ("jamais 12, occasionnellement 5, régulièrement 20", (12, 5, 20)),
        ("12\n5\n20", (12, 5, 20)),
        ("12", (12,)),
        ("1 250", (1250,)),
        ("12 1\u202f250 3", (12, 1250, 3)),
        ("12 5", (12, 5)),
        ("1 250 30 4", (1, 250, 30, 4)),
        ("12 et demi", (12,)),
        ("", ()),
        ("douze", ()),
        ("12 -5 20", ()),
        ("1,5 2 3", ()),
    ],
)
def test_three_counts(text: str, numbers: tuple[int, ...]) -> None:
    assert figures.counts(text) == numbers


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("15/11/2026", date(2026, 11, 15)),
        ("15-11-26", date(2026, 11, 15)),
        ("15.11.2026", date(2026, 11, 15)),
        ("2026-11-15", date(2026, 11, 15)),
        ("15 novembre", date(2026, 11, 15)),
        ("15 Nov. 2025", date(2025, 11, 15)),
        ("1er décembre 2026", date(2026, 12, 1)),
        ("3 août", date(2026, 8, 3)),
        ("November 15, 2026", date(2026, 11, 15)),
        ("2nd of March", date(2026, 3, 2)),
        ("Aujourd’hui", TODAY),
        ("hier", date(2026, 11, 24)),
        ("30/02/2026", None),
        ("15/13/2026", None),
        ("mi-février", None),
        ("15 ju", None),
        ("15 jui", None),
        ("15 juil 2026", date(2026, 7, 15)),
        ("", None),
    ],
)
def test_dates(text: str, day: date | None) -> None:
    assert figures.day(text, TODAY) == day


@given(st.text(max_size=40))
def test_no_text_breaks_a_reading(text: str) -> None:
    for read in (figures.count, figures.percent, figures.counts, lambda it: figures.day(it, TODAY)):
        read(text)


@given(st.integers(0, 9_999_999))
def test_a_number_with_grouped_thousands_is_the_number(number: int) -> None:
    assert figures.count(f"{number:,}".replace(",", " ")) == number
