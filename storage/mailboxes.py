"""E-mail addresses: each a conversation of its person, confirmed from a link, and left by another.

An address's conversation is written to and never heard from: whoever tells people something asks elsewhere for where
they are, and here for their confirmed address. Links follow from a secret of the installation; the rows keep only
their SHA-256.
"""

from __future__ import annotations

import hmac
import secrets
import sqlite3
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime

from dialogs.invitations import digest
from dialogs.mailbox import LIVES, MOST, WITHIN, Mailbox
from dialogs.session import Session
from storage import keepsakes
from storage.moments import written
from storage.values import dumped

CHANNEL = "email"

Spoken = tuple[int, str, str, str]
"""Where somebody is spoken to: conversation, channel, address, language."""


@dataclass(frozen=True, slots=True)
class Posting:
    """All that a mail needs besides its letter; ``confirm`` and ``leave`` are the secrets of its links."""

    mail: str
    language: str
    confirmed: bool
    confirm: str
    leave: str
    installation: str


def of(connection: sqlite3.Connection, person: int) -> Mailbox:
    """Refused: the newest letter was given up, so that it has no name on its channel."""
    row = connection.execute(
        "select b.mail, b.confirmed is not null, coalesce((select r.state = 'taken' and r.ref is null from replies r"
        " where r.conversation = b.conversation and r.kind = 'letter' order by r.id desc limit 1), 0)"
        " from mailboxes b where b.person = ?",
        (person,),
    ).fetchone()
    return Mailbox(row[0], bool(row[1]), bool(row[2])) if row else Mailbox()


def spent(connection: sqlite3.Connection, person: int, mail: str, at: datetime) -> bool:
    """Whether as many mails as may have asked for a confirmation today, for this person or of this address."""
    row = connection.execute(
        "select count(case when person = ? then 1 end), count(case when mail = ? then 1 end)"
        " from confirmations where at > ?",
        (person, _counted(connection, mail), written(at - WITHIN)),
    ).fetchone()
    return max(map(int, row)) >= MOST


def ask(connection: sqlite3.Connection, person: int, mail: str, at: datetime) -> None:
    """The person's address, to be confirmed; another one that they gave is forgotten. Asked again, its link stays."""
    known = connection.execute(
        "update mailboxes set asked = ? where person = ? and mail = ? returning person", (written(at), person, mail)
    ).fetchone()
    if known is None:
        forget(connection, person)
        address = f"{person}:{mail}"
        conversation = connection.execute(
            "insert into conversations (channel, address, person, session) values (?, ?, ?, ?) returning id",
            (CHANNEL, address, person, dumped(Session())),
        ).fetchone()[0]
        digests = (digest(_confirm(connection, conversation)), digest(_leave(connection, address)))
        connection.execute(
            "insert into mailboxes (person, conversation, mail, digest, leave, asked) values (?, ?, ?, ?, ?, ?)",
            (person, conversation, mail, *digests, written(at)),
        )
    connection.execute(
        "insert into confirmations (person, mail, at) values (?, ?, ?)",
        (person, _counted(connection, mail), written(at)),
    )


def forget(connection: sqlite3.Connection, person: int) -> None:
    """The address, all that was owed to it, and the screens gone by on which it stood; on the living one it is hidden,
    since what comes next may leave it in the history.
    """
    connection.execute(
        "delete from replies where live = 0 and conversation in (select id from conversations where person = ?)"
        " and exists (select 1 from mailboxes b where b.person = ? and replace(body, b.mail, '') <> body)",
        (person, person),
    )
    connection.execute(
        "update replies set body = replace(body, b.mail, '…') from mailboxes b where b.person = ?"
        " and replies.conversation in (select id from conversations where person = ?)",
        (person, person),
    )
    connection.execute("delete from conversations where person = ? and channel = ?", (person, CHANNEL))


def confirm(connection: sqlite3.Connection, found: str, at: datetime) -> list[Spoken] | None:
    """By its link's digest; whom to tell, nobody where it was confirmed already. None where the link is no good."""
    row = connection.execute(
        "select person, confirmed from mailboxes where digest = ? and (confirmed is not null or asked > ?)",
        (found, written(at - LIVES)),
    ).fetchone()
    if row is None or row[1] is not None:
        return None if row is None else []
    connection.execute("update mailboxes set confirmed = ? where person = ?", (written(at), row[0]))
    return chats(connection, row[0])


def unsubscribe(connection: sqlite3.Connection, found: str) -> list[Spoken]:
    """By its link's digest: the address is forgotten. Whom to tell; nobody where there was none."""
    row = connection.execute("select person from mailboxes where leave = ?", (found,)).fetchone()
    if row is None:
        return []
    forget(connection, row[0])
    return chats(connection, row[0])


def beside(connection: sqlite3.Connection, channel: str, where: str) -> list[Spoken]:
    """The confirmed address of whoever talks there."""
    return connection.execute(
        "select v.id, v.channel, v.address, p.language from conversations here join people p on p.id = here.person"
        " join mailboxes b on b.person = p.id join conversations v on v.id = b.conversation and v.id <> here.id"
        " where here.channel = ? and here.address = ? and b.confirmed is not null and v.lost = 0",
        (channel, where),
    ).fetchall()


def asked(connection: sqlite3.Connection, channel: str, where: str) -> list[Spoken]:
    """The address to be confirmed that whoever is there gave."""
    return connection.execute(
        "select v.id, v.channel, v.address, p.language from conversations here join people p on p.id = here.person"
        " join mailboxes b on b.person = p.id join conversations v on v.id = b.conversation"
        " where here.channel = ? and here.address = ? and b.confirmed is null",
        (channel, where),
    ).fetchall()


def chats(connection: sqlite3.Connection, person: int) -> list[Spoken]:
    """Where a person is spoken to, and answers."""
    return connection.execute(
        "select v.id, v.channel, v.address, p.language from conversations v join people p on p.id = v.person"
        " where v.person = ? and v.channel <> ? order by v.id",
        (person, CHANNEL),
    ).fetchall()


def posting(connection: sqlite3.Connection, conversation: int) -> Posting | None:
    """None where nobody wants mail there any more."""
    row = connection.execute(
        "select b.mail, p.language, b.confirmed is not null, v.address from mailboxes b"
        " join conversations v on v.id = b.conversation join people p on p.id = b.person where v.id = ?",
        (conversation,),
    ).fetchone()
    if row is None:
        return None
    secrets_of = (_confirm(connection, conversation), _leave(connection, row[3]))
    return Posting(row[0], row[1], bool(row[2]), *secrets_of, keepsakes.installation(connection))


def forget_before(connection: sqlite3.Connection, at: datetime) -> bool:
    """Addresses that nobody confirmed (whether there were any), and what no longer counts against anybody."""
    late = connection.execute(
        "select person from mailboxes where confirmed is null and asked <= ?", (written(at - LIVES),)
    ).fetchall()
    for (person,) in late:
        forget(connection, person)
    connection.execute("delete from confirmations where at <= ?", (written(at - WITHIN),))
    return bool(late)


def _confirm(connection: sqlite3.Connection, conversation: int) -> str:
    """Of a conversation, whose id is never given twice: an address given anew has a link of its own."""
    return _secret(connection, f"confirm {conversation}")


def _leave(connection: sqlite3.Connection, where: str) -> str:
    """Of a person's address: a mail of last year still has its link when they come back to it."""
    return _secret(connection, f"leave {where}")


def _counted(connection: sqlite3.Connection, mail: str) -> str:
    """An address as it is counted: without what many servers make nothing of, and not to be read by anybody."""
    local, _, domain = mail.lower().partition("@")
    return _secret(connection, f"count {local.partition('+')[0].replace('.', '')}@{domain}")


def _secret(connection: sqlite3.Connection, what: str) -> str:
    """22 characters, 128 bits, that follow from the installation's own secret."""
    key = keepsakes.kept(connection, "mail secret", lambda: secrets.token_hex(32))
    made = hmac.digest(key.encode(), what.encode(), "sha256")[:16]
    return urlsafe_b64encode(made).rstrip(b"=").decode()
