"""A channel's limits: nothing is sent too soon, and who taps now passes before who is only told something."""

from __future__ import annotations

import pytest

from bot.limits import SPARE, Limits


def passing(limits: Limits, seconds: float, *, urgent: bool = True) -> list[float]:
    """The moments at which a crowd of chats is let through, everybody asking again as soon as they may."""
    now = 0.0
    passed: list[float] = []
    for chat in range(10_000):
        while wait := limits.wait(str(chat), now, urgent=urgent):
            now += wait
        if now >= seconds:
            return passed
        passed.append(now)
    raise AssertionError("nobody was ever told to wait")


def test_no_second_holds_more_than_thirty_messages() -> None:
    passed = passing(Limits(), 10)
    busiest = max(sum(at <= other < at + 1 for other in passed) for at in passed)
    assert 20 < busiest <= 30
    assert len(passed) > 200


@pytest.mark.parametrize(("address", "most"), [("7", 60), ("-100", 20)], ids=["a chat", "a group"])
def test_a_chat_is_sent_one_a_second_and_a_group_twenty_a_minute(address: str, most: int) -> None:
    limits, now, sent = Limits(), 0.0, 0
    while now < 60:
        wait = limits.wait(address, now)
        sent += wait == 0
        now += wait or 0.001
    assert most - 6 <= sent <= most


def test_what_can_wait_leaves_places_for_who_taps_now() -> None:
    limits = Limits()
    while not limits.wait("told", 0.0, urgent=False):
        limits._chats.clear()
    taps = 0
    while not limits.wait(f"tap {taps}", 0.0):
        taps += 1
    assert taps == SPARE
    assert limits.wait_for_any(0.0) > 0


def test_a_second_message_that_goes_along_is_counted() -> None:
    limits = Limits()
    assert limits.wait("7", 0.0) == 0
    limits.spend("7", 0.0)
    assert limits.wait("7", 0.0) > 1
