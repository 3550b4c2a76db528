"""Answers as JSON: read strictly, every fault at once; written so that reading gives the same answer back."""

import time

import pytest
from hypothesis import given

from frameworks.answers import read_answer, read_answers
from frameworks.faults import FaultyAnswer
from frameworks.forms import Answer, Answers, Gap, Json, Ticks, fits, write_answer
from frameworks.model import Framework, Question
from tests.frameworks.grids import LADDER, STAGES, assessments

LEVEL, TICKS = LADDER.question["a"], STAGES.question["a"]


def ticked(*ids: str, na: tuple[str, ...] = ()) -> Ticks:
    return Ticks(frozenset(ids), frozenset(na))


@pytest.mark.parametrize(
    ("asked", "value", "answer"),
    [
        (LEVEL, 0, 0),
        (LEVEL, 3, 3),
        (LEVEL, "na", Gap.NA),
        (TICKS, "unknown", Gap.UNKNOWN),
        (TICKS, [], ticked()),
        (TICKS, ["a-3", "a-1"], ticked("a-1", "a-3")),
        (TICKS, {"ticked": ["a-1"], "na": ["a-2"]}, ticked("a-1", na=("a-2",))),
        (TICKS, {"ticked": ["a-1"]}, ticked("a-1")),
        (TICKS, {"na": ["a-1"]}, ticked(na=("a-1",))),
    ],
)
def test_an_answer_is_read(asked: Question, value: Json, answer: Answer) -> None:
    read = read_answer(asked, value)
    assert read == answer
    assert type(read) is type(answer)


NO_LEVEL = "Un niveau de 0 à 3 est attendu."
NO_TICKS = "Une liste d'énoncés est attendue, ou une table de deux listes : « ticked » et « na »."


@pytest.mark.parametrize("value", [True, False, None, 1.0, "2", "NA", "", [], {}, -1, 4, 10**30])
def test_what_is_no_level_is_refused(value: Json) -> None:
    with pytest.raises(FaultyAnswer) as caught:
        read_answer(LEVEL, value)
    assert str(caught.value) == NO_LEVEL


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (1, NO_TICKS),
        (True, NO_TICKS),
        (None, NO_TICKS),
        ("a-1", NO_TICKS),
        ({}, NO_TICKS),
        ({"ticked": ["a-1"], "no": []}, NO_TICKS),
        ({"na": ["a-1"], "no": []}, NO_TICKS),
        ({"ticked": "a-1"}, NO_TICKS),
        ({"ticked": [], "na": None}, NO_TICKS),
        (["a-1", 2], "[1]: L'identifiant d'un énoncé est attendu."),
        ([["a-1"]], "[0]: L'identifiant d'un énoncé est attendu."),
        (["a-1", "b-1"], "[1]: Cet énoncé n'est pas de cette question : b-1."),
        (["x" * 61], f"[0]: Cet énoncé n'est pas de cette question : {'x' * 59}…."),
        (["a-1", "a-2", "a-1"], "[2]: Énoncé répété : a-1."),
        ({"na": ["a-1", "a-1"]}, "na[1]: Énoncé répété : a-1."),
        ({"ticked": ["a-1"], "na": ["a-1"]}, "À la fois coché et sans objet : a-1."),
        (
            {"ticked": ["a-1", 1], "na": ["a-1", "zz"]},
            "ticked[1]: L'identifiant d'un énoncé est attendu.\n"
            "na[1]: Cet énoncé n'est pas de cette question : zz.\n"
            "À la fois coché et sans objet : a-1.",
        ),
    ],
)
def test_what_cannot_be_ticked_is_refused(value: Json, said: str) -> None:
    with pytest.raises(FaultyAnswer) as caught:
        read_answer(TICKS, value)
    assert str(caught.value) == said


def test_many_repeats_are_read_in_no_time() -> None:
    begun = time.monotonic()
    with pytest.raises(FaultyAnswer) as caught:
        read_answer(TICKS, ["a-1", *["a-3"] * 100_000])
    assert len(caught.value.faults) == 99_999
    assert time.monotonic() - begun < 2


def test_a_document_hears_of_all_its_faults_with_their_paths() -> None:
    answers: dict[str, Json] = {"a": ["a-1"], "b": 3, "c": ["c-9"], "d": {"ticked": ["d-1", "d-1"]}, "zz": []}
    with pytest.raises(FaultyAnswer) as caught:
        read_answers(STAGES, {"answers": answers})
    assert str(caught.value).splitlines() == [
        f"answers.b: {NO_TICKS}",
        "answers.c[0]: Cet énoncé n'est pas de cette question : c-9.",
        "answers.d.ticked[1]: Énoncé répété : d-1.",
        "answers.zz: Cette question n'existe pas.",
    ]


@pytest.mark.parametrize("document", [None, [], 3, "na", {}, {"answers": []}, {"answers": None}])
def test_a_document_without_answers_is_refused(document: Json) -> None:
    with pytest.raises(FaultyAnswer, match=r"^answers: Une table de réponses est attendue\.$"):
        read_answers(LADDER, document)


def test_a_question_without_an_entry_stays_unanswered() -> None:
    assert read_answers(LADDER, {"answers": {"a": 0}}) == {"a": 0}


def test_ticks_are_written_in_source_order_and_as_a_plain_list_when_nothing_is_na() -> None:
    assert write_answer(TICKS, ticked("a-3", "a-1")) == ["a-1", "a-3"]
    assert write_answer(TICKS, ticked("a-3", na=("a-2", "a-1"))) == {"ticked": ["a-3"], "na": ["a-1", "a-2"]}


@given(assessments())
def test_what_is_written_is_read_back_the_same(assessment: tuple[Framework, Answers]) -> None:
    framework, answers = assessment
    written: dict[str, Json] = {
        name: write_answer(framework.question[name], answer) for name, answer in answers.items()
    }
    assert read_answers(framework, {"answers": written}) == answers


@pytest.mark.parametrize(
    ("asked", "answer", "fitting"),
    [
        (LEVEL, 3, True),
        (LEVEL, 4, False),
        (LEVEL, -1, False),
        (LEVEL, ticked("a-1"), False),
        (TICKS, 1, False),
        (TICKS, ticked("a-1"), True),
        (TICKS, ticked("old-1"), False),
        (TICKS, ticked(na=("old-1",)), False),
        (LEVEL, Gap.NA, True),
        (TICKS, Gap.UNKNOWN, True),
    ],
)
def test_an_answer_of_another_version_does_not_fit(asked: Question, answer: Answer, fitting: bool) -> None:
    assert fits(asked, answer) is fitting
