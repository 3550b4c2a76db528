"""One contender at a time before the double: started, brought to its crowd, watched at saturation, ended by its id."""

from __future__ import annotations

import contextlib
import gc
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from benchmarks import screens

ROOT = Path(__file__).resolve().parents[1]
TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
GRACE = 8.0
START = 60.0
BARE, AIO, PICKLED, AIOGRAM, OURS = "ptb", "ptb over our request", "pickled", "aiogram", "ours"
"""The contenders, by the names that the figures use: (a), (b), (c), (d) and the durable road."""

PROGRAMS = {
    BARE: ("benchmarks.contenders.ptb", {}),
    AIO: ("benchmarks.contenders.ptb", {"aio": True}),
    PICKLED: ("benchmarks.contenders.pickled", {}),
    AIOGRAM: ("benchmarks.contenders.aio", {}),
    OURS: ("benchmarks.contenders.ours", {}),
}


class Failed(Exception):
    """A contender did not do what is measured."""


def pin(process: int, core: int) -> None:
    """On its own core, where the system lets anybody choose and there are two."""
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0)) if core == 0 else sorted(range(os.cpu_count() or 1))
        with contextlib.suppress(OSError):
            os.sched_setaffinity(process, {cores[core % len(cores)]})


def habitual() -> dict[str, str]:
    """The environment in which Python keeps what it has compiled, as it does for anybody's second start."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def family(process: int) -> list[int]:
    """A process and all that it has started, in so far as they run."""
    found = [process]
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in task.read_text().split():
                found += family(int(child))
    return found


def cpu(process: int) -> float:
    """Seconds of CPU that the kernel has counted: every thread, every child, ended ones included once waited for."""
    spent = 0
    for one in family(process):
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            spent += sum(map(int, fields[11:15])) if one == process else sum(map(int, fields[11:13]))
    return spent / TICK


def resident(process: int) -> float:
    """Megabytes in memory, shared pages shared out (PSS), children included."""
    total = 0
    for one in family(process):
        with contextlib.suppress(OSError):
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
            total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


@dataclass
class Telegram:
    """The double with its crowd."""

    process: subprocess.Popen[bytes]
    port: int
    token: str

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, operation: str, **body: Any) -> Any:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request("POST", f"/control/{operation}", json.dumps(body))
            response = connection.getresponse()
            answer = json.loads(response.read())
        finally:
            connection.close()
        if response.status != 200:
            raise Failed(f"{operation}: {answer}")
        return answer

    def settle(self, within: float = 60.0) -> None:
        found = self.ask("settled", calm_for=0.15, within=within)
        if not found["settled"]:
            raise Failed(f"not settled: {found}")


@dataclass
class Bout:
    """What was seen of one contender: ``taps`` in ``seconds`` for ``cpu`` seconds of its CPU.

    ``calls`` a tap are those of the whole run, from before the first tap until everything was answered.
    """

    taps: int
    seconds: float
    cpu: float
    double_cpu: float
    calls: float
    waits: list[float] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    totals: dict[str, int] = field(default_factory=dict)
    values: int = 0

    @property
    def cost(self) -> float:
        """Milliseconds of CPU a tap."""
        return 1000 * self.cpu / self.taps

    @property
    def rate(self) -> float:
        return self.taps / self.seconds

    @property
    def busy(self) -> float:
        """The share of a core that the contender used: near 1 at saturation."""
        return self.cpu / self.seconds


@dataclass(frozen=True)
class Course:
    """``dropped`` taps, then ``taps`` are measured, or as many as come in ``seconds``."""

    chats: int
    dropped: int = 500
    taps: int = 3000
    seconds: float = 4.0
    delay: float = 0.0


class Arena:
    """Everything a figure needs: the double, the places, how many pairs."""

    def __init__(self, pairs: int, aiogram: Path | None, profile: Path | None = None) -> None:
        self.pairs = pairs
        self.aiogram = aiogram
        self.profile = profile
        self.work = ROOT / ".bench"  # beside the code: a real disk, where /tmp may be memory
        self.work.mkdir(exist_ok=True)
        (self.work / ".gitignore").write_text("*\n", encoding="ascii")
        self.place = Path(tempfile.mkdtemp(dir=self.work))
        self.screens = self.place / "screens.json"
        screens.write(self.screens)

    def close(self) -> None:
        shutil.rmtree(self.place, ignore_errors=True)

    def contenders(self, *names: str) -> list[str]:
        """Those that can run here."""
        return [name for name in names if name != AIOGRAM or self.aiogram is not None]

    # ------------------------------------------------------------------------------------------------- processes

    @contextlib.contextmanager
    def telegram(self) -> Iterator[Telegram]:
        command = [sys.executable, "-m", "benchmarks.double", "--quiet", "--leash"]
        process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603
        pin(process.pid, 0)
        try:
            assert process.stdout is not None
            said = json.loads(process.stdout.readline())
            yield Telegram(process, said["port"], said["token"])
        finally:
            end(process)

    @contextlib.contextmanager
    def contender(
        self, name: str, telegram: Telegram, place: Path, options: Mapping[str, Any] | None = None
    ) -> Iterator[subprocess.Popen[bytes]]:
        module, usual = PROGRAMS[name]
        python = str(self.aiogram) if name == AIOGRAM and self.aiogram else sys.executable
        told = {
            "url": telegram.url,
            "token": telegram.token,
            "place": str(place),
            "options": {**usual, **(options or {})},
            "screens": str(self.screens),
        }
        with (place / "log").open("wb") as log:
            process = subprocess.Popen(  # noqa: S603
                [python, "-m", module, json.dumps(told)],
                cwd=ROOT,
                env=habitual(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
            )
            pin(process.pid, 1)
            try:
                yield process
            finally:
                end(process)

    # ----------------------------------------------------------------------------------------------------- a bout

    def bout(self, name: str, course: Course, options: Mapping[str, Any] | None = None) -> Bout:
        """One contender from its start to its end; its answers read back where it kept any."""
        place = Path(tempfile.mkdtemp(dir=self.place))
        with self.telegram() as telegram, self.contender(name, telegram, place, options) as process:
            try:
                users = self.invite(telegram, course.chats, ours=name == OURS)
                seen = self._watch(telegram, process, users, course, counting=bool(options and options.get("counting")))
            except (Failed, OSError, KeyError, StopIteration) as error:
                log = (place / "log").read_text(encoding="utf-8", errors="replace")[-1500:]
                raise Failed(f"{name}: {type(error).__name__} {error}\n{log}") from error
            said = telegram.ask("said")
        if name == OURS:
            seen.values = read_back(place / "palier.db", said)
        elif name == PICKLED:
            seen.values = unpickled(place / "pickle", said)
        shutil.rmtree(place, ignore_errors=True)
        return seen

    def invite(self, telegram: Telegram, chats: int, ours: bool) -> list[int]:
        """People who have begun: everybody sees a question, or the menu of domains."""
        made = telegram.ask("batch", steps=[["user", {"first_name": f"N{n}", "language": "fr"}] for n in range(chats)])
        users = [one["id"] for one in made]
        polled = time.monotonic() + START
        while not telegram.ask("tally")["calls"].get("getUpdates"):
            if time.monotonic() > polled:
                raise Failed("it never polled")
            time.sleep(0.05)
        telegram.ask("batch", steps=[["write", {"user": user, "text": "/start"}] for user in users])
        telegram.settle()
        if ours:
            press = f"grid:{screens.GRID}"
            telegram.ask("batch", steps=[["tap", {"user": user, "data": press}] for user in users])
            telegram.settle()
        return users

    def _watch(
        self, telegram: Telegram, process: subprocess.Popen[bytes], users: Sequence[int], course: Course, counting: bool
    ) -> Bout:
        telegram.ask("gather", users=list(users), path=screens.path())
        if course.delay:
            telegram.ask("faults", scripts=[{"kind": "delay", "seconds": course.delay}])
        begun = telegram.ask("tally")
        telegram.ask("go")
        patience = max(30.0, 10 * course.seconds)
        warm = telegram.ask("reach", taps=course.dropped, within=patience)
        if warm["taps"] < course.dropped:
            raise Failed(f"only {warm['taps']} of {course.dropped} taps in {patience} s")
        before = self._sample(telegram, process, counting)
        telegram.ask("reach", taps=before[0]["taps"] + course.taps, within=course.seconds)
        after = self._sample(telegram, process, counting)
        waits = telegram.ask("waits", since=before[0]["edits"])
        telegram.ask("halt")
        telegram.ask("calm")
        telegram.settle()
        ended = telegram.ask("tally")
        return Bout(
            taps=after[0]["taps"] - before[0]["taps"],
            seconds=after[1] - before[1],
            cpu=after[2] - before[2],
            double_cpu=after[3] - before[3],
            calls=(calls(ended) - calls(begun)) / (ended["taps"] - begun["taps"]),
            waits=waits[: after[0]["edits"] - before[0]["edits"]],
            totals=after[4],
            counts={name: number - before[4].get(name, 0) for name, number in after[4].items()},
        )

    def _sample(
        self, telegram: Telegram, process: subprocess.Popen[bytes], counting: bool
    ) -> tuple[dict[str, Any], float, float, float, dict[str, int]]:
        counts: dict[str, int] = {}
        if counting:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(b"counts\n")
            process.stdin.flush()
            counts = json.loads(process.stdout.readline())
        tally = telegram.ask("tally")
        return tally, time.perf_counter(), cpu(process.pid), cpu(telegram.process.pid), counts

    # ------------------------------------------------------------------------------------------------------ pairs

    def rounds(self, names: Sequence[str], course: Course) -> list[dict[str, Bout]]:
        """Every contender once a round, in turn and then the other way round (ABBA)."""
        told = []
        for number in range(self.pairs):
            order = names if number % 2 == 0 else tuple(reversed(names))
            seen = {}
            for name in order:
                gc.collect()
                seen[name] = self.bout(name, course)
                one = seen[name]
                note(
                    f"  {number + 1}/{self.pairs} {name}: {one.cost:.2f} ms CPU a tap, {one.rate:.0f} taps/s, "
                    f"{one.busy:.2f} of its core, double {one.double_cpu / one.seconds:.2f} of its own, {one.taps} taps"
                )
            told.append(seen)
        return told


def ratios(rounds: Sequence[Mapping[str, Bout]], one: str, other: str, what: str) -> list[float]:
    return [getattr(seen[one], what) / getattr(seen[other], what) for seen in rounds]


def middle(values: Sequence[float]) -> tuple[float, str]:
    """The median, and the range of the pairs."""
    return statistics.median(values), f"{min(values):.3g}–{max(values):.3g} ({len(values)})"


def calls(tally: Mapping[str, Any]) -> int:
    """All but the polls."""
    return sum(number for method, number in tally["calls"].items() if method != "getUpdates")


def note(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()


def read_back(path: Path, said: Mapping[str, Any]) -> int:
    """How many answers the file holds as they were given; raises Failed for a wrong or missing one."""
    import sqlite3

    with contextlib.closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("select campaign, question, answer from opinions").fetchall()
    kept = {(campaign, question): int(answer) for campaign, question, answer in rows}
    return compare(
        {(one["campaign"], question): value for one in said.values() for question, value in one["said"].items()},
        kept,
    )


def unpickled(path: Path, said: Mapping[str, Any]) -> int:
    import pickle

    kept = pickle.loads(path.read_bytes())["user_data"]  # noqa: S301 - our own file
    return compare(
        {(user, question): value for user, one in said.items() for question, value in one["said"].items()},
        {(str(user), question): value for user, answers in kept.items() for question, value in answers.items()},
    )


def compare(wanted: Mapping[tuple[str, str], int], kept: Mapping[tuple[str, str], int]) -> int:
    wrong = {key: (value, kept.get(key)) for key, value in wanted.items() if kept.get(key) != value}
    if wrong:
        raise Failed(f"{len(wrong)} of {len(wanted)} answers read back wrong: {list(wrong.items())[:3]}")
    return len(wanted)


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])
