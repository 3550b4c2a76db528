"""Groups that vote: which sitting each is bound to, and the message that a pulse has there, its board."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from enum import StrEnum

from storage import people, pulses

PILOTED = "c.school in (select school from members where person = ? and role = 'pilot')"


class Unbound(StrEnum):
    """Why a group is not bound; each has its sentence where it is told."""

    NO_PILOT = "no pilot"
    NO_SITTING = "no sitting"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Binding:
    """``sittings`` have news: the one that is bound, and one that was bound to the group before."""

    sitting: str = ""
    title: str = ""
    language: str = ""
    sittings: tuple[str, ...] = ()
    refusal: Unbound | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """``message`` is the group's name of it; None where it has none there."""

    pulse: str
    message: int | None
    final: bool


def bind(connection: sqlite3.Connection, chat: str, channel: str, address: str) -> Binding:
    """The group is bound to a sitting under way that the person pilots: of the campaign where they are, else the
    newest. It takes the place of another group, and of a sitting that the person pilots too.
    """
    met = people.conversation(connection, channel, address)
    person = met.person if met else 0
    row = connection.execute(
        "select t.id, c.title, t.language from sittings t join campaigns c on c.id = t.campaign"  # noqa: S608
        f" where t.ended is null and {PILOTED} order by c.id = ? desc, t.opened desc, t.id limit 1",
        (person, met.session.campaign if met else ""),
    ).fetchone()
    if row is None:
        pilots = connection.execute("select 1 from members where person = ? and role = 'pilot'", (person,)).fetchone()
        return Binding(refusal=Unbound.NO_SITTING if pilots else Unbound.NO_PILOT)
    others = connection.execute(
        f"select t.id, {PILOTED} from sittings t join campaigns c on c.id = t.campaign"  # noqa: S608
        " where t.chat = ? and t.ended is null and t.id <> ?",
        (person, chat, row[0]),
    ).fetchall()
    if not all(theirs for _, theirs in others):
        return Binding(refusal=Unbound.TAKEN)
    connection.execute("update sittings set chat = null, formerly = null where chat = ? and ended is null", (chat,))
    pulses.bind(connection, row[0], chat)
    # A group that votes again: what it was told of a vote elsewhere is no board.
    connection.execute(
        "delete from boards where chat = ? and final"
        " and pulse in (select id from pulses where sitting = ? and closed is null)",
        (chat, row[0]),
    )
    key, title, language = row
    return Binding(key, title, language, (key, *(other for other, _ in others)))


def votes(connection: sqlite3.Connection, sitting: str, chat: str) -> bool:
    """A keyboard that stayed in a group's older self votes too."""
    found = connection.execute("select 1 from sittings where id = ? and ? in (chat, formerly)", (sitting, chat))
    return found.fetchone() is not None


def bound(connection: sqlite3.Connection, sitting: str, chat: str) -> bool:
    return (
        connection.execute("select 1 from sittings where id = ? and chat = ?", (sitting, chat)).fetchone() is not None
    )


def moved(connection: sqlite3.Connection, old: str, new: str) -> list[str]:
    """A group that became a supergroup has another id, and none of its messages can be edited any more. The sittings
    that vote there.
    """
    connection.execute("update sittings set chat = ?, formerly = ? where chat = ?", (new, old, old))
    connection.execute("delete from boards where chat = ?", (old,))
    return _voting(connection, new)


def left(connection: sqlite3.Connection, chat: str) -> list[str]:
    """The bot is not in the group any more. The sittings that voted there; elsewhere they go on."""
    sittings = _voting(connection, chat)
    connection.execute("update sittings set chat = null, formerly = null where chat = ?", (chat,))
    connection.execute("delete from boards where chat = ?", (chat,))
    return sittings


def _voting(connection: sqlite3.Connection, chat: str) -> list[str]:
    rows = connection.execute("select id from sittings where chat = ? and ended is null", (chat,))
    return [str(row[0]) for row in rows]


def boards(connection: sqlite3.Connection, sitting: str, chat: str) -> dict[str, Board]:
    """By pulse."""
    rows = connection.execute(
        "select b.pulse, b.message, b.final from boards b join pulses p on p.id = b.pulse"
        " where p.sitting = ? and b.chat = ?",
        (sitting, chat),
    )
    return {pulse: Board(pulse, message, bool(final)) for pulse, message, final in rows}


def hung(connection: sqlite3.Connection, pulse: str, chat: str, message: int | None, *, final: bool) -> None:
    """A board is that message now. Of a group that was left meanwhile, or a pulse that is gone, nothing is kept."""
    connection.execute(
        "insert into boards (pulse, chat, message, final) select p.id, ?, ?, ? from pulses p where p.id = ?"
        " on conflict (pulse, chat) do update set message = excluded.message, final = excluded.final",
        (chat, message, final, pulse),
    )


def under_way(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Sittings and the groups where something of them is shown, or is to be."""
    return connection.execute(
        "select id, chat from sittings where chat is not null and ended is null"
        " union select p.sitting, b.chat from boards b join pulses p on p.id = b.pulse where not b.final"
    ).fetchall()
