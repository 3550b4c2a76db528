"""Next-level actions: the framework's own sentences, the lowest steps of the weakest domains first."""

import math

from hypothesis import given

from frameworks.advice import actions
from frameworks.forms import Answers, Gap, Ticks
from frameworks.load import catalogue
from frameworks.model import Framework, Law
from frameworks.scoring import score
from tests.frameworks.grids import LADDER, STAGES, assessments

LEVELLED = frozenset({Law.LADDER, Law.STAGES})


def named(framework: Framework, answers: Answers) -> list[str]:
    return [action.statement.id for action in actions(framework, answers)]


def test_a_ladder_asks_for_the_level_after_the_one_reached() -> None:
    assert named(LADDER, {"a": 0, "b": 1, "c": 2, "d": 3}) == ["a-1", "b-2", "c-3"]


def test_stages_ask_for_the_lowest_etape_not_ticked_and_pass_over_what_is_na() -> None:
    answers = {
        "a": Ticks(frozenset({"a-2", "a-3"})),
        "b": Ticks(frozenset({"b-1"})),
        "c": Ticks(frozenset({"c-2"}), na=frozenset({"c-1"})),
        "d": Ticks(frozenset({"d-1", "d-2", "d-3"})),
    }
    assert named(STAGES, answers) == ["a-1", "b-2", "c-3"]


def test_what_is_unanswered_na_or_unknown_gives_no_action() -> None:
    assert named(LADDER, {"a": Gap.NA, "b": Gap.UNKNOWN}) == []
    assert named(STAGES, {"a": Gap.NA, "b": Gap.UNKNOWN}) == []


def test_the_lowest_level_comes_first_then_the_weakest_domain_then_source_order() -> None:
    answers: Answers = {"a": 1, "b": 3, "c": 0, "d": 0, "e": 0, "f": 1}
    assert score(LADDER, answers).domain("nord").value == 1
    assert score(LADDER, answers).domain("sud").value == 0.5
    assert named(LADDER, answers) == ["e-1", "c-1", "d-1", "f-2", "a-2"]


def test_domains_that_stand_level_keep_source_order() -> None:
    """1/3 + 1/3 + 0 and 2/3 + 0 + 0, over three: a sum of floats may tell them apart."""
    numea = catalogue()["numea"]
    answers: Answers = {
        "accompagnement-pratiques": Ticks(frozenset({"accompagnement-pratiques-1"})),
        "formation-eleves": Ticks(frozenset({"formation-eleves-2"})),
        "formation-responsables-legaux": Ticks(),
        "connaissances-competences": Ticks(frozenset({"connaissances-competences-1"})),
        "litteratie-numerique": Ticks(frozenset({"litteratie-numerique-1"})),
        "culture-information": Ticks(),
    }
    assert score(numea, answers).domain("accompagnement").value == score(numea, answers).domain("mise-en-oeuvre").value
    assert named(numea, answers) == [
        "formation-eleves-1",
        "formation-responsables-legaux-1",
        "culture-information-1",
        "accompagnement-pratiques-2",
        "connaissances-competences-2",
        "litteratie-numerique-2",
    ]


@given(assessments(LEVELLED))
def test_an_action_is_a_statement_of_the_framework_not_reached_yet(
    assessment: tuple[Framework, Answers],
) -> None:
    framework, answers = assessment
    found = actions(framework, answers)
    assert len({action.question.id for action in found}) == len(found)
    for action in found:
        answer = answers[action.question.id]
        assert action.question in action.domain.questions
        assert action.statement in action.question.statements
        assert action.level == action.statement.level
        if framework.law is Law.LADDER:
            assert action.level == answer + 1  # type: ignore[operator]
        else:
            assert isinstance(answer, Ticks)
            assert action.statement.id not in answer.ticked | answer.na


@given(assessments(LEVELLED))
def test_only_what_is_reached_in_full_or_left_out_gives_no_action(
    assessment: tuple[Framework, Answers],
) -> None:
    framework, answers = assessment
    advised = {action.question.id for action in actions(framework, answers)}
    for name, answer in answers.items():
        match answer:
            case Gap():
                left = False
            case Ticks(ticked, na):
                left = len(ticked | na) < 3
            case level:
                left = level != 3
        assert (name in advised) is left


@given(assessments())
def test_actions_go_from_the_lowest_level_and_the_weakest_domain_up(
    assessment: tuple[Framework, Answers],
) -> None:
    framework, answers = assessment
    profile = score(framework, answers)
    place = {question.id: index for index, question in enumerate(framework.questions)}
    keys = [
        (
            not action.domain.obligations,
            action.level or 9,
            math.inf if (value := profile.domain(action.domain.id).value) is None else value,
            place[action.question.id],
        )
        for action in actions(framework, answers)
    ]
    assert keys == sorted(keys)


@given(assessments())
def test_an_action_is_a_sentence_of_the_framework_and_comes_once(assessment: tuple[Framework, Answers]) -> None:
    framework, answers = assessment
    found = actions(framework, answers)
    assert len({action.statement.id for action in found}) == len(found)
    for action in found:
        assert framework.question_of[action.statement.id] is action.question
        assert framework.domain_of[action.question.id] is action.domain
        assert not isinstance(answers.get(action.question.id), Gap)
