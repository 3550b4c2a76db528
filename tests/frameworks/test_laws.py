"""The laws of figures and thresholds, by the worked examples of ``docs/scoring.md``; conditions; figures that clash."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from frameworks.advice import actions
from frameworks.answers import read_answer, read_answers
from frameworks.asking import questions
from frameworks.contract import score_json, show
from frameworks.faults import FaultyAnswer
from frameworks.forms import LONGEST, Answer, Answers, Gap, Json, Progress, Split, Ticks, write_answer
from frameworks.load import catalogue
from frameworks.model import Form, Framework, Question
from frameworks.reading import read
from frameworks.scoring import Share, score

NA, UNKNOWN = Gap.NA, Gap.UNKNOWN
CRETEIL = catalogue()["creteil-etablissement"]
DIAGNOSTIC = catalogue()["etablissement-numerique"]
VOIE_PRO = catalogue()["voie-pro"]


def ticked(question: Question, many: int, na: int = 0) -> Ticks:
    """The first ``many`` statements ticked, the last ``na`` sans objet."""
    ids = [statement.id for statement in question.statements]
    return Ticks(frozenset(ids[:many]), frozenset(ids[len(ids) - na :]))


def value(framework: Framework, domain: str, answers: Answers) -> float | None:
    return score(framework, answers).domain(domain).value


# ---------------------------------------------------------------- thresholds


def paliers(first: float | Gap | None, second: float | Gap | None, third: float | Gap | None) -> float | None:
    """The value of a domain of four criteria a palier, of which those shares hold; None: unanswered."""
    criteria = [{"id": f"c{n}-{at}", "level": n, "text": f"Critère {at}."} for n in (1, 2, 3) for at in range(4)]
    grid = read(
        Framework,
        {
            **dict.fromkeys(("id", "title", "short", "source", "document", "audience"), "x"),
            "law": "thresholds",
            "version": 1,
            "levels": [{"level": n, "title": f"Palier {n}"} for n in (1, 2, 3)],
            "domains": [
                {
                    "id": "d",
                    "title": "D",
                    "short": "D",
                    "questions": [
                        {
                            "id": f"p{n}",
                            "title": f"Palier {n}",
                            "form": "ticks",
                            "statements": criteria[4 * n - 4 : 4 * n],
                        }
                        for n in (1, 2, 3)
                    ],
                }
            ],
        },
    )
    said: dict[str, Answer] = {}
    for number, share in enumerate((first, second, third), 1):
        if isinstance(share, Gap):
            said[f"p{number}"] = share
        elif share is not None:
            said[f"p{number}"] = ticked(grid.question[f"p{number}"], int(4 * share))
    return value(grid, "d", said)


@pytest.mark.parametrize(
    ("shares", "reached"),
    [
        ((1, 0.5, 0.25), 1.5),
        ((1, None, None), 1),
        ((0.5, 1, 1), 0.5),
        ((1, 1, 1), 3),
        ((0, 0, 0), 0),
        ((NA, 0.5, None), 1.5),
        ((UNKNOWN, 1, 1), 0),
        ((1, NA, 0.75), 2.75),
        ((NA, NA, NA), None),
        ((None, None, None), None),
        ((NA, UNKNOWN, None), None),
    ],
)
def test_thresholds_worked_examples(shares: tuple[Any, Any, Any], reached: float | None) -> None:
    assert paliers(*shares) == reached


def test_what_a_threshold_lacks_is_the_palier_above_the_one_reached() -> None:
    domain = CRETEIL.domains[0]
    first, second, third = domain.questions
    answers = {first.id: ticked(first, len(first.statements)), second.id: ticked(second, 1), third.id: Ticks()}
    found = actions(CRETEIL, answers)
    assert [action.statement for action in found] == list(second.statements[1:])
    assert {action.level for action in found} == {2}
    scored = score_json(CRETEIL, answers)
    assert isinstance(scored, dict)
    assert isinstance(scored["domains"], list)
    assert scored["domains"][0] == {"id": domain.id, "value": 1.5, "shares": [1.0, 0.5, 0.0]}


def test_a_palier_nobody_answered_gives_no_action() -> None:
    first = CRETEIL.domains[0].questions[0]
    assert actions(CRETEIL, {first.id: ticked(first, len(first.statements))}) == ()


def test_the_paliers_keep_the_titles_of_their_source() -> None:
    shown = show(CRETEIL)
    assert isinstance(shown, dict)
    assert isinstance(shown["levels"], list)
    assert shown["levels"][0] == {
        "level": 1,
        "title": "Palier 1 : Conditions minimales pour amorcer les usages du numérique",
    }


# ---------------------------------------------------------------- diagnostic


def splits(domain: str) -> list[Question]:
    return [question for question in DIAGNOSTIC.domain[domain].questions if question.form is Form.SPLIT]


def test_diagnostic_worked_examples() -> None:
    (one,) = splits("enseignants-classe")
    assert value(DIAGNOSTIC, "enseignants-classe", {one.id: Split(10, 20, 10)}) == 50
    first, second = splits("eleves-classe")
    assert value(DIAGNOSTIC, "eleves-classe", {first.id: Split(10, 20, 10), second.id: Split(0, 0, 7)}) == 75
    assert value(DIAGNOSTIC, "eleves-classe", {first.id: Split(10, 20, 10), second.id: NA}) == 50
    assert value(DIAGNOSTIC, "eleves-classe", {first.id: Split(0, 0, 0)}) is None


def test_the_administration_of_services_counts_those_that_are_there() -> None:
    answers: dict[str, Answer] = {
        name: ticked(DIAGNOSTIC.question[name], 2) for name in ("structures", "organisation", "evaluation")
    }
    assert value(DIAGNOSTIC, "pilotage", answers) == pytest.approx(100 * 6 / 9)
    answers["services"] = Ticks(frozenset({"service-internet", "service-ent"}))
    answers["service-internet"] = ticked(DIAGNOSTIC.question["service-internet"], 3)
    answers["service-ent"] = ticked(DIAGNOSTIC.question["service-ent"], 0)
    assert value(DIAGNOSTIC, "pilotage", answers) == 60


def test_the_axes_are_seven_and_figures_and_obligations_are_none() -> None:
    assert len(DIAGNOSTIC.axes) == 7
    profile = score(DIAGNOSTIC, {"enseignants": 40, "usage-internet": ticked(DIAGNOSTIC.question["usage-internet"], 1)})
    values = {domain.domain: domain.value for domain in profile.domains}
    assert list(values)[:2] == ["reference", "obligations"]
    assert set(values.values()) == {None}
    assert profile.shares == ()


def test_unmet_obligations_come_first_then_unticked_checks_and_analysis_asks_for_nothing() -> None:
    question = DIAGNOSTIC.question["usage-internet"]
    answers: dict[str, Answer] = {
        "structures": ticked(DIAGNOSTIC.question["structures"], 2),
        "services": Ticks(),
        "usage-internet": ticked(question, 1),
        "visioconference": Ticks(),
    }
    found = actions(DIAGNOSTIC, answers)
    assert [action.obligation for action in found] == [True, True, False]
    assert [action.question.id for action in found] == ["usage-internet", "usage-internet", "structures"]
    assert question.reference == "Circulaire n°2004-035 DU 18-2-2004"


def test_an_answer_that_removes_a_reason_removes_the_answer_from_the_score_and_not_from_the_history() -> None:
    checks = DIAGNOSTIC.question["service-ent"]
    kept: dict[str, Answer] = {"services": Ticks(frozenset({"service-ent"})), "service-ent": ticked(checks, 3)}
    assert checks in questions(DIAGNOSTIC, kept)
    assert value(DIAGNOSTIC, "pilotage", kept) == 100
    without = {**kept, "services": Ticks()}
    assert checks not in questions(DIAGNOSTIC, without)
    assert value(DIAGNOSTIC, "pilotage", without) is None
    assert value(DIAGNOSTIC, "pilotage", {**without, "services": kept["services"]}) == 100


def test_five_indicators_and_ten_services_of_three_checks() -> None:
    assert [len(splits(domain.id)) for domain in DIAGNOSTIC.axes] == [0, 0, 0, 1, 2, 1, 1]
    services = DIAGNOSTIC.question["services"]
    assert len(services.statements) == 10
    checks = [DIAGNOSTIC.question[statement.id] for statement in services.statements]
    assert {len(question.statements) for question in checks} == {3}
    assert len({statement.text for question in checks for statement in question.statements}) == 3


# ---------------------------------------------------------------- pdca


def test_pdca_worked_example() -> None:
    check = VOIE_PRO.question["check-strategie"]
    assert len(check.statements) == 7
    answers = {check.id: Ticks(frozenset(it.id for it in check.statements[:3]), frozenset({check.statements[6].id}))}
    assert value(VOIE_PRO, "pilotage", answers) == 50
    regular = VOIE_PRO.question["check-usages-reglementaires"]
    assert value(VOIE_PRO, "pilotage", {regular.id: ticked(regular, 3)}) == 60


def test_what_was_planned_and_done_does_not_count() -> None:
    plans = {question.id: "Oui." for question in VOIE_PRO.questions if question.form is Form.TEXT}
    does = {question.id: Progress.DONE for question in VOIE_PRO.questions if question.form is Form.PROGRESS}
    assert {domain.value for domain in score(VOIE_PRO, {**plans, **does}).domains} == {None}


def test_the_do_lines_of_a_sub_heading_follow_from_its_indicators() -> None:
    regular = VOIE_PRO.question["check-usages-reglementaires"]
    found = actions(VOIE_PRO, {regular.id: ticked(regular, 4)})
    assert {action.question.topic for action in found} == {regular.topic}
    assert len(found) == 3
    assert actions(VOIE_PRO, {regular.id: ticked(regular, 5)}) == ()
    left = {found[0].question.id: NA, found[1].question.id: UNKNOWN, found[2].question.id: Progress.DONE}
    assert actions(VOIE_PRO, {regular.id: ticked(regular, 4), **left}) == found[2:]


def test_where_sub_headings_differ_the_do_lines_are_the_domains() -> None:
    pix = VOIE_PRO.question["check-pix"]
    lines = [question for question in VOIE_PRO.domain["pratiques"].questions if question.form is Form.PROGRESS]
    assert [action.question for action in actions(VOIE_PRO, {pix.id: Ticks()})] == lines


# ---------------------------------------------------------------- forms


def of_form(form: Form) -> Question:
    return next(question for grid in catalogue().values() for question in grid.questions if question.form is form)


@pytest.mark.parametrize(
    ("form", "written", "answer"),
    [
        (Form.SPLIT, [12, 5, 20], Split(12, 5, 20)),
        (Form.SPLIT, [0, 0, 0], Split(0, 0, 0)),
        (Form.COUNT, 0, 0),
        (Form.COUNT, 1250, 1250),
        (Form.PERCENT, 12.5, 12.5),
        (Form.PERCENT, 100, 100),
        (Form.DATE, "2026-11-25", date(2026, 11, 25)),
        (Form.TEXT, "Une charte.", "Une charte."),
        (Form.PROGRESS, "doing", Progress.DOING),
        (Form.SPLIT, "na", NA),
        (Form.TEXT, "unknown", UNKNOWN),
    ],
)
def test_each_form_is_read_and_written_back(form: Form, written: Json, answer: Answer) -> None:
    question = of_form(form)
    assert read_answer(question, written) == answer
    assert write_answer(question, answer) == written


@pytest.mark.parametrize(
    ("form", "written"),
    [
        (Form.SPLIT, [12, 5]),
        (Form.SPLIT, [12, 5, -1]),
        (Form.SPLIT, [12, 5, True]),
        (Form.SPLIT, "12 5 20"),
        (Form.COUNT, -1),
        (Form.COUNT, 1.5),
        (Form.COUNT, True),
        (Form.COUNT, "12"),
        (Form.COUNT, 10**30),
        (Form.PERCENT, 100.1),
        (Form.PERCENT, float("nan")),
        (Form.PERCENT, None),
        (Form.DATE, "25/11/2026"),
        (Form.DATE, "2026-02-30"),
        (Form.DATE, 20261125),
        (Form.TEXT, " "),
        (Form.TEXT, "x" * (LONGEST + 1)),
        (Form.TEXT, 3),
        (Form.PROGRESS, "later"),
        (Form.PROGRESS, ["todo"]),
    ],
)
def test_what_a_form_can_not_read_is_refused(form: Form, written: Json) -> None:
    with pytest.raises(FaultyAnswer):
        read_answer(of_form(form), written)


def test_a_part_larger_than_its_whole_is_refused_with_the_two_figures() -> None:
    (indicator,) = splits("enseignants-classe")
    document: Json = {"answers": {indicator.id: [10, 20, 11], "enseignants": 40}}
    with pytest.raises(FaultyAnswer) as caught:
        read_answers(DIAGNOSTIC, document)
    assert str(caught.value) == (
        f"answers.{indicator.id}: 41 au total, pour 40 déclarés à la question « enseignants »."
    )
    fewer: Json = {"answers": {indicator.id: [10, 20, 9], "enseignants": 40}}
    assert read_answers(DIAGNOSTIC, fewer)[indicator.id] == Split(10, 20, 9)


def test_what_is_not_asked_is_not_checked() -> None:
    conditional = next(it for it in DIAGNOSTIC.questions if it.when and it.of == "enseignants")
    document: Json = {"answers": {conditional.id: 41, "enseignants": 40}}
    assert read_answers(DIAGNOSTIC, document)[conditional.id] == 41
    assert conditional not in questions(DIAGNOSTIC, read_answers(DIAGNOSTIC, document))


def test_thresholds_pool_the_criteria_of_all_the_domains() -> None:
    first, other = CRETEIL.domains[0].questions[0], CRETEIL.domains[1].questions[0]
    shares = score(CRETEIL, {first.id: ticked(first, 3), other.id: ticked(other, 1)}).shares
    assert shares == (Share(4, len(first.statements) + len(other.statements)), Share(0, 0), Share(0, 0))
