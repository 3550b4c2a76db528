"""Radars are drawn in one worker, without holding up anybody, and whatever happens to the worker."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.render.studio import PictureFailed, Studio
from dialogs.chart import Chart, Ring, Series

pytestmark = pytest.mark.asyncio

ROOT = Path(__file__).parents[2]


def chart(title: str = "Collège Jean Lurçat") -> Chart:
    return Chart(title, "", ("A", "B", "C"), (Ring(3, "3"),), (Series("", (1, 2, None)),), "pas encore répondu")


def name_of_the_worker(asked: Chart) -> bytes:
    return f"{os.getpid()} {time.monotonic_ns()}".encode()


def slowly(asked: Chart) -> bytes:
    time.sleep(0.5)
    return name_of_the_worker(asked)


def as_the_title_says(asked: Chart) -> bytes:
    if asked.title == "fails":
        raise ValueError(asked.title)
    if asked.title == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    if asked.title == "never":
        time.sleep(3600)
    return name_of_the_worker(asked)


@asynccontextmanager
async def studio(drawing: Callable[[Chart], bytes], kept: int = 32, patience: float = 30) -> AsyncIterator[Studio]:
    opened = Studio(drawing, kept, patience)
    try:
        yield opened
    finally:
        await opened.close()


def worker(answer: bytes) -> int:
    return int(answer.split()[0])


def runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return " Z " not in Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except (ProcessLookupError, FileNotFoundError):
        return False


async def ended(pid: int) -> bool:
    """Whether a process is gone, or dead and not yet collected, within five seconds."""
    for _ in range(100):
        if not runs(pid):
            return True
        await asyncio.sleep(0.05)
    return False


async def test_a_radar_comes_back_as_a_png_and_the_parent_never_imports_matplotlib() -> None:
    code = (
        "import asyncio, sys\n"
        "from bot.render.studio import Studio\n"
        "from dialogs.chart import Chart, Ring, Series\n"
        "chart = Chart('É', '', ('A', 'B', 'C'), (Ring(3, '3'),), (Series('', (1, 2, None)),), '—')\n"
        "async def main():\n"
        "    studio = Studio()\n"
        "    png = await studio.picture(chart)\n"
        "    await studio.close()\n"
        "    assert png.startswith(b'\\x89PNG'), png[:9]\n"
        "if __name__ == '__main__':\n"
        "    asyncio.run(main())\n"
        "    assert not {'matplotlib', 'numpy', 'PIL'} & set(sys.modules)\n"
    )
    done = await asyncio.create_subprocess_exec(sys.executable, "-W", "error", "-c", code, cwd=ROOT)
    assert await done.wait() == 0


async def test_the_event_loop_goes_on_while_a_picture_is_drawn() -> None:
    async with studio(slowly) as drawn:
        asked = asyncio.create_task(drawn.picture(chart()))
        longest, last = 0.0, time.monotonic()
        while not asked.done():
            await asyncio.sleep(0.005)
            longest, last = max(longest, time.monotonic() - last), time.monotonic()
        assert worker(asked.result()) != os.getpid()
        assert longest < 0.25


async def test_a_chart_drawn_once_is_remembered() -> None:
    async with studio(name_of_the_worker) as drawn:
        assert await drawn.picture(chart()) == await drawn.picture(chart())
        assert await drawn.picture(chart("autre")) != await drawn.picture(chart())


async def test_the_picture_unused_for_longest_is_forgotten_first() -> None:
    async with studio(name_of_the_worker, kept=2) as drawn:
        first, second = await drawn.picture(chart("1")), await drawn.picture(chart("2"))
        assert await drawn.picture(chart("1")) == first
        await drawn.picture(chart("3"))
        assert await drawn.picture(chart("1")) == first
        assert await drawn.picture(chart("2")) != second


async def test_one_chart_asked_for_twice_at_once_is_drawn_once_by_one_worker() -> None:
    async with studio(slowly) as drawn:
        one, two, other = await asyncio.gather(*(drawn.picture(chart(title)) for title in ("a", "a", "b")))
        assert one == two != other
        assert worker(one) == worker(other)


async def test_who_stops_waiting_takes_the_picture_from_nobody() -> None:
    async with studio(slowly) as drawn:
        impatient, patient = (asyncio.create_task(drawn.picture(chart())) for _ in range(2))
        await asyncio.sleep(0.05)
        impatient.cancel()
        assert worker(await patient)
        assert impatient.cancelled()


async def test_a_drawing_that_fails_says_so_and_is_tried_anew_when_asked_again() -> None:
    async with studio(as_the_title_says) as drawn:
        for _ in range(2):
            with pytest.raises(PictureFailed) as failed:
                await drawn.picture(chart("fails"))
            assert isinstance(failed.value.__cause__, ValueError)
        assert await drawn.picture(chart())


async def test_a_killed_worker_is_replaced_and_nobody_notices() -> None:
    async with studio(as_the_title_says) as drawn:
        before = worker(await drawn.picture(chart("1")))
        os.kill(before, signal.SIGKILL)
        after = worker(await drawn.picture(chart("2")))
        assert after != before
        assert worker(await drawn.picture(chart("3"))) == after


async def test_a_worker_killed_while_it_draws_is_replaced_for_all_who_wait() -> None:
    async with studio(slowly) as drawn:
        before = worker(await drawn.picture(chart("0")))
        asked = [asyncio.create_task(drawn.picture(chart(title))) for title in "123"]
        await asyncio.sleep(0.2)
        os.kill(before, signal.SIGKILL)
        assert {worker(answer) for answer in await asyncio.gather(*asked)} - {before}


async def test_a_chart_that_kills_its_worker_fails_and_the_others_are_drawn() -> None:
    async with studio(as_the_title_says) as drawn:
        with pytest.raises(PictureFailed):
            await drawn.picture(chart("dies"))
        assert await drawn.picture(chart())


async def test_a_drawing_without_end_is_given_up_and_the_next_is_drawn() -> None:
    async with studio(as_the_title_says, patience=2) as drawn:
        before = worker(await drawn.picture(chart("0")))
        with pytest.raises(PictureFailed) as failed:
            await drawn.picture(chart("never"))
        assert isinstance(failed.value.__cause__, TimeoutError)
        assert await ended(before)
        assert worker(await drawn.picture(chart("1"))) != before


async def test_patience_is_for_drawing_and_not_for_waiting(caplog: pytest.LogCaptureFixture) -> None:
    async with studio(slowly, patience=2) as drawn:
        before = worker(await drawn.picture(chart("0")))
        answers = await asyncio.gather(*(drawn.picture(chart(f"{number} après")) for number in range(6)))
        assert {worker(answer) for answer in answers} == {before}
    assert not caplog.records


async def test_who_waits_behind_a_drawing_without_end_is_drawn() -> None:
    async with studio(as_the_title_says, patience=2) as drawn:
        stuck = asyncio.create_task(drawn.picture(chart("never")))
        answers = await asyncio.gather(*(drawn.picture(chart(str(number))) for number in range(3)))
        assert len({worker(answer) for answer in answers}) == 1
        with pytest.raises(PictureFailed):
            await stuck


async def test_when_too_many_charts_wait_one_more_fails_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.render.studio.WAITING", 4)
    async with studio(slowly) as drawn:
        waiting = [asyncio.create_task(drawn.picture(chart(str(number)))) for number in range(4)]
        await asyncio.sleep(0)
        began = time.monotonic()
        with pytest.raises(PictureFailed):
            await drawn.picture(chart("4"))
        assert time.monotonic() - began < 0.1
        again = asyncio.create_task(drawn.picture(chart("3")))
        assert len(await asyncio.gather(*waiting, again)) == 5
        assert await drawn.picture(chart("4"))


async def test_the_executors_thread_never_stumbles(caplog: pytest.LogCaptureFixture) -> None:
    """It would over a future that somebody cancelled (InvalidStateError), and over a loop that is closed."""
    stumbled: list[threading.ExceptHookArgs] = []
    before, threading.excepthook = threading.excepthook, stumbled.append
    try:
        for grace in (0, 0.1, 0.3, 0.5):
            drawn = Studio(as_the_title_says, patience=0.2)
            asked = [asyncio.create_task(drawn.picture(chart(title))) for title in ("never", "dies", *"1234567")]
            await asyncio.sleep(grace)
            asked[-1].cancel()
            await drawn.close()
            await asyncio.gather(*asked, return_exceptions=True)
    finally:
        threading.excepthook = before
    assert [thread for thread in threading.enumerate() if "Executor" in type(thread).__name__] == []
    assert stumbled == []
    assert not caplog.records


async def test_closing_a_studio_that_never_drew_starts_nothing() -> None:
    drawn = Studio()
    await drawn.close()
    await drawn.close()
    with pytest.raises(PictureFailed):
        await drawn.picture(chart())


async def test_closing_is_quick_when_the_worker_is_idle() -> None:
    drawn = Studio(name_of_the_worker)
    pid = worker(await drawn.picture(chart()))
    began = time.monotonic()
    await drawn.close()
    assert time.monotonic() - began < 1
    assert await ended(pid)


async def test_closing_kills_a_worker_that_does_not_end_and_fails_who_waits() -> None:
    drawn = Studio(as_the_title_says)
    pid = worker(await drawn.picture(chart()))
    waiting = [asyncio.create_task(drawn.picture(chart(title))) for title in ("never", "1", "2")]
    await asyncio.sleep(0.1)
    began = time.monotonic()
    await drawn.close()
    assert time.monotonic() - began < 2.5
    assert await ended(pid)
    for failed in await asyncio.gather(*waiting, return_exceptions=True):
        assert isinstance(failed, PictureFailed)


async def test_interrupting_the_program_does_not_end_the_worker_before_it_is_told() -> None:
    async with studio(name_of_the_worker) as drawn:
        pid = worker(await drawn.picture(chart("1")))
        os.kill(pid, signal.SIGINT)
        await asyncio.sleep(0.1)
        assert worker(await drawn.picture(chart("2"))) == pid


async def test_a_killed_program_leaves_no_worker_behind() -> None:
    code = (
        "import asyncio, multiprocessing, os, signal\n"
        "from bot.render.studio import PictureFailed, Studio\n"
        "from dialogs.chart import Chart\n"
        "async def main():\n"
        "    try:\n"
        "        await Studio().picture(Chart('', '', (), (), (), ''))\n"
        "    except PictureFailed:\n"
        "        print(multiprocessing.active_children()[0].pid, flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "if __name__ == '__main__':\n"
        "    asyncio.run(main())\n"
    )
    done = await asyncio.create_subprocess_exec(sys.executable, "-c", code, cwd=ROOT, stdout=subprocess.PIPE)
    told, _ = await done.communicate()
    assert await ended(int(told))
