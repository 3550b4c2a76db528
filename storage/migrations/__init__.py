"""Numbered migrations, each in one transaction with its record; a database newer than the code is refused."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path

HERE = Path(__file__).parent


class DatabaseNewer(Exception):
    """``found`` is the database's migration, ``known`` the last of this code."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__(f"migration {found}, this code knows {known}")
        self.found = found
        self.known = known


def numbered() -> dict[int, Path]:
    """Number → file, in order."""
    return {int(file.name.partition("_")[0]): file for file in sorted(HERE.glob("*.sql"))}


def migrate(connection: sqlite3.Connection, files: Mapping[int, Path] | None = None) -> None:
    """Brings the database to the code's number (or that of ``files``); each step is whole or has not happened."""
    connection.execute("create table if not exists migrations (number integer primary key, name text not null)")
    known = numbered() if files is None else files
    found = applied(connection)
    if found > max(known):
        raise DatabaseNewer(found, max(known))
    for number, file in known.items():
        if number > found:
            _apply(connection, number, file)


def applied(connection: sqlite3.Connection) -> int:
    row = connection.execute("select max(number) from migrations").fetchone()
    return row[0] or 0


def _apply(connection: sqlite3.Connection, number: int, file: Path) -> None:
    connection.execute("begin immediate")
    try:
        for statement in statements(file.read_text(encoding="utf-8")):
            connection.execute(statement)
        connection.execute("insert into migrations (number, name) values (?, ?)", (number, file.stem))
        connection.execute("commit")
    except BaseException:
        if connection.in_transaction:
            connection.execute("rollback")
        raise


def statements(script: str) -> Iterator[str]:
    """A script's statements one by one: ``executescript`` would commit before it begins."""
    gathered = ""
    for line in script.splitlines(keepends=True):
        gathered += line
        if sqlite3.complete_statement(gathered):
            yield gathered
            gathered = ""
    if gathered.strip():
        yield gathered
