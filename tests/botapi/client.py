"""Telegram in a test's hands: ``async with botapi() as telegram``, then people who send, tap and see.

ana = await telegram.user("Ana", language="fr")
await ana.sends("/start")
await telegram.settled()
await ana.taps("Commencer")
assert "Première question" in (await ana.reads())
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import orjson

from tests.botapi.seen import Message as Message

Json = dict[str, Any]
ROOT = Path(__file__).resolve().parents[2]
START = 20.0  # seconds for a busy machine to start a process
BEAT = 0.02


class Refused(AssertionError):
    """The double did not understand, or nobody could do what was asked."""


@dataclass
class Telegram:
    """The whole double: its people, its clock, its faults, its journal."""

    url: str
    token: str
    session: aiohttp.ClientSession

    async def ask(self, operation: str, **body: Any) -> Any:
        """One request of the control side."""
        async with self.session.post(f"{self.url}/control/{operation}", data=orjson.dumps(body)) as response:
            answer = orjson.loads(await response.read())
        if response.status != 200:
            raise Refused(f"{operation}: {answer['error']}")
        return answer

    async def batch(self, steps: list[tuple[str, Json]]) -> list[Any]:
        """Many operations at once: ``("tap", {"user": 1, "label": "Oui"})``…"""
        answers: list[Any] = await self.ask("batch", steps=steps)
        return answers

    @property
    def bot_url(self) -> str:
        """What a library takes as its base, the token to be added: ``Bot(token, base_url=…)``."""
        return f"{self.url}/bot"

    # ------------------------------------------------------------------------------------------ people and groups

    async def user(self, first_name: str = "Ana", language: str = "", **more: Any) -> User:
        made = await self.ask("user", first_name=first_name, language=language, **more)
        return User(self, made["id"], first_name)

    async def users(self, count: int, language: str = "fr", started: bool = True) -> list[User]:
        """Many people, who have all spoken to the bot."""
        steps = [("user", {"first_name": f"N{n}", "language": language, "started": started}) for n in range(count)]
        return [User(self, made["id"], made["first_name"]) for made in await self.batch(steps)]

    async def group(self, title: str, members: list[User], admins: list[User] | None = None, **more: Any) -> Group:
        ids, bosses = [user.id for user in members], [user.id for user in admins or []]
        made = await self.ask("group", title=title, members=ids, admins=bosses, **more)
        return Group(self, made["id"])

    # --------------------------------------------------------------------------------- time, failures, what happened

    async def now(self) -> float:
        return float((await self.ask("clock"))["now"])

    async def clock(self, now: float | None = None, speed: float | None = None) -> float:
        """Speed 0: the clock stands still; 1: the machine's pace."""
        return float((await self.ask("clock", now=now, speed=speed))["now"])

    async def advance(self, seconds: float = 0, minutes: float = 0, hours: float = 0, days: float = 0) -> float:
        step = seconds + 60 * minutes + 3600 * hours + 86_400 * days
        return float((await self.ask("clock", advance=step))["now"])

    async def renew(self) -> None:
        """Another world: nobody yet, nothing said, no fault, the machine's time."""
        await self.ask("renew")

    async def settings(self, **wanted: Any) -> Json:
        """``limits``, ``burst``, ``quiet``, ``forgetting``, ``patient``, ``token``."""
        known: Json = await self.ask("settings", **wanted)
        return known

    async def faults(self, *scripts: Json) -> None:
        """Scripts of ``faults.Fault``: ``{"method": "send*", "kind": "reset", "delivered": True, "count": 3}``."""
        await self.ask("faults", scripts=list(scripts))

    async def calm(self) -> list[Json]:
        struck: list[Json] = await self.ask("calm")
        return struck

    async def cut(self) -> None:
        await self.ask("cut")

    async def calls(self, method: str = "*", since: int = 0, last: int = 0) -> list[Json]:
        made: list[Json] = await self.ask("calls", method=method, since=since, last=last)
        return made

    async def counters(self) -> Json:
        counted: Json = await self.ask("counters")
        return counted

    async def violations(self) -> list[Json]:
        broken: list[Json] = await self.ask("violations")
        return broken

    async def commands(self) -> list[Json]:
        listed: list[Json] = await self.ask("commands")
        return listed

    async def update(self, content: Json | None = None, raw: str = "") -> int:
        """An update that no client would send; ``%d`` in ``raw`` stands for its id."""
        return int((await self.ask("update", content=content, raw=raw))["update"])

    async def reset_ids(self, next_id: int | None = None) -> int:
        return int((await self.ask("reset_ids", next_id=next_id))["next"])

    async def settled(self, calm_for: float = 0.1, within: float = 10.0) -> None:
        """Every update confirmed, no call running, nothing moving for ``calm_for`` seconds."""
        found = await self.ask("settled", calm_for=calm_for, within=within)
        assert found.pop("settled"), f"not settled within {within} s: {found}"


@dataclass(frozen=True)
class User:
    telegram: Telegram = field(repr=False)
    id: int
    first_name: str

    async def sends(self, text: str, chat: Group | None = None, **more: Any) -> int:
        """Says something to the bot, or in a group (``reply_to``, ``anonymous``, ``times``); the message's id."""
        sent = await self.telegram.ask("write", user=self.id, text=text, chat=where(chat), **more)
        return int(sent["message"])

    async def sends_a(self, what: str, chat: Group | None = None, **more: Any) -> int:
        """A sticker, voice, photo, document, video, location or contact."""
        sent = await self.telegram.ask("send", user=self.id, what=what, chat=where(chat), **more)
        return int(sent["message"])

    async def rewrites(self, message: int, text: str, chat: Group | None = None) -> None:
        await self.telegram.ask("rewrite", user=self.id, message=message, text=text, chat=where(chat))

    async def taps(self, label: str | None = None, chat: Group | None = None, **more: Any) -> Json:
        """By label on the newest message that shows it; or ``message=``, ``data=`` of one's own, ``times=``."""
        tapped: Json = await self.telegram.ask("tap", user=self.id, label=label, chat=where(chat), **more)
        return tapped

    async def blocks(self) -> None:
        await self.telegram.ask("block", user=self.id)

    async def unblocks(self) -> None:
        await self.telegram.ask("block", user=self.id, blocked=False)

    async def vanishes(self) -> None:
        """Deletes their account."""
        await self.telegram.ask("delete_account", user=self.id)

    async def sees(self, chat: Group | None = None, since: int = 0, also_deleted: bool = False) -> list[Message]:
        place = self.id if chat is None else chat.id
        found = await self.telegram.ask("sees", chat=place, since=since, also_deleted=also_deleted)
        return [Message(**message) for message in found]

    async def last(self, chat: Group | None = None) -> Message:
        """The newest message of the bot."""
        by_bot = [message for message in await self.sees(chat) if message.by_bot]
        assert by_bot, f"{self.first_name} sees no message of the bot"
        return by_bot[-1]

    async def reads(self, chat: Group | None = None) -> str:
        return (await self.last(chat)).text

    async def waits_for(
        self, wanted: str | Callable[[list[Message]], bool], chat: Group | None = None, within: float = 5.0
    ) -> list[Message]:
        """Until the bot has said those words somewhere in the chat, or what is seen is as wanted."""
        end = asyncio.get_running_loop().time() + within
        while True:
            seen = await self.sees(chat)
            said = any(wanted in m.text for m in seen if m.by_bot) if isinstance(wanted, str) else wanted(seen)
            if said:
                return seen
            shown = [(message.text, message.labels) for message in seen]
            assert asyncio.get_running_loop().time() < end, f"{wanted!r} not seen within {within} s: {shown}"
            await asyncio.sleep(BEAT)

    async def toasts(self) -> list[Json]:
        """What the taps of this person were answered."""
        read: list[Json] = await self.telegram.ask("toasts", user=self.id)
        return read

    async def menu(self, chat: Group | None = None, language: str | None = None) -> list[str]:
        offered = await self.telegram.ask("menu", user=self.id, chat=where(chat), language=language)
        return [command["command"] for command in offered]

    async def erases(self, message: int, chat: Group | None = None) -> None:
        place = self.id if chat is None else chat.id
        await self.telegram.ask("erase", chat=place, message=message)

    async def joins(self, chat: Group, new: str = "member") -> None:
        """Comes, leaves (``left``), is promoted (``administrator``) or removed (``kicked``)."""
        await self.telegram.ask("join", user=self.id, chat=chat.id, new=new)

    async def adds_bot(self, chat: Group, new: str = "member") -> None:
        await self.telegram.ask("place_bot", user=self.id, chat=chat.id, new=new)

    async def removes_bot(self, chat: Group) -> None:
        await self.telegram.ask("place_bot", user=self.id, chat=chat.id, new="kicked")


@dataclass(frozen=True)
class Group:
    telegram: Telegram = field(repr=False)
    id: int

    async def migrates(self) -> Group:
        """The supergroup that it becomes."""
        return Group(self.telegram, (await self.telegram.ask("migrate", chat=self.id))["id"])


def where(chat: Group | None) -> int | None:
    return chat.id if chat is not None else None


@asynccontextmanager
async def botapi(
    *, token: str | None = None, limits: bool = False, quiet: bool = False, port: int = 0, seed: int = 1
) -> AsyncIterator[Telegram]:
    """The double in a process of its own, ended with the block."""
    command = [sys.executable, "-m", "tests.botapi", "--leash", "--port", str(port), "--seed", str(seed)]
    command += ["--limits"] * limits + ["--quiet"] * quiet + (["--token", token] if token else [])
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdin=pipe, stdout=pipe)
    try:
        assert process.stdout is not None
        place = orjson.loads(await asyncio.wait_for(process.stdout.readline(), START))
        async with aiohttp.ClientSession() as session:
            yield Telegram(place["url"], place["token"], session)
    finally:
        await end(process)


async def end(process: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), 5)
    except TimeoutError:
        process.kill()
        await process.wait()
    assert process.stdin is not None
    process.stdin.close()
    with suppress(ConnectionError):
        await process.stdin.wait_closed()
