"""Groups around a vote, for the channels that have some: bound, moved, left; and what is to be seen there."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from bot.arrivals import NotKept
from bot.hall import Hall
from frameworks.load import catalogue
from storage import groups, pulses
from storage.database import Connection
from storage.groups import Binding, Board
from storage.pulses import Polled

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Scenery:
    """A sitting as one group sees it. ``bound``: it is this group that votes."""

    polled: Polled
    bound: bool
    boards: dict[str, Board]


class Assembly:
    """Whatever is done here is committed when it returns. Raises NotKept where it was not."""

    def __init__(self, database: Connection, hall: Hall) -> None:
        self._database = database
        self.hall = hall

    async def bind(self, chat: str, channel: str, address: str) -> Binding:
        """As the rows of this very moment have it."""
        binding = await self._kept(partial(groups.bind, chat=chat, channel=channel, address=address))
        self.hall.tell(binding.sittings)
        return binding

    async def moved(self, old: str, new: str) -> list[str]:
        """The sittings that go on in the group under its new id."""
        return self._told(await self._kept(partial(groups.moved, old=old, new=new)))

    async def left(self, chat: str) -> list[str]:
        """The sittings that nobody votes for in that group any more."""
        return self._told(await self._kept(partial(groups.left, chat=chat)))

    async def under_way(self) -> list[tuple[str, str]]:
        return await self._kept(groups.under_way)

    async def seen(self, sitting: str, chat: str) -> Scenery | None:
        return await self._kept(partial(_seen, sitting=sitting, chat=chat))

    async def hung(self, pulse: str, chat: str, message: int | None, *, final: bool) -> None:
        await self._kept(partial(groups.hung, pulse=pulse, chat=chat, message=message, final=final))

    def _told(self, sittings: list[str]) -> list[str]:
        self.hall.tell(sittings)
        return sittings

    async def _kept(self, work: Callable[[sqlite3.Connection], T]) -> T:
        try:
            return await self._database.transaction(work)
        except sqlite3.Error as error:
            raise NotKept(type(error).__name__) from error


def _seen(connection: sqlite3.Connection, sitting: str, chat: str) -> Scenery | None:
    polled = pulses.of_id(connection, sitting, catalogue())
    if polled is None:
        return None
    return Scenery(polled, groups.bound(connection, sitting, chat), groups.boards(connection, sitting, chat))
