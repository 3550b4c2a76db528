"""What can go wrong between a bot and Telegram, on purpose: scripts of failures, each by method, count and chance."""

from __future__ import annotations

import asyncio
import random
import socket
import struct
from contextlib import suppress
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

import orjson
from aiohttp import web

from tests.botapi.refusals import Refusal, too_many

KINDS = ("status", "html", "empty", "half", "cut", "reset", "delay", "drip", "body", "redirect")
WORDS = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 409: "Conflict"}
WORDS |= {429: "Too Many Requests", 500: "Internal Server Error", 502: "Bad Gateway", 504: "Gateway Timeout"}
PAGE = b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n"


@dataclass
class Fault:
    """One script. ``delivered``: the call has its effect, and only its answer is lost or spoilt.

    ``kind``: a ``status`` in JSON; an ``html`` page with that status; an ``empty`` body; ``half`` of a JSON text;
    a body ``cut`` before its promised length; a connection ``reset``; a right answer after a ``delay`` of ``seconds``
    (one number or a range), or in ``drip`` s over that long; a ``body`` of a test's own; a ``redirect`` to a place
    where every call succeeds.
    """

    method: str = "*"
    kind: str = "status"
    status: int = 502
    retry_after: int | tuple[int, int] = 0
    scope: str = ""  # of a 429: "all", else the chat or the method
    delivered: bool = False
    count: int | None = None
    skip: int = 0
    probability: float = 1.0
    seed: int = 0
    seconds: float | tuple[float, float] = 0.0
    chat_id: int = 0
    description: str = ""
    body: str = ""
    struck: int = 0
    chance: random.Random = field(default_factory=random.Random)

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no fault {self.kind!r} among {', '.join(KINDS)}")
        self.chance.seed(self.seed)

    def strikes(self, method: str, chat_id: int) -> bool:
        if self.count == 0 or (self.chat_id and self.chat_id != chat_id):
            return False
        if not fnmatchcase(method.lower(), self.method.lower()):
            return False
        if self.probability < 1 and self.chance.random() >= self.probability:
            return False
        if self.skip:
            self.skip -= 1
            return False
        self.struck += 1
        if self.count is not None:
            self.count -= 1
        return True

    @property
    def name(self) -> str:
        return f"{self.kind}{f' {self.status}' if self.kind in ('status', 'html') else ''}" + " after" * self.delivered

    def pause(self) -> float:
        return self.chance.uniform(*self.seconds) if isinstance(self.seconds, tuple) else self.seconds

    def patience(self) -> int:
        wanted = self.retry_after or 1
        return self.chance.randint(*wanted) if isinstance(wanted, tuple) else wanted

    def refusal(self) -> Refusal:
        """The answer of a ``status`` fault, in Telegram's form."""
        if self.status == 429:
            return too_many(self.patience())
        return Refusal(self.status, self.description or WORDS.get(self.status, "Error"))


def of_json(script: dict[str, Any]) -> Fault:
    ranges = {name: tuple(script[name]) for name in ("retry_after", "seconds") if isinstance(script.get(name), list)}
    return Fault(**{**script, **ranges})


class Faults:
    def __init__(self) -> None:
        self.scripts: list[Fault] = []

    def of(self, method: str, chat_id: int) -> Fault | None:
        return next((fault for fault in self.scripts if fault.strikes(method, chat_id)), None)


def said(body: bytes, status: int = 200) -> web.Response:
    return web.Response(body=body, status=status, content_type="application/json")


def reset(request: web.BaseRequest) -> web.Response:
    """Ends the connection as a machine that was switched off does: with an RST."""
    transport = request.transport
    if transport is not None:
        inner = transport.get_extra_info("socket")
        with suppress(OSError):
            inner.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    return web.Response()


async def strike(fault: Fault, request: web.BaseRequest, body: bytes, status: int) -> web.StreamResponse:
    """The spoilt form of an answer."""
    if fault.kind == "reset":
        await asyncio.sleep(fault.pause())
        return reset(request)
    if fault.kind == "status":
        return said(orjson.dumps(fault.refusal().answer), fault.status)
    if fault.kind == "html":
        return web.Response(body=PAGE, status=fault.status, content_type="text/html")
    if fault.kind == "body":
        return said(fault.body.encode())
    if fault.kind == "redirect":
        return web.Response(status=307, headers={"Location": f"/elsewhere{request.path}"})
    if fault.kind == "empty":
        return said(b"", status)
    if fault.kind == "half":
        return said(body[: len(body) // 2] or b'{"ok":tr', status)
    if fault.kind == "delay":
        await asyncio.sleep(fault.pause())
        return said(body, status)
    return await _partly(fault, request, body or b'{"ok":true,"result":true}', status)


async def _partly(fault: Fault, request: web.BaseRequest, body: bytes, status: int) -> web.StreamResponse:
    headers = {"Content-Type": "application/json", "Content-Length": str(len(body))}
    response = web.StreamResponse(status=status, headers=headers)
    with suppress(ConnectionError):
        await response.prepare(request)
        if fault.kind == "cut":
            await response.write(body[: len(body) // 2])
            return reset(request)
        beat = fault.pause() / len(body)
        for place in range(len(body)):
            await response.write(body[place : place + 1])
            await asyncio.sleep(beat)
        await response.write_eof()
    return response
