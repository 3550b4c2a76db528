"""Connections: how many there may be, and how long one may make us wait. asyncio and aiohttp know no such limits."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import Callable, Iterator
from enum import IntEnum
from typing import cast

from aiohttp import web

from bot.channels.web.guard import seal
from bot.channels.web.refusals import sentence
from locales import words

if sys.platform != "win32":
    import resource

MOST = 500
"""Open at once."""

NEWS_SHARE = 0.8
"""Of the places, for streams: they stay open, and whoever only wants a page must find a place too."""

UNHURRIED = 15.0
"""Seconds in which a request's head must be there, since the connection or the last answer; its body has its own."""

STUCK = 60.0
"""Seconds before somebody who takes nothing of an answer is left."""

LINGERING = 1.0
"""Seconds in which the rest of a form is swallowed that was refused unread, so that its answer can be read."""


class Purpose(IntEnum):
    """What a connection is there for. Where all places are taken the lowest leaves, and of those the oldest."""

    NOTHING = 0  # no request, or only the beginning of one
    NEWS = 1  # a stream: its page works without it, and asks for another
    FORM = 2  # a form of which something is still to come
    ANSWER = 3  # stays


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
        self._purpose = Purpose.ANSWER
        self._gone: Callable[[], object] | None = None

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
        if self._gone is not None:
            self._gone()

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
    def purpose(self) -> Purpose:
        idle = self._waiter is not None and not self._waiter.done()
        return Purpose.NOTHING if idle else self._purpose

    @contextlib.contextmanager
    def there_for(self, purpose: Purpose, gone: Callable[[], object] | None) -> Iterator[None]:
        if purpose is Purpose.NEWS:
            streams = [one for one in self._present() if one.purpose is Purpose.NEWS]
            if len(streams) >= self._most * NEWS_SHARE:
                streams[0].force_close()
        self._purpose, self._gone = purpose, gone
        try:
            yield
        finally:
            self._purpose, self._gone = Purpose.ANSWER, None

    def _welcome(self) -> bool:
        """Where all places are taken, whoever is there for least leaves its own."""
        others = self._present()
        if len(others) < self._most:
            return True
        least = min(others, key=lambda one: one.purpose)
        if least.purpose is Purpose.ANSWER:
            return False
        least.force_close()
        return True

    def _present(self) -> list[Listener]:
        """All who are here, the oldest first."""
        # The manager also keeps those whose browser is gone and whose handler doesn't know yet.
        known = cast(list[Listener], self._manager.connections) if self._manager is not None else []
        return [one for one in known if one.connected]

    def _stay(self) -> None:
        if self._leaving is not None:
            self._leaving.cancel()


def there_for(
    request: web.Request, purpose: Purpose, gone: Callable[[], object] | None = None
) -> contextlib.AbstractContextManager[None]:
    """What the request's connection is there for meanwhile; ``gone`` is called where it is lost before."""
    listener = request.protocol
    assert isinstance(listener, Listener)
    return listener.there_for(purpose, gone)


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
