"""The door to the room: on the local network, a link that is valid for this run lets a phone in."""

from __future__ import annotations

import contextlib
import hmac
import ipaddress
import secrets
import socket
from urllib.parse import urlsplit

from aiohttp import hdrs, web

from bot.channels.web.door import SITE
from bot.channels.web.forms import again, fields
from bot.channels.web.guard import Handler, loopback
from bot.channels.web.pages import page
from bot.channels.web.people import reader
from bot.channels.web.refusals import Again, Refused
from locales.words import N_

COOKIE = "entree"
OPEN = ("/entrer/", "/static/", "/favicon.ico", "/sante", "/v/", "/mur/", "/courriel/", "/desabonnement/", "/agenda/")
"""What a stranger may ask for: the entrance and what it looks like; where a commission votes, its own code is asked,
and a mail's link and a calendar's address have their own secret.
"""

CODES = "/v"
"""Where that code is typed."""

OUTSIDE = N_(
    "Rien n'a été enregistré : Palier a redémarré, et son lien a changé. Ouvrez celui que montre la personne qui l'a "
    "lancé, puis recommencez."
)
WRONG = N_(
    "Ce lien n'est pas le bon : il change à chaque démarrage de Palier. Demandez celui d'aujourd'hui "
    "à la personne qui a lancé Palier."
)
TOKEN: web.AppKey[str] = web.AppKey("entrance", str)
DOCUMENTATION = "192.0.2.1"
"""An address that nobody has (RFC 5737): no packet goes there, the system only says which way it would."""


@web.middleware
async def gating(request: web.Request, handler: Handler) -> web.StreamResponse:
    """On the local network only those whom the link let in; whoever sits at this machine is in already."""
    if request.path.startswith(OPEN) or request.path == CODES or welcome(request):
        return await handler(request)
    retry = await _left_outside(request)
    if retry:
        raise Refused(403, OUTSIDE, retry)
    raise Refused(
        403,
        N_("Pour entrer, ouvrez le lien que montre la personne qui a lancé Palier ici."),
    )


def welcome(request: web.Request) -> bool:
    """Whether the conversation is open to whoever asks."""
    return not request.app[SITE].lan or loopback(request) or admitted(request)


async def entrance(request: web.Request) -> web.Response:
    """A page with one button; looking consumes nothing (mail and messengers open links to preview them)."""
    _checked(request)
    return page("entrance.html", reader(request), path=request.path)


async def enter(request: web.Request) -> web.Response:
    _checked(request)
    response = web.Response(status=303, headers={"Location": "/"})
    response.set_cookie(
        COOKIE, _admission(request), path="/", httponly=True, samesite="Lax", secure=request.app[SITE].secure
    )
    return response


def admitted(request: web.Request) -> bool:
    return _same(request.cookies.get(COOKIE, ""), _admission(request))


def new_token() -> str:
    return secrets.token_urlsafe(16)


def lan_address() -> str:
    """This machine's address on its network; loopback where there is no network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((DOCUMENTATION, 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def reachable(address: str) -> bool:
    """Whether the address may lead a phone here; loopback, by name or by number, is the phone itself."""
    host = urlsplit(address).hostname or "localhost"
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        return host.rstrip(".").rpartition(".")[2] != "localhost"
    mapped = number.ipv4_mapped if isinstance(number, ipaddress.IPv6Address) else None
    return not ((mapped or number).is_loopback or number.is_unspecified)


async def _left_outside(request: web.Request) -> Again | None:
    """A form of the conversation, to be sent once more from inside: whoever sends one was in before a restart."""
    if request.method != hdrs.METH_POST or request.path not in ("/tap", "/say"):
        return None
    with contextlib.suppress(Refused):
        return again(request.path, await fields(request))
    return None


def _checked(request: web.Request) -> None:
    if not _same(request.match_info["token"], request.app[TOKEN]):
        raise Refused(404, WRONG)


def _same(given: str, ours: str) -> bool:
    """Bytes of a header that are no text arrive as lone surrogates, which a "?" stands for."""
    return hmac.compare_digest(given.encode(errors="replace"), ours.encode())


def _admission(request: web.Request) -> str:
    """Follows from the run's token, so that a restart closes the door."""
    return hmac.digest(request.app[TOKEN].encode(), b"entree", "sha256").hex()
