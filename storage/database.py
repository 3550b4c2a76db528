"""One file, one connection, one thread: a transaction is one function that runs whole on the database's thread."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sqlite3
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar, cast

import aiosqlite

from storage.migrations import migrate

# At DEBUG it writes every call with its arguments: what people said.
logging.getLogger("aiosqlite").setLevel(logging.WARNING)

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]

BUSY_SECONDS = 1.0
"""How long a second process waits before it is told that the file is in use."""

MARK = int.from_bytes(b"Pali")
"""The application_id in the file's header: what tells our database from another program's."""

UNMARKED = {"migrations", "people", "conversations", "replies"}
"""Tables of ours in a file from before there was a mark."""

# One process owns the file, and SQLite's WAL-reset bug needs a second connection to show itself.
OWNING = "pragma locking_mode = exclusive"
PRAGMAS = (
    "pragma journal_mode = wal",
    # A tap shown as saved survives a power cut: WAL with NORMAL loses acknowledged commits.
    "pragma synchronous = full",
    "pragma foreign_keys = on",
    "pragma secure_delete = on",
)


class DatabaseInUse(Exception):
    """Another process owns the file."""


class DatabaseUnusable(Exception):
    """The file can't be opened, is no database, or is damaged; the message is the system's."""


class DatabaseForeign(DatabaseUnusable):
    """It is another program's database, or no file at all; it is left as it is."""


class Connection(aiosqlite.Connection):
    """aiosqlite's connection, with whole transactions."""

    async def transaction(self, work: Work[T]) -> T:
        """Runs ``work`` between BEGIN IMMEDIATE and COMMIT, on the connection's thread, in one hop.

        Whatever ``work`` or the commit raises rolls everything back. A caller that is cancelled does not know the end
        of it: the work goes on, and its keys tell.
        """
        return cast(T, await self._execute(self._whole, work))  # type: ignore[no-untyped-call]

    async def scrub(self) -> None:
        """Empties the write-ahead log into the file: what was erased stays readable in the log until then."""
        await self._execute(self._checkpoint)  # type: ignore[no-untyped-call]

    def _checkpoint(self) -> None:
        # Read to its end: a statement in progress would stop the next commit.
        self._conn.execute("pragma wal_checkpoint(truncate)").fetchall()

    def _whole(self, work: Work[T]) -> T:
        connection = self._conn
        connection.execute("begin immediate")
        try:
            result = work(connection)
            connection.execute("commit")
        except BaseException:
            if connection.in_transaction:
                connection.execute("rollback")
            raise
        return result


def begun(path: Path) -> bool:
    """Whether there is a file already. Raises DatabaseUnusable where there can be none."""
    with _told(path):
        return path.exists()


async def connect(path: Path) -> Connection:
    """The open and migrated database, created with mode 0600 where there was none.

    Raises DatabaseInUse, DatabaseUnusable, DatabaseForeign, or storage.migrations.DatabaseNewer.
    """
    _make_private(path)
    connection = Connection(partial(_open, path), iter_chunk_size=64)
    with _told(path):
        try:
            await connection
        except BaseException:
            # Its thread is ending: it must have ended before the event loop does.
            await asyncio.to_thread(connection._thread.join)
            raise
        try:
            await connection._execute(migrate, connection._conn)  # type: ignore[no-untyped-call]
        except BaseException:
            await connection.close()
            raise
    return connection


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    """SQLite's errors, and the system's, as ours."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise DatabaseInUse(str(path)) from error
        raise DatabaseUnusable(str(error)) from error
    except (sqlite3.Error, OSError) as error:
        raise DatabaseUnusable(str(error)) from error


def _make_private(path: Path) -> None:
    """A file of mode 0600. One that others may read, and the log of one that was killed, are closed to them."""
    with _told(path):
        if path.exists() and not path.is_file():  # to open a pipe or a device may wait, or do something
            raise DatabaseForeign(str(path))
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    real = path.resolve()
    for file in (real, real.with_name(real.name + "-wal")):
        # Another account's file, or a disk without modes: who may read it isn't ours to say.
        with contextlib.suppress(OSError):
            file.chmod(file.stat().st_mode & 0o700)


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, timeout=BUSY_SECONDS, check_same_thread=False)
    try:
        connection.execute(OWNING)
        mark = _mark(connection, path)
        for pragma in PRAGMAS:
            connection.execute(pragma)
        # The lock is taken by the first write, and kept.
        connection.execute("begin immediate")
        if mark != MARK:
            connection.execute(f"pragma application_id = {MARK}")
        connection.execute("commit")
    except BaseException:
        connection.close()
        raise
    return connection


def _mark(connection: sqlite3.Connection, path: Path) -> int:
    """The file's mark; 0 where it is new, or from before there was one. Raises DatabaseForeign."""
    mark = int(connection.execute("pragma application_id").fetchone()[0])
    if mark == MARK:
        return mark
    tables = {row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")}
    if mark or (tables and not tables >= UNMARKED):
        raise DatabaseForeign(str(path))
    return mark
