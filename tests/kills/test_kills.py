"""A short form of ``python3 dev.py kills``: the long one has 200 of them."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from tests.kills.books import Books
from tests.kills.copies import Sent, copies, forgotten
from tests.kills.crowd import Tap, chosen
from tests.kills.model import Difference, compare, expected
from tests.kills.siege import Plan, besiege

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="kill -9, and limits of a running process")


@pytest.mark.long
@pytest.mark.parametrize(
    "plan",
    [Plan(kills=10), Plan(kills=1, people=10, full=2.0, storm=4.0)],
    ids=["kills", "a full disk, then a storm"],
)
async def test_nothing_tapped_is_lost_or_counts_twice(plan: Plan, tmp_path: Path) -> None:
    report = await besiege(tmp_path, plan)
    print(report.table())
    assert report.breaches == []


def test_the_last_tap_on_a_question_is_its_answer() -> None:
    presses = ["answer:c:charte-usage:1", "go:menu", "answer:c:charte-usage:3", "answer:c:x:dk"]
    taps = {number: Tap(7, press) for number, press in enumerate(presses)}
    assert expected(taps, {"c": "gone"}) == {("7", "c", "charte-usage"): "3", ("7", "c", "x"): '"unknown"'}


def test_what_is_lost_doubled_or_wrong_is_found() -> None:
    """An oracle that finds nothing proves nothing."""
    taps = {5: Tap(7, "answer:c:x:1"), 6: Tap(7, "answer:c:x:2"), 7: Tap(7)}
    right = Books({5: "7", 6: "7", 7: "7"}, {"7": 3}, {("7", "c", "x"): "2"}, {}, {}, (), sound=True)
    assert compare(taps, right) == Difference((), (), ())
    wrong = Books(
        {5: "7", 6: "7", 9: "7"}, {"7": 4}, {("7", "c", "x"): "1", ("8", "c", "x"): "1"}, {}, {}, (), sound=True
    )
    found = compare(taps, wrong)
    assert found.lost == (7,)
    assert len(found.doubled) == 2
    assert len(found.wrong) == 2


def test_a_kill_excuses_one_copy_of_a_reply_and_the_end_none() -> None:
    def messages(*moments: float) -> list[Sent]:
        return [Sent(str(number), 7, at, screen=True) for number, at in enumerate(moments)]

    kills, unsettled = [10.0, 20.0], [{"7": 1}, {"7": 1}]
    excused = copies(messages(5, 15, 25), {"2"}, kills, unsettled)
    assert (excused.total, excused.breaches) == (2, ())
    assert len(copies(messages(15, 16, 25), {"2"}, kills, unsettled).breaches) == 1
    assert len(copies(messages(25, 26), {"1"}, kills, unsettled).breaches) == 1
    assert forgotten(messages(5, 15, 25), {"2"}, {"7": 1}) == {"1"}


def test_people_tap_what_leads_to_answers_and_never_erase() -> None:
    chance = random.Random(1)
    shown = ["answer:c:x:1", "go:erase", "forget", "go:menu", "lang:en", "clear:c:x"]
    assert {chosen(shown, chance) for _ in range(200)} == {"answer:c:x:1", "go:menu"}
    assert chosen(["forget"], chance) == ""
