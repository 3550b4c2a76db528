"""A channel's limits: nothing is sent too soon, and who taps now passes before who is only told something."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import TypeVar

import pytest

from bot.limits import SPARE, Limits
from bot.turns import Turns

Found = TypeVar("Found")


class Swift(asyncio.SelectorEventLoop):
    """A loop whose clock jumps to whatever is due next: a minute takes no time."""

    now = 0.0

    def time(self) -> float:
        return self.now

    def _run_once(self) -> None:
        if not self._ready and self._scheduled:  # type: ignore[attr-defined]
            self.now = max(self.now, self._scheduled[0].when())  # type: ignore[attr-defined]
        super()._run_once()  # type: ignore[misc]


def swiftly(work: Coroutine[object, object, Found]) -> Found:
    with asyncio.Runner(loop_factory=Swift) as runner:
        return runner.run(work)


async def passing(limits: Limits, addresses: list[str], *, urgent: bool = True) -> list[tuple[float, str]]:
    """When each of a crowd that comes at once is let through."""
    passed: list[tuple[float, str]] = []

    async def one(address: str) -> None:
        await limits.turn(address, lambda: urgent)
        passed.append((asyncio.get_running_loop().time(), address))

    await asyncio.gather(*map(one, addresses))
    return passed


def test_no_second_holds_more_than_thirty_messages() -> None:
    passed = [at for at, _ in swiftly(passing(Limits(), [str(chat) for chat in range(300)]))]
    busiest = max(sum(at <= other < at + 1 for other in passed) for at in passed)
    assert 20 < busiest <= 30
    assert passed[-1] < 13


@pytest.mark.parametrize(("address", "most"), [("7", 60), ("-100", 20)], ids=["a chat", "a group"])
def test_a_chat_is_sent_one_a_second_and_a_group_twenty_a_minute(address: str, most: int) -> None:
    passed = [at for at, _ in swiftly(passing(Limits(), [address] * 100)) if at < 60]
    assert most - 6 <= len(passed) <= most


def test_what_can_wait_leaves_places_for_who_taps_now() -> None:
    async def both() -> list[str]:
        limits, passed = Limits(), []
        told = [asyncio.create_task(passing(limits, [f"told {n}"], urgent=False)) for n in range(20)]
        await asyncio.sleep(0)
        for _ in range(int(SPARE)):
            before = asyncio.get_running_loop().time()
            await limits.turn_of_any()
            passed.append("at once" if asyncio.get_running_loop().time() == before else "late")
        await asyncio.gather(*told)
        return passed

    assert swiftly(both()) == ["at once"] * int(SPARE)


def test_who_waited_patiently_and_then_taps_passes_before_the_others() -> None:
    async def hastened() -> list[str]:
        limits = Limits()
        crowd = asyncio.create_task(passing(limits, [str(n) for n in range(100)], urgent=False))
        await asyncio.sleep(1)
        limits.hasten("99")
        return [address for _, address in await crowd]

    order = swiftly(hastened())
    assert order.index("99") < 30
    order.remove("99")
    assert order == [str(n) for n in range(99)], "the others in the order in which they came"


def test_a_second_message_that_goes_along_is_counted() -> None:
    async def spent() -> float:
        limits, clock = Limits(), asyncio.get_running_loop().time
        await limits.turn("7")
        limits.spend("7", clock())
        await limits.turn("7")
        return clock()

    assert swiftly(spent()) > 1


def test_a_crowd_that_waits_is_not_woken_for_every_place() -> None:
    async def crowd() -> int:
        asked = 0

        def narrow(now: float, _: bool) -> float:
            nonlocal asked
            asked += 1
            return limits.wait_for_any(now)

        limits = Limits()
        turns = Turns(narrow)
        await asyncio.gather(*(turns.turn(str(n), urgent=bool(n % 2)) for n in range(3000)))
        return asked

    assert swiftly(crowd()) < 3 * 3000


def test_who_gives_up_waiting_takes_nobodys_place() -> None:
    async def leaving() -> float:
        limits = Limits()
        crowd = [asyncio.create_task(limits.turn(str(n))) for n in range(300)]
        await asyncio.sleep(0)
        for one in crowd[10:290]:
            one.cancel()
        await asyncio.gather(*crowd, return_exceptions=True)
        return asyncio.get_running_loop().time()

    assert swiftly(leaving()) < 1


def test_one_chat_that_is_refused_waits_alone() -> None:
    async def refused() -> tuple[float, float]:
        limits, clock = Limits(), asyncio.get_running_loop().time
        limits.refused("7", 30, clock())
        await limits.turn("8")
        other = clock()
        await limits.turn("7")
        return other, clock()

    other, itself = swiftly(refused())
    assert other == 0
    assert itself >= 30


def test_two_chats_that_are_refused_together_close_the_whole_bot_until_the_later_deadline() -> None:
    async def refused() -> list[tuple[float, str]]:
        limits, clock = Limits(), asyncio.get_running_loop().time
        limits.refused("7", 30, clock())
        await asyncio.sleep(0.5)
        limits.refused("8", 5, clock())
        return await passing(limits, [str(n) for n in range(100, 160)])

    passed = swiftly(refused())
    assert passed[0][0] >= 30
    assert passed[-1][0] < 34


def test_a_message_that_a_room_looks_at_passes_before_a_crowd_and_is_counted() -> None:
    async def first() -> list[str]:
        limits, passed = Limits(), list[str]()

        async def one(address: str, *, first: bool = False) -> None:
            await limits.turn(address, first=first)
            passed.append(address)

        crowd = [asyncio.ensure_future(one(str(chat))) for chat in range(100)]
        await asyncio.sleep(0)
        await one("-100", first=True)
        before = len(passed)
        await asyncio.gather(*crowd)
        assert len(passed) == 101
        return passed[:before]

    passed = swiftly(first())
    assert passed[-1] == "-100"
    assert len(passed) < 10


def test_what_can_wait_in_a_group_leaves_places_there() -> None:
    async def waiting() -> tuple[float, float]:
        limits, clock = Limits(), asyncio.get_running_loop().time
        for _ in range(3):
            assert limits.rest("-100", clock(), 2.0) == 0
            await limits.turn("-100")
        return limits.rest("-100", clock(), 2.0), limits.rest("-100", clock())

    patient, urgent = swiftly(waiting())
    assert patient > 3
    assert urgent == 0
