"""Palier's bot under way for a test: a real engine and the real channel, before the double of the Bot API."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bot.assembly import Assembly
from bot.channels.telegram import CHANNEL, TelegramChannel
from bot.channels.telegram.polling import SILENCE
from bot.engine import Engine
from bot.hall import Hall
from bot.health import Health
from bot.limits import Limits
from bot.outbox import Outbox
from bot.serve import fresh, told
from bot.surroundings import Surroundings, nowhere, token
from dialogs.scene import Reach
from frameworks.load import catalogue
from storage.database import Connection, connect
from tests.botapi.client import Telegram
from tests.web.house import Sketches

UNLIMITED = (1e6, 1e6)


async def briefly(seconds: float) -> None:
    """A pause that a test need not sit through."""
    await asyncio.sleep(min(seconds, 0.05))


@dataclass
class House:
    channel: TelegramChannel
    engine: Engine
    outbox: Outbox
    database: Connection
    health: Health
    hall: Hall


@asynccontextmanager
async def house(
    path: Path,
    telegram: Telegram,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ids: Callable[[], str] = fresh,
    limited: bool = False,
    sleep: Callable[[float], Awaitable[None]] = briefly,
    silence: float = SILENCE,
    tokens: Callable[[], str] = token,
    reach: Callable[[], Reach] = nowhere,
) -> AsyncIterator[House]:
    database = await connect(path)
    try:
        health = Health()
        limits = Limits() if limited else Limits(UNLIMITED, UNLIMITED, UNLIMITED)
        channel = TelegramChannel(telegram.token, telegram.url, Sketches(), health, 1, limits, now, sleep, silence)
        around = Surroundings(catalogue(), "", True, ids, tokens, reach)
        engine = Engine(database, around, pushed={CHANNEL}, health=health)
        outbox = Outbox(database, {CHANNEL: channel.door}, limits={CHANNEL: limits}, now=now)
        hall = Hall(database)
        engine.marks, engine.told = outbox.marks, partial(told, outbox, hall)
        await outbox.start()
        channel.start(engine, partial(outbox.lost, CHANNEL), Assembly(database, hall))
        try:
            yield House(channel, engine, outbox, database, health, hall)
        finally:
            await channel.stop()
            await engine.close()
            await hall.close()
            await outbox.close()
    finally:
        await database.close()
