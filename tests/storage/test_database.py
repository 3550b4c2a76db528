"""One file, one owner, whole transactions."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from storage.database import MARK, PRAGMAS, DatabaseForeign, DatabaseInUse, DatabaseUnusable, connect
from storage.migrations import DatabaseNewer, migrate, numbered, statements


def insert(connection: sqlite3.Connection, language: str = "fr") -> int:
    connection.execute("insert into people (language, since) values (?, 'now')", (language,))
    return int(connection.execute("select count(*) from people").fetchone()[0])


def count(connection: sqlite3.Connection) -> int:
    return int(connection.execute("select count(*) from people").fetchone()[0])


def modes_of(folder: Path) -> dict[str, int]:
    return {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}


async def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    database = await connect(tmp_path / "palier.db")
    await database.transaction(insert)
    modes = modes_of(tmp_path)
    await database.close()
    assert modes
    assert set(modes.values()) == {0o600}


@pytest.mark.skipif(os.name != "posix", reason="file modes are a POSIX matter")
async def test_a_file_that_others_could_read_is_closed_to_them_and_so_is_its_log(tmp_path: Path) -> None:
    path, log = tmp_path / "palier.db", tmp_path / "palier.db-wal"
    await (await connect(path)).close()
    log.touch()
    for file in (path, log):
        file.chmod(0o664)
    (tmp_path / "link.db").symlink_to(path)
    database = await connect(tmp_path / "link.db")
    await database.transaction(insert)
    assert modes_of(tmp_path)["palier.db"] == modes_of(tmp_path)["palier.db-wal"] == 0o600
    await database.close()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("locking_mode", "exclusive"),
    ],
)
async def test_every_pragma_is_in_force(tmp_path: Path, pragma: str, value: object) -> None:
    database = await connect(tmp_path / "palier.db")
    found = await database._execute(lambda: database._conn.execute(f"pragma {pragma}").fetchone()[0])  # type: ignore[no-untyped-call]
    await database.close()
    assert found == value


async def test_what_raises_leaves_nothing_behind(tmp_path: Path) -> None:
    database = await connect(tmp_path / "palier.db")

    def half(connection: sqlite3.Connection) -> None:
        insert(connection)
        raise KeyError("half-way")

    with pytest.raises(KeyError):
        await database.transaction(half)
    assert await database.transaction(count) == 0
    await database.close()


async def test_a_cancelled_caller_does_not_cut_a_transaction_in_two(tmp_path: Path) -> None:
    database = await connect(tmp_path / "palier.db")

    def slow(connection: sqlite3.Connection) -> None:
        insert(connection)
        time.sleep(0.2)
        insert(connection)

    waiting = asyncio.create_task(database.transaction(slow))
    await asyncio.sleep(0.05)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert await database.transaction(count) == 2
    await database.close()


async def test_a_second_process_is_refused_within_two_seconds_and_the_first_goes_on(tmp_path: Path) -> None:
    database = await connect(tmp_path / "palier.db")
    code = (
        "import asyncio, sys; from pathlib import Path; from storage.database import connect, DatabaseInUse\n"
        "try: asyncio.run(connect(Path(sys.argv[1])))\nexcept DatabaseInUse: sys.exit(7)"
    )
    begun = time.monotonic()
    ended = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", code, str(tmp_path / "palier.db")], timeout=30, check=False
    )
    waited = time.monotonic() - begun
    assert ended.returncode == 7
    assert waited < 2 + 3, "a process also has to start"
    assert await database.transaction(insert) == 1
    await database.close()


async def test_the_refusal_itself_comes_within_two_seconds(tmp_path: Path) -> None:
    first = await connect(tmp_path / "palier.db")
    begun = time.monotonic()
    with pytest.raises(DatabaseInUse):
        await connect(tmp_path / "palier.db")
    assert time.monotonic() - begun < 2
    await first.close()


async def test_a_newer_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "palier.db"
    database = await connect(path)
    newer = max(numbered()) + 1
    await database.transaction(lambda it: it.execute("insert into migrations values (?, 'later')", (newer,)).rowcount)
    await database.close()
    with pytest.raises(DatabaseNewer) as refused:
        await connect(path)
    assert (refused.value.found, refused.value.known) == (newer, newer - 1)


@pytest.mark.parametrize(
    "content", [b"not a database, but long enough to be one" * 100, b"SQLite format 3\x00" + b"\xff" * 4096]
)
async def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "palier.db"
    path.write_bytes(content)
    with pytest.raises(DatabaseUnusable):
        await connect(path)
    assert path.read_bytes() == content


async def test_a_place_where_no_file_can_be_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnusable):
        await connect(tmp_path)
    with pytest.raises(DatabaseUnusable):
        await connect(tmp_path / "nowhere" / "palier.db")


@pytest.mark.skipif(os.name != "posix", reason="pipes with a name are POSIX's")
async def test_what_is_no_file_is_not_even_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(DatabaseForeign):
        await connect(tmp_path / "pipe")


@pytest.mark.parametrize(
    "script",
    [
        "create table people (x)",
        "create table migrations (a)",
        "create table bookmarks (a)",
        "pragma application_id = 42",
        "pragma application_id = 42; create table migrations (number integer primary key, name text)",
    ],
)
async def test_another_programs_database_is_refused_and_left_as_it_is(tmp_path: Path, script: str) -> None:
    path = tmp_path / "palier.db"
    theirs = sqlite3.connect(path)
    theirs.executescript(script)
    theirs.close()
    content = path.read_bytes()
    with pytest.raises(DatabaseForeign):
        await connect(path)
    assert path.read_bytes() == content
    assert list(modes_of(tmp_path)) == ["palier.db"]


async def test_a_database_from_before_the_mark_is_ours_and_gets_it(tmp_path: Path) -> None:
    path = tmp_path / "palier.db"
    before = sqlite3.connect(path, isolation_level=None)
    migrate(before)
    before.close()
    for _ in range(2):
        database = await connect(path)
        (mark,) = await database.transaction(lambda it: it.execute("pragma application_id").fetchone())
        assert mark == MARK
        await database.close()


async def test_a_damaged_page_is_said_and_not_thrown(tmp_path: Path) -> None:
    path = tmp_path / "palier.db"
    await (await connect(path)).close()
    content = path.read_bytes()
    path.write_bytes(content[:4096] + bytes(2 * 4096) + content[3 * 4096 :])
    with pytest.raises(DatabaseUnusable, match="malformed"):
        await connect(path)


async def test_a_disk_that_refuses_the_first_tables_is_said_and_not_thrown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.database.PRAGMAS", (*PRAGMAS, "pragma max_page_count = 3"))
    with pytest.raises(DatabaseUnusable, match="full"):
        await connect(tmp_path / "palier.db")
    monkeypatch.undo()
    await (await connect(tmp_path / "palier.db")).close()


def test_a_migration_that_fails_leaves_nothing_of_itself(tmp_path: Path) -> None:
    first, second = tmp_path / "0001_one.sql", tmp_path / "0002_two.sql"
    first.write_text("create table one (a integer);")
    second.write_text("create table two (a integer);\ninsert into nowhere values (1);")
    connection = sqlite3.connect(":memory:", isolation_level=None)
    with pytest.raises(sqlite3.OperationalError):
        migrate(connection, {1: first, 2: second})
    names = {row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")}
    assert names == {"migrations", "one"}
    second.write_text("create table two (a integer);")
    migrate(connection, {1: first, 2: second})
    assert [row[0] for row in connection.execute("select number from migrations order by number")] == [1, 2]
    connection.close()


def test_a_script_is_cut_at_its_statements_only() -> None:
    script = "create table a (b text default ';');\n-- a comment; with a semicolon\ninsert into a\nvalues ('x;y');\n"
    assert [part.strip().splitlines()[-1] for part in statements(script)] == [
        "create table a (b text default ';');",
        "values ('x;y');",
    ]


async def test_migrating_twice_changes_nothing(tmp_path: Path) -> None:
    for _ in range(2):
        database = await connect(tmp_path / "palier.db")
        found = await database.transaction(lambda it: it.execute("select number from migrations").fetchall())
        assert [row[0] for row in found] == sorted(numbered())
        await database.close()
