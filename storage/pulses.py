"""Sittings, pulses and votes. Until a pulse is closed, no question asked here answers with a vote: only with counts."""

from __future__ import annotations

import hmac
import secrets
import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import orjson

from dialogs.council import LEAST
from dialogs.pulse import Ballot, Hand, Pulse, Sitting
from frameworks.model import Framework
from storage import grids
from storage.moments import read, written

SITTING = "id, code, present, secret, guests, members_only, chat, queue, ended"
PULSE = "id, question, text, choices, round, opened, closes, closed, voters, visitors, key"


@dataclass(frozen=True, slots=True)
class Voter:
    """``identity`` names whoever votes to nobody but their own pulse's key; ``person`` where they have an account."""

    identity: str
    guest: bool = False
    person: int = 0


def of_person(person: int) -> Voter:
    """Somebody with an account, by whatever way they vote."""
    return Voter(f"person:{person}", person=person)


def at_address(channel: str, address: str) -> Voter:
    """Somebody whom nobody here has met."""
    return Voter(f"{channel}:{address}")


def sitting(connection: sqlite3.Connection, key: str, reader: str = "", *, named: bool = False) -> Sitting | None:
    """With its pulses in order. ``reader``: whose vote is looked for; ``named``: hands are shown to the pilot."""
    row = connection.execute(f"select {SITTING} from sittings where id = ?", (key,)).fetchone()  # noqa: S608
    return _sitting(connection, row, reader, named=named) if row else None


def of_campaign(
    connection: sqlite3.Connection, campaign: str, reader: str = "", *, named: bool = False
) -> Sitting | None:
    """The campaign's newest sitting."""
    row = connection.execute(
        f"select {SITTING} from sittings where campaign = ? order by opened desc, id limit 1",  # noqa: S608
        (campaign,),
    ).fetchone()
    return _sitting(connection, row, reader, named=named) if row else None


@dataclass(frozen=True, slots=True)
class Polled:
    """A sitting with what its wall says of it."""

    sitting: Sitting
    framework: Framework
    campaign: str
    title: str
    school: str
    name: str
    language: str


def of_code(
    connection: sqlite3.Connection, code: str, frameworks: Mapping[str, Framework], reader: str = ""
) -> Polled | None:
    """The sitting under way of that code; ``reader``: whose vote is looked for."""
    row = connection.execute("select id from sittings where code = ? and ended is null", (code,)).fetchone()
    return of_id(connection, row[0], frameworks, reader) if row else None


def polled(connection: sqlite3.Connection, pulse: str, frameworks: Mapping[str, Framework]) -> Polled | None:
    """The sitting of a pulse."""
    row = connection.execute("select sitting from pulses where id = ?", (pulse,)).fetchone()
    return of_id(connection, row[0], frameworks) if row else None


def of_id(
    connection: sqlite3.Connection, key: str, frameworks: Mapping[str, Framework], reader: str = ""
) -> Polled | None:
    row = connection.execute(
        "select c.id, c.title, s.id, s.name, t.language, c.framework, c.fingerprint from sittings t"
        " join campaigns c on c.id = t.campaign join schools s on s.id = c.school where t.id = ?",
        (key,),
    ).fetchone()
    framework = grids.pinned(connection, row[5], row[6], frameworks) if row else None
    found = sitting(connection, key, reader)
    return Polled(found, framework, *row[:5]) if found and framework else None


def is_member(connection: sqlite3.Connection, school: str, person: int) -> bool:
    found = connection.execute("select 1 from members where school = ? and person = ?", (school, person))
    return found.fetchone() is not None


def open_sitting(
    connection: sqlite3.Connection,
    key: str,
    campaign: str,
    person: int,
    language: str,
    code: str,
    queue: tuple[str, ...],
    at: datetime,
) -> None:
    """An earlier one of the campaign that was left open has ended; its votes of a secret pulse under way are gone."""
    for (old,) in connection.execute(
        "select id from sittings where campaign = ? and ended is null", (campaign,)
    ).fetchall():
        end(connection, old, at)
    connection.execute(
        "insert into sittings (id, campaign, opened_by, language, code, queue, opened) values (?, ?, ?, ?, ?, ?, ?)",
        (key, campaign, person, language, code, orjson.dumps(queue).decode(), written(at)),
    )


def settle(
    connection: sqlite3.Connection, key: str, *, present: int, secret: bool, guests: bool, members_only: bool
) -> None:
    connection.execute(
        "update sittings set present = ?, secret = ?, guests = ?, members_only = ? where id = ?",
        (present, secret, guests, members_only, key),
    )


def bind(connection: sqlite3.Connection, key: str, chat: str) -> None:
    """That group votes now, and no other."""
    connection.execute("update sittings set chat = ?, formerly = null where id = ?", (chat, key))


def open_pulse(
    connection: sqlite3.Connection,
    key: str,
    sitting: str,
    question: str,
    text: str,
    choices: tuple[str, ...],
    at: datetime,
    closes: datetime | None,
) -> None:
    """The next round where the question was voted on before; it leaves the queue."""
    rounds = connection.execute(
        "select count(*) from pulses where sitting = ? and question = ? and text = ?", (sitting, question, text)
    ).fetchone()[0]
    connection.execute(
        "insert into pulses (id, sitting, question, text, choices, round, key, opened, closes)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            key,
            sitting,
            question,
            text,
            orjson.dumps(choices).decode(),
            rounds + 1,
            secrets.token_bytes(32),
            written(at),
            written(closes) if closes else None,
        ),
    )
    row = connection.execute("select queue from sittings where id = ?", (sitting,)).fetchone()
    queue = [it for it in orjson.loads(row[0]) if it != question]
    connection.execute("update sittings set queue = ? where id = ?", (orjson.dumps(queue).decode(), sitting))


def vote(connection: sqlite3.Connection, key: str, voter: Voter, ballot: Ballot, at: datetime) -> bool:
    """One vote a person and part, the last one wins; False where the pulse takes none any more."""
    row = connection.execute(
        "select p.key, s.secret from pulses p join sittings s on s.id = p.sitting"
        " where p.id = ? and p.closed is null and s.ended is null and (p.closes is null or p.closes > ?)",
        (key, written(at)),
    ).fetchone()
    if row is None:
        return False
    who = _hidden(row[0], voter.identity)
    person = voter.person if voter.person and not row[1] else None
    _one(connection, key, row[0], voter.person, who)
    for part, value in ballot.items():
        connection.execute(
            "insert into votes (pulse, voter, part, value, guest, person, at) values (?, ?, ?, ?, ?, ?, ?)"
            " on conflict (pulse, voter, part) do update"
            " set value = excluded.value, person = excluded.person, at = excluded.at",
            (key, who, part, value, voter.guest, person, written(at)),
        )
    return True


def time(connection: sqlite3.Connection, key: str, closes: datetime) -> None:
    connection.execute("update pulses set closes = ? where id = ? and closed is null", (written(closes), key))


def withdraw(connection: sqlite3.Connection, person: int) -> None:
    """Votes of the pulses under way of somebody who is erased: whoever comes back votes once."""
    for key, secret in connection.execute("select id, key from pulses where closed is null").fetchall():
        who = _hidden(secret, of_person(person).identity)
        _one(connection, key, secret, person, who)
        connection.execute("delete from votes where pulse = ? and voter = ?", (key, who))


def _one(connection: sqlite3.Connection, key: str, secret: bytes, person: int, who: bytes) -> None:
    """Whoever voted in a group before they spoke to the bot is the same person now."""
    places = connection.execute("select channel, address from conversations where person = ?", (person,)).fetchall()
    for channel, address in places:
        before = _hidden(secret, at_address(channel, address).identity)
        connection.execute("update or replace votes set voter = ? where pulse = ? and voter = ?", (who, key, before))


def close(connection: sqlite3.Connection, key: str, at: datetime) -> bool:
    """Counted, once. Of a secret pulse the counts are all that is left, and of fewer than five votes not even those;
    True where rows were destroyed, so that the log must be emptied.
    """
    row = connection.execute(
        "select s.secret from pulses p join sittings s on s.id = p.sitting where p.id = ? and p.closed is null", (key,)
    ).fetchone()
    if row is None:
        return False
    voters, visitors = _counted(connection, key)
    connection.execute(
        "update pulses set closed = ?, voters = ?, visitors = ? where id = ?", (written(at), voters, visitors, key)
    )
    secret = bool(row[0])
    if not secret or voters >= LEAST:
        connection.execute(
            "insert into tallies (pulse, part, value, votes)"
            " select pulse, part, value, count(*) from votes where pulse = ? group by part, value",
            (key,),
        )
    if secret:
        connection.execute("delete from votes where pulse = ?", (key,))
        connection.execute("update pulses set key = null where id = ?", (key,))
    return secret


def end(connection: sqlite3.Connection, key: str, at: datetime) -> bool:
    """The pulse under way is closed with it; the code opens nothing any more."""
    scrub = False
    for (pulse,) in connection.execute("select id from pulses where sitting = ? and closed is null", (key,)).fetchall():
        scrub |= close(connection, pulse, at)
    connection.execute("update sittings set ended = ?, code = null where id = ?", (written(at), key))
    return scrub


def close_due(connection: sqlite3.Connection, at: datetime) -> list[str]:
    """Counts the pulses whose countdown is over; the sittings that have news."""
    rows = connection.execute("select id, sitting from pulses where closed is null and closes <= ?", (written(at),))
    found = rows.fetchall()
    for key, _ in found:
        close(connection, key, at)
    return [str(sitting) for _, sitting in found]


def next_due(connection: sqlite3.Connection) -> datetime | None:
    row = connection.execute("select min(closes) from pulses where closed is null").fetchone()
    return read(row[0]) if row[0] else None


def _sitting(connection: sqlite3.Connection, row: tuple[object, ...], reader: str, *, named: bool) -> Sitting:
    key, code, present, secret, guests, members_only, chat, queue, ended = row
    rows = connection.execute(
        f"select {PULSE} from pulses where sitting = ? order by opened, id",  # noqa: S608
        (key,),
    ).fetchall()
    return Sitting(
        id=str(key),
        code=str(code or ""),
        present=int(str(present)),
        secret=bool(secret),
        guests=bool(guests),
        members_only=bool(members_only),
        chat=str(chat or ""),
        queue=tuple(orjson.loads(str(queue))),
        pulses=tuple(_pulse(connection, it, reader, named=named and not secret) for it in rows),
        ended=ended is not None,
    )


def _pulse(connection: sqlite3.Connection, row: tuple[object, ...], reader: str, *, named: bool) -> Pulse:
    key, question, text, choices, number, opened, closes, closed, voters, visitors, secret_key = row
    if closed is None:
        votes, guests = _counted(connection, str(key))
    else:
        votes, guests = int(str(voters)), int(str(visitors))
    return Pulse(
        id=str(key),
        question=str(question),
        text=str(text),
        choices=tuple(orjson.loads(str(choices))),
        round=int(str(number)),
        opened=read(str(opened)),
        closes=read(str(closes)) if closes else None,
        closed=closed is not None,
        votes=votes,
        guests=guests,
        voted=closed is None and bool(reader) and _has_voted(connection, str(key), secret_key, reader),
        tally=_tally(connection, str(key)) if closed is not None else None,
        hands=_hands(connection, str(key)) if closed is not None and named else (),
    )


def _counted(connection: sqlite3.Connection, key: str) -> tuple[int, int]:
    """How many voted, and how many of them as guests."""
    row = connection.execute(
        "select count(*), coalesce(sum(guest), 0) from (select distinct voter, guest from votes where pulse = ?)",
        (key,),
    ).fetchone()
    return int(row[0]), int(row[1])


def _has_voted(connection: sqlite3.Connection, key: str, secret: object, reader: str) -> bool:
    if not isinstance(secret, bytes):
        return False
    row = connection.execute(
        "select 1 from votes where pulse = ? and voter = ? limit 1", (key, _hidden(secret, reader))
    ).fetchone()
    return row is not None


def _tally(connection: sqlite3.Connection, key: str) -> Mapping[str, Mapping[str, int]] | None:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for part, value, votes in connection.execute("select part, value, votes from tallies where pulse = ?", (key,)):
        found[part][value] = votes
    return dict(found) or None


def _hands(connection: sqlite3.Connection, key: str) -> tuple[Hand, ...]:
    rows = connection.execute(
        "select v.part, v.value, m.name, m.number from votes v join pulses p on p.id = v.pulse"
        " join sittings s on s.id = p.sitting join campaigns c on c.id = s.campaign"
        " left join members m on m.school = c.school and m.person = v.person where v.pulse = ? order by m.number",
        (key,),
    )
    return tuple(Hand(part, value, name or "", number or 0) for part, value, name, number in rows)


def _hidden(key: bytes, identity: str) -> bytes:
    """Recognised within one pulse, and nowhere else."""
    return hmac.digest(key, identity.encode(), "sha256")
