"""People who tap at random moments, on buttons that they see, some of them twice; and what exactly they tapped."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass

from tests.botapi.client import Telegram, User
from tests.botapi.seen import Message

GRIDS = ("grid:paliers-etablissement", "grid:numea")
ROADS = frozenset({"menu", "results", "actions", "recap", "more", "ask_again", "resume", "later", "pause", "meaning"})
VERBS = frozenset({"answer", "domain", "ask", "pass", "before", "page"})
"""What is tapped: all that leads to answers. Nobody erases, since a model of what is left would be the program's."""

ONWARD = frozenset({"domain", "go:resume", "go:later"})
DOUBLED, LOOKING_BACK, ANSWERING = 0.1, 0.05, 0.85


@dataclass(frozen=True, slots=True)
class Tap:
    """One update of the queue; ``press`` is empty for a text. ``query`` is known for the last of a doubled tap."""

    person: int
    press: str = ""
    query: str = ""


class Crowd:
    def __init__(self, telegram: Telegram, users: list[User], seed: int) -> None:
        self.telegram = telegram
        self.users = users
        self.taps: dict[int, Tap] = {}  # by the number of their update: in the order in which they are delivered
        self._chances = {user.id: random.Random(f"{seed}:{number}") for number, user in enumerate(users)}
        self._going: list[asyncio.Task[None]] = []
        self._leaving = asyncio.Event()

    def come(self) -> None:
        self._going = [asyncio.create_task(self._live(user)) for user in self.users]

    async def leave(self) -> None:
        """Everybody finishes the tap under way. Raises what went wrong with anybody."""
        self._leaving.set()
        await asyncio.gather(*self._going)

    async def dismiss(self) -> None:
        """At the end of a run that failed."""
        for task in self._going:
            task.cancel()
        await asyncio.gather(*self._going, return_exceptions=True)

    async def look_in(self) -> None:
        """Everybody comes by once more, and wants to go on."""
        for user in self.users:
            await self._say(user, "/reprendre")

    async def _live(self, user: User) -> None:
        chance = self._chances[user.id]
        await asyncio.sleep(chance.uniform(0, 1))
        await self._say(user, "/start")
        newest = 0
        while not self._leaving.is_set():
            await asyncio.sleep(chance.uniform(0.1, 1.5))
            back = chance.random() < LOOKING_BACK
            screens = [it for it in await user.sees(since=0 if back else newest - 1) if it.by_bot and it.buttons]
            if not screens:
                continue
            newest = screens[-1].id
            await self._tap(user, chance.choice(screens) if back else screens[-1], chance)

    async def _say(self, user: User, text: str) -> None:
        said = await self.telegram.ask("write", user=user.id, text=text)
        self.taps[said["update"]] = Tap(user.id)

    async def _tap(self, user: User, screen: Message, chance: random.Random) -> None:
        press = chosen([button["callback_data"] for row in screen.buttons for button in row], chance)
        if not press:
            return
        times = 2 if chance.random() < DOUBLED else 1
        done = await user.taps(message=screen.id, data=press, times=times)
        for early in range(1, times):
            self.taps[done["update"] - early] = Tap(user.id, press)
        self.taps[done["update"]] = Tap(user.id, press, done["query"])


def chosen(presses: list[str], chance: random.Random) -> str:
    """Mostly an answer, where the screen has some; else mostly what leads to one."""
    if GRIDS[0] in presses:
        return chance.choice([GRIDS[0], GRIDS[0], "go:catalogue"]) if "go:catalogue" in presses else GRIDS[1]
    answers = [press for press in presses if press.startswith("answer:")]
    if answers and chance.random() < ANSWERING:
        return chance.choice(answers)
    others = [press for press in presses if _wanted(press)]
    weights = [6 if press.partition(":")[0] in ONWARD or press in ONWARD else 1 for press in others]
    return chance.choices(others, weights)[0] if others else ""


def _wanted(press: str) -> bool:
    verb, _, rest = press.partition(":")
    return verb in VERBS or (verb == "go" and rest in ROADS)
