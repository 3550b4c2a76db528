"""The conversation's routes: its page, a tap, a text, a picture, the data page."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from aiohttp import web

from bot.arrivals import Arrival, NotKept
from bot.channels.web.door import CHANNEL, DOOR, PICTURES, SITE, Line
from bot.channels.web.forms import again, fields
from bot.channels.web.guard import ALONE, POLICY, elsewhere
from bot.channels.web.pages import Sizes, page
from bot.channels.web.people import Reader, address_of, newcomer, reader, remember
from bot.channels.web.refusals import Again, Refused
from bot.render import qr
from dialogs.commands import heard
from dialogs.events import Event, Said, Tapped
from dialogs.replies import QrCode, Radar, Reply, Screen
from locales import words
from locales.words import N_

LONGEST_TEXT = 4000
NEW = "nouveau"
"""In the address after the first form: whoever comes back without a cookie refuses them."""

NO_DAY = datetime.fromtimestamp(0, UTC)
"""The greeting bears no date."""

HERE = "#ici"
"""The living screen, so that a browser without script shows it first."""

NOW: web.AppKey[Callable[[], datetime]] = web.AppKey("now")
SIZES: web.AppKey[Sizes] = web.AppKey("sizes", Sizes)


@dataclass(frozen=True, slots=True)
class Greeting:
    """What somebody reads who has no line yet: a living screen like another."""

    reply: Screen
    id: int = 0
    revision: int = 0
    live: bool = True
    at: datetime = NO_DAY
    said: str = ""


async def conversation(request: web.Request) -> web.Response:
    """Where the conversation stands. Nothing is created by looking."""
    who, door = reader(request), request.app[DOOR]
    if address := elsewhere(request):
        raise web.HTTPTemporaryRedirect(address)
    if who.cookie and NEW in request.query:
        raise web.HTTPSeeOther(f"/{HERE}")
    revision = door.revision(CHANNEL, who.address) if who.cookie else 0
    lines = await door.history(CHANNEL, who.address) if who.cookie else ()
    lines = lines or (Greeting(door.greeting(who.language)),)
    live = next((line.reply for line in reversed(lines) if line.live), None)
    return page(
        "chat.html",
        who,
        lines=lines,
        prompt=getattr(live, "prompt", ""),
        revision=revision,
        known=bool(who.cookie),
        cookies_refused=NEW in request.query,
        size=request.app[SIZES].of,
        codes=await _codes(live),
    )


async def tap(request: web.Request) -> web.Response:
    sent = await fields(request)
    press = sent.get("press", "")
    return await submit(request, sent, Tapped(press), press, again("/tap", sent))


async def say(request: web.Request) -> web.Response:
    sent = await fields(request)
    text = sent.get("text", "").replace("\r\n", "\n")
    if len(text) > LONGEST_TEXT:
        sentence = N_("Ce message dépasse 4 000 caractères : il n'est pas enregistré. Raccourcissez-le.")
        raise Refused(422, sentence, again("/say", sent))
    return await submit(request, sent, heard(text), text, again("/say", sent))


async def picture(request: web.Request) -> web.Response:
    """A radar of this browser's own conversation; another's is not there."""
    app, found = request.app, await own(request)
    if not isinstance(found, Radar):
        raise web.HTTPNotFound
    try:
        png = await app[PICTURES].picture(found.chart)
    except Exception as error:
        raise Refused(503, N_("L'image n'a pas pu être dessinée ; ses chiffres sont dans la conversation.")) from error
    app[SIZES].learn(found.chart, png)
    return web.Response(body=png, content_type="image/png", headers={POLICY: ALONE})


async def own(request: web.Request) -> Reply | None:
    """The reply of that id in this browser's conversation; None where there is none."""
    who = reader(request)
    lines = await request.app[DOOR].history(CHANNEL, who.address) if who.cookie else ()
    return next((line.reply for line in lines if _is(line, request)), None)


async def data(request: web.Request) -> web.Response:
    from dialogs.steps.welcome import notice  # with the conversation, not with the start: decision 0013

    who = reader(request)
    lines = notice(words(who.language), request.app[SITE].operator)
    return page("data.html", who, lines=lines)


async def submit(request: web.Request, sent: dict[str, str], event: Event, pressed: str, retry: Again) -> web.Response:
    """The event is committed, then the page is shown anew; what failed is offered again under the same key."""
    who = reader(request)
    cookie = who.cookie or newcomer(request, sent.get("first", ""))
    arrival = Arrival(
        key=_key(address_of(cookie), sent["event"], f"{request.path}\n{pressed}"),
        channel=CHANNEL,
        address=address_of(cookie),
        event=event,
        at=request.app[NOW](),
        language=who.language,
        said=event.text if isinstance(event, Said) and event.text.strip() else "",
    )
    try:
        await request.app[DOOR].submit(arrival)
    except NotKept as error:
        raise Refused(503, N_("Rien n'a été enregistré : le disque refuse. Réessayez."), retry) from error
    response = web.Response(status=303, headers={"Location": _onwards(who)})
    remember(request, response, cookie)
    return response


async def _codes(live: Reply | None) -> dict[str, str]:
    """The living screen's QR code as an SVG, by its link; drawn anew for each page, off the event loop."""
    links = [block.link for block in live.blocks if isinstance(block, QrCode)] if live else []
    return {link: await asyncio.to_thread(qr.svg, link) for link in links}


def _onwards(who: Reader) -> str:
    return f"/{HERE}" if who.cookie else f"/?{NEW}{HERE}"


def _key(address: str, event: str, pressed: str) -> str:
    """One form sent twice is one event; two buttons of one old page are two."""
    return f"{CHANNEL}:{address[:16]}:{event}:{sha256(pressed.encode()).hexdigest()[:12]}"


def _is(line: Line, request: web.Request) -> bool:
    return str(line.id) == request.match_info["id"]
