"""Secrets of invitations: read kindly, told from a UAI and from a word."""

from __future__ import annotations

import pytest

from dialogs import uai
from dialogs.events import Asked, Event, Said, Tapped
from dialogs.invitations import code, code_of, spaced, token_of, tried
from dialogs.session import State

TOKEN = "Ab3_-" + "x" * 17


@pytest.mark.parametrize("typed", ["7K3M9QT0", "7k3m-9qto", " 7K3M 9QTO ", "7K3M–9QT0", "7-K-3-M-9-Q-T-0"])
def test_a_code_is_read_kindly(typed: str) -> None:
    assert code_of(typed) == "7K3M9QT0"


def test_letters_that_look_like_digits_are_digits() -> None:
    assert code_of("oOiI-lL23") == "00111123"


@pytest.mark.parametrize("typed", ["", "7K3M-9QT", "7K3M-9QTXX", "7K3M-9QTU", "7K3M/9QTX", "é" * 8, "7K3M_9QTX"])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert code_of(typed) == ""


@pytest.mark.parametrize(
    "typed",
    [TOKEN, f" {TOKEN} ", f"https://palier.exemple.fr/rejoindre/{TOKEN}", f"https://t.me/palier_bot?start={TOKEN}"],
)
def test_a_link_is_read_of_what_was_pasted(typed: str) -> None:
    assert token_of(typed) == TOKEN


@pytest.mark.parametrize("typed", ["", TOKEN[1:], TOKEN + "x", "x" + TOKEN, TOKEN[:-1] + "é"])
def test_what_is_no_link_is_none(typed: str) -> None:
    assert token_of(typed) == ""


def test_a_code_made_has_a_digit_and_looks_like_no_uai() -> None:
    made = [code(f"token {number}") for number in range(20_000)]
    assert all(code_of(spaced(it)) == it and uai.find(it) is None for it in made)
    assert all(any(letter.isdecimal() for letter in it) for it in made)
    assert len(set(made)) > 19_900


@pytest.mark.parametrize(
    ("state", "event", "secret"),
    [
        (State.ASKING, Asked("rejoindre", "7k3m-9qtx"), "7K3M9QTX"),
        (State.WELCOME, Asked("start", TOKEN), TOKEN),
        (State.WELCOME, Asked("start", "7K3M9QTX"), ""),
        (State.JOINING, Said("7K3M 9QTX"), "7K3M9QTX"),
        (State.WELCOME, Said("7K3M-9QTX"), "7K3M9QTX"),
        (State.WELCOME, Said("Charente"), ""),
        (State.JOINING, Said("0750655E"), ""),
        (State.ASKING, Said("7K3M-9QTX"), ""),
        (State.NOTING, Said(TOKEN), ""),
        (State.JOINING, Tapped("go:start"), ""),
    ],
)
def test_only_what_tries_a_secret_is_looked_up(state: State, event: Event, secret: str) -> None:
    assert tried(state, event) == secret
