"""Time passes: once a minute the clock looks whether something is due."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Mapping
from datetime import datetime

from bot.arrivals import NotKept
from bot.engine import Engine
from frameworks.model import Framework
from storage import planned
from storage.database import Connection

EVERY = 60.0
"""Seconds between two looks: nobody notices a minute, and a look costs one query while nothing is planned."""

log = logging.getLogger(__name__)


async def ticking(
    database: Connection,
    engine: Engine,
    frameworks: Mapping[str, Framework],
    now: Callable[[], datetime],
    sleep: float = EVERY,
) -> None:
    """Until cancelled; whatever is not kept is tried at the next look."""
    while True:
        try:
            if await database.transaction(planned.anything):
                from bot.tick import tick  # with the first date that somebody sets: decision 0013

                await tick(database, engine, frameworks, now())
        except (sqlite3.Error, NotKept) as error:
            log.error("what is due could not be told: %s", type(error).__name__)
        await asyncio.sleep(sleep)
