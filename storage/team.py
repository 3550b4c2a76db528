"""Who is in a school's team, who asks to be, and the invitations that let them in."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta
from typing import Any

from dialogs.campaign import School
from dialogs.roles import Role
from dialogs.team import Invitation, Kind, Member, Membership, Offer, Request, Team
from storage.moments import read, written

HEIR = "order by case role when 'pilot' then 0 when 'member' then 1 else 2 end, since, number limit 1"
"""Who pilots when nobody else does: a pilot, else the member who is there longest, else a reader."""

MOST_REQUESTS = 30
"""Read at a time: whoever makes up a thousand people fills no pilot's screen."""

FOR_SCHOOL = (
    " where person = ? and retained and campaign in (select id from campaigns where school = ? and mode <> 'collegial')"
)
"""What a person filled for a school, in which it is the position. An opinion stays whose it is."""


def memberships(connection: sqlite3.Connection, person: int) -> tuple[Membership, ...]:
    """A person's schools, the first joined first; to a pilot, when somebody last asked to join."""
    rows = connection.execute(
        "select s.id, s.name, s.departement, s.timezone, s.uai, m.role, m.number, m.name, m.since,"
        " (select max(r.at) from requests r where r.school = m.school and m.role = 'pilot')"
        " from members m join schools s on s.id = m.school where m.person = ? order by m.since, m.school",
        (person,),
    ).fetchall()
    return tuple(
        Membership(School(*row[:5]), Role(row[5]), row[6], row[7], read(row[8]), read(row[9]) if row[9] else None)
        for row in rows
    )


def of(connection: sqlite3.Connection, school: str, at: datetime) -> Team:
    """Everybody, by number, and to whom the pilots' tasks fall."""
    members = connection.execute("select number, name, role from members where school = ? order by number", (school,))
    requests = connection.execute(
        "select id, name, role from requests where school = ? order by at, id limit ?", (school, MOST_REQUESTS)
    )
    invitations = connection.execute(
        "select id, kind, role, expires, uses, most from invitations"
        " where school = ? and kind <> 'transfer' and expires > ? and uses < most order by made, id",
        (school, written(at)),
    )
    ever = connection.execute("select ever from schools where id = ?", (school,)).fetchone()
    return Team(
        school,
        tuple(Member(number, name, Role(role)) for number, name, role in members),
        tuple(Request(key, name, Role(role)) for key, name, role in requests),
        tuple(Invitation(key, Kind(kind), Role(role), read(end), *used) for key, kind, role, end, *used in invitations),
        ever[0] if ever else 0,
    )


def awaiting(connection: sqlite3.Connection, person: int) -> tuple[School, ...]:
    """The schools that this person asked to join."""
    rows = connection.execute(
        "select s.id, s.name, s.departement, s.timezone, s.uai from requests r join schools s on s.id = r.school"
        " where r.person = ? order by r.at, r.id",
        (person,),
    )
    return tuple(School(*row) for row in rows)


def pilots(connection: sqlite3.Connection, school: str) -> list[tuple[int, str, str, str]]:
    """Where a school's pilots are spoken to: conversation, channel, address, language."""
    return connection.execute(
        "select v.id, v.channel, v.address, p.language from members m join people p on p.id = m.person"
        " join conversations v on v.person = p.id where m.school = ? and m.role = 'pilot'"
        " and v.channel <> 'email' order by v.id",
        (school,),
    ).fetchall()


def offer(connection: sqlite3.Connection, digest: str, at: datetime) -> Offer | None:
    """What a secret opens, while its invitation lives."""
    row = connection.execute(
        "select i.id, i.kind, i.role, s.id, s.name, s.departement, s.timezone, s.uai"
        " from invitations i join schools s on s.id = i.school"
        " where i.secret = ? and i.expires > ? and i.uses < i.most",
        (digest, written(at)),
    ).fetchone()
    return Offer(row[0], Kind(row[1]), Role(row[2]), School(*row[3:])) if row else None


def locked(connection: sqlite3.Connection, person: int, at: datetime, *, most: int, span: timedelta) -> datetime | None:
    """Until when the person's tries are refused: ``most`` were wrong within the span before."""
    rows = connection.execute(
        "select at from wrong_codes where person = ? and at > ? order by at desc limit ?",
        (person, written(at - span), most),
    ).fetchall()
    return read(rows[-1][0]) + span if len(rows) == most else None


def miss(connection: sqlite3.Connection, person: int, at: datetime) -> None:
    connection.execute("insert into wrong_codes (person, at) values (?, ?)", (person, written(at)))


def join(connection: sqlite3.Connection, made: Offer, person: int, at: datetime) -> None:
    """The operator's invitation makes its user the one pilot; the others stay, as members."""
    school, role = made.school.id, made.role
    _used(connection, made.invitation)
    if made.kind is Kind.TRANSFER:
        role = Role.PILOT
        connection.execute("update members set role = 'member' where school = ? and role = 'pilot'", (school,))
        connection.execute("update members set role = 'pilot' where school = ? and person = ?", (school, person))
    _enter(connection, school, person, role, None, at)


def ask(
    connection: sqlite3.Connection, key: str, school: str, person: int, role: Role, invitation: str, at: datetime
) -> None:
    """One request a person and school: a second one changes nothing, and spends no use."""
    asked = connection.execute(
        "insert into requests (id, school, person, role, at) values (?, ?, ?, ?, ?)"
        " on conflict (school, person) do nothing returning id",
        (key, school, person, role.value, written(at)),
    ).fetchone()
    if asked and invitation:
        _used(connection, invitation)


def call(connection: sqlite3.Connection, school: str, person: int, name: str) -> None:
    """In the team, and in the request to be in it."""
    connection.execute("update members set name = ? where school = ? and person = ?", (name, school, person))
    connection.execute("update requests set name = ? where school = ? and person = ?", (name, school, person))


def admit(connection: sqlite3.Connection, school: str, key: str, at: datetime) -> None:
    row = connection.execute(
        "delete from requests where id = ? and school = ? returning person, role, name", (key, school)
    ).fetchone()
    if row:
        _enter(connection, school, row[0], Role(row[1]), row[2], at)


def decline(connection: sqlite3.Connection, school: str, key: str) -> None:
    connection.execute("delete from requests where id = ? and school = ?", (key, school))


def set_role(connection: sqlite3.Connection, school: str, number: int, role: Role) -> None:
    connection.execute("update members set role = ? where school = ? and number = ?", (role.value, school, number))


def hand_over(connection: sqlite3.Connection, school: str, number: int, person: int) -> None:
    set_role(connection, school, number, Role.PILOT)
    connection.execute("update members set role = 'member' where school = ? and person = ?", (school, person))


def remove(connection: sqlite3.Connection, school: str, number: int) -> None:
    """Whoever is taken out may still know a link: those that live are void."""
    row = connection.execute("select person from members where school = ? and number = ?", (school, number)).fetchone()
    if row:
        leave(connection, school, row[0])
        connection.execute("delete from invitations where school = ? and kind = 'link'", (school,))


def leave(connection: sqlite3.Connection, school: str, person: int) -> None:
    """What the person filled there for the school goes on in a pilot's hands: it is the school's position."""
    heir = heir_of(connection, school, person)
    if heir is not None:
        _hand_on(connection, school, person, heir)
        connection.execute(
            "update campaigns set opened_by = ? where school = ? and opened_by = ?", (heir, school, person)
        )
    connection.execute("delete from members where school = ? and person = ?", (school, person))


def _hand_on(connection: sqlite3.Connection, school: str, person: int, heir: int) -> None:
    """Where both answered or noted something, the later row is kept."""
    connection.execute(
        "insert into opinions (campaign, person, question, answer, first_at, at, retained)"  # noqa: S608
        f" select campaign, ?, question, answer, first_at, at, 1 from opinions{FOR_SCHOOL}"
        " on conflict (campaign, person, question)"
        " do update set answer = excluded.answer, at = excluded.at, retained = 1 where excluded.at > opinions.at",
        (heir, person, school),
    )
    connection.execute(
        "insert into notes (campaign, person, question, text, at, retained)"  # noqa: S608
        f" select campaign, ?, question, text, at, 1 from notes{FOR_SCHOOL}"
        " on conflict (campaign, person, question)"
        " do update set text = excluded.text, at = excluded.at, retained = 1 where excluded.at > notes.at",
        (heir, person, school),
    )
    for table in ("opinions", "notes"):
        connection.execute(f"delete from {table}{FOR_SCHOOL}", (person, school))  # noqa: S608


def heir_of(connection: sqlite3.Connection, school: str, person: int) -> int | None:
    asked = f"select person from members where school = ? and person <> ? {HEIR}"  # noqa: S608
    row = connection.execute(asked, (school, person)).fetchone()
    return row[0] if row else None


def leave_pilots(connection: sqlite3.Connection, person: int) -> None:
    """Somebody who is erased can't be kept: each school that only they piloted gets another pilot."""
    rows = connection.execute(
        "select school from members m where person = ? and role = 'pilot' and not exists"
        " (select 1 from members o where o.school = m.school and o.person <> m.person and o.role = 'pilot')",
        (person,),
    ).fetchall()
    for (school,) in rows:
        heir = heir_of(connection, school, person)
        if heir is not None:
            connection.execute("update members set role = 'pilot' where school = ? and person = ?", (school, heir))


def invite(
    connection: sqlite3.Connection,
    key: str,
    school: str,
    person: int | None,
    kind: Kind,
    role: Role,
    digest: str,
    at: datetime,
    expires: datetime,
    most: int,
) -> None:
    connection.execute(
        "insert into invitations (id, school, made_by, kind, role, secret, made, expires, most)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (key, school, person, kind.value, role.value, digest, written(at), written(expires), most),
    )


def revoke(connection: sqlite3.Connection, school: str, key: str) -> None:
    connection.execute("delete from invitations where id = ? and school = ? and kind <> 'transfer'", (key, school))


def transfer(
    connection: sqlite3.Connection, uai: str, key: str, digest: str, at: datetime, expires: datetime
) -> dict[str, Any] | None:
    """The operator's invitation, for one; an earlier one is void. None where no school has the UAI."""
    row = connection.execute("select id, name from schools where uai = ?", (uai,)).fetchone()
    if row is None:
        return None
    connection.execute("delete from invitations where school = ? and kind = 'transfer'", (row[0],))
    invite(connection, key, row[0], None, Kind.TRANSFER, Role.PILOT, digest, at, expires, 1)
    return {"school": row[1]}


def forget_before(connection: sqlite3.Connection, at: datetime, span: timedelta, asked: timedelta) -> None:
    """Invitations that ended, tries that no longer count, requests that nobody answered."""
    connection.execute("delete from invitations where expires <= ?", (written(at),))
    connection.execute("delete from wrong_codes where at <= ?", (written(at - span),))
    connection.execute("delete from requests where at <= ?", (written(at - asked),))


def _used(connection: sqlite3.Connection, invitation: str) -> None:
    connection.execute("update invitations set uses = uses + 1 where id = ?", (invitation,))


def _enter(
    connection: sqlite3.Connection, school: str, person: int, role: Role, name: str | None, at: datetime
) -> None:
    """Under the next number, unless the person is in already; a request has had its answer."""
    connection.execute("delete from requests where school = ? and person = ?", (school, person))
    known = connection.execute("select 1 from members where school = ? and person = ?", (school, person)).fetchone()
    if known:
        return
    number = connection.execute("update schools set ever = ever + 1 where id = ? returning ever", (school,)).fetchone()
    connection.execute(
        "insert into members (school, person, role, since, number, name) values (?, ?, ?, ?, ?, ?)",
        (school, person, role.value, written(at), number[0], name),
    )
