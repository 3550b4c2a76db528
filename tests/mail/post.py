"""A mail server of the test's own: real SMTP on 127.0.0.1, which refuses as it is told."""

from __future__ import annotations

import asyncio
import logging
import shutil
import ssl
import subprocess
import warnings
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

logging.getLogger("mail.log").setLevel(logging.ERROR)  # the server writes all that it hears

USER, PASSWORD = "palier", "mot-de-passe-tres-secret"


@dataclass
class Post:
    """One answer a step is taken from each list, and the usual one where it is empty; "lost" breaks the connection."""

    port: int = 0
    mail: list[str] = field(default_factory=list)
    rcpt: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    auth: list[str] = field(default_factory=list)
    mails: list[EmailMessage] = field(default_factory=list)
    envelopes: list[tuple[str, list[str]]] = field(default_factory=list)
    calls: int = 0
    hold: asyncio.Event | None = None
    reached: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle_MAIL(self, server: SMTP, _: Session, envelope: Envelope, address: str, __: list[str]) -> str:  # noqa: N802
        self.calls += 1
        answer = self._next(server, self.mail)
        if answer.startswith("250"):
            envelope.mail_from = address
        return answer

    async def handle_RCPT(self, server: SMTP, _: Session, envelope: Envelope, address: str, __: list[str]) -> str:  # noqa: N802
        answer = self._next(server, self.rcpt)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, _: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        self.reached.set()
        if self.hold is not None:
            await self.hold.wait()
        answer = self._next(server, self.data)
        if answer.startswith(("250", "lost")):
            self.mails.append(message_from_bytes(envelope.content, policy=default))
            self.envelopes.append((str(envelope.mail_from), list(envelope.rcpt_tos)))
        return answer

    def authenticate(self, server: SMTP, _: Session, __: Envelope, ___: str, given: Any) -> AuthResult:
        right = (given.login, given.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=right, handled=right)

    def _next(self, server: SMTP, answers: list[str]) -> str:
        answer = answers.pop(0) if answers else "250 OK"
        if answer == "lost":
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return answer


@asynccontextmanager
async def post(
    *, tls: ssl.SSLContext | None = None, at_once: bool = False, asks_who: bool = False
) -> AsyncIterator[Post]:
    """``tls``: offered by STARTTLS, or spoken from the first byte; ``asks_who``: nobody sends without a name."""
    here = Post()

    def made() -> SMTP:
        with warnings.catch_warnings(action="ignore", category=UserWarning):  # a name without TLS: it is a test's
            return SMTP(
                here,
                hostname="127.0.0.1",
                tls_context=None if at_once else tls,
                authenticator=here.authenticate if asks_who else None,
                auth_required=asks_who,
                auth_require_tls=False,
            )

    server = await asyncio.get_running_loop().create_server(
        cast(Callable[[], asyncio.Protocol], made), "127.0.0.1", 0, ssl=tls if at_once else None
    )
    here.port = server.sockets[0].getsockname()[1]
    try:
        yield here
    finally:
        server.close()
        await asyncio.sleep(0)


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's own, of 127.0.0.1, and what trusts it."""
    openssl = shutil.which("openssl")
    assert openssl
    key, public = folder / "key.pem", folder / "certificate.pem"
    asked = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    asked += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(public)]
    subprocess.run([openssl, *asked], check=True, capture_output=True)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(public, key)
    return server, ssl.create_default_context(cafile=str(public))


def body(mail: EmailMessage) -> str:
    """With plain spaces before the colons."""
    return str(mail.get_content()).replace("\u00a0", " ")
