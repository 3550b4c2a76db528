"""Into a sitting by its code. A browser that had it right keeps a pass of the day: a random secret, nobody's name, that
its neighbours' wrong guesses don't shut out.
"""

from __future__ import annotations

import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass

from aiohttp import web

from bot.channels.web.door import SITE
from bot.channels.web.people import SECRET, TOKEN
from bot.channels.web.refusals import Refused
from bot.channels.web.sittings import CODES, HALL, asker, code_of
from locales.words import N_
from storage.pulses import Polled

A_DAY = 24 * 3600
SPENT = N_("Trop de codes essayés d'ici : attendez un quart d'heure, puis recommencez.")
WRONG = N_("Aucune séance de vote n'a ce code : relisez-le au mur.")


@dataclass(frozen=True, slots=True)
class Pass:
    """``token`` is new where the browser brought none; ``code`` the one it once had right, if any."""

    token: str
    new: bool = False
    vouched: bool = False


@dataclass(frozen=True, slots=True)
class Entered:
    """``polled`` is None where the sitting has ended; ``member`` is set for whoever is known as one of its school."""

    code: str
    own: Pass
    polled: Polled | None
    member: bool = False


def shown(request: web.Request, cookie: str, code: str) -> Pass:
    token, _, voucher = request.cookies.get(cookie, "").partition(".")
    if not TOKEN.fullmatch(token):
        return Pass(secrets.token_urlsafe(16), new=True)
    ours = _voucher(request, token, code)
    return Pass(token, vouched=hmac.compare_digest(voucher.encode(errors="replace"), ours.encode()))


async def entered(request: web.Request, cookie: str) -> Entered:
    """The sitting of the address's code. Raises Refused for a wrong one, and for any where too many were wrong."""
    codes, code = request.app[CODES], code_of(request.match_info["code"])
    if not code:
        raise Refused(404, WRONG)
    own = shown(request, cookie, code)
    if not own.vouched and codes.spent(asker(request)):
        raise Refused(429, SPENT)
    polled = await request.app[HALL].by_code(code, f"guest:{own.token}")
    if polled is not None:
        codes.right(code)
    elif not codes.was_right(code):
        codes.wrong(asker(request), code)
        raise Refused(404, WRONG)
    return Entered(code, own, polled)


def keep(request: web.Request, response: web.Response, it: Entered, cookie: str, path: str) -> None:
    if it.own.vouched or it.polled is None:
        return
    value = f"{it.own.token}.{_voucher(request, it.own.token, it.code)}"
    response.set_cookie(
        cookie, value, max_age=A_DAY, path=path, httponly=True, samesite="Lax", secure=request.app[SITE].secure
    )


def _voucher(request: web.Request, token: str, code: str) -> str:
    digest = hmac.digest(request.app[SECRET], f"{token} {code}".encode(), "sha256")
    return urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()
