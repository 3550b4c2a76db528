"""What a sitting's pages wait for: another question, the end of a vote, a counter. Server-sent, as the chat's news."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

import orjson
from aiohttp import hdrs, web

from bot.channels.web.connections import Purpose, there_for
from bot.channels.web.sittings import BOARDS, Board
from bot.channels.web.stream import HEARTBEAT, RETRY, STREAMS
from storage.pulses import Polled

Tell = Callable[[Polled | None], dict[str, str]]
"""What a page is told of a sitting; of one that is no more, too."""


def stage(polled: Polled | None) -> str:
    """Another one when a page is to be shown anew. Of the votes it says nothing."""
    if polled is None or polled.sitting.ended:
        return "ended"
    sitting, now = polled.sitting, polled.sitting.now
    settings = f"{int(sitting.guests)}{int(sitting.secret)}"
    return f"{now.id}.{int(now.closed)}.{settings}" if now else f"0.0.{settings}"


async def told(request: web.Request, sitting: str, watcher: str, tell: Tell) -> web.StreamResponse:
    """Until the sitting ends. A beat is news too: a page that hears none for long knows that its line is dead."""
    response = web.StreamResponse(headers={hdrs.CONTENT_TYPE: "text/event-stream", "X-Accel-Buffering": "no"})
    response.force_close()
    await response.prepare(request)
    with (
        request.app[STREAMS].opened(watcher) as ended,
        there_for(request, Purpose.NEWS, gone=ended.set),
        request.app[BOARDS].watched(sitting) as board,
        contextlib.suppress(ConnectionError),
    ):
        await response.write(f"retry: {RETRY}\n\n".encode())
        await _tell(response, board, tell, ended)
    return response


async def _tell(response: web.StreamResponse, board: Board, tell: Tell, ended: asyncio.Event) -> None:
    version, last = 0, b""
    ending = asyncio.ensure_future(ended.wait())
    turned = asyncio.ensure_future(board.after(version))
    try:
        while not ending.done():
            await asyncio.wait({ending, turned}, timeout=HEARTBEAT, return_when=asyncio.FIRST_COMPLETED)
            if turned.done():
                version = turned.result()
                news = orjson.dumps(tell(board.polled))
                if news != last:
                    await response.write(b"data: " + news + b"\n\n")
                last = news
                if stage(board.polled) == "ended":
                    return
                turned = asyncio.ensure_future(board.after(version))
            elif not ending.done():
                await response.write(b"event: beat\ndata: 1\n\n")
    finally:
        ending.cancel()
        turned.cancel()
        await asyncio.gather(ending, turned, return_exceptions=True)
