"""The grids that come with Palier say what their sources say, all of it and nothing else."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from frameworks.load import CATALOGUE, catalogue, load_file
from frameworks.model import Framework, Kind, Question

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
PALIERS = catalogue()["paliers-etablissement"]
NUMEA = catalogue()["numea"]

needs_seeds = pytest.mark.skipif(
    not SEEDS.is_dir(), reason=f"THE GRIDS WERE NOT COMPARED WITH THEIR SOURCES: {SEEDS} is not there"
)


def counts(framework: Framework) -> dict[str, list[int]]:
    """Per domain, how many statements each level has."""
    return {
        domain.id: [
            sum(each.level == level.level for asked in domain.questions for each in asked.statements)
            for level in framework.levels
        ]
        for domain in framework.domains
    }


def test_the_newcomers_grid_comes_first_then_those_that_are_some_schools_first() -> None:
    assert list(catalogue()) == [
        "paliers-etablissement",
        "creteil-ecole",
        "numea",
        "creteil-etablissement",
        "etablissement-numerique",
        "voie-pro",
    ]


def test_every_type_of_school_has_one_first_grid() -> None:
    first = {kind: [grid.id for grid in catalogue().values() if kind in grid.suits] for kind in Kind}
    assert first == {
        Kind.ECOLE: ["creteil-ecole"],
        Kind.COLLEGE: ["paliers-etablissement"],
        Kind.LYCEE: ["paliers-etablissement"],
        Kind.LYCEE_PROFESSIONNEL: ["paliers-etablissement"],
        Kind.AGRICOLE: ["numea"],
        Kind.EREA: ["paliers-etablissement"],
    }
    assert Kind.LYCEE_PROFESSIONNEL in catalogue()["voie-pro"].beside


def test_every_file_of_the_catalogue_is_named_after_its_grid() -> None:
    assert {path.stem: load_file(path).id for path in CATALOGUE.iterdir()} == {name: name for name in catalogue()}


def test_paliers_has_19_questions_of_three_niveaux() -> None:
    by_domain = {"pilotage": 5, "pratiques": 5, "formation": 2, "ressources": 2, "infrastructure": 5}
    assert counts(PALIERS) == {domain: [n, n, n] for domain, n in by_domain.items()}


def test_numea_has_21_questions_of_three_etapes_and_18_definitions() -> None:
    by_domain = {
        "pilotage": 5,
        "accompagnement": 3,
        "acces": 6,
        "equipes": 2,
        "mise-en-oeuvre": 3,
        "espaces": 2,
    }
    assert counts(NUMEA) == {domain: [n, n, n] for domain, n in by_domain.items()}
    assert [len(domain.definitions) for domain in NUMEA.domains] == [3] * 6
    assert [domain.part for domain in NUMEA.domains] == (
        ["L'établissement"] * 3 + ["Le numérique pédagogique et éducatif"] * 3
    )


@pytest.mark.parametrize("framework", catalogue().values(), ids=catalogue())
def test_every_mend_says_where_it_was_made(framework: Framework) -> None:
    texts = {each.id: each.text for asked in framework.questions for each in asked.statements}
    texts |= {passage.id: passage.text for passage in framework.guidance}
    texts |= {asked.id: f"{asked.title} {asked.reference}" for asked in framework.questions if asked.id not in texts}
    texts |= {domain.id: domain.title for domain in framework.domains if domain.id not in texts}
    for mend in framework.mends:
        assert mend.after in texts[mend.where]
        assert mend.before not in texts[mend.where]


@pytest.mark.parametrize("framework", catalogue().values(), ids=catalogue())
def test_a_question_and_a_statement_know_what_holds_them(framework: Framework) -> None:
    for domain in framework.domains:
        for asked in domain.questions:
            assert framework.domain_of[asked.id] is domain
            assert all(framework.question_of[each.id] is asked for each in asked.statements)


@needs_seeds
def test_paliers_says_word_for_word_what_its_source_says() -> None:
    assert " ".join(paliers_as_printed()) == plain(source(PALIERS))


@needs_seeds
def test_numea_says_word_for_word_what_annexe_2_says() -> None:
    lines = [plain(line) for line in source(NUMEA).split("\nANNEXE 2\n")[1].splitlines() if line.strip()]
    for expected, printed in zip(numea_as_printed(), lines, strict=True):
        assert expected == (folded(printed) if expected.isupper() else printed)


@needs_seeds
def test_numea_guidance_and_titles_are_found_in_its_source() -> None:
    # A heading stands between the sentence on the sources of the guide and the chapter it was put at the head of.
    text = plain(re.sub(r"^- |^PRÉSENTATION$", "", source(NUMEA), flags=re.MULTILINE))
    for domain in NUMEA.domains:
        assert f"champ d'action : {domain.title} Objectif : {domain.guidance}" in text
        assert folded(domain.part or "") in folded(text)
    for passage in NUMEA.guidance:
        text_as_printed = passage.text
        for mend in NUMEA.mends:
            if mend.where == passage.id:
                text_as_printed = text_as_printed.replace(mend.after, mend.before, 1)
        if passage.id in CELLS:
            cells = [cell.strip() for cell in re.split(r" : |[,()\n]", text_as_printed) if cell.strip()]
            assert [cell for cell in cells if folded(cell) not in folded(text)] == []
        else:
            assert plain(text_as_printed) in text
        if passage.id not in TITLES_OF_OURS:
            assert folded(passage.title) in folded(text)


CELLS = {"tableau", "echeancier-colonnes", "exemple"}
"""Tables of the source, told cell by cell."""

TITLES_OF_OURS = {"exemple", "note-eleves", "tableau", "echeancier-colonnes"}


@needs_seeds
def test_the_smart_method_is_whole_and_in_order() -> None:
    annexe = source(NUMEA).split("\nANNEXE 1\n")[1].split("\nhttps:")[0]
    intro, *criteria = (each for each in NUMEA.guidance if each.id.startswith("smart"))
    told = [intro.text, *(f"- {each.title} : {each.text}" for each in criteria)]
    assert plain(" ".join(told)) == plain(annexe.replace(" ;\n", "\n"))


def paliers_as_printed() -> Iterator[str]:
    for domain in PALIERS.domains:
        yield domain.title
        for asked in domain.questions:
            yield asked.title
            for level, text in unmended(PALIERS, asked):
                yield f"Niveau {level} {text}"


def numea_as_printed() -> Iterator[str]:
    """Line by line; titles in capitals and without accents, since the source is of two minds about them."""
    parts = list(dict.fromkeys(domain.part for domain in NUMEA.domains))
    for domain in NUMEA.domains:
        siblings = [each for each in NUMEA.domains if each.part == domain.part]
        heading = (domain.part or "").replace(" et ", " & ")
        yield folded(f"{parts.index(domain.part) + 1}.{siblings.index(domain) + 1} {heading}")
        for asked in domain.questions:
            yield folded(asked.title)
            for definition, (level, text) in zip(domain.definitions, unmended(NUMEA, asked), strict=True):
                yield f"Etape {definition.level} : {definition.text}"
                yield f"{level} – {text}"


def unmended(framework: Framework, asked: Question) -> Iterator[tuple[int | None, str]]:
    for statement in asked.statements:
        text = statement.text
        for mend in framework.mends:
            if mend.where == statement.id:
                text = text.replace(mend.after, mend.before)
        yield statement.level, text


def source(framework: Framework) -> str:
    return (SEEDS / framework.document).read_text(encoding="utf-8")


def plain(text: str) -> str:
    """One line, link texts without their links, no emphasis."""
    text = re.sub(r"\[([^\]]+)\]\(#\)", r"\1", text)
    text = re.sub(r"<(https?://[^>]+)>", r"\1", text)
    text = re.sub(r"(\*+)([^*]+)\1", r"\2", text)
    return " ".join(text.split())


def folded(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.upper().replace("Œ", "OE"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
