"""What the web chat needs of the rest of Palier."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from aiohttp import web

from bot.arrivals import Arrival
from dialogs.agenda import Agenda
from dialogs.chart import Chart
from dialogs.replies import Reply, Screen

CHANNEL = "web"


class Line(Protocol):
    """A line of history, as :class:`bot.arrivals.Kept` tells it."""

    @property
    def id(self) -> int: ...
    @property
    def revision(self) -> int: ...
    @property
    def live(self) -> bool: ...
    @property
    def at(self) -> datetime: ...
    @property
    def reply(self) -> Reply | None: ...
    @property
    def said(self) -> str: ...


class Door(Protocol):
    """The engine, as far as a browser goes."""

    async def submit(self, arrival: Arrival) -> object:
        """The event's effect is committed when this returns; raises NotKept when nothing of it was."""

    async def history(self, channel: str, address: str) -> Sequence[Line]:
        """The last lines, oldest first; none for somebody unknown."""

    async def language(self, channel: str, address: str) -> str | None:
        """The language of the person at the address; None for somebody unknown."""

    async def agenda(self, digest: str) -> Agenda | None:
        """What an address subscribed to holds; None where the digest is no address's."""

    def greeting(self, language: str) -> Screen:
        """The welcome of somebody who is not known yet."""

    def revision(self, channel: str, address: str) -> int:
        """The conversation's newest revision in memory."""

    async def changed(self, channel: str, address: str, since: int) -> int:
        """Waits for another revision than ``since``."""


class Pictures(Protocol):
    async def picture(self, chart: Chart) -> bytes:
        """A PNG; raises whatever went wrong."""


@dataclass(frozen=True, slots=True)
class Site:
    """How this web chat is reached, and by whom; ``ills`` tells what is not well in the rest of Palier, ``host`` is the
    name under which it is printed, ``reached`` the address that opens on other machines, if any does.
    """

    public_url: str = ""
    operator: str = ""
    lan: bool = False
    ills: Callable[[], Mapping[str, str]] = dict
    host: str = "127.0.0.1"
    reached: Callable[[], str] = str

    @property
    def secure(self) -> bool:
        return self.public_url.startswith("https://")


class Letterbox(Protocol):
    """What the links of a mail do. Both raise NotKept."""

    async def confirm(self, secret: str) -> bool:
        """Whether the link is any good."""

    async def leave(self, secret: str) -> None:
        """The address is forgotten, if there is one."""


DOOR: web.AppKey[Door] = web.AppKey("door")
PICTURES: web.AppKey[Pictures] = web.AppKey("pictures")
LETTERBOX: web.AppKey[Letterbox] = web.AppKey("letterbox")
SITE: web.AppKey[Site] = web.AppKey("site", Site)
