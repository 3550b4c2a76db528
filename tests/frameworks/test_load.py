"""A faulty file hears of every fault at once, each with its path; a file that loads needs no second look."""

import copy
import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frameworks.checks import check
from frameworks.faults import Fault, Faulty, FaultyFramework, join
from frameworks.load import CATALOGUE, LARGEST, load, load_file
from frameworks.model import Framework
from frameworks.reading import read
from tests.frameworks.grids import LADDER, document

Spoil = Callable[[dict[str, Any]], object]


def toml(value: object) -> str:
    """Enough TOML for a test: JSON is nearly it."""
    match value:
        case dict():
            return "{" + ", ".join(f"{json.dumps(key)} = {toml(each)}" for key, each in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value)


def write(table: dict[str, Any]) -> bytes:
    return "\n".join(f"{json.dumps(key)} = {toml(value)}" for key, value in table.items()).encode()


def faults_of(content: bytes) -> list[str]:
    with pytest.raises(FaultyFramework) as caught:
        load(content)
    return [str(fault) for fault in caught.value.faults]


def ladder() -> dict[str, Any]:
    return document("ladder", "level", nord="a b c d", sud="e f")


def stages() -> dict[str, Any]:
    return document("stages", "ticks", nord="a b", sud="c")


def put(*path: str | int, value: object) -> Spoil:
    def spoil(table: Any) -> None:
        for step in path[:-1]:
            table = table[step]
        table[path[-1]] = value

    return spoil


def drop(*path: str | int) -> Spoil:
    def spoil(table: Any) -> None:
        for step in path[:-1]:
            table = table[step]
        del table[path[-1]]

    return spoil


def test_a_sound_file_becomes_the_same_framework_with_or_without_a_byte_order_mark() -> None:
    assert load(write(ladder())) == load(b"\xef\xbb\xbf" + write(ladder())) == LADDER


FIRST = ("domains", 0, "questions", 0)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (drop("title"), "title: Cette clé est obligatoire."),
        (put("colour", value="red"), "colour: Cette clé est inconnue."),
        (put("clé.à part", value="red"), '"clé.à part": Cette clé est inconnue.'),
        (put("", value=1), '"": Cette clé est inconnue.'),
        (put("id", value="Été"), "id: Un identifiant s'écrit en minuscules sans accent, chiffres et tirets."),
        (put("id", value="a" * 41), "id: Ce texte dépasse 40 caractères."),
        (put("title", value=""), "title: Ce texte est vide."),
        (
            put("title", value=" bord"),
            "title: Ce texte doit tenir sur une ligne, sans espace au début ni à la fin.",
        ),
        (
            put("title", value="deux\nlignes"),
            "title: Ce texte doit tenir sur une ligne, sans espace au début ni à la fin.",
        ),
        (
            put("title", value="sonne\x07fort"),
            "title: Ce texte doit tenir sur une ligne, sans espace au début ni à la fin.",
        ),
        (
            put("guidance", value=[{"id": "x", "title": "X", "text": "sonne\x07fort"}]),
            "guidance[0].text: Ce texte contient un caractère de commande.",
        ),
        (put("title", value=3), "title: Un texte est attendu."),
        (put("version", value="1"), "version: Un nombre entier est attendu."),
        (put("version", value=True), "version: Un nombre entier est attendu."),
        (put("version", value=0), "version: Ce nombre est trop petit : 1 au moins."),
        (put("recommended", value=1), "recommended: « true » ou « false » est attendu."),
        (
            put("law", value="chance"),
            "law: Cette valeur n'existe pas. Possibles : ladder, stages, thresholds, diagnostic, pdca.",
        ),
        (put("rulings", value="une"), "rulings: Une liste est attendue."),
        (put("domains", value=[]), "domains: Il en faut au moins un."),
        (put("domains", 0, value=4), "domains[0]: Une table est attendue."),
        (put("domains", 1, "questions", value=[]), "domains[1].questions: Il en faut au moins un."),
        (
            put("domains", 0, "short", value="Plus de quatorze"),
            "domains[0].short: Ce texte dépasse 14 caractères.",
        ),
        (put("domains", 1, "id", value="nord"), "domains[1].id: Déjà employé plus haut : nord."),
        (
            put("domains", 1, "questions", 0, "id", value="a"),
            "domains[1].questions[0].id: Déjà employé plus haut : a.",
        ),
        (
            put("domains", 1, "questions", 0, "statements", 2, "id", value="a-1"),
            "domains[1].questions[0].statements[2].id: Déjà employé plus haut : a-1.",
        ),
        (
            put("guidance", value=[{"id": "x", "title": "X", "text": "x"}] * 2),
            "guidance[1].id: Déjà employé plus haut : x.",
        ),
        (
            put(*FIRST, "statements", 1, "level", value=4),
            "domains[0].questions[0].statements[1].level: Ce niveau n'existe pas : 4.",
        ),
        (
            put(*FIRST, "statements", 1, "level", value=10),
            "domains[0].questions[0].statements[1].level: Ce nombre est trop grand : 9 au plus.",
        ),
        (
            put(*FIRST, "statements", 1, "level", value=1),
            "domains[0].questions[0].statements: Il faut un énoncé par niveau, du plus bas au plus haut.",
        ),
        (
            drop(*FIRST, "statements", 1, "level"),
            "domains[0].questions[0].statements: Il faut un énoncé par niveau, du plus bas au plus haut.",
        ),
        (
            drop(*FIRST, "statements", 2),
            "domains[0].questions[0].statements: Il faut un énoncé par niveau, du plus bas au plus haut.",
        ),
        (
            put(*FIRST, "form", value="ticks"),
            "domains[0].questions[0].form: Avec cette règle de calcul, une question a la forme « level ».",
        ),
        (put("levels", 1, "level", value=4), "levels: Les niveaux doivent se suivre, à partir de 1."),
        (put("levels", value=[]), "levels: Il en faut au moins un."),
        (
            put("domains", 0, "definitions", value=[{"level": 2, "text": "x"}, {"level": 2, "text": "y"}]),
            "domains[0].definitions[1].level: Déjà employé plus haut : 2.",
        ),
        (
            put("domains", 0, "definitions", value=[{"level": 5, "text": "x"}]),
            "domains[0].definitions[0].level: Ce niveau n'existe pas : 5.",
        ),
    ],
)
def test_a_fault_is_said_with_its_path(spoil: Spoil, said: str) -> None:
    table = ladder()
    spoil(table)
    assert said in faults_of(write(table))


def test_what_a_file_says_is_shown_short_and_without_what_a_terminal_obeys() -> None:
    huge = 1 << 30_000  # Python writes no number of more than 4,300 digits
    table = ladder()
    table["\x1b[31m\x9b\x7f\u202e é\u00a0!"] = 1
    table["domains"][0]["id"] = table["domains"][1]["id"] = huge
    table["domains"][0]["questions"][0]["id"] = table["domains"][1]["questions"][0]["id"] = "\x1b[31m\x9b" * 20
    table["domains"][0]["definitions"] = [{"level": huge, "text": "x"}, {"level": 10**70, "text": "x"}]
    found = {fault.path: str(fault) for fault in check(table)}
    short, shown = "0x1" + "0" * 56 + "…", "�[31m�" * 9 + "�[31m…"
    assert found == {
        "domains[1].id": f"domains[1].id: Déjà employé plus haut : {short}.",
        "domains[1].questions[0].id": f"domains[1].questions[0].id: Déjà employé plus haut : {shown}.",
        "domains[0].definitions[0].level": f"domains[0].definitions[0].level: Ce niveau n'existe pas : {short}.",
        "domains[0].definitions[1].level": "domains[0].definitions[1].level: Ce niveau n'existe pas : "
        f"{hex(10**70)[:59]}….",
    }
    assert join("\x1b[31m\x9b\x7f\u202e é\u00a0!") == '"�[31m��� é\u00a0!"'


@pytest.mark.parametrize(
    "spoil",
    [
        put(*FIRST, "statements", 1, "level", value="2"),
        put(*FIRST, "statements", 1, value=2),
        put("levels", 1, "level", value="2"),
        put("levels", value=[{"level": n, "title": f"Niveau {n}"} for n in (2, 1, 3)]),
        drop("levels"),
        put("domains", 0, "title", value=3),
        put(*FIRST, "form", value=["level"]),
    ],
)
def test_one_mistake_is_said_once(spoil: Spoil) -> None:
    table = ladder()
    spoil(table)
    assert len(faults_of(write(table))) == 1


def test_a_list_whose_only_item_is_faulty_is_not_called_empty() -> None:
    table = document("ladder", "level", nord="a")
    table["domains"][0]["questions"][0]["title"] = ""
    assert faults_of(write(table)) == ["domains[0].questions[0].title: Ce texte est vide."]


def test_a_stages_question_needs_ticks_and_one_statement_a_level() -> None:
    table = stages()
    table["domains"][0]["questions"][0]["form"] = "level"
    del table["domains"][1]["questions"][0]["statements"][0]
    assert faults_of(write(table)) == [
        "domains[0].questions[0].form: Avec cette règle de calcul, une question a la forme « ticks ».",
        "domains[1].questions[0].statements: Il faut un énoncé par niveau, du plus bas au plus haut.",
    ]


@pytest.mark.parametrize("conditional", [True, False])
def test_a_figure_is_a_part_of_a_count_asked_before_and_always(conditional: bool) -> None:
    """Of one that comes later, or that only some are asked, nobody could say whether it holds."""
    table = tomllib.loads((CATALOGUE / "etablissement-numerique.toml").read_text("utf-8"))
    asked = [question for domain in table["domains"] for question in domain["questions"]]
    part = next(question for question in asked if question.get("of"))
    count = next(question for question in asked if question["id"] == part["of"])
    load(write(table))
    if conditional:
        later = next(question for question in asked if question.get("when"))
        count["when"] = later["when"]
    else:
        part["of"] = next(q["id"] for q in reversed(asked) if q["form"] == "count")
    assert [said for said in faults_of(write(table)) if ".of: Seul un nombre se rapporte à un autre" in said]


def test_every_fault_is_said_at_once_whoever_finds_it() -> None:
    """What is wrong in the parts must not hide what the cross checks find, nor the other way round."""
    table = ladder()
    for spoil in (
        drop("title"),
        put("domains", 1, "id", value="nord"),
        put("domains", 1, "questions", 0, "statements", 1, "text", value=""),
        put("domains", 1, "questions", 0, "statements", 2, "level", value=7),
        put("domains", 0, "questions", 3, "form", value="ticks"),
        put("colour", value="red"),
    ):
        spoil(table)
    paths = {line.split(": ")[0] for line in faults_of(write(table))}
    assert paths == {
        "title",
        "colour",
        "domains[1].id",
        "domains[0].questions[3].form",
        "domains[1].questions[0].statements[1].text",
        "domains[1].questions[0].statements[2].level",
    }


def test_the_faults_of_the_parts_come_in_the_order_of_the_keys() -> None:
    table = ladder()
    for spoil in (
        put("zone", value=1),
        put("version", value=True),
        put("domains", 1, "short", value=""),
        put("domains", 0, "questions", 1, "statements", 0, "level", value="1"),
        drop("domains", 0, "questions", 1, "statements", 0, "id"),
        put("domains", 0, "questions", 0, value=[]),
        put("suits", value=["ecole", "usine"]),
    ):
        spoil(table)
    assert faults_of(write(table))[:7] == [
        "version: Un nombre entier est attendu.",
        "suits[1]: Cette valeur n'existe pas. Possibles : ecole, college, lycee, lycee-professionnel, agricole, erea.",
        "domains[0].questions[0]: Une table est attendue.",
        "domains[0].questions[1].statements[0].id: Cette clé est obligatoire.",
        "domains[0].questions[1].statements[0].level: Un nombre entier est attendu.",
        "domains[1].short: Ce texte est vide.",
        "zone: Cette clé est inconnue.",
    ]


def test_a_line_that_ends_its_text_is_refused_like_any_other() -> None:
    table = ladder()
    put("id", value="petite-grille\n")(table)
    put("title", value="Petite grille\n")(table)
    assert {line.split(": ")[0] for line in faults_of(write(table))} == {"id", "title"}


def test_a_grid_has_one_fingerprint_for_ever() -> None:
    """Campaigns keep it: another way to write the same grid would part them from it."""
    assert load(write(ladder())).fingerprint == "853634db89b0095f2aefe04fe2d7968440dcf4d4e76e15665dcd79f77d3b453e"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"id = \nlaw", "Ce fichier n'est pas du TOML correct : ligne 1, colonne 6."),
        (b'id = "a"\nid = "b"\n', "Ce fichier n'est pas du TOML correct : ligne 2, colonne 9."),
        (b'id = "a"\nlevels = [', "Ce fichier n'est pas du TOML correct : ligne 2, colonne 11."),
        (b"a = " + b"[" * 5000, "Ce fichier n'est pas du TOML correct."),
        (b"a = " + b"9" * 5000, "Ce fichier n'est pas du TOML correct."),
        (b'title = "\xe9"', "Ce fichier n'est pas en UTF-8."),
        (b"a" + b".a" * 100_000 + b" = 1", "Ce fichier enchaîne trop de points sur ses lignes."),
        (b"#" * (LARGEST + 1), "Ce fichier dépasse 256 Kio."),
    ],
)
def test_what_is_no_toml_is_refused_in_one_sentence(content: bytes, said: str) -> None:
    assert faults_of(content) == [said]


def test_a_file_of_the_greatest_size_is_still_read() -> None:
    content = write(ladder()) + b"\n#"
    assert load(content.ljust(LARGEST, b"#")) == LADDER


def test_a_missing_file_and_a_folder_are_refused_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(FaultyFramework, match=r"^Ce fichier n'existe pas\.$"):
        load_file(tmp_path / "absent.toml")
    with pytest.raises(FaultyFramework, match=r"^Ce fichier ne peut pas être lu\.$"):
        load_file(tmp_path)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no endless file on this system")
def test_an_endless_file_is_not_read_to_its_end() -> None:
    with pytest.raises(FaultyFramework, match=r"^Ce fichier dépasse 256 Kio\.$"):
        load_file(Path("/dev/zero"))


json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just("level") | st.just("a"),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(st.text(max_size=5), children, max_size=3),
    max_leaves=5,
)


@st.composite
def spoiled(draw: st.DrawFn) -> dict[str, Any]:
    """A sound document in which one thing, anywhere, has become something else."""
    table: dict[str, Any] = copy.deepcopy(draw(st.sampled_from([ladder(), stages()])))
    place: Any = table
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        step = draw(st.sampled_from(keys))
        if not isinstance(place[step], dict | list) or not place[step] or draw(st.booleans()):
            place[step] = draw(json_values)
            return table
        place = place[step]


@given(spoiled())
def test_whatever_is_wrong_is_told_as_faults_never_as_a_crash(table: dict[str, Any]) -> None:
    found = list(check(table))
    assert all(str(fault) for fault in found)
    try:
        framework = read(Framework, table)
    except ValueError:
        return
    if not found:
        assert all(len(asked.statements) == 3 for asked in framework.questions)


def test_a_message_with_braces_from_a_file_is_shown_as_it_is() -> None:
    assert str(Faulty([Fault("a", "Inconnu : {id}.", {"id": "{x}"})])) == "a: Inconnu : {x}."
