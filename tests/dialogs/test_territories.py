"""The table of territories is whole, and a person finds theirs by whatever they call it."""

from __future__ import annotations

from collections import Counter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.territories import MOST, TERRITORIES, Territory, by_code, find

ZONES = {
    "A": "Besançon Bordeaux Clermont-Ferrand Dijon Grenoble Limoges Lyon Poitiers",
    "B": "Aix-Marseille Amiens Lille Nancy-Metz Nantes Nice Normandie Orléans-Tours Reims Rennes Strasbourg",
    "C": "Créteil Montpellier Paris Toulouse Versailles",
}

DEPARTEMENTS = {
    "Besançon": "25 39 70 90",
    "Bordeaux": "24 33 40 47 64",
    "Clermont-Ferrand": "03 15 43 63",
    "Dijon": "21 58 71 89",
    "Grenoble": "07 26 38 73 74",
    "Limoges": "19 23 87",
    "Lyon": "01 42 69",
    "Poitiers": "16 17 79 86",
    "Aix-Marseille": "04 05 13 84",
    "Amiens": "02 60 80",
    "Lille": "59 62",
    "Nancy-Metz": "54 55 57 88",
    "Nantes": "44 49 53 72 85",
    "Nice": "06 83",
    "Normandie": "14 27 50 61 76",
    "Orléans-Tours": "18 28 36 37 41 45",
    "Reims": "08 10 51 52",
    "Rennes": "22 29 35 56",
    "Strasbourg": "67 68",
    "Créteil": "77 93 94",
    "Montpellier": "11 30 34 48 66",
    "Paris": "75",
    "Toulouse": "09 12 31 32 46 65 81 82",
    "Versailles": "78 91 92 95",
    "Corse": "2A 2B",
}

MAINLAND = {f"{number:02}" for number in range(1, 96)} - {"20"} | {"2A", "2B"}
OVERSEAS = {"971", "972", "973", "974", "976"}
COLLECTIVITIES = {"975", "977", "978", "986", "987", "988"}


def codes(text: str) -> list[str]:
    return [territory.code for territory in find(text)]


def test_there_are_101_departements_and_six_collectivities() -> None:
    count = Counter(territory.code for territory in TERRITORIES)
    assert set(count) == MAINLAND | OVERSEAS | COLLECTIVITIES
    assert set(count.values()) == {1}
    assert len(MAINLAND | OVERSEAS) == 101


def test_every_mainland_departement_is_in_exactly_one_academie() -> None:
    told = {code: academie for academie, row in DEPARTEMENTS.items() for code in row.split()}
    assert sum(len(row.split()) for row in DEPARTEMENTS.values()) == len(told) == 96
    assert {code: by_code(code).academie for code in MAINLAND} == told
    assert len({by_code(code).academie for code in MAINLAND | OVERSEAS}) == 30


def test_every_holiday_zone_is_that_of_the_ministrys_calendar() -> None:
    told = {academie: zone for zone, row in ZONES.items() for academie in row.split()}
    for code in MAINLAND:
        assert by_code(code).zone == told.get(by_code(code).academie)
    assert {by_code(code).zone for code in OVERSEAS | COLLECTIVITIES} == {None}
    assert by_code("2A").zone is by_code("2B").zone is None


def test_every_time_zone_loads() -> None:
    for territory in TERRITORIES:
        assert territory.timezones
        for name in territory.timezones:
            assert ZoneInfo(name).key == name


def test_the_mainland_and_corsica_keep_the_time_of_paris_and_nowhere_else_does() -> None:
    for territory in TERRITORIES:
        assert (territory.timezones == ("Europe/Paris",)) is (territory.code in MAINLAND)


def test_only_polynesia_has_several_clocks() -> None:
    assert [territory.code for territory in TERRITORIES if len(territory.timezones) > 1] == ["987"]


@pytest.mark.parametrize(
    ("code", "authority"),
    [
        ("25", "académie de Besançon"),
        ("13", "académie d'Aix-Marseille"),
        ("80", "académie d'Amiens"),
        ("45", "académie d'Orléans-Tours"),
        ("2A", "académie de Corse"),
        ("971", "académie de la Guadeloupe"),
        ("978", "académie de la Guadeloupe"),
        ("974", "académie de La Réunion"),
        ("976", "académie de Mayotte"),
        ("988", "vice-rectorat de la Nouvelle-Calédonie"),
        ("975", "service de l'éducation nationale de Saint-Pierre-et-Miquelon"),
    ],
)
def test_whom_a_school_depends_on_is_written_as_in_french(code: str, authority: str) -> None:
    assert by_code(code).authority == authority


def test_an_unknown_code_is_an_error_of_the_caller() -> None:
    with pytest.raises(KeyError):
        by_code("20")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("93", "93"),
        ("093", "93"),
        ("1", "01"),
        ("2A", "2A"),
        ("2a", "2A"),
        ("20B", "2B"),
        ("620", "2A"),
        ("971", "971"),
        ("983", "988"),
        ("984", "987"),
        ("Seine-Saint-Denis", "93"),
        ("seine saint denis", "93"),
        ("SEINE ST DENIS", "93"),
        ("Seine-Saint-Denis (93)", "93"),
        ("93 – Seine-Saint-Denis", "93"),
        ("La Réunion", "974"),
        ("Réunion", "974"),
        ("de la réunion", "974"),
        ("Loire", "42"),
        ("la Marne", "51"),
        ("Côte d’Or", "21"),
        ("cote d'or", "21"),
        ("l'Ain", "01"),
        ("Belfort", "90"),
        ("Nouvelle Calédonie", "988"),
        ("Tahiti", "987"),
        ("Île de La Réunion", "974"),
    ],
)
def test_a_number_or_a_whole_name_finds_one_territory(typed: str, code: str) -> None:
    assert codes(typed) == [code]


def test_an_ambiguous_word_finds_several_whole_words_first_and_at_most_six() -> None:
    assert codes("Corse") == ["2A", "2B"]
    assert codes("20") == ["2A", "2B"]
    assert codes("Rhin") == codes("le Rhin") == ["67", "68"]
    assert codes("Seine") == ["76", "77", "93", "92"]
    haute = find("Haute")
    assert len(haute) == MOST == 6
    assert all(territory.name.startswith("Haute-") for territory in haute)


@pytest.mark.parametrize("typed", ["", "   ", "-", "0", "99", "xyz", "Navarre", "93 Paris", "🏫"])
def test_what_names_nothing_finds_nothing(typed: str) -> None:
    assert find(typed) == ()


@pytest.mark.parametrize("territory", TERRITORIES, ids=lambda territory: territory.code)
def test_every_territory_is_found_by_its_own_name_and_code(territory: Territory) -> None:
    name, code = territory.name, territory.code
    for typed in (name, name.upper(), name.lower(), name.replace("-", " "), code, f"{code} {name}"):
        assert find(typed) == (territory,)


@given(st.text())
def test_any_text_finds_at_most_six_and_never_one_twice(text: str) -> None:
    found = find(text)
    assert len(found) <= MOST
    assert len(set(found)) == len(found)
