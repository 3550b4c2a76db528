"""Connections: how many there may be, and how long one may make us wait. asyncio and aiohttp know no such limits."""

from __future__ import annotations

import asyncio
import sys
from typing import cast

from aiohttp import web

from bot.channels.web.guard import seal
from bot.channels.web.refusals import sentence
from locales import words

if sys.platform != "win32":
    import resource

MOST = 500
"""Open at once."""

UNHURRIED = 15.0
"""Seconds in which a request's head must be there, since the connection or the last answer; its body has its own."""

STUCK = 60.0
"""Seconds before somebody who takes nothing of an answer is left."""

LINGERING = 1.0
"""Seconds in which the rest of a form is swallowed that was refused unread, so that its answer can be read."""


class Listener(web.RequestHandler):
    """One connection, as aiohttp's. What is no HTTP gets our headers too, and is not repeated in a log."""

    def __init__(self, manager: web.Server, most: int) -> None:
        super().__init__(
            manager,
            loop=asyncio.get_running_loop(),
            access_log=None,  # type: ignore[arg-type] # it would hold the link to the room
            keepalive_timeout=UNHURRIED,
            lingering_time=LINGERING,
            auto_decompress=False,  # a packed form is refused
        )
        self._most = most
        self._leaving: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        wire = cast(asyncio.Transport, transport)
        if not self._welcome():
            wire.abort()
            return
        super().connection_made(wire)
        wire.set_write_buffer_limits(0)  # whatever the network hasn't taken yet counts as unread
        self._leave = wire.abort

    def connection_lost(self, exc: BaseException | None) -> None:
        super().connection_lost(exc)
        self._stay()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._leaving = self._loop.call_later(STUCK, self._leave)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._stay()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,  # noqa: ARG002 - aiohttp's signature
        message: str | None = None,  # noqa: ARG002
    ) -> web.StreamResponse:
        if request.writer.output_size > 0:
            raise ConnectionError("The answer has begun already.")
        response = web.Response(status=status, text=words("fr").say(sentence(status)))
        seal(response.headers)
        response.force_close()
        return response

    @property
    def idle(self) -> bool:
        """Whether no request is there, or only the beginning of one."""
        return self._waiter is not None and not self._waiter.done()

    def _welcome(self) -> bool:
        """Where all places are taken, whoever has asked nothing for longest leaves its own."""
        assert self._manager is not None
        # The manager also keeps those whose browser is gone and whose handler doesn't know yet.
        others = [one for one in cast(list[Listener], self._manager.connections) if one.connected]
        if len(others) < self._most:
            return True
        idle = next((one for one in others if one.idle), None)
        if idle is not None:
            idle.force_close()
        return idle is not None

    def _stay(self) -> None:
        if self._leaving is not None:
            self._leaving.cancel()


def room() -> int:
    """How many connections may be open: half of the descriptors that the system gives us. It is asked for more where
    it begins with few (a Mac: 256). The other half is for the rest of Palier, and for connections on their way out.
    """
    if sys.platform == "win32":
        return MOST
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return MOST
    if soft < 2 * MOST:
        soft = 2 * MOST if hard == resource.RLIM_INFINITY else min(2 * MOST, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return min(MOST, soft // 2)
