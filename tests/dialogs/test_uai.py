"""What a person types for a school's UAI is read kindly and checked strictly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.territories import TERRITORIES, by_code
from dialogs.uai import LETTERS, UaiFault, check_letter, departement_of, fault, find

SCHOOLS = {
    "0750655E": "75",
    "0750652B": "75",
    "0951099D": "95",
    "6200001G": "2A",
    "7200009X": "2B",
    "9710035L": "971",  # the lycée of Saint-Barthélemy
    "9711252J": "971",  # a lycée of Saint-Martin
    "9720002V": "972",
    "9740659Y": "974",
    "9750001C": "975",
    "9760301Y": "976",
    "9830002K": "988",
    "9830666G": "988",
    "9840004G": "987",
    "9840104R": "987",
    "9870026P": "986",
    "9870034Y": "986",
}
"""UAIs of the public directory (annuaire de l'éducation), with INSEE's code of where the school stands."""

digits = st.integers(0, 9_999_999).map(lambda number: f"{number:07}")
uais = digits.map(lambda seven: seven + check_letter(seven))


@pytest.mark.parametrize(("uai", "code"), SCHOOLS.items())
def test_the_uai_of_an_existing_school_is_valid_and_tells_where_it_stands(uai: str, code: str) -> None:
    assert fault(uai) is None
    assert departement_of(uai) == code


def test_a_wrong_letter_is_told_from_a_wrong_shape_and_from_an_unknown_departement() -> None:
    assert fault("0750001A") is UaiFault.LETTER
    assert check_letter("0750001") == "U"
    assert fault("075001U") is UaiFault.SHAPE
    assert fault("0750001u") is UaiFault.SHAPE
    assert fault("٠٧٥٠٦٥٥E") is UaiFault.SHAPE
    assert fault("0960001" + check_letter("0960001")) is UaiFault.DEPARTEMENT
    assert fault("0200001" + check_letter("0200001")) is UaiFault.DEPARTEMENT


def test_a_lycee_abroad_is_in_no_departement() -> None:
    assert fault("1340001" + check_letter("1340001")) is UaiFault.DEPARTEMENT
    assert departement_of("1340001Y") is None


@pytest.mark.parametrize(
    "typed",
    [
        "0750655E",
        " 0750655e \n",
        "075 0655 E",
        "0750655-E",
        "0750655\u2011e",
        "0750655\u00a0E",
        "\u200b0750655E",
        "０７５０６５５Ｅ",
        "UAI : 0750655E",
        "uai:0750655E",
        "RNE n° 0750655 E",
        "Notre code UAI est 0750655E.",
    ],
)
def test_a_uai_is_found_however_it_is_typed(typed: str) -> None:
    assert find(typed) == "0750655E"


@pytest.mark.parametrize(
    "typed",
    ["", "E", "750655E", "07506555E", "0750655", "0750655EE", "collège 0750655E", "0750655É0", "OOOOOOOE"],
)
def test_what_has_another_shape_is_not_a_uai(typed: str) -> None:
    assert find(typed) is None


def test_a_letter_that_no_uai_ends_with_keeps_the_shape_so_that_its_fault_can_be_told() -> None:
    assert find("0750655O") == "0750655O"
    assert fault("0750655O") is UaiFault.LETTER


@pytest.mark.parametrize("wrong", ["", "075065", "07506555", "075065E", " 750655", "٠٧٥٠٦٥٥"])
def test_only_seven_digits_call_for_a_letter(wrong: str) -> None:
    with pytest.raises(ValueError, match="seven digits"):
        check_letter(wrong)


@given(uais)
def test_a_uai_has_one_possible_letter(uai: str) -> None:
    assert find(uai) == uai
    assert uai[7] in LETTERS
    others = {fault(uai[:7] + letter) for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if letter != uai[7]}
    assert others == ({UaiFault.LETTER} if departement_of(uai) else {UaiFault.DEPARTEMENT})


@given(uais, st.integers(0, 6), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(uai: str, place: int, off: int) -> None:
    wrong = uai[:place] + str((int(uai[place]) + off) % 10) + uai[place + 1 :]
    assert fault(wrong) is not None


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    found = find(text)
    assert found is None or fault(found) is not UaiFault.SHAPE
    fault(text)
    departement_of(text)


@given(digits)
def test_the_place_of_a_uai_is_a_known_territory(seven: str) -> None:
    code = departement_of(seven + check_letter(seven))
    assert code is None or by_code(code).code == code


def test_every_territory_has_a_prefix_of_its_own() -> None:
    prefixes = [f"{prefix:03}" for prefix in range(1000)]
    reached = {departement_of(prefix + "0001" + check_letter(prefix + "0001")) for prefix in prefixes}
    assert reached - {None} == {territory.code for territory in TERRITORIES}
