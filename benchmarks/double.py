"""The Bot API double of the tests, with a crowd in it: people who tap again as soon as they are answered.

``python -m benchmarks.double`` takes what ``python -m tests.botapi`` takes. Everybody has one tap under way: the next
one comes when both calls of the last one have arrived, the edited message and the acknowledged tap. The crowd lives in
the double's own process, so that nothing else is in the way of a bot at saturation.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.botapi import people
from tests.botapi.__main__ import main
from tests.botapi.control import operation
from tests.botapi.parameters import Parameters
from tests.botapi.server import METHODS, Double, Method
from tests.botapi.state import Message, World

Json = dict[str, Any]
BEAT = 0.002
LEVELS = 4
"""An answer is one of 0 to 3."""


@dataclass(slots=True)
class Tapper:
    """One person: the domain opened, its questions answered but the last (the radar is another figure), the next
    domain; then old buttons, which correct what was answered.
    """

    user: int
    message: int
    campaign: str
    step: int = 0
    edited: bool = True
    answered: bool = True
    tapped: float = 0.0
    last: tuple[str, int] | None = None
    said: dict[str, int] = field(default_factory=dict)


class Crowd:
    def __init__(self) -> None:
        self.people: dict[int, Tapper] = {}
        self.path: list[tuple[str, str]] = []
        self.questions: list[str] = []
        self.done = 0
        self.going = False
        self.edits: list[float] = []
        self.pacing: asyncio.Task[None] | None = None

    def call(self, world: World, somebody: Tapper) -> None:
        """The next tap. A value is kept as said once its screen has come."""
        somebody.edited = somebody.answered = False
        somebody.tapped = time.perf_counter()
        if somebody.step < len(self.path):
            kind, name = self.path[somebody.step]
        else:
            kind, name = "answer", self.questions[(somebody.step - len(self.path)) % len(self.questions)]
        data, somebody.last = f"{kind}:{somebody.campaign}:{name}", None
        if kind == "answer":
            value = (somebody.said.get(name, somebody.user % LEVELS) + 1) % LEVELS
            data, somebody.last = f"{data}:{value}", (name, value)
        somebody.step += 1
        people.tap(world, somebody.user, data=data, message=somebody.message)

    def moved(self, world: World, somebody: Tapper) -> None:
        if not (somebody.edited and somebody.answered):
            return
        self.done += 1
        if somebody.last is not None:
            somebody.said[somebody.last[0]] = somebody.last[1]
            somebody.last = None
        if self.going:
            self.call(world, somebody)


CROWD = Crowd()


def edited(method: Method) -> Method:
    def edit(world: World, asked: Parameters) -> Any:
        result = method(world, asked)
        somebody = CROWD.people.get(asked.integer("chat_id"))
        if somebody is not None and not somebody.edited:
            somebody.edited = True
            CROWD.edits.append(time.perf_counter() - somebody.tapped)
            CROWD.moved(world, somebody)
        return result

    return edit


def acknowledged(method: Method) -> Method:
    def acknowledge(world: World, asked: Parameters) -> Any:
        query = world.queries.get(asked.text("callback_query_id"))
        result = method(world, asked)
        somebody = CROWD.people.get(query.person.id) if query else None
        if somebody is not None and not somebody.answered:
            somebody.answered = True
            CROWD.moved(world, somebody)
        return result

    return acknowledge


for _name, _around in (("editmessagetext", edited), ("answercallbackquery", acknowledged)):
    _said, _method = METHODS[_name]
    assert _method is not None
    METHODS[_name] = (_said, _around(_method))


def named(message: Message) -> str:
    """The campaign that the buttons name."""
    rows = (message.inline or {}).get("inline_keyboard", [])
    words = [button.get("callback_data", "").split(":") for row in rows for button in row]
    return str(next(each[1] for each in words if len(each) > 2))


@operation
def gather(double: Double, users: list[int], path: list[tuple[str, str]]) -> Json:
    """The crowd before the newest message of the bot; ``path`` is the kind and the name of each tap."""
    world, CROWD.people = double.world, {}
    CROWD.path = [(kind, name) for kind, name in path]
    CROWD.questions = [name for kind, name in CROWD.path if kind == "answer"]
    CROWD.done, CROWD.edits = 0, []
    for user in users:
        said = world.chats[user].messages.values()
        shown = next(message for message in reversed(said) if message.sender is world.me and message.inline)
        CROWD.people[user] = Tapper(user, shown.id, named(shown))
    return {"people": len(CROWD.people)}


@operation
def go(double: Double) -> Json:
    CROWD.going = True
    for somebody in CROWD.people.values():
        CROWD.call(double.world, somebody)
    return {}


@operation
def campaign(double: Double, user: int) -> str:
    """The campaign that somebody's newest screen names."""
    said = double.world.chats[user].messages.values()
    return named(next(message for message in reversed(said) if message.sender is double.world.me and message.inline))


@operation
def pace(double: Double, rate: float, seconds: float) -> Json:
    """So many taps a second for so long, each by somebody who has been answered; returns at once."""
    CROWD.going = False
    CROWD.pacing = asyncio.get_running_loop().create_task(pacing(double.world, rate, seconds))
    return {}


async def pacing(world: World, rate: float, seconds: float) -> None:
    began = time.monotonic()
    crowd = list(CROWD.people.values())
    for number in range(int(rate * seconds)):
        await asyncio.sleep(max(0.0, began + number / rate - time.monotonic()))
        somebody = crowd[number % len(crowd)]
        if somebody.edited and somebody.answered:
            CROWD.call(world, somebody)


@operation
def halt(_: Double) -> Json:
    """What is under way is still answered."""
    CROWD.going = False
    return {}


@operation
async def reach(double: Double, taps: int, within: float) -> Json:
    """Waits until so many taps were answered, or for so long."""
    end = time.monotonic() + within
    for _ in count():
        if CROWD.done >= taps or time.monotonic() >= end:
            break
        await asyncio.sleep(BEAT)
    return dict(tally(double))


@operation
def tally(double: Double) -> Json:
    return {"taps": CROWD.done, "calls": dict(double.world.journal.count), "edits": len(CROWD.edits)}


@operation
def waits(_: Double, since: int = 0) -> list[float]:
    """Seconds from each tap to its edit."""
    return CROWD.edits[since:]


@operation
def said(_: Double) -> Json:
    """What each person answered, as far as its screen has come; and what was under way."""
    return {str(user): {"campaign": it.campaign, "said": it.said, "last": it.last} for user, it in CROWD.people.items()}


if __name__ == "__main__":
    main()
