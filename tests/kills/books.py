"""What a database holds, read from a copy: of one that was just killed, or of one that was stopped."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Reply:
    """A row of the outbox; ``ref`` is the message that it became."""

    kind: str
    live: bool
    state: str
    ref: str | None
    address: str


@dataclass(frozen=True, slots=True)
class Books:
    """``events``: updates that had their effect, each with its person's address; ``revisions``: steps by address."""

    events: dict[int, str]
    revisions: dict[str, int]
    opinions: dict[tuple[str, str, str], str]
    grids: dict[str, str]
    replies: dict[int, Reply]
    set_aside: tuple[str, ...]
    sound: bool


def copied(database: Path, folder: Path) -> Path:
    """The file and its write-ahead log as they lie there: nobody may have them open."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for path in (database, database.with_name(database.name + "-wal")):
        if path.exists():
            shutil.copyfile(path, folder / path.name)
    return folder / database.name


def read(path: Path) -> Books:
    """Empty books where the program was killed before it made its tables."""
    with closing(sqlite3.connect(path)) as database:
        if not database.execute("select 1 from sqlite_master where name = 'replies'").fetchone():
            return Books({}, {}, {}, {}, {}, (), True)
        rows = database.execute
        events = rows("select e.key, c.address from events e join conversations c on c.id = e.conversation")
        replies = rows(
            "select r.id, r.kind, r.live, r.state, r.ref, c.address from replies r"
            " join conversations c on c.id = r.conversation"
        )
        opinions = rows(
            "select c.address, o.campaign, o.question, o.answer from opinions o"
            " join conversations c on c.person = o.person"
        )
        return Books(
            events={int(key.rpartition(":")[2]): address for key, address in events},
            revisions=dict(rows("select address, revision from conversations")),
            opinions={(address, campaign, question): said for address, campaign, question, said in opinions},
            grids=dict(rows("select id, framework from campaigns")),
            replies={row[0]: Reply(row[1], bool(row[2]), *row[3:]) for row in replies},
            set_aside=tuple(fault for (fault,) in rows("select fault from set_aside")),
            sound=rows("pragma quick_check").fetchall() == [("ok",)],
        )
