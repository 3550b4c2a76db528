"""Each browser is a person of its own: a cookie of 128 bits, of which the rest of Palier only ever sees a hash."""

from __future__ import annotations

import hmac
import re
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256

from aiohttp import hdrs, web

from bot.channels.web.door import CHANNEL, DOOR, SITE
from locales import language_of

COOKIE = "palier"
TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
THIRTEEN_MONTHS = 395 * 24 * 3600
"""As long as the CNIL lets a cookie live."""

LONGEST_HINT = 200


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads. ``cookie`` is empty for a browser that nobody knows (none sent, malformed, erased, or planted)."""

    language: str
    cookie: str = ""

    @property
    def address(self) -> str:
        return address_of(self.cookie)


READER: web.RequestKey[Reader] = web.RequestKey("reader", Reader)
SECRET: web.AppKey[bytes] = web.AppKey("secret", bytes)


def address_of(cookie: str) -> str:
    return sha256(cookie.encode()).hexdigest()


def hinted(request: web.Request) -> str:
    """The language that the browser asks for."""
    return language_of(request.headers.get(hdrs.ACCEPT_LANGUAGE, "")[:LONGEST_HINT])


async def recognise(request: web.Request) -> Reader:
    """Only a cookie that the engine knows counts, so that a planted one (session fixation) never gains a person."""
    cookie = request.cookies.get(COOKIE, "")
    if TOKEN.fullmatch(cookie):
        language = await request.app[DOOR].language(CHANNEL, address_of(cookie))
        if language is not None:
            return Reader(language, cookie)
    return Reader(hinted(request))


def reader(request: web.Request) -> Reader:
    """Who reads, as far as it is known by now."""
    return request[READER] if READER in request else Reader(hinted(request))


def newcomer(request: web.Request, first: str) -> str:
    """A new person's cookie. It follows from the page's ``first`` and a secret: a first form that is sent twice (a
    double click, a retry, over a restart too where the secret is kept) makes one person.
    """
    if not TOKEN.fullmatch(first):
        return secrets.token_urlsafe(16)
    digest = hmac.digest(request.app[SECRET], first.encode(), "sha256")
    return urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()


def remember(request: web.Request, response: web.Response, cookie: str) -> None:
    response.set_cookie(
        COOKIE,
        cookie,
        max_age=THIRTEEN_MONTHS,
        path="/",
        httponly=True,
        samesite="Lax",
        secure=request.app[SITE].secure,
    )
