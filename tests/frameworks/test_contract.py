"""What other programs read: exactly these keys, in source order."""

import json
from dataclasses import replace

import pytest
from hypothesis import given

from frameworks.contract import score_json, show
from frameworks.forms import Answers, Gap, Ticks
from frameworks.load import catalogue
from frameworks.model import Framework
from tests.frameworks.grids import LADDER, STAGES, assessments

NUMEA = catalogue()["numea"]


def test_show_gives_the_whole_grid_and_leaves_out_what_there_is_not() -> None:
    question = LADDER.question["e"]
    bare = replace(LADDER.domain["sud"], part=None, questions=(question,))
    framework = replace(LADDER, domains=(bare,))
    assert show(framework) == {
        "id": "petite-grille",
        "title": "Petite grille",
        "law": "ladder",
        "source": "Un document",
        "levels": [
            {"level": 1, "title": "Niveau 1"},
            {"level": 2, "title": "Niveau 2"},
            {"level": 3, "title": "Niveau 3"},
        ],
        "domains": [
            {
                "id": "sud",
                "title": "Sud",
                "questions": [
                    {
                        "id": "e",
                        "title": "E",
                        "form": "level",
                        "statements": [
                            {"id": "e-1", "level": 1, "text": "e au niveau 1."},
                            {"id": "e-2", "level": 2, "text": "e au niveau 2."},
                            {"id": "e-3", "level": 3, "text": "e au niveau 3."},
                        ],
                    }
                ],
            }
        ],
    }


def test_show_tells_the_objective_then_the_definitions_line_by_line() -> None:
    shown = show(NUMEA)
    last = json.loads(json.dumps(shown))["domains"][-1]
    assert list(last) == ["id", "title", "part", "guidance", "questions"]
    assert last["part"] == "Le numérique pédagogique et éducatif"
    objective, *definitions = last["guidance"].split("\n")
    assert objective == NUMEA.domains[-1].guidance
    assert [line.split(" : ")[0] for line in definitions] == ["Étape 1", "Étape 2", "Étape 3"]
    assert definitions[1] == f"Étape 2 : {NUMEA.domains[-1].definitions[1].text}"


def test_score_gives_unrounded_numbers_nulls_and_every_action_in_order() -> None:
    assert score_json(LADDER, {"a": 3, "b": 1, "c": 0, "d": Gap.NA}) == {
        "domains": [
            {"id": "nord", "value": 4 / 3, "shares": [2 / 3, 1 / 3, 1 / 3]},
            {"id": "sud", "value": None, "shares": [None, None, None]},
        ],
        "shares": [2 / 3, 1 / 3, 1 / 3],
        "actions": [
            {"statement": "c-1", "domain": "nord", "question": "c", "level": 1, "text": "c au niveau 1."},
            {"statement": "b-2", "domain": "nord", "question": "b", "level": 2, "text": "b au niveau 2."},
        ],
    }


def test_score_of_stages_is_on_a_scale_of_one() -> None:
    answers = {"e": Ticks(frozenset({"e-1"})), "f": Ticks(frozenset({"f-1", "f-2"}))}
    scored = json.loads(json.dumps(score_json(STAGES, answers)))
    assert scored["domains"][1] == {"id": "sud", "value": 0.5, "shares": [1.0, 0.5, 0.0]}


@pytest.mark.parametrize("framework", catalogue().values(), ids=catalogue())
def test_show_is_json_with_every_statement_in_source_order(framework: Framework) -> None:
    shown = json.loads(json.dumps(show(framework)))
    told = [
        (domain["id"], question["id"], statement["id"], statement["level"], statement["text"])
        for domain in shown["domains"]
        for question in domain["questions"]
        for statement in question["statements"]
    ]
    assert told == [
        (domain.id, question.id, statement.id, statement.level, statement.text)
        for domain in framework.domains
        for question in domain.questions
        for statement in question.statements
    ]


@given(assessments())
def test_a_score_is_json_without_infinities(assessment: tuple[Framework, Answers]) -> None:
    framework, answers = assessment
    scored = score_json(framework, answers)
    assert json.loads(json.dumps(scored, allow_nan=False)) == scored
