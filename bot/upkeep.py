"""What is forgotten by itself: keys of events older than any channel delivers again."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from storage import intake
from storage.database import Connection

KEPT = timedelta(hours=72)
"""Telegram keeps an update for 24 hours; a browser's retries end sooner."""

EVERY = timedelta(hours=6)

log = logging.getLogger(__name__)


async def upkeep(database: Connection, now: Callable[[], datetime]) -> None:
    """At the start and four times a day, until cancelled."""
    while True:
        try:
            await database.transaction(partial(intake.forget_before, moment=now() - KEPT))
        except sqlite3.Error as error:
            log.error("old keys could not be forgotten: %s", error)
        await asyncio.sleep(EVERY.total_seconds())
