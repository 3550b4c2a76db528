"""The grids of sections, paliers and cycles against their sources: every sentence is there, and nothing else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from frameworks.load import catalogue
from frameworks.model import Domain, Form, Framework
from tests.frameworks.test_catalogue import needs_seeds, plain, source

NAMES = ("etablissement-numerique", "creteil-etablissement", "creteil-ecole", "voie-pro")
GRIDS = {name: catalogue()[name] for name in NAMES}

FURNITURE = re.compile(
    r"https?://\S+|@accreteil|FEUILLE DE ROUTE ACADÉMIQUE|CRÉTEIL UNE ACADÉMIE NUMÉRIQUE|^(?:18|20|21) $"
    r"|[\uf000-\uf0ff]",
    re.MULTILINE,
)
ANNEXES = {
    "creteil-etablissement": ("Annexe 1 : D", "Annexe 7 : D"),
    "creteil-ecole": ("Annexe 7 : D", "Annexe 8 : J"),
}
CUT = {
    "creteil-etablissement": {
        "professeurs-relais": "Existence de plusieurs professeurs relais dans",
        "formation-majorite-enseignants": "Plus de la moitié des enseignants ayant reçu une",
    },
    "creteil-ecole": {
        "communication-interne": "Existence d'un support numérique de communication interne à",
        "eleves-parents-communication": "Intégration des élèves et des parents aux dispositifs de",
    },
}
"""Cells that a page break cuts and interleaves with their neighbour: their first half; the rest is found as well."""


def text_of(grid: Framework) -> str:
    """The part of the source that holds the grid, on one line, without what the pages print around it."""
    raw = source(grid)
    if grid.id in ANNEXES:
        begin, end = (raw.index(mark) for mark in ANNEXES[grid.id])
        raw = raw[begin:end]
    return squeezed(raw)


def squeezed(text: str) -> str:
    return plain(re.sub(r"^#+ |^ *[-•o] ", " ", FURNITURE.sub(" ", text), flags=re.MULTILINE))


def sentences(grid: Framework) -> Iterator[tuple[str, str]]:
    """Each statement as the source prints it, mends undone."""
    for question in grid.questions:
        for statement in question.statements:
            text = statement.text
            for mend in grid.mends:
                if mend.where == statement.id:
                    text = text.replace(mend.after, mend.before)
            yield statement.id, text


def counts(domain: Domain, *forms: Form) -> int:
    return sum(len(question.statements) for question in domain.questions if question.form in forms)


@needs_seeds
@pytest.mark.parametrize("grid", GRIDS.values(), ids=GRIDS)
def test_every_statement_is_found_in_its_source(grid: Framework) -> None:
    text = text_of(grid)
    for name, sentence in sentences(grid):
        first = CUT.get(grid.id, {}).get(name, sentence)
        rest = sentence.removeprefix(first).strip()
        assert first in text, name
        assert rest in text, name


@needs_seeds
@pytest.mark.parametrize("grid", GRIDS.values(), ids=GRIDS)
def test_mends_references_topics_and_guidance_are_found_in_the_source(grid: Framework) -> None:
    raw = source(grid)
    text = squeezed(raw)
    for mend in grid.mends:
        assert mend.before in text, mend.where
    undone = {mend.where: mend for mend in grid.mends}
    for question in grid.questions:
        reference = question.reference or ""
        if question.id in undone:
            reference = reference.replace(undone[question.id].after, undone[question.id].before)
        assert reference in text
        assert (question.topic or "") in text
        assert all((statement.group or "") in text for statement in question.statements)
    for passage in grid.guidance:
        for line in passage.text.splitlines():
            assert squeezed(line) in text, passage.id
    for domain in grid.domains:
        for line in (domain.guidance or "").splitlines():
            assert squeezed(line) in text, domain.id


@needs_seeds
@pytest.mark.parametrize("name", ANNEXES)
def test_the_annexes_are_whole_word_for_word(name: str) -> None:
    """The same words as often, titles included: nothing missing, nothing added."""
    grid = GRIDS[name]
    told = [grid.title, *(f"{level.title} : {level.text}" for level in grid.levels)]
    told += [domain.title.upper() for domain in grid.domains]
    told += [sentence for _, sentence in sentences(grid)]
    annexe = ANNEXES[name][0].removesuffix(" D")
    assert Counter(" ".join([annexe, *told]).split()) == Counter(text_of(grid).split())


@needs_seeds
def test_the_diagnostic_has_every_box_of_its_source() -> None:
    """The three checks asked for each of ten services are printed once."""
    boxes = len(re.findall("[\uf000-\uf0ff]", source(GRIDS["etablissement-numerique"]).split("3. Questionnaire")[1]))
    ticks = sum(counts(domain, Form.TICKS) for domain in GRIDS["etablissement-numerique"].domains)
    assert ticks - 27 == boxes


@pytest.mark.parametrize(
    ("name", "by_domain"),
    [
        ("creteil-etablissement", [(6, 2, 5), (1, 5, 3), (2, 4, 2), (2, 5, 5), (3, 2, 4), (2, 1, 4)]),
        ("creteil-ecole", [(5, 4, 3), (1, 4, 3), (3, 6, 5), (4, 6, 5), (3, 3, 3), (3, 2, 4)]),
    ],
)
def test_criteria_by_domain_and_palier(name: str, by_domain: list[tuple[int, ...]]) -> None:
    grid = GRIDS[name]
    assert [tuple(len(question.statements) for question in domain.questions) for domain in grid.domains] == by_domain
    assert sum(map(sum, by_domain)) == {"creteil-etablissement": 58, "creteil-ecole": 67}[name]


RULINGS = {
    "creteil-etablissement": {
        "Existence d'un ENT": 1,
        "Existence d'un site web d'établissement": 1,
        "Dispositif ou service numérique de communication avec les parents": 1,
        "Commission numérique élargie": 3,
        "Implication de l'ensemble de la communauté éducative": 3,
        "Suivi d'une action de formation pédagogique intégrant le numérique pour au moins un": 2,
        "Dispositif de formation aux usages du numérique pour les parents": 2,
        "Action de veille documentaire des enseignants en collaboration": 2,
        "Accès au réseau de l'établissement et à l'ENT par un mot de passe unique": 3,
        "Poste de travail enseignant dans chaque salle de classe": 3,
        "Accès des élèves sur des postes individuels": 3,
    },
    "creteil-ecole": {
        "Existence d'un ENT ou de services équivalents associés": 2,
        'Engagement dans une politique de "zéro papier inutile"': 2,
        "Implication de l'ensemble": 3,
        "Utilisation de l'ENT pour organiser": 3,
        "Généralisation de pratiques de publication": 3,
        "Poste de travail enseignant dans chaque salle de classe": 3,
        "Accès des élèves sur des postes individuels": 3,
    },
}
"""Where the table leaves a doubt (the reading rules of the two annexes)."""


@pytest.mark.parametrize("name", RULINGS)
def test_the_doubtful_criteria_stand_where_they_were_ruled_to(name: str) -> None:
    statements = [statement for question in GRIDS[name].questions for statement in question.statements]
    for beginning, palier in RULINGS[name].items():
        assert {it.level for it in statements if it.text.startswith(beginning)} == {palier}, beginning


def test_the_cycle_has_87_lines() -> None:
    lines = {
        form: [counts(domain, form) for domain in GRIDS["voie-pro"].domains]
        for form in (Form.TEXT, Form.PROGRESS, Form.TICKS)
    }
    assert lines == {
        Form.TEXT: [3, 3, 1, 1, 1],
        Form.PROGRESS: [14, 10, 2, 4, 3],
        Form.TICKS: [13, 15, 5, 4, 8],
    }
    assert sum(map(sum, lines.values())) == 87
    cut = [it for question in GRIDS["voie-pro"].questions for it in question.statements if it.truncated]
    assert [statement.text[-18:] for statement in cut] == ["s acquisitions des"]


def test_the_diagnostic_has_its_figures_its_obligations_and_its_analysis() -> None:
    grid = GRIDS["etablissement-numerique"]
    told = {domain.id: Counter(question.form.value for question in domain.questions) for domain in grid.domains}
    assert told == {
        "reference": {"count": 5, "date": 1},
        "obligations": {"ticks": 2},
        "pilotage": {"ticks": 14},
        "assistance": {"ticks": 2},
        "accompagnement": {"ticks": 2},
        "enseignants-classe": {"split": 1, "count": 8, "ticks": 3},
        "eleves-classe": {"split": 2, "count": 8, "ticks": 1},
        "hors-classe": {"split": 1, "count": 4, "percent": 3, "ticks": 2},
        "echanges": {"split": 1, "ticks": 3},
    }
    assert sum(question.when is not None for question in grid.questions) == 14
