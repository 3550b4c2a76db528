"""Two campaigns side by side: by stable id, what moved, and what must not be compared."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from frameworks.compare import DomainMove, compare
from frameworks.forms import Answer, Answers, Gap, Split, Ticks
from frameworks.load import catalogue
from frameworks.model import Framework
from tests.frameworks.grids import LADDER, STAGES, assessments

DIAGNOSTIC = catalogue()["etablissement-numerique"]


def test_values_moves_and_differences_of_what_was_answered_both_times() -> None:
    before: Answers = {"a": 1, "b": 1, "c": Gap.NA, "e": 2}
    after: Answers = {"a": 2, "b": 1, "c": 3, "d": 0, "e": 2}
    found = compare(LADDER, before, LADDER, after)
    nord, sud = found.domains
    assert nord == DomainMove("nord", 1.0, 1.5, 0.5)
    assert sud == DomainMove("sud", 2.0, 2.0, 0.0)
    assert [(it.question.id, it.before, it.after) for it in found.moved] == [("a", 1, 2), ("c", Gap.NA, 3)]
    assert [question.id for question in found.new] == ["d"]
    assert found.lost == found.apart == ()


def test_a_domain_without_a_common_answer_has_no_difference() -> None:
    found = compare(LADDER, {"a": 1}, LADDER, {"b": 3})
    assert found.domains[0] == DomainMove("nord", 1.0, 3.0, None)
    assert [question.id for question in found.lost] == ["a"]


def test_a_question_of_one_grid_only_is_apart_and_leaves_the_difference() -> None:
    shorter = replace(LADDER.domains[0], questions=LADDER.domains[0].questions[1:])
    newer = replace(LADDER, domains=(shorter, LADDER.domains[1]))
    found = compare(LADDER, {"a": 3, "b": 1}, newer, {"b": 2})
    assert found.domains[0] == DomainMove("nord", 2.0, 2.0, 1.0)
    assert [question.id for question in found.apart] == ["a"]


def test_a_question_asked_for_a_reason_that_is_gone_is_apart() -> None:
    kept: dict[str, Answer] = {"services": Ticks(frozenset({"service-ent"}))}
    checks = DIAGNOSTIC.question["service-ent"]
    kept["service-ent"] = Ticks(frozenset(it.id for it in checks.statements))
    found = compare(DIAGNOSTIC, kept, DIAGNOSTIC, {**kept, "services": Ticks()})
    assert "service-ent" in [question.id for question in found.apart]
    pilotage = next(move for move in found.domains if move.domain == "pilotage")
    assert (pilotage.before, pilotage.after, pilotage.difference) == (100.0, None, None)


def test_figures_are_compared_as_the_law_counts_them() -> None:
    indicator = next(it.id for it in DIAGNOSTIC.domain["enseignants-classe"].questions if it.form == "split")
    found = compare(DIAGNOSTIC, {indicator: Split(40, 0, 0)}, DIAGNOSTIC, {indicator: Split(20, 20, 0)})
    move = next(move for move in found.domains if move.domain == "enseignants-classe")
    assert move == DomainMove("enseignants-classe", 0.0, 25.0, 25.0)
    assert len(found.domains) == 7


@given(assessments())
def test_a_campaign_beside_itself_has_not_moved(assessment: tuple[Framework, Answers]) -> None:
    framework, answers = assessment
    found = compare(framework, answers, framework, answers)
    assert not (found.moved or found.new or found.lost or found.apart)
    assert all(move.difference in {None, 0.0} for move in found.domains)
    assert all(move.before == move.after for move in found.domains)


@given(assessments())
def test_turned_round_what_was_new_is_lost(assessment: tuple[Framework, Answers]) -> None:
    framework, answers = assessment
    half = dict(list(answers.items())[::2])
    there, back = compare(framework, half, framework, answers), compare(framework, answers, framework, half)
    assert there.new == back.lost
    assert {question.id for question in there.apart} == {question.id for question in back.apart}
    for one, other in zip(there.domains, back.domains, strict=True):
        assert (one.before, one.after) == (other.after, other.before)
        assert one.difference == (None if other.difference is None else -other.difference)


def test_stages_are_compared_by_their_mean_share() -> None:
    ticks = {level: Ticks(frozenset(f"a-{n}" for n in range(1, level + 1))) for level in (1, 3)}
    found = compare(STAGES, {"a": ticks[1]}, STAGES, {"a": ticks[3]})
    assert found.domains[0].difference is not None
    assert abs(found.domains[0].difference - 2 / 3) < 1e-9
