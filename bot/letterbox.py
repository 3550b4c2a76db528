"""What a mail's links do: an address is confirmed, or left; its person hears of it in their chat."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Literal

from bot.arrivals import Arrival, NotKept
from bot.engine import Engine
from dialogs.events import Mailed
from dialogs.invitations import digest
from storage import mailboxes
from storage.database import Connection
from storage.mailboxes import Spoken


class Letterbox:
    def __init__(self, database: Connection, engine: Engine, now: Callable[[], datetime]) -> None:
        self._database, self._engine, self._now = database, engine, now

    async def confirm(self, secret: str) -> bool:
        """Whether the link is good; as good as it was where it did its work already. Raises NotKept."""
        found, at = digest(secret), self._now()
        try:
            told = await self._database.transaction(partial(mailboxes.confirm, found=found, at=at))
        except sqlite3.Error as error:
            raise NotKept(type(error).__name__) from error
        await self._tell(told or (), "confirmed", found)
        return told is not None

    async def leave(self, secret: str) -> None:
        """The address is forgotten, if there is one: nobody learns whether there was. Raises NotKept."""
        found = digest(secret)
        try:
            told = await self._database.transaction(partial(mailboxes.unsubscribe, found=found))
        except sqlite3.Error as error:
            raise NotKept(type(error).__name__) from error
        if told:
            with suppress(sqlite3.Error):  # the link has done its work; the log is emptied with whatever is erased next
                await self._database.scrub()
        await self._tell(told, "left", found)

    async def _tell(self, chats: Iterable[Spoken], news: Literal["confirmed", "left"], found: str) -> None:
        at = self._now()
        key = f"mail:{found[:16]}:{at.timestamp()}"
        arrivals = [
            Arrival(f"{key}>{conversation}", channel, address, Mailed(news), at, language)
            for conversation, channel, address, language in chats
        ]
        with suppress(NotKept):  # the link has done its work, and the person's screen says so
            await self._engine.submit_all(arrivals)
