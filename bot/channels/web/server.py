"""The web chat as one thing to start and stop."""

from __future__ import annotations

import asyncio
import errno
import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial

from aiohttp import web

from bot.channels.web.app import build
from bot.channels.web.connections import Listener, room
from bot.channels.web.door import Door, Letterbox, Pictures, Site
from bot.channels.web.entrance import TOKEN, lan_address, reachable
from bot.channels.web.stream import STREAMS
from bot.hall import Hall

PATIENCE = 1.0
"""Seconds that a request under way is given at the end."""

ROUNDS = 5
"""As many times asyncio may accept its backlog before the first that is one too many is gone."""

IN_USE = {errno.EADDRINUSE, getattr(errno, "WSAEADDRINUSE", errno.EADDRINUSE)}
EVERYWHERE = {"0.0.0.0", "::", ""}  # noqa: S104 - compared with, not bound


class AddressInUse(Exception):
    """Another program listens there already."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(f"{host}:{port}")
        self.host = host
        self.port = port


class WebChat:
    """``lan`` opens the door of the room: it listens on every IPv4 address, and :attr:`invitation` lets phones in.
    :attr:`reached` is the address that opens elsewhere than at this machine, if any does.

    Port 0 lets the system choose; once started, :attr:`port` is the one. Who gives the same ``secret`` at every start
    makes one person of a newcomer whose first form is sent again after a restart; without one, each start has its own.
    """

    def __init__(
        self,
        door: Door,
        pictures: Pictures,
        hall: Hall,
        *,
        host: str = "127.0.0.1",
        port: int = 8765,
        public_url: str = "",
        operator: str = "",
        lan: bool = False,
        secret: bytes = b"",
        ills: Callable[[], Mapping[str, str]] = dict,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        letterbox: Letterbox | None = None,
    ) -> None:
        self._host = "0.0.0.0" if lan else host  # noqa: S104 - the gate asks for the link
        self._site = Site(public_url, operator, lan, ills, self._named(), lambda: self.reached)
        self.port = port
        secret = secret or secrets.token_bytes(32)
        self._make = partial(build, door, pictures, hall, self._site, now, secret, letterbox)
        self._runner: web.AppRunner | None = None
        self._server: asyncio.Server | None = None
        self.invitation = ""
        self.reached = ""

    async def start(self) -> str:
        """Listens; returns the address to open at this machine. Raises AddressInUse."""
        app = self._make()
        self._runner = web.AppRunner(app, shutdown_timeout=PATIENCE)
        await self._runner.setup()
        manager = self._runner.server
        assert manager is not None
        places = room()
        try:
            self._server = await asyncio.get_running_loop().create_server(
                partial(Listener, manager, places), self._host, self.port, backlog=places // ROUNDS
            )
        except OSError as error:
            await self.stop()
            if error.errno in IN_USE:
                raise AddressInUse(self._host, self.port) from error
            raise
        self.port = self._server.sockets[0].getsockname()[1]
        shared = self._site.public_url
        if self._site.lan:
            here = f"http://{lan_address()}:{self.port}"
            self.invitation = f"{here}/entrer/{app[TOKEN]}"
            shared = shared or here
        self.reached = shared if reachable(shared) else ""
        return self._site.public_url or f"http://{self._named()}:{self.port}"

    async def stop(self) -> None:
        """Streams end at once, requests under way get a moment."""
        if self._server is not None:
            self._server.close()
            self._server = None
        if self._runner is not None:
            self._runner.app[STREAMS].close()
            await self._runner.cleanup()
            self._runner = None

    def _named(self) -> str:
        host = "127.0.0.1" if self._host in EVERYWHERE else self._host
        return f"[{host}]" if ":" in host else host
