"""A commission's sitting as the web knows it: by its code, as it is typed or guessed; and its news, read once for all
who wait for them.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import logging
import re
import sqlite3
from collections import OrderedDict
from collections.abc import Iterator
from time import monotonic

from aiohttp import web

from bot.hall import Hall
from dialogs.invitations import ALPHABET, BETWEEN, KINDLY, MOST_WRONG, WRONG_FOR
from storage.pulses import Polled

CODE = re.compile(rf"[{ALPHABET}]{{6}}")
KNOWN = 10_000
"""Addresses and codes that are remembered."""

PAUSE = 0.5
"""Seconds between two news of a sitting: a counter that runs faster is not read."""

TROUBLED = 2.0
"""Seconds before what could not be read is read again."""

log = logging.getLogger(__name__)


def code_of(typed: str) -> str:
    """A code as it was given, whatever was typed for it; empty for what can't be one."""
    bare = BETWEEN.sub("", typed.strip()).upper().translate(KINDLY)
    return bare if CODE.fullmatch(bare) else ""


class Codes:
    """Which codes were right (a sitting that has ended is not guessed at), and what each address has guessed in vain.

    The same wrong code again is no other guess.
    """

    def __init__(self) -> None:
        self._right: OrderedDict[str, None] = OrderedDict()
        self._wrong: OrderedDict[str, dict[str, float]] = OrderedDict()

    def right(self, code: str) -> None:
        self._right[code] = None
        self._right.move_to_end(code)
        if len(self._right) > KNOWN:
            self._right.popitem(last=False)

    def was_right(self, code: str) -> bool:
        return code in self._right

    def wrong(self, address: str, code: str) -> None:
        self._wrong.setdefault(address, {})[code] = monotonic()
        self._wrong.move_to_end(address)
        if len(self._wrong) > KNOWN:
            self._wrong.popitem(last=False)

    def spent(self, address: str) -> bool:
        """Whether that address must wait."""
        since = monotonic() - WRONG_FOR.total_seconds()
        tried = {code: at for code, at in self._wrong.get(address, {}).items() if at > since}
        if tried:
            self._wrong[address] = tried
        else:
            self._wrong.pop(address, None)
        return len(tried) >= MOST_WRONG


def asker(request: web.Request) -> str:
    """Whose guesses are counted together: an IPv6 network gives a machine as many addresses as it likes."""
    try:
        number = ipaddress.ip_address((request.remote or "").partition("%")[0])
    except ValueError:
        return ""
    if isinstance(number, ipaddress.IPv6Address) and not number.ipv4_mapped:
        return str(ipaddress.ip_network((number, 64), strict=False))
    return str(number)


class Board:
    """The news of one sitting. ``version`` grows with each; ``polled`` is None where the sitting is no more."""

    def __init__(self, hall: Hall, sitting: str) -> None:
        self._hall = hall
        self._sitting = sitting
        self._news = asyncio.Event()
        self.version = 0
        self.polled: Polled | None = None
        self.watchers = 0
        self.task = asyncio.create_task(self._read(), name="board")

    async def after(self, version: int) -> int:
        while self.version == version:
            await self._news.wait()
        return self.version

    async def _read(self) -> None:
        while True:
            revision = self._hall.revision(self._sitting)
            try:
                self.polled = await self._hall.by_id(self._sitting)
            except sqlite3.Error as error:
                log.error("a sitting can't be read: %s", error)
                await asyncio.sleep(TROUBLED)
                continue
            self.version += 1
            self._news.set()
            self._news = asyncio.Event()
            await asyncio.sleep(PAUSE)
            await self._hall.changed(self._sitting, revision)


class Boards:
    """Read while anybody watches, once for all of them."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._of: dict[str, Board] = {}

    def __len__(self) -> int:
        return len(self._of)

    @contextlib.contextmanager
    def watched(self, sitting: str) -> Iterator[Board]:
        board = self._of.get(sitting)
        if board is None:
            board = self._of[sitting] = Board(self._hall, sitting)
        board.watchers += 1
        try:
            yield board
        finally:
            board.watchers -= 1
            if not board.watchers:
                board.task.cancel()
                del self._of[sitting]


HALL: web.AppKey[Hall] = web.AppKey("hall", Hall)
CODES: web.AppKey[Codes] = web.AppKey("codes", Codes)
BOARDS: web.AppKey[Boards] = web.AppKey("boards", Boards)
