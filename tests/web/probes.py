"""What several tests ask of a web chat: every route, every header, bytes as they are."""

from __future__ import annotations

import asyncio
import secrets

from bot.channels.web import app as webapp
from bot.channels.web.door import Site
from bot.channels.web.guard import HEADERS, POLICY
from bot.serve import now
from tests.web.house import House
from tests.web.visitor import Answer

BEGIN = "grid:paliers-etablissement"
"""The welcome's first button."""


def sealed(answer: Answer, policy: str = HEADERS[POLICY]) -> None:
    for name, value in {**HEADERS, POLICY: policy}.items():
        assert answer.headers.get(name) == value, name
    assert "Cache-Control" in answer.headers
    assert "unsafe" not in HEADERS[POLICY]


def event() -> str:
    return secrets.token_urlsafe(16)


async def raw(port: int, request: bytes) -> tuple[int, dict[str, str], bytes]:
    """What the server says to these very bytes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    await writer.drain()
    try:
        head = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)).decode().split("\r\n")
        headers = dict(line.split(": ", 1) for line in head[1:] if line)
        body = await reader.readexactly(int(headers.get("Content-Length", 0)))
    finally:
        writer.close()
        await writer.wait_closed()
    return int(head[0].split()[1]), headers, body


def routes(home: House, lan: bool = False) -> list[tuple[str, str]]:
    """Every route there is, so that a new one is guarded or fails here."""
    app = webapp.build(home.engine, home.pictures, home.hall, Site(lan=lan), now, b"")
    found = []
    for route in app.router.routes():
        assert route.resource is not None
        path = route.resource.canonical
        for name, value in (("{id}", "1"), ("{name}", "chat.css"), ("{token}", "x" * 22), ("{code}", "ZZZZZZ")):
            path = path.replace(name, value)
        found.append((route.method, path))
    return found
