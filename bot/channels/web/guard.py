"""Who may ask: the Host that is ours, the Origin that is ours, and the headers that every answer carries."""

from __future__ import annotations

import asyncio
import ipaddress
import re
from collections.abc import Awaitable, Callable, MutableMapping
from urllib.parse import urlsplit

from aiohttp import hdrs, web

from bot.channels.web.door import SITE
from bot.channels.web.people import COOKIE, TOKEN
from bot.channels.web.refusals import Refused
from locales.words import N_

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # Not no-referrer: with it browsers send "Origin: null" with our own forms, and over plain HTTP (a phone in the
    # room) the Origin is all there is to know a form by. Nothing goes to another site either way.
    "Referrer-Policy": "same-origin",
    "Server": "Palier",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
POLICY, OPENER = "Content-Security-Policy", "Cross-Origin-Opener-Policy"
ALONE = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""The policy of a picture: where a browser shows one alone, it centres it by a style of its own."""

DEFAULT_PORTS = {"http": ":80", "https": ":443"}
OURSELVES = ("127.0.0.1", "localhost", "[::1]")
LEAVING = re.compile(rf"/desabonnement/{TOKEN.pattern}")
OF_A_PAGE = (hdrs.ORIGIN, hdrs.REFERER, hdrs.COOKIE, "Sec-Fetch-Site")
ONE_CLICK = ("List-Unsubscribe", "One-Click")
SHORT, PATIENCE = 512, 15.0
"""Bytes of that body, as a form or in parts, and seconds in which it must be there."""

WRITING = frozenset({hdrs.METH_POST, hdrs.METH_PUT, hdrs.METH_PATCH, hdrs.METH_DELETE})


def seal(headers: MutableMapping[str, str]) -> None:
    """The headers of every response; pages are not stored anywhere unless a handler says otherwise."""
    headers.update({**HEADERS, POLICY: headers.get(POLICY, HEADERS[POLICY])})
    headers.setdefault(hdrs.CACHE_CONTROL, "no-store")


async def sealing(request: web.Request, response: web.StreamResponse) -> None:
    """Over plain HTTP, elsewhere than at this machine, browsers only complain of an opener policy."""
    seal(response.headers)
    if trustworthy(request):
        response.headers[OPENER] = "same-origin"


@web.middleware
async def guarding(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuses a foreign Host (DNS rebinding) and a form that is not from our own page (cross-site requests)."""
    if not ours(request):
        raise Refused(421, N_("Ce Palier ne se trouve pas à cette adresse."))
    if request.method in WRITING and not (same_origin(request) or await one_click(request)):
        raise Refused(403, N_("Cette demande ne vient pas d'une page de Palier : rien n'a été enregistré."))
    return await handler(request)


def ours(request: web.Request) -> bool:
    hosts = request.headers.getall(hdrs.HOST, [])
    return len(hosts) == 1 and bool(hosts[0]) and hosts[0].lower() in {*_direct(request), _public_host(request)}


def same_origin(request: web.Request) -> bool:
    """Origin and Sec-Fetch-Site, each where it is there, and at least one (OWASP). "none" is the person's own doing."""
    origins = request.headers.getall(hdrs.ORIGIN, [])
    sites = request.headers.getall("Sec-Fetch-Site", [])
    host, public = request.headers[hdrs.HOST].lower(), _public(request)
    own = {public} if host == _public_host(request) else {public, f"http://{host}"}
    if any(not origin or origin.lower() not in own for origin in origins):
        return False
    return bool(origins or sites) and all(site in ("same-origin", "none") for site in sites)


async def one_click(request: web.Request) -> bool:
    """The form that a mail program sends to the address of List-Unsubscribe (RFC 8058, 3.1): from no page, with no
    cookie, and with this very body. Its path holds a secret of 128 bits, which is all that vouches for it.
    """
    if request.method != hdrs.METH_POST or any(name in request.headers for name in OF_A_PAGE):
        return False
    if not LEAVING.fullmatch(request.path) or not 0 < (request.content_length or 0) <= SHORT:
        return False
    from bot.channels.web.connections import Purpose, there_for  # which seals what it answers by this module

    try:
        async with asyncio.timeout(PATIENCE):
            with there_for(request, Purpose.FORM):
                posted = await request.post()
    except (TimeoutError, web.RequestPayloadError, ConnectionError, ValueError):
        return False
    return list(posted.items()) == [ONE_CLICK]


def loopback(request: web.Request) -> bool:
    """Whether whoever asks sits at this machine."""
    try:
        peer = ipaddress.ip_address((request.remote or "").partition("%")[0])
    except ValueError:
        return False
    if isinstance(peer, ipaddress.IPv6Address) and peer.ipv4_mapped:
        peer = peer.ipv4_mapped
    return peer.is_loopback


def trustworthy(request: web.Request) -> bool:
    """Whether a browser holds the address it asked for safe: HTTPS, or this machine by its own names."""
    if request.headers.get(hdrs.HOST, "").lower() == _public_host(request):
        return request.app[SITE].secure
    return bool(_own_name(request))


def elsewhere(request: web.Request) -> str:
    """The page under the name that was printed at the start, for who sits here and typed another one: a cookie keeps to
    its name, so they would find an empty Palier. Not where a cookie says that they have been here under this name.
    """
    site, name = request.app[SITE], _own_name(request)
    visits = request.headers.get("Sec-Fetch-Mode") == "navigate" and loopback(request) and not site.public_url
    if not visits or COOKIE in request.cookies or site.host not in OURSELVES or name in ("", site.host):
        return ""
    port = request.headers[hdrs.HOST].lower().removeprefix(name)
    return f"http://{site.host}{port}{request.path_qs}"


def _own_name(request: web.Request) -> str:
    """The name of this machine for itself that was asked for; "" for any other."""
    host = request.headers.get(hdrs.HOST, "").lower()
    return next((name for name in OURSELVES if host == name or host.startswith(f"{name}:")), "")


def _direct(request: web.Request) -> set[str]:
    """Loopback by its names, and the very address the connection came in on: a name in DNS can point there, but a
    literal address in Host can't be rebound.
    """
    name = request.transport.get_extra_info("sockname") if request.transport else None
    if not name:
        return set()
    address, port = str(name[0]).removeprefix("::ffff:"), int(name[1])
    hosts = (*OURSELVES, f"[{address}]" if ":" in address else address)
    return {f"{host}:{port}" for host in hosts} | ({*hosts} if port == 80 else set())


def _public_host(request: web.Request) -> str:
    return _public(request).partition("://")[2]


def _public(request: web.Request) -> str:
    """PUBLIC_URL's origin as browsers write it, without the default port; "" where there is none."""
    parts = urlsplit(request.app[SITE].public_url)
    origin = f"{parts.scheme}://{parts.netloc.lower()}" if parts.netloc else ""
    return origin.removesuffix(DEFAULT_PORTS.get(parts.scheme, ":"))
