"""What is forgotten by itself: keys of events older than any channel delivers again, visits without a word, and
addresses that nobody confirmed.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from dialogs.invitations import WRONG_FOR
from storage import intake, mailboxes, people, team
from storage.database import Connection

KEPT = timedelta(hours=72)
"""Telegram keeps an update for 24 hours; a browser's retries end sooner."""

SILENT = timedelta(days=30)
"""Since the last sign of somebody who has left nothing here."""

SLICE = 100
"""People forgotten in one transaction, so that no tap waits long for them."""

EVERY = timedelta(hours=6)

log = logging.getLogger(__name__)


async def upkeep(database: Connection, now: Callable[[], datetime]) -> None:
    """At the start and four times a day, until cancelled."""
    while True:
        try:
            await tidy(database, now())
        except sqlite3.Error as error:
            log.error("what is old could not be forgotten: %s", error)
        await asyncio.sleep(EVERY.total_seconds())


async def tidy(database: Connection, moment: datetime) -> None:
    await database.transaction(partial(team.forget_before, at=moment, span=WRONG_FOR, asked=SILENT))
    if await database.transaction(partial(mailboxes.forget_before, at=moment)):
        await database.scrub()
    await database.transaction(partial(intake.forget_before, moment=moment - KEPT))
    while await database.transaction(partial(people.forget_silent, moment=moment - SILENT, most=SLICE)):
        await database.scrub()
