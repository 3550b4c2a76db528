"""The test's side of the double: ``POST /control/<operation>`` with a JSON object, answered in JSON."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import orjson
from aiohttp import web

from tests.botapi import people, profile, sight
from tests.botapi.faults import of_json
from tests.botapi.parameters import Parameters
from tests.botapi.refusals import Cut, Refusal
from tests.botapi.state import World
from tests.botapi.updates import MESSAGE_LIFE, TAP_LIFE

if TYPE_CHECKING:
    from tests.botapi.server import Double

Json = dict[str, Any]
Operation = Callable[..., Any]
BEAT = 0.01
OPERATIONS: dict[str, Operation] = {}
PEOPLE: dict[str, Operation] = {
    "user": people.create,
    "group": people.group,
    "write": people.write,
    "send": people.send,
    "rewrite": people.rewrite,
    "erase": people.erase,
    "tap": people.tap,
    "block": people.block,
    "delete_account": people.delete_account,
    "place_bot": people.place_bot,
    "join": people.join,
    "migrate": people.migrate,
}


def operation(do: Operation) -> Operation:
    OPERATIONS[do.__name__] = do
    return do


async def control(double: Double, request: web.BaseRequest, name: str) -> web.Response:
    body = await request.read()
    try:
        result = perform(double, name, orjson.loads(body) if body else {})
        if inspect.isawaitable(result):
            result = await result
    except (people.Impossible, Refusal, TypeError, ValueError, KeyError, IndexError) as wrong:
        problem = {"error": f"{type(wrong).__name__}: {wrong}"}
        return web.Response(body=orjson.dumps(problem), status=400, content_type="application/json")
    return web.Response(body=orjson.dumps(result), content_type="application/json")


def perform(double: Double, name: str, body: Json) -> Any:
    if name in PEOPLE:
        return PEOPLE[name](double.world, **body)
    if name not in OPERATIONS:
        raise people.Impossible(f"no operation {name!r} among {', '.join([*PEOPLE, *OPERATIONS])}")
    return OPERATIONS[name](double, **body)


@operation
def batch(double: Double, steps: list[tuple[str, Json]]) -> list[Any]:
    """Many operations in one request: for benchmarks, and for what must happen at once."""
    if any(name == "settled" for name, _ in steps):
        raise people.Impossible("settled waits; it is an operation of its own")
    return [perform(double, name, body) for name, body in steps]


@operation
def sees(double: Double, chat: int, since: int = 0, also_deleted: bool = False) -> list[Json]:
    where = double.world.chats.get(chat)
    return sight.of(double.world, where, since, also_deleted) if where else []


@operation
def toasts(double: Double, user: int = 0, since: float = 0.0) -> list[Json]:
    """The taps that were answered, with what the person read."""
    return [toast for toast in double.world.toasts if user in (0, toast["user"]) and toast["at"] >= since]


@operation
def taps(double: Double) -> Json:
    """How many taps were answered, wait still, or were left until too late."""
    now, counted = double.world.clock.now(), {"answered": 0, "waiting": 0, "expired": 0}
    for query in double.world.queries.values():
        state = "answered" if query.answered else "expired" if now - query.at > TAP_LIFE else "waiting"
        counted[state] += 1
    return counted


@operation
def calls(double: Double, method: str = "*", since: int = 0, last: int = 0) -> list[Json]:
    found = [call.shape() for call in double.world.journal.of(method, since)]
    return found[-last:] if last else found


@operation
def counters(double: Double) -> Json:
    world, queue = double.world, double.world.queue
    return {
        "calls": world.journal.count,
        "answers": {str(code): number for code, number in world.journal.answers.items()},
        "violations": len(world.journal.violations),
        "pending": len(queue.events),
        "pushed": queue.pushed,
        "dropped": queue.dropped,
        "expired": queue.expired,
        "last_call": world.journal.number,
    }


@operation
def violations(double: Double) -> list[Json]:
    return double.world.journal.violations


@operation
def renew(double: Double) -> None:
    double.renew()


@operation
def forget(double: Double) -> None:
    """The journal starts again; people and chats stay."""
    double.world.journal.forget()
    double.world.toasts.clear()


@operation
def menu(double: Double, user: int, chat: int | None = None, language: str | None = None) -> list[Json]:
    """The commands that somebody is offered there, in their language."""
    world = double.world
    somebody = people.person(world, user)
    where = people.place(world, somebody, chat)
    return profile.menu(world, where, user, somebody.language_code if language is None else language)


@operation
def commands(double: Double) -> list[Json]:
    """Every list that was registered."""
    listed = double.world.commands.items()
    return [{"scope": scope, "language": code, "commands": these} for (scope, code), these in listed]


@operation
def clock(double: Double, now: float | None = None, speed: float | None = None, advance: float = 0.0) -> Json:
    """Speed 1 is real time, 0 a clock that only a test moves."""
    double.world.clock.set(now, speed)
    double.world.clock.advance(advance)
    return {"now": double.world.clock.now(), "speed": double.world.clock.speed}


@operation
def settings(double: Double, **wanted: Any) -> Json:
    """``limits``, ``burst``, ``quiet``, ``forgetting``, ``patient``, ``token``."""
    world: World = double.world
    known: dict[str, tuple[Any, str]] = {
        "limits": (world.limits, "on"),
        "burst": (world.limits, "burst"),
        "quiet": (world, "quiet"),
        "forgetting": (world.queue, "forgetting"),
        "patient": (world.queue, "patient"),
        "token": (world, "token"),
    }
    for name, value in wanted.items():
        holder, attribute = known[name]
        setattr(holder, attribute, value)
    world.journal.quiet = world.quiet
    if "limits" in wanted:
        world.limits.reset()
    return {name: getattr(holder, attribute) for name, (holder, attribute) in known.items()}


@operation
def update(double: Double, content: Json | None = None, raw: str = "", life: float = MESSAGE_LIFE) -> Json:
    """An update that nobody would send: any fields, or any text (``%d`` stands for its id), even no JSON at all."""
    body = raw.encode() if content is None else b'{"update_id":%d,' + orjson.dumps(content)[1:]
    double.world.journal.stir()
    return {"update": double.world.queue.raw(body.replace(b",}", b"}") if content == {} else body, life)}


@operation
def reset_ids(double: Double, next_id: int | None = None) -> Json:
    """As after a week without updates: the next one bears another id."""
    return {"next": double.world.queue.restart(next_id)}


@operation
def faults(double: Double, scripts: list[Json]) -> None:
    double.faults.scripts.extend(of_json(script) for script in scripts)


@operation
def calm(double: Double) -> list[Json]:
    """No more faults; what each of them struck."""
    struck = [{"method": f.method, "kind": f.name, "struck": f.struck} for f in double.faults.scripts]
    double.faults.scripts.clear()
    return struck


@operation
def cut(double: Double) -> None:
    """The pending getUpdates loses its connection."""
    double.world.queue.end_poll(Cut())


@operation
async def settled(double: Double, calm_for: float = 0.1, within: float = 10.0) -> Json:
    """Waits until every update is confirmed, no call runs, and nothing has moved for a while."""
    world, end = double.world, asyncio.get_running_loop().time() + within
    while True:
        world.queue.purge()
        waiting, running = len(world.queue.events), world.journal.running
        if not waiting and not running and world.journal.calm_for() >= calm_for:
            return {"settled": True}
        if asyncio.get_running_loop().time() > end:
            return {"settled": False, "unconfirmed": waiting, "running": running}
        await asyncio.sleep(BEAT)


@operation
def call(double: Double, method: str, **params: Any) -> Any:
    """A method of the Bot API without its HTTP, as the bot that it is."""
    from tests.botapi.server import METHODS

    handler = METHODS[method.lower()][1]
    if handler is None:
        raise people.Impossible("getUpdates is the bot's own")
    return handler(double.world, Parameters(params))
