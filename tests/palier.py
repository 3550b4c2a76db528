"""Palier under way with its real channels, in one process: the web chat, and Telegram where its double is given."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path

from bot.channels.web import WebChat
from bot.engine import Engine
from bot.hall import Hall
from bot.outbox import Outbox
from bot.surroundings import Surroundings
from bot.tick import tick
from dialogs.scene import Reach
from frameworks.load import catalogue
from storage.database import Connection, connect
from tests.botapi.client import Telegram
from tests.chat import A_THOUGHT, MONDAY, counter, secrets
from tests.telegram.house import house
from tests.web.house import Sketches


class Palier:
    """Ended and started again on the same file. One clock for everybody: it moves on by a thought at every event."""

    def __init__(self, path: Path, telegram: Telegram | None, reach: Reach) -> None:
        self.path = path
        self.telegram = telegram
        self.reach = reach
        self.now = MONDAY
        self.fresh, self.tokens = counter(), secrets()
        self.stack = AsyncExitStack()
        self.engine: Engine | None = None
        self.database: Connection | None = None
        self.outbox: Outbox | None = None
        self.url = ""

    def clock(self) -> datetime:
        return self.now

    def think(self) -> None:
        self.now += A_THOUGHT

    async def passes(self, moment: datetime) -> None:
        """Time passes until then, and the clock looks."""
        assert self.engine and self.database
        self.now = moment
        await tick(self.database, self.engine, catalogue(), moment)
        await self.quiet()

    async def open(self) -> None:
        self.engine, self.database, hall = await self._engine()
        web = WebChat(self.engine, Sketches(), hall, port=0, now=self.clock)
        self.url = await web.start()
        self.stack.push_async_callback(web.stop)

    async def _engine(self) -> tuple[Engine, Connection, Hall]:
        if self.telegram:
            begun = house(
                self.path, self.telegram, self.clock, self.fresh, tokens=self.tokens, reach=lambda: self.reach
            )
            home = await self.stack.enter_async_context(begun)
            self.outbox = home.outbox
            return home.engine, home.database, Hall(home.database)
        database = await connect(self.path)
        self.stack.push_async_callback(database.close)
        around = Surroundings(catalogue(), "", True, self.fresh, self.tokens, lambda: self.reach)
        engine = Engine(database, around)
        self.stack.push_async_callback(engine.close)
        hall = Hall(database)
        engine.told = lambda handled: hall.tell({sitting for one in handled for sitting in one.sittings})
        return engine, database, hall

    async def close(self) -> None:
        await self.stack.aclose()

    async def reopen(self) -> None:
        await self.close()
        await self.open()

    async def quiet(self) -> None:
        """Until everything owed is sent."""
        if self.outbox:
            await self.outbox.quiet()


@asynccontextmanager
async def under_way(path: Path, telegram: Telegram | None = None, reach: Reach | None = None) -> AsyncIterator[Palier]:
    palier = Palier(path, telegram, reach or Reach())
    await palier.open()
    try:
        yield palier
    finally:
        await palier.close()
