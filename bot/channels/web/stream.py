"""Server-sent events: a number when the conversation has changed elsewhere (another tab, a reminder)."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator

from aiohttp import hdrs, web

from bot.channels.web.connections import Purpose, there_for
from bot.channels.web.door import CHANNEL, DOOR
from bot.channels.web.people import reader

HEARTBEAT = 20.0
"""Seconds; proxies close what stays silent for a minute, and a browser that vanished is noticed by writing to it."""

RETRY = 3000
"""Milliseconds before a browser asks again."""

MOST = 8
"""Streams of one person: as many windows as anybody looks at."""


class Streams:
    """The streams under way. Each is an event, which is set when the stream is to end."""

    def __init__(self) -> None:
        self._of: dict[str, list[asyncio.Event]] = {}
        self._closed = False

    def __len__(self) -> int:
        return sum(map(len, self._of.values()))

    @contextlib.contextmanager
    def opened(self, address: str) -> Iterator[asyncio.Event]:
        """One more of a person's; the oldest ends where they are too many."""
        ended, own = asyncio.Event(), self._of.setdefault(address, [])
        own.append(ended)
        if self._closed:
            ended.set()
        for oldest in own[:-MOST]:
            oldest.set()
        try:
            yield ended
        finally:
            own.remove(ended)
            if not own:
                del self._of[address]

    def close(self) -> None:
        self._closed = True
        for own in self._of.values():
            for ended in own:
                ended.set()


STREAMS: web.AppKey[Streams] = web.AppKey("streams", Streams)


async def stream(request: web.Request) -> web.StreamResponse:
    """Ends at once when it is told to. 204 tells a browser that nobody knows not to come back."""
    who = reader(request)
    if not who.cookie:
        return web.Response(status=204)
    response = web.StreamResponse(headers={hdrs.CONTENT_TYPE: "text/event-stream", "X-Accel-Buffering": "no"})
    response.force_close()
    await response.prepare(request)
    with (
        request.app[STREAMS].opened(who.address) as ended,
        there_for(request, Purpose.NEWS, gone=ended.set),
        contextlib.suppress(ConnectionError),
    ):
        await _tell(request, response, who.address, ended)
    return response


async def _tell(request: web.Request, response: web.StreamResponse, address: str, ended: asyncio.Event) -> None:
    since = _since(request)
    await response.write(f"retry: {RETRY}\n\n".encode())
    ending = asyncio.ensure_future(ended.wait())
    changed = asyncio.ensure_future(request.app[DOOR].changed(CHANNEL, address, since))
    try:
        while not ending.done():
            await asyncio.wait({ending, changed}, timeout=HEARTBEAT, return_when=asyncio.FIRST_COMPLETED)
            if changed.done():
                since = changed.result()
                await response.write(f"id: {since}\ndata: {since}\n\n".encode())
                changed = asyncio.ensure_future(request.app[DOOR].changed(CHANNEL, address, since))
            elif not ending.done():
                await response.write(b": \n\n")
    finally:
        ending.cancel()
        changed.cancel()
        await asyncio.gather(ending, changed, return_exceptions=True)


def _since(request: web.Request) -> int:
    """The revision that the browser has seen: what the stream told last, else what its page shows."""
    seen = request.headers.get("Last-Event-ID") or request.query.get("depuis", "")
    return int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 16 else 0
