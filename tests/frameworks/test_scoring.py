"""The laws, by hand on small grids and as properties on every grid."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frameworks.asking import current, questions
from frameworks.forms import Answer, Answers, Gap, Split, Ticks
from frameworks.load import catalogue
from frameworks.model import Form, Framework, Law
from frameworks.scoring import Count, Profile, Remark, Share, remarks, score
from tests.frameworks.grids import LADDER, STAGES, assessments, values

NA, UNKNOWN = Gap.NA, Gap.UNKNOWN


def steps(question: str, *levels: int, na: tuple[int, ...] = ()) -> Ticks:
    ticked, left = (frozenset(f"{question}-{level}" for level in each) for each in (levels, na))
    return Ticks(ticked, left)


def test_ladder_worked_example() -> None:
    profile = score(LADDER, {"a": 3, "b": 1, "c": 0, "d": NA})
    nord, sud = profile.domains
    assert nord.value == 4 / 3
    assert nord.shares == (Share(2, 3), Share(1, 3), Share(1, 3))
    assert nord.shares[0].value == 2 / 3
    assert nord.count == Count(questions=4, answered=4, na=1, unknown=0)
    assert nord.count.applicable == 3
    assert sud.value is None
    assert [share.value for share in sud.shares] == [None, None, None]
    assert profile.shares == nord.shares


def test_stages_worked_example() -> None:
    answers: Answers = {
        "a": steps("a", 1, 2),
        "b": steps("b", 1),
        "c": steps("c", 3, na=(2,)),
        "d": UNKNOWN,
        "e": steps("e"),
    }
    profile = score(STAGES, answers)
    nord, sud = profile.domains
    assert nord.shares == (Share(2, 3), Share(1, 2), Share(1, 3))
    assert nord.value == pytest.approx((2 / 3 + 1 / 2 + 1 / 3) / 3)
    assert nord.count == Count(questions=4, answered=4, na=0, unknown=1)
    assert sud.shares == (Share(0, 1),) * 3
    assert sud.value == 0
    assert profile.shares == (Share(2, 4), Share(1, 3), Share(1, 4))
    assert profile.domain("sud") == sud


def test_an_etape_that_is_na_everywhere_leaves_the_mean() -> None:
    profile = score(STAGES, {"e": steps("e", 1, na=(3,)), "f": steps("f", 1, 2, na=(3,))})
    sud = profile.domain("sud")
    assert sud.shares == (Share(2, 2), Share(1, 2), Share(0, 0))
    assert sud.value == 3 / 4


def test_a_question_whose_etapes_are_all_na_counts_as_na() -> None:
    sud = score(STAGES, {"e": steps("e", na=(1, 2, 3))}).domain("sud")
    assert sud.value is None
    assert sud.count == Count(questions=2, answered=1, na=1, unknown=0)


def test_parts_pool_the_questions_of_their_domains() -> None:
    """Not the mean of the domains: a domain of four questions weighs more than one of two."""
    profile = score(STAGES, {"a": steps("a", 1), "b": steps("b", 1), "c": steps("c", 1), "e": steps("e")})
    (whole,) = profile.parts
    assert whole.part == "Tout"
    assert whole.shares == profile.shares == (Share(3, 4), Share(0, 4), Share(0, 4))


def test_each_part_has_its_own_shares() -> None:
    numea = catalogue()["numea"]
    profile = score(numea, {"charte-numerique": steps("charte-numerique", 1), "culture-information": Ticks()})
    assert {part.part: part.shares[0] for part in profile.parts} == {
        "L'établissement": Share(1, 1),
        "Le numérique pédagogique et éducatif": Share(0, 1),
    }
    assert profile.parts[0].count == Count(questions=14, answered=1, na=0, unknown=0)
    assert profile.shares[0] == Share(1, 2)


def test_no_answer_gives_no_value_anywhere() -> None:
    profile = score(LADDER, {})
    assert [domain.value for domain in profile.domains] == [None, None]
    assert profile.count == Count(questions=6, answered=0, na=0, unknown=0)


def test_an_answer_of_another_version_counts_as_none() -> None:
    stale: Answers = {"a": 7, "gone": 2, "b": Ticks(frozenset({"b-1"})), "c": 2}
    assert score(LADDER, stale) == score(LADDER, {"c": 2})


def test_an_etape_above_an_unticked_one_is_a_remark() -> None:
    answers: Answers = {
        "a": steps("a", 3),
        "b": steps("b", 1, 2),
        "c": steps("c", 1, 3),
        "d": steps("d", 2, na=(1,)),
        "e": NA,
        "f": steps("f"),
    }
    assert remarks(STAGES, answers) == (Remark("a", 3, 1), Remark("c", 3, 2))


def test_a_ladder_has_no_remarks() -> None:
    assert remarks(LADDER, {"a": 3, "b": 0}) == ()


def numbers(profile: Profile) -> list[float | None]:
    domains = [share for domain in profile.domains for share in domain.shares]
    parts = [share for part in profile.parts for share in part.shares]
    return [share.value for share in (*profile.shares, *domains, *parts)]


@given(assessments())
def test_values_and_shares_stay_within_their_bounds(assessment: tuple[Framework, Answers]) -> None:
    framework, answers = assessment
    profile = score(framework, answers)
    top = {Law.LADDER: 3, Law.THRESHOLDS: 3, Law.STAGES: 1, Law.DIAGNOSTIC: 100, Law.PDCA: 100}[framework.law]
    assert all(domain.value is None or 0 <= domain.value <= top for domain in profile.domains)
    assert all(share is None or 0 <= share <= 1 for share in numbers(profile))
    assert all(domain.count.applicable or domain.value is None for domain in profile.domains)
    assert sum(domain.count.applicable for domain in profile.domains) == profile.count.applicable
    assert profile.count.answered == len(current(framework, answers))


@given(assessments(), st.data())
def test_a_gap_changes_nothing_but_the_counts(assessment: tuple[Framework, Answers], data: st.DataObject) -> None:
    """But for a palier of which nothing applies, which holds whole; and for a reason to ask others."""
    framework, answers = assessment
    reasons = {question.when.question for question in framework.questions if question.when}
    free = [it for it in questions(framework, answers) if it.id not in reasons]
    asked = data.draw(st.sampled_from(free))
    without = {name: answer for name, answer in answers.items() if name != asked.id}
    unanswered = score(framework, without)
    for gap in (Gap.UNKNOWN,) if framework.law is Law.THRESHOLDS else Gap:
        gapped = score(framework, without | {asked.id: gap})
        assert numbers(gapped) == numbers(unanswered)
        assert [each.value for each in gapped.domains] == [each.value for each in unanswered.domains]
        assert gapped.count.applicable == unanswered.count.applicable
        assert gapped.count.answered == unanswered.count.answered + 1


def better(framework: Framework, answer: Answer, name: str) -> Answer | None:
    """One level higher, or one more statement ticked; None at the top."""
    match answer:
        case Gap():
            return None
        case Ticks(ticked, na):
            left = [each.id for each in framework.question[name].statements if each.id not in ticked | na]
            return replace(answer, ticked=ticked | {left[0]}) if left else None
        case Split(never):
            return replace(answer, never=never - 1, regularly=answer.regularly + 1) if never else None
        case int(level) if framework.question[name].form is Form.LEVEL:
            return level + 1 if level < 3 else None
        case _:
            return None


@given(assessments(), st.data())
def test_a_better_answer_never_lowers_a_value(assessment: tuple[Framework, Answers], data: st.DataObject) -> None:
    framework, answers = assessment
    asked = data.draw(st.sampled_from([it for it in questions(framework, answers) if not it.context]))
    answer = data.draw(values(asked))
    improved = better(framework, answer, asked.id)
    if improved is None:
        return
    before = score(framework, {**answers, asked.id: answer})
    after = score(framework, {**answers, asked.id: improved})
    was = [domain.value for domain in before.domains] + numbers(before)
    now = [domain.value for domain in after.domains] + numbers(after)
    assert all((x is None and y is None) or (x or 0) <= (y or 0) for x, y in zip(was, now, strict=True))
    assert was != now or not framework.domain_of[asked.id].axis
