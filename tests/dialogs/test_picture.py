"""The radar's figures: every one that is drawn is said, and nothing unanswered is a zero."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dialogs.campaign import Campaign, School
from dialogs.picture import NONE, radar
from dialogs.replies import Figures
from frameworks.forms import Answer, Gap, Progress, Split, Ticks
from frameworks.load import catalogue
from frameworks.model import Form
from locales import words
from tests.chat import MONDAY
from tests.spoken import spoken

SCHOOL = School("s", "Collège Jean Lurçat", "93", "Europe/Paris")


def campaign(grid: str, answers: dict[str, Answer]) -> Campaign:
    made = Campaign("k", "Point de rentrée", catalogue()[grid], SCHOOL)
    for number, (question, answer) in enumerate(answers.items()):
        made = made.answering(question, answer, MONDAY + timedelta(minutes=number))
    return made


def table(made: Campaign, language: str = "fr") -> dict[str, tuple[str, ...]]:
    found = next(block for block in radar(words(language), made).blocks if isinstance(block, Figures))
    return {row[0]: tuple(cell.replace("\xa0", " ") for cell in row[1:]) for row in found.rows}


LADDER: dict[str, Answer] = {
    "instance-numerique": 3,
    "charte-usage": 1,
    "personnels-cle": 0,
    "ent": Gap.NA,
    "communication-generale": Gap.UNKNOWN,
}


def test_a_ladder_says_its_mean_and_its_three_shares() -> None:
    rows = table(campaign("paliers-etablissement", LADDER))
    assert rows["Pilotage, impulsion et organisation"] == (
        "1,3 sur 3",
        "67 % (2 sur 3)",
        "33 % (1 sur 3)",
        "33 % (1 sur 3)",
    )
    assert rows["Formation"] == (NONE,) * 4


def test_an_english_reader_gets_english_figures() -> None:
    rows = table(campaign("paliers-etablissement", LADDER), "en")
    assert rows["Pilotage, impulsion et organisation"][:2] == ("1.3 out of 3", "67% (2 of 3)")


def test_a_ladder_is_one_polygon_with_gaps_for_what_has_no_answer() -> None:
    chart = radar(words("fr"), campaign("paliers-etablissement", LADDER)).chart
    assert [series.values for series in chart.series] == [(4 / 3, None, None, None, None)]
    assert [(ring.value, ring.label) for ring in chart.rings] == [(1, "Niveau 1"), (2, "Niveau 2"), (3, "Niveau 3")]
    assert (chart.title, chart.subtitle) == ("Collège Jean Lurçat", "Point de rentrée – Paliers")


def test_stages_are_three_polygons_and_each_part_has_its_percentages() -> None:
    ticked = Ticks(frozenset({"mutualisation-ressources-1", "mutualisation-ressources-2"}))
    made = campaign("numea", {"mutualisation-ressources": ticked, "echanges-equipes": Ticks()})
    drawn = radar(words("fr"), made)
    assert [series.label for series in drawn.chart.series] == ["Étape 1", "Étape 2", "Étape 3"]
    assert [series.values[3] for series in drawn.chart.series] == [0.5, 0.5, 0]
    lines = spoken(drawn)
    part = "Étape 1 : 50 % (1 sur 2), Étape 2 : 50 % (1 sur 2) et Étape 3 : 0 % (0 sur 2)."
    assert f"Le numérique pédagogique et éducatif – {part}" in lines
    assert "L'établissement – pas encore de réponse." in lines


def test_an_etape_above_an_unticked_one_is_a_remark_and_nothing_is_corrected() -> None:
    made = campaign("numea", {"charte-numerique": Ticks(frozenset({"charte-numerique-3"}))})
    assert "À discuter : « La charte numérique » : Étape 3 sans Étape 1." in spoken(radar(words("fr"), made))
    assert table(made)["Pilotage, impulsion et organisation"][1:] == (
        "0 % (0 sur 1)",
        "0 % (0 sur 1)",
        "100 % (1 sur 1)",
    )


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"ent": Gap.NA}, "Hors du calcul : 1 sans objet."),
        ({"ent": Gap.UNKNOWN, "gar": Gap.UNKNOWN}, "Hors du calcul : 2 « je ne sais pas »."),
        (LADDER, "Hors du calcul : 1 sans objet et 1 « je ne sais pas »."),
    ],
)
def test_what_leaves_the_calculation_is_said(answers: dict[str, Answer], said: str) -> None:
    assert said in spoken(radar(words("fr"), campaign("paliers-etablissement", answers)))


def percents(grid: str, answers: dict[str, Answer]) -> tuple[list[str], list[tuple[float | None, ...]]]:
    chart = radar(words("fr"), campaign(grid, answers)).chart
    return [ring.label.replace("\xa0", " ") for ring in chart.rings], [series.values for series in chart.series]


def test_paliers_are_rings_and_the_value_stands_between_them() -> None:
    grid = catalogue()["creteil-ecole"]
    first, second, _ = grid.domain["formation"].questions
    said: dict[str, Answer] = {
        first.id: Ticks(frozenset(first.by_id)),
        second.id: Ticks(frozenset(it.id for it in second.statements[:2])),
    }
    rings, (values,) = percents("creteil-ecole", said)
    assert rings == ["Palier 1", "Palier 2", "Palier 3"]
    assert values == (None, 1.5, None, None, None, None)


def test_a_diagnostic_has_seven_axes_in_percents() -> None:
    indicator = next(it for it in catalogue()["etablissement-numerique"].questions if it.form is Form.SPLIT)
    rings, (values,) = percents("etablissement-numerique", {indicator.id: Split(10, 20, 10)})
    assert rings == ["25 %", "50 %", "75 %", "100 %"]
    assert values == (None, None, None, 0.5, None, None, None)


def test_a_cycle_has_five_axes_in_percents() -> None:
    check = catalogue()["voie-pro"].question["check-usages-reglementaires"]
    held = Ticks(frozenset(it.id for it in check.statements[:3]))
    rings, (values,) = percents("voie-pro", {check.id: held})
    assert rings[-1] == "100 %"
    assert values == (0.6, None, None, None, None)


def cycle(answers: dict[str, Answer]) -> list[str]:
    return [line for line in spoken(radar(words("fr"), campaign("voie-pro", answers))) if ":" in line]


def test_the_cycle_says_where_it_is_and_leaves_out_what_does_not_apply() -> None:
    grid = catalogue()["voie-pro"]
    plans = [it.id for it in grid.questions if it.form is Form.TEXT]
    does = [it.id for it in grid.questions if it.form is Form.PROGRESS]
    said: dict[str, Answer] = {plans[0]: Gap.NA}
    assert "Le cycle en est à Plan : planifier." in cycle(said)
    said |= dict.fromkeys(plans[1:], "Oui.")
    said |= {does[0]: Gap.NA, does[1]: Gap.UNKNOWN, does[2]: Progress.DOING}
    assert "Plan : réponses données, 8 sur 8." in cycle(said)
    assert "Do : actions faites, 0 sur 31 ; en cours, 1." in cycle(said)
    assert "Le cycle en est à Do : mettre en œuvre." in cycle(said)
    said |= dict.fromkeys(does[2:], Progress.DONE)
    assert "Le cycle en est à Check : évaluer." in cycle(said)


def test_a_share_of_nobody_is_a_number_and_nothing_is_divided_by_zero() -> None:
    grid = catalogue()["etablissement-numerique"]
    part = next(it for it in grid.questions if it.form is Form.COUNT and it.of == "enseignants" and it.when)
    assert part.when is not None
    said: dict[str, Answer] = {
        "enseignants": 0,
        part.when.question: Ticks(frozenset({part.when.ticked})),
        part.id: 0,
    }
    tables = [block for block in radar(words("fr"), campaign(grid.id, said)).blocks if isinstance(block, Figures)]
    assert (part.title, "0") in tables[-1].rows


def test_obligations_are_a_list_each_met_or_not() -> None:
    question = catalogue()["etablissement-numerique"].question["usage-internet"]
    first, second, _ = (it.id for it in question.statements)
    said: dict[str, Answer] = {question.id: Ticks(frozenset({first}), frozenset({second}))}
    blocks = radar(words("fr"), campaign("etablissement-numerique", said)).blocks
    table = next(it for it in blocks if isinstance(it, Figures) and it.caption.startswith("Obligations"))
    assert [row[1] for row in table.rows] == ["sans réponse", "remplie", "sans objet", "pas remplie"]
    assert table.caption.replace("\xa0", " ") == "Obligations légales remplies : 1 sur 2"
