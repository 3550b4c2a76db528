"""Palier's own road to Telegram, as ``bot.serve`` puts it together: the durable one.

Only the rates are lifted (Telegram allows 30 messages a second; this is about what a machine could do). Options:
``slow`` makes every commit that many seconds slower, ``counting`` counts commits, thread hops, machines and catalogues
and tells them, in JSON, whenever a line comes in on standard input; ``profile`` is where cProfile writes what the loop
(``.loop``) and the database's thread (``.thread``) did.
"""

from __future__ import annotations

import asyncio
import cProfile
import functools
import gettext
import json
import sqlite3
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

from benchmarks.contenders.told import told
from bot import redaction
from bot.channels.telegram import TelegramChannel
from bot.config import Config
from bot.health import Health
from bot.limits import Limits
from bot.redaction import Secret
from bot.render.studio import Studio
from bot.serve import house, stop_asked
from storage.database import Connection

TOLD = told()
COUNTS: Counter[str] = Counter()
UNLIMITED = (1e6, 1e6)


def slowed(pause: float) -> None:
    """A disk that takes its time: the connection sleeps before its commit, on the database's thread."""

    class Slow(sqlite3.Connection):
        def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
            if sql == "commit":
                time.sleep(pause)
            return super().execute(sql, *parameters)

    sqlite3.connect = functools.partial(sqlite3.connect, factory=Slow)  # type: ignore[assignment]


def counted(owner: Any, name: str, as_what: str) -> None:
    """Counts the calls of a function or method."""
    inner: Callable[..., Any] = getattr(owner, name)

    @functools.wraps(inner)
    def count(*given: Any, **named: Any) -> Any:
        COUNTS[as_what] += 1
        return inner(*given, **named)

    setattr(owner, name, count)


def counting() -> None:
    import aiosqlite
    import transitions

    import frameworks.load

    def traced(sql: str) -> None:
        COUNTS["commits"] += sql.strip().lower() == "commit"

    connect = sqlite3.connect

    def connected(*given: Any, **named: Any) -> sqlite3.Connection:
        made: sqlite3.Connection = connect(*given, **named)
        made.set_trace_callback(traced)
        return made

    sqlite3.connect = connected  # type: ignore[assignment]
    counted(aiosqlite.Connection, "_execute", "hops")
    counted(asyncio.BaseEventLoop, "run_in_executor", "hops")
    counted(transitions.Machine, "__init__", "machines")
    counted(frameworks.load, "load_file", "catalogues")
    counted(gettext.GNUTranslations, "__init__", "catalogues")
    threading.Thread(target=telling, daemon=True).start()


def telling() -> None:
    for _ in sys.stdin:
        print(json.dumps(COUNTS), flush=True)


async def main() -> None:
    stop, studio, health = stop_asked(), Studio(), Health()
    config = Config(database=TOLD.place / "palier.db", telegram_token=Secret(TOLD.token), telegram_api_url=TOLD.url)
    telegram = TelegramChannel(TOLD.token, TOLD.url, studio, health, limits=Limits(UNLIMITED, UNLIMITED, UNLIMITED))
    try:
        async with house(config, {telegram.name: telegram.door}, {telegram.name: telegram.limits}) as here:
            telegram.start(here.engine, partial(here.outbox.lost, telegram.name), here.assembly)
            try:
                await stop.wait()
            finally:
                await telegram.stop()
    finally:
        await studio.close()


if __name__ == "__main__":
    redaction.configure("INFO")
    if TOLD.options.get("slow"):
        slowed(float(TOLD.options["slow"]))
    if TOLD.options.get("counting"):
        counting()
    if TOLD.options.get("profile"):
        profile, beside = cProfile.Profile(time.thread_time), cProfile.Profile(time.thread_time)
        whole = Connection._whole
        Connection._whole = lambda self, work: beside.runcall(whole, self, work)  # type: ignore[method-assign]
        profile.runcall(asyncio.run, main())
        profile.dump_stats(f"{TOLD.options['profile']}.loop")
        beside.dump_stats(f"{TOLD.options['profile']}.thread")
    else:
        asyncio.run(main())
