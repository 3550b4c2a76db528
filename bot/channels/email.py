"""E-mail as a door: one letter, one mail, with its two links; nothing ever comes in by it.

What the server says becomes the outbox's words. A mail whose end nobody knows (the connection broke once DATA was
asked for, RFC 5321, 4.5.3.2.6) is not sent again. No address and no word of the server's goes into a log: it may
repeat the address.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import ssl
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.health import Health
from bot.limits import Limits
from bot.outbox import Gone, TryLater, Unknown
from bot.smtp import Smtp
from dialogs.mailbox import CONFIRM
from dialogs.replies import Button, Heading, Letter, Paragraph
from locales import words
from storage import mailboxes
from storage.database import Connection
from storage.mailboxes import CHANNEL, Posting
from storage.replies import Owed

if TYPE_CHECKING:
    import aiosmtplib

log = logging.getLogger(__name__)

PATIENCE = 30.0
"""Seconds that a server may take for one answer."""

FAREWELL = 2.0
"""For its last one: the mail has been taken, which is to be written down."""

SOON, LATE = 60.0, 3600.0
"""Seconds before the next try: after the first failure, doubled at each one, and at most."""

GIVEN_UP = timedelta(days=3)
"""After which a letter that nobody takes is none any more."""

AT_ONCE = 2
"""Connections."""

KNOWN = 1000
"""Letters whose failures are counted."""

UNNEEDED = "-"
"""The name of a mail that asked for what was given meanwhile."""

UNFOLDED = SMTP.clone(max_line_length=900)
"""A link is one word, and one that does not fit a line would be encoded: no program would know it for a link."""

WANTS_A_NAME = 530
"""Authentication required (RFC 4954), of whatever command: a fault of our settings, not of the address."""


class EmailDoor:
    """``now`` is a clock's; ``tls`` what a test trusts."""

    def __init__(
        self,
        database: Connection,
        server: Smtp,
        public_url: str,
        operator: str,
        health: Health,
        now: Callable[[], datetime],
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._database, self._server, self._health, self._now, self._tls = database, server, health, now, tls
        self._url, self._operator = ascii_url(public_url), operator
        self._host = urlsplit(self._url).hostname or "localhost"
        self._places = asyncio.Semaphore(AT_ONCE)
        self._failures: OrderedDict[int, int] = OrderedDict()

    async def send(self, owed: Owed) -> str:
        """The Message-ID. Raises TryLater, Unknown, or Gone: refused for good, too old, or wanted no more."""
        letter, asking = owed.line.reply, _asks(owed)
        try:
            posting = await self._database.transaction(partial(mailboxes.posting, conversation=owed.conversation))
        except sqlite3.Error as error:  # nothing has left: it must not count as perhaps arrived
            raise TryLater(SOON) from error
        if posting is None or not isinstance(letter, Letter) or not (asking or posting.confirmed):
            raise Gone
        if asking and posting.confirmed:
            return UNNEEDED
        if self._now() - owed.line.at > GIVEN_UP:
            raise Gone
        mail = composed(letter, posting, self._server.sender, self._url, self._operator)
        mail["Date"] = self._now()
        mail["Message-ID"] = name = f"<{owed.line.id}.{posting.installation}@{self._host}>"
        async with self._places:
            await self._deliver(owed.line.id, mail, posting.mail)
        return name

    async def _deliver(self, line: int, mail: EmailMessage, to: str) -> None:
        import aiosmtplib  # with the first mail: an idle Palier holds none of it
        from aiosmtplib import SMTPException, SMTPRecipientRefused, SMTPResponseException

        server = self._server
        client = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            use_tls=server.security == "tls",
            start_tls=server.security == "starttls",
            tls_context=self._tls if server.security != "none" else None,
            local_hostname=self._host,
            timeout=PATIENCE,
        )
        try:
            await self._greet(line, client)
            await client.mail(server.sender[1])
            await client.rcpt(to)
        except SMTPRecipientRefused as refused:
            if refused.code < 500:
                raise self._later(line, None) from None
            if refused.code == WANTS_A_NAME:
                raise self._later(line, f"recipient refused ({refused.code})", LATE) from None
            self._health.well(CHANNEL)
            raise Gone from None
        except SMTPResponseException as refused:
            seconds = LATE if refused.code >= 500 else 0.0
            raise self._later(line, f"{type(refused).__name__} ({refused.code})", seconds) from None
        except (SMTPException, OSError, TimeoutError, ValueError) as error:
            raise self._later(line, type(error).__name__) from None
        else:
            await self._hand_over(line, client, mail)
        finally:
            client.close()

    async def _greet(self, line: int, client: aiosmtplib.SMTP) -> None:
        from aiosmtplib import SMTPException, SMTPResponseException

        server = self._server
        try:
            await client.connect()
        except SMTPException as error:
            if isinstance(error.__cause__, ssl.SSLError) or type(error) is SMTPException:  # no STARTTLS there
                raise self._later(line, "TLS", LATE) from None
            raise
        except ssl.SSLError:
            raise self._later(line, "TLS", LATE) from None
        if server.password is None:
            return
        try:
            await client.login(server.user, server.password.reveal())
        except SMTPResponseException as refused:
            seconds = LATE if refused.code >= 500 else 0.0
            raise self._later(line, f"authentication refused ({refused.code})", seconds) from None

    async def _hand_over(self, line: int, client: aiosmtplib.SMTP, mail: EmailMessage) -> None:
        from aiosmtplib import SMTPException, SMTPResponseException

        try:
            await client.data(mail.as_bytes(policy=UNFOLDED))
        except SMTPResponseException as refused:
            if refused.code < 500:
                raise self._later(line, None) from None
            log.warning("a mail was refused (%d)", refused.code)
            raise Gone from None
        except (SMTPException, OSError, TimeoutError):
            raise Unknown from None
        self._failures.pop(line, None)
        self._health.well(CHANNEL)
        with suppress(SMTPException, OSError, TimeoutError):
            await client.quit(timeout=FAREWELL)

    def _later(self, line: int, ill: str | None, seconds: float = 0.0) -> TryLater:
        """Longer at each failure of a letter; what ails the server is told once. Nothing does where it answered."""
        failures = self._failures.pop(line, 0)
        self._failures[line] = failures + 1
        if len(self._failures) > KNOWN:
            self._failures.popitem(last=False)
        if ill is None:
            self._health.well(CHANNEL)
        elif self._health.ill(CHANNEL, ill):
            log.error("no mail can be sent: %s", ill)
        return TryLater(seconds or min(LATE, SOON * 2 ** min(failures, 6)))


def ascii_url(url: str) -> str:
    """With an accented host as a header and a server take it (RFC 3490)."""
    if url.isascii():
        return url
    parts = urlsplit(url)
    with suppress(UnicodeError):
        host = (parts.hostname or "").encode("idna").decode()
        return f"{parts.scheme}://{host}" + (f":{parts.port}" if parts.port else "")
    return url


def limits() -> Limits:
    """30 mails a minute, whoever they go to; a mailbox gets three at once, then one a minute. Two that are refused at a
    time are each their server's affair.
    """
    return Limits(overall=(0.5, 10.0), a_chat=(1 / 60, 3.0), together=0.0)


def composed(letter: Letter, posting: Posting, sender: tuple[str, str], url: str, operator: str) -> EmailMessage:
    """Without its date and its name. What a client needs to unsubscribe in one tap: RFC 2369 and, over HTTPS, 8058."""
    say = words(posting.language).say
    leave = f"{url}/desabonnement/{posting.leave}"
    heading = next((block.text for block in letter.blocks if isinstance(block, Heading)), "Palier")
    mail = EmailMessage(policy=SMTP.clone(max_line_length=76))  # of quoted-printable (RFC 2045, 6.7)
    mail["Subject"] = " ".join(heading.split())
    mail["From"] = Address(sender[0], addr_spec=sender[1])
    mail["To"] = Address(addr_spec=posting.mail)
    mail["Auto-Submitted"] = "auto-generated"
    mail["List-Unsubscribe"] = f"<{leave}>"
    if url.startswith("https://"):
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    texts = [block.text for block in letter.blocks if isinstance(block, Heading | Paragraph)]
    texts += [f"{button.label}\n{url}/courriel/{posting.confirm}" for button in _buttons(letter)]
    who = operator or say("la personne qui a installé ce Palier")
    foot = (
        say("Envoyé par {who}, avec Palier : {url}", who=who, url=url),
        say("Ne plus recevoir de courriels : {link}", link=leave),
    )
    mail.set_content("\n\n".join([*texts, "\n".join(("-- ", *foot))]) + "\n")
    return mail


def _asks(owed: Owed) -> bool:
    """It asks for a confirmation."""
    return isinstance(owed.line.reply, Letter) and bool(_buttons(owed.line.reply))


def _buttons(letter: Letter) -> list[Button]:
    """The one that a mail can show; whatever else is tapped is tapped in the chat."""
    return [button for row in letter.rows for button in row if button.press == CONFIRM]
