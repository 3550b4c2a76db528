"""A web chat under way for a test: a real engine on a database of its own, a port that the system chose."""

from __future__ import annotations

import asyncio
import struct
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.channels.web import Pictures, WebChat
from bot.engine import Engine
from bot.hall import Hall
from bot.letterbox import Letterbox
from bot.serve import fresh, now
from bot.surroundings import Surroundings
from dialogs.chart import Chart
from dialogs.scene import Reach
from frameworks.load import catalogue
from storage.database import Connection, connect


@dataclass
class Sketches:
    """Pictures without a worker: one white PNG, or none at all."""

    broken: bool = False
    asked: list[Chart] = field(default_factory=list)

    async def picture(self, chart: Chart) -> bytes:
        self.asked.append(chart)
        if self.broken:
            raise RuntimeError("no picture today")
        return white(1080, 1080)


def white(width: int, height: int) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = (b"\0" + b"\xff" * (-(-width // 8))) * height
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@dataclass
class House:
    url: str
    chat: WebChat
    engine: Engine
    hall: Hall
    database: Connection
    pictures: Pictures

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    async def rows(self, sql: str) -> list[tuple[object, ...]]:
        return await self.database.transaction(lambda connection: connection.execute(sql).fetchall())


@asynccontextmanager
async def house(
    folder: Path,
    *,
    pictures: Pictures | None = None,
    public_url: str = "",
    lan: bool = False,
    operator: str = "le collège Jean Lurçat",
    secret: bytes = b"",
) -> AsyncIterator[House]:
    def reach() -> Reach:
        return Reach(chat.reached, lan and not public_url)

    database = await connect(folder / "palier.db")
    try:
        engine = Engine(database, Surroundings(catalogue(), operator, True, fresh, reach=reach))
        hall = Hall(database)
        engine.told = lambda handled: hall.tell({sitting for one in handled for sitting in one.sittings})
        drawn = pictures or Sketches()
        chat = WebChat(
            engine,
            drawn,
            hall,
            port=0,
            public_url=public_url,
            operator=operator,
            lan=lan,
            secret=secret,
            letterbox=Letterbox(database, engine, now),
        )
        url = await chat.start()
        try:
            port = chat.port
            yield House(f"http://127.0.0.1:{port}" if public_url else url, chat, engine, hall, database, drawn)
        finally:
            await asyncio.wait_for(chat.stop(), 3)
        await engine.close()
        await hall.close()
    finally:
        await database.close()
