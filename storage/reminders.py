"""What is to be told, to whom, and what was: rows with a local date, and a row a person who was told."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dialogs.reminding import Kind, Planned, Sent
from storage.moments import read, written

READ = (
    "select r.id, r.school, s.departement, s.timezone, r.goal, r.campaign, r.kind, r.day, m.person from reminders r"
    " join schools s on s.id = r.school left join goals g on g.id = r.goal"
    " left join members m on m.school = r.school and m.person = g.pilot"
)

TOLD = (
    "select distinct t.at, coalesce(m.name, ''), coalesce(m.number, 0), t.way,"
    " (select r.state || case when r.ref is null then ':0' else ':1' end from replies r"
    " where r.conversation = t.conversation and r.at = t.at and r.kind = 'letter' limit 1),"
    " exists (select 1 from conversations v join replies r on r.conversation = v.id"
    " where v.person = t.person and v.channel = 'email' and v.id <> t.conversation and r.at = t.at)"
    " from told t join reminders n on n.id = t.reminder"
    " left join members m on m.school = n.school and m.person = t.person"
)
"""Whom something was told, which way, and the state of the letter that told it; once a letter."""

AT_ONCE = 500
"""Ids named in one query."""

LAST, MANY = 3, 6
"""As many as a goal, and a campaign, show of what was told of them."""


@dataclass(frozen=True, slots=True)
class Place:
    """A school, and the days and clocks that it goes by."""

    school: str
    departement: str
    timezone: str


@dataclass(frozen=True, slots=True)
class Row:
    """A reminder, who leads its goal (by person; 0 where that is nobody of the team), and who was told it."""

    id: int
    place: Place
    goal: str
    campaign: str
    kind: Kind
    day: date
    leader: int
    told: frozenset[int]


@dataclass(frozen=True, slots=True)
class Reachable:
    """Somebody to be told, when they may be, and where: the conversation that they have, "" of each where they can't be
    written to any more.
    """

    person: int
    begins: int
    ends: int
    conversation: int = 0
    channel: str = ""
    address: str = ""
    language: str = "fr"


def plan(
    connection: sqlite3.Connection,
    school: str,
    subject: str,
    key: str,
    planned: Iterable[Planned],
    today: date,
    at: datetime,
    *,
    over: bool,
) -> None:
    """The open reminders of a goal or a campaign (``subject``) as they are to be from now on. Nothing is planned for a
    day that is not ahead, or before the one that it was put off to; what was put off stays unless it is all ``over``.
    """
    wanted = {(it.kind.value, it.wanted.isoformat()): it for it in planned}
    rows = connection.execute(
        f"select id, kind, wanted, day from reminders where {subject} = ? and closed is null",  # noqa: S608
        (key,),
    ).fetchall()
    delays = [date.fromisoformat(day) for _, kind, _, day in rows if kind == Kind.AGAIN and not over]
    covered = max(delays, default=date.min)
    for reminder, kind, by_rule, _ in rows:
        still = wanted.get((kind, by_rule))
        day = _uncovered(still, covered) if still else None
        if day:
            connection.execute("update reminders set day = ? where id = ?", (day.isoformat(), reminder))
        elif over or kind != Kind.AGAIN:
            _withdraw(connection, reminder, at)
    connection.executemany(
        f"insert into reminders (school, {subject}, kind, wanted, day) values (?, ?, ?, ?, ?) on conflict do nothing",  # noqa: S608
        [
            (school, key, it.kind.value, it.wanted.isoformat(), day.isoformat())
            for it in wanted.values()
            if it.day > today and (day := _uncovered(it, covered))
        ],
    )


def _uncovered(planned: Planned, covered: date) -> date | None:
    """When it is told though everything until a day was put off: what comes before a date never, lateness with it,
    since it is not only told to who asked for the delay.
    """
    if planned.kind is Kind.LATE:
        return max(planned.day, covered)
    return planned.day if planned.day > covered else None


def put_off(connection: sqlite3.Connection, school: str, goal: str, planned: Planned, at: datetime) -> None:
    """The new day takes the place of an earlier delay's; what it covers is for :func:`plan` to say."""
    delays = connection.execute(
        "select id from reminders where goal = ? and closed is null and kind = ?", (goal, Kind.AGAIN.value)
    ).fetchall()
    for (reminder,) in delays:
        _withdraw(connection, reminder, at)
    connection.execute(
        "insert into reminders (school, goal, kind, wanted, day) values (?, ?, ?, ?, ?)"
        " on conflict (goal, kind, wanted) do update set day = excluded.day, closed = null",
        (school, goal, planned.kind.value, planned.wanted.isoformat(), planned.day.isoformat()),
    )


def _withdraw(connection: sqlite3.Connection, reminder: int, at: datetime) -> None:
    """As if it had never been, unless somebody was told: that stays, and is not told again."""
    connection.execute(
        "update reminders set closed = ? where id = ? and exists (select 1 from told where reminder = id)",
        (written(at), reminder),
    )
    connection.execute("delete from reminders where id = ? and closed is null", (reminder,))


def places(connection: sqlite3.Connection, day: date, person: int = 0) -> list[Place]:
    """The schools where something is open that is due by that day: all, or those that a person is in."""
    mine = " and s.id in (select school from members where person = ?)" if person else ""
    rows = connection.execute(
        "select s.id, s.departement, s.timezone from schools s where s.id in"  # noqa: S608
        f" (select school from reminders where closed is null and day <= ?){mine} order by s.id",
        (day.isoformat(), *([person] if person else [])),
    )
    return [Place(*it) for it in rows]


def open_until(connection: sqlite3.Connection, school: str, day: date) -> list[Row]:
    """Due at a school by that day, and not told to everybody."""
    return _rows(connection, "r.school = ? and r.closed is null and r.day <= ?", (school, day.isoformat()))


def of_ids(connection: sqlite3.Connection, ids: Iterable[int]) -> list[Row]:
    """Open or not, those that are still there."""
    left, found = list(ids), list[Row]()
    while left:
        some, left = left[:AT_ONCE], left[AT_ONCE:]
        found += _rows(connection, f"r.id in ({', '.join('?' for _ in some)})", some)
    return found


def _rows(connection: sqlite3.Connection, which: str, values: Sequence[object]) -> list[Row]:
    told: dict[int, set[int]] = {}
    for reminder, person in connection.execute(
        f"select t.reminder, t.person from reminders r join told t on t.reminder = r.id where {which}",  # noqa: S608
        values,
    ):
        told.setdefault(reminder, set()).add(person)
    rows = connection.execute(f"{READ} where {which} order by r.day, r.id", values)
    return [
        Row(
            key,
            Place(school, where, zone),
            goal or "",
            campaign or "",
            Kind(kind),
            date.fromisoformat(day),
            leader or 0,
            frozenset(told.get(key, ())),
        )
        for key, school, where, zone, goal, campaign, kind, day, leader in rows
    ]


def pilots(connection: sqlite3.Connection, school: str) -> list[int]:
    rows = connection.execute(
        "select person from members where school = ? and role = 'pilot' order by number", (school,)
    )
    return [row[0] for row in rows]


def numbered(connection: sqlite3.Connection, school: str, numbers: Collection[int]) -> list[int]:
    """The persons of a team's numbers."""
    rows = connection.execute("select number, person from members where school = ? order by number", (school,))
    return [person for number, person in rows if number in numbers]


def reachable(connection: sqlite3.Connection, person: int) -> Reachable:
    """When and where somebody hears of it: where they last did something, among what is not lost. An address that
    they confirmed is no such place: a mail goes with what is said there, or alone where nothing else is left.
    """
    begins, ends, language = connection.execute(
        "select begins, ends, language from people where id = ?", (person,)
    ).fetchone()
    row = connection.execute(
        "select v.id, v.channel, v.address from conversations v left join mailboxes b on b.conversation = v.id"
        " where v.person = ? and v.lost = 0 and (v.channel <> 'email' or b.confirmed is not null)"
        " order by v.channel = 'email',"
        " (select max(r.at) from replies r where r.conversation = v.id and r.kind <> 'letter') desc, v.id limit 1",
        (person,),
    ).fetchone()
    conversation, channel, address = row or (0, "", "")
    return Reachable(person, begins, ends, conversation, channel, address, language)


def tell(
    connection: sqlite3.Connection, reminders: Iterable[int], person: int, conversation: int, at: datetime
) -> None:
    """Kept with what tells it; no ``conversation`` (0) where there was no way to."""
    connection.executemany(
        "insert into told (reminder, person, conversation, way, at) values (?, ?, ?,"
        " coalesce((select channel from conversations where id = ?), 'none'), ?) on conflict do nothing",
        [(reminder, person, conversation or None, conversation, written(at)) for reminder in reminders],
    )


def take_back(connection: sqlite3.Connection, conversation: int, at: datetime) -> None:
    """What was told there at that moment was not sent in its hours: it is due again, whoever was the last to be told
    since.
    """
    here = (conversation, written(at))
    connection.execute(
        "update reminders set closed = null where id in (select reminder from told where conversation = ? and at = ?)"
        " and closed in (select t.at from told t where t.reminder = reminders.id)",
        here,
    )
    connection.execute("delete from told where conversation = ? and at = ?", here)


def of_everybody(connection: sqlite3.Connection) -> list[str]:
    """The schools that have goals or dates ahead, by id."""
    rows = connection.execute(
        "select school from goals union select school from campaigns where school is not null"
        " and (closes is not null or next is not null) order by 1"
    )
    return [school for (school,) in rows]


def dated(connection: sqlite3.Connection, school: str) -> list[str]:
    """The school's campaigns that have dates ahead, by id."""
    rows = connection.execute(
        "select id from campaigns where school = ? and (closes is not null or next is not null)", (school,)
    )
    return [key for (key,) in rows]


def close(connection: sqlite3.Connection, reminder: int, at: datetime) -> None:
    connection.execute("update reminders set closed = ? where id = ?", (written(at), reminder))


def sent(connection: sqlite3.Connection, goal: str) -> tuple[Sent, ...]:
    """The last that was told of a goal, the newest first: to whom and how, as far as the rows know."""
    return _sent(connection.execute(f"{TOLD} where n.goal = ? order by 1 desc, 3 limit ?", (goal, LAST)))


def announced(connection: sqlite3.Connection, campaign: str) -> tuple[Sent, ...]:
    """The same of a campaign's dates, which are told to many."""
    return _sent(connection.execute(f"{TOLD} where n.campaign = ? order by 1 desc, 3 limit ?", (campaign, MANY)))


def _sent(rows: Iterable[tuple[str, str, int, str, str | None, int]]) -> tuple[Sent, ...]:
    return tuple(
        Sent(read(at), name, number, way, _arrived(way, state), bool(mailed))
        for at, name, number, way, state, mailed in rows
    )


def _arrived(way: str, state: str | None) -> bool | None:
    """What is read back (the web chat) waits there; what is sent has a name once its channel took it."""
    if way == "none":
        return False
    if way == "web":
        return True
    return {"taken:1": True, "taken:0": False}.get(state or "")


def hours(connection: sqlite3.Connection, person: int) -> tuple[int, int]:
    row = connection.execute("select begins, ends from people where id = ?", (person,)).fetchone()
    return row[0], row[1]


def set_hours(connection: sqlite3.Connection, person: int, begins: int, ends: int) -> None:
    connection.execute("update people set begins = ?, ends = ? where id = ?", (begins, ends, person))
