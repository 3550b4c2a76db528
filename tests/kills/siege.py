"""A run: lives that end at random moments, a full disk, a storm of refusals; and what was found afterwards."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.botapi.client import Telegram, botapi
from tests.kills.books import Books, Reply, copied, read
from tests.kills.copies import copies, forgotten, sent
from tests.kills.crowd import Crowd
from tests.kills.model import compare
from tests.kills.program import Program

LONGEST_LIFE = 2.5
UNDER_WAY = 1.5
"""Seconds after which a new life has begun to answer."""

CALM = 3.0
"""Seconds without a call after which nothing is on its way: longer than a first radar is drawn, or a chat waits."""

SETTLING = 60.0
LAST_LOOKS = 3
WAIT, AWARE = 2, 0.3
"""What a refusal asks for; and the seconds from which a call after it is no longer one that was on its way already."""

REFUSED = {"kind": "status", "status": 429, "retry_after": WAIT}
STORM = ("*", "[!g]*")
"""What is refused: everything; then all that is said, while taps go on coming in."""

ERROR = re.compile(r"^.*\b(?:ERROR|CRITICAL)\b(.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Plan:
    """``full`` and ``storm`` are seconds, 0 for none."""

    kills: int = 200
    people: int = 20
    seed: int = 1
    full: float = 0.0
    storm: float = 0.0

    @property
    def longest(self) -> float:
        """Seconds after which something hangs."""
        return 180 + 4 * self.kills + 4 * self.full + 4 * self.storm


@dataclass
class Report:
    figures: dict[str, object] = field(default_factory=dict)
    breaches: list[str] = field(default_factory=list)

    def table(self) -> str:
        return "\n".join(f"{name:<44} {figure}" for name, figure in self.figures.items())


async def besiege(folder: Path, plan: Plan) -> Report:
    """Everything that is started here ends here, within ``plan.longest``."""
    async with asyncio.timeout(plan.longest), botapi(seed=plan.seed) as telegram:
        program = Program(folder, telegram.token, telegram.url)
        crowd = Crowd(telegram, await telegram.users(plan.people), plan.seed)
        siege = Siege(plan, telegram, program, crowd)
        try:
            await siege.run()
            return await siege.report()
        finally:
            await crowd.dismiss()
            await program.kill()


class Siege:
    def __init__(self, plan: Plan, telegram: Telegram, program: Program, crowd: Crowd) -> None:
        self.plan = plan
        self.telegram = telegram
        self.program = program
        self.crowd = crowd
        self.chance = random.Random(plan.seed)
        self.kills: list[float] = []
        self.breaches: list[str] = []
        self.replies: dict[int, Reply] = {}
        self.effective: list[int] = []
        self.unsettled: list[Counter[str]] = []
        self.books = Books({}, {}, {}, {}, {}, (), True)
        self.began = time.monotonic()
        self.struck = 0
        self._asked = 0.0

    async def run(self) -> None:
        await self.program.start()
        self.crowd.come()
        for _ in range(self.plan.kills):
            await asyncio.sleep(self.chance.uniform(0, LONGEST_LIFE))
            await self.kill()
        if self.plan.full:
            await self.run_full()
        if self.plan.storm:
            await self.run_storm()
        await asyncio.sleep(UNDER_WAY)
        await self.crowd.leave()
        await self.last_looks()

    async def kill(self) -> None:
        """kill -9 and restart at once; what the dead left is read from a copy beside the new life."""
        early = await self.program.kill()
        self.kills.append(time.time())
        if early is not None:
            self.breaches.append(f"life {self.program.lives} ended by itself with code {early}")
        confirmed, acknowledged = await self.shown()
        copy = copied(self.program.database, self.program.folder / "copy") if self.program.database.exists() else None
        await self.program.start()
        self.unsettled.append(Counter())
        if copy is not None:
            self.inspect(await asyncio.to_thread(read, copy), confirmed, acknowledged)

    async def shown(self) -> tuple[int, set[str]]:
        """How many updates the program confirmed in all, and the taps that it acknowledged lately."""
        now = time.time()
        counted, toasts = await self.telegram.batch([("counters", {}), ("toasts", {"since": self._asked})])
        self._asked = now
        return counted["pushed"] - counted["pending"] - counted["expired"], {toast["query"] for toast in toasts}

    def inspect(self, books: Books, confirmed: int, acknowledged: set[str]) -> None:
        """Whatever was confirmed or acknowledged is in the file of the dead."""
        first = min(self.crowd.taps.keys() | books.events.keys(), default=0)
        gone = set(range(first, first + confirmed)) - books.events.keys()
        if gone:
            self.breaches.append(
                f"kill {len(self.kills)}: {len(gone)} updates confirmed and not kept: {sorted(gone)[:5]}"
            )
        numbers = {tap.query: update for update, tap in self.crowd.taps.items() if tap.query in acknowledged}
        unkept = [update for update in numbers.values() if update not in books.events]
        if unkept:
            self.breaches.append(f"kill {len(self.kills)}: acknowledged and not kept: {sorted(unkept)[:5]}")
        self.unsettled[-1].update(it.address for it in books.replies.values() if it.state != "taken")
        self.effective.append(len(books.events) - len(self.books.events))
        self.learn(books)

    def learn(self, books: Books) -> None:
        if not books.sound:
            self.breaches.append(f"kill {len(self.kills)}: the file is damaged")
        self.books = books
        self.replies |= books.replies

    async def run_full(self) -> None:
        """Room returns to the same process; then again, and the process is killed while there is none."""
        for lifted in (True, False):
            for _ in range(10):  # a machine that is busy starts it later
                await asyncio.sleep(UNDER_WAY)
                if self.program.log.exists():
                    break
            self.program.fill()
            await asyncio.sleep(self.plan.full)
            if lifted:
                self.program.free()
                await asyncio.sleep(UNDER_WAY)
            else:
                await self.kill()

    async def run_storm(self) -> None:
        """Every call is refused for a while; a life that began before must wait as long as it is told."""
        await asyncio.sleep(UNDER_WAY)
        for methods in STORM:
            await self.telegram.faults(REFUSED | {"method": methods, "seed": self.plan.seed})
            await asyncio.sleep(self.plan.storm / len(STORM))
            self.struck += sum(fault["struck"] for fault in await self.telegram.calm())

    async def last_looks(self) -> None:
        """Quiet, a clean stop; once more, for what may not have arrived is shown at the next visit."""
        for _ in range(LAST_LOOKS):
            await self.telegram.settled(within=SETTLING)
            await self.crowd.look_in()
            await self.telegram.settled(CALM, SETTLING)
            code = await self.program.stop()
            if code != 0:
                self.breaches.append(f"a clean stop ended with code {code}")
            self.learn(read(copied(self.program.database, self.program.folder / "copy")))
            if all(reply.state == "taken" for reply in self.books.replies.values()):
                return
            await self.program.start()
        await self.program.stop()
        left = Counter(reply.state for reply in self.books.replies.values())
        self.breaches.append(f"replies that nobody has seen: {dict(left)}")

    async def report(self) -> Report:
        counted = await self.telegram.counters()
        found = compare(self.crowd.taps, self.books)
        sends, edits = await self.telegram.calls("send*"), await self.telegram.calls("editMessageText")
        messages, known = sent(sends), {reply.ref for reply in self.replies.values() if reply.ref}
        erased = (self.replies[line] for line in self.replies.keys() - self.books.replies.keys())
        known |= forgotten(messages, known, Counter(it.address for it in erased if it.ref is None))
        extra = copies(messages, known, self.kills, self.unsettled)
        early = await self.telegram.violations()
        violations = [it for it in early if it["early"] < WAIT - AWARE]
        said = self.program.said()
        refused = said.count("nothing of ")
        self.breaches += [*extra.breaches, *await self.unseen()]
        self.breaches += [f"{len(found.lost)} updates lost: {found.lost[:5]}"] if found.lost else []
        self.breaches += [*found.doubled[:5], *found.wrong[:5]]
        self.breaches += [f"set aside: {fault}" for fault in self.books.set_aside]
        self.breaches += [f"before a deadline: {violation}" for violation in violations[:5]]
        self.breaches += ["a traceback in the log"] if "Traceback" in said else []
        self.breaches += ["the token in the log"] if self.telegram.token.partition(":")[2] in said else []
        self.breaches += [f"{counted['expired']} taps expired: the run was too slow"] if counted["expired"] else []
        self.breaches += ["the disk was never full"] if self.plan.full and not refused else []
        taps = self.crowd.taps.values()
        figures: dict[str, object] = {
            "seed": self.plan.seed,
            "kills": len(self.kills),
            "kills after which events had been kept": sum(many > 0 for many in self.effective),
            "people": self.plan.people,
            "taps (of them answers)": f"{_many(tap.press for tap in taps)}"
            f" ({_many(tap.press.startswith('answer:') for tap in taps)})",
            "updates, each kept once": f"{len(self.crowd.taps)}, {len(self.books.events)}",
            "opinions": len(self.books.opinions),
            "lost": len(found.lost),
            "doubled": len(found.doubled),
            "answers other than the last tap": len(found.wrong),
            "set aside": len(self.books.set_aside),
            "new messages (of them radars)": f"{len(messages)} ({_many(c['method'] == 'sendPhoto' for c in sends)})",
            "extra copies: screens, radars": f"{extra.screens}, {extra.radars}",
            "extra copies a kill: mean, most": f"{extra.total / max(1, len(self.kills)):.3f},"
            f" {max(extra.by_kill.values(), default=0)}",
            "edits (of them repeated)": f"{len(edits)} ({_many('not modified' in it['description'] for it in edits)})",
            "calls before a deadline (on their way then)": f"{len(violations)} ({len(early) - len(violations)})",
            "seconds": round(time.monotonic() - self.began),
        }
        if self.plan.full:
            figures["batches that the full disk refused"] = refused
        if self.plan.storm:
            figures["calls answered 429"] = self.struck
        errors = Counter(re.sub(r"\d+", "N", line).strip() for line in ERROR.findall(said))
        figures |= {f"log: {line}": many for line, many in errors.most_common(5)}
        return Report(figures, self.breaches)

    async def unseen(self) -> list[str]:
        """Everybody's newest screen is the living one."""
        living = {reply.address: reply.ref for reply in self.books.replies.values() if reply.live}
        wrong = []
        for user in self.crowd.users:
            screens = [str(it.id) for it in await user.sees() if it.by_bot and it.buttons]
            if screens[-1:] != [living.get(str(user.id))]:
                wrong.append(f"{user.id} sees {screens[-1:]} and not {living.get(str(user.id))}")
        return wrong


def _many(these: Any) -> int:
    return sum(map(bool, these))
