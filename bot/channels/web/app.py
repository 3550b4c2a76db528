"""Routes and the order of the checks."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from importlib import import_module

from aiohttp import hdrs, web

from bot.channels.web import chat, entrance, joining, stream
from bot.channels.web.assets import ASSETS
from bot.channels.web.door import DOOR, LETTERBOX, PICTURES, SITE, Door, Letterbox, Pictures, Site
from bot.channels.web.forms import LARGEST
from bot.channels.web.guard import Handler, guarding, ours, sealing
from bot.channels.web.pace import AGENDAS, PACE, pacing
from bot.channels.web.pages import Sizes, page
from bot.channels.web.people import READER, SECRET, reader, recognise
from bot.channels.web.refusals import Again, Refused, sentence
from bot.channels.web.sittings import BOARDS, CODES, HALL, Boards, Codes
from bot.hall import Hall
from bot.pace import Pace
from bot.redaction import place_of
from locales import words

log = logging.getLogger(__name__)
IMPERSONAL = ("/static/", "/favicon.ico", "/sante", "/agenda/")


def late(room: str, name: str) -> Handler:
    """A handler of rooms that come with whoever enters them first: to vote, by a mail's link, a calendar's (0013)."""

    async def handler(request: web.Request) -> web.StreamResponse:
        found: Handler = getattr(import_module(f"bot.channels.web.{room}"), name)
        return await found(request)

    return handler


def build(
    door: Door,
    pictures: Pictures,
    hall: Hall,
    site: Site,
    now: Callable[[], datetime],
    secret: bytes,
    letterbox: Letterbox | None = None,
) -> web.Application:
    checks = [speaking, guarding, entrance.gating, recognising, pacing]
    app = web.Application(middlewares=checks, client_max_size=LARGEST)
    app.on_response_prepare.append(sealing)
    app[DOOR], app[PICTURES], app[SITE] = door, pictures, site
    app[chat.NOW], app[chat.SIZES] = now, Sizes()
    app[SECRET], app[entrance.TOKEN] = secret, entrance.new_token()
    app[stream.STREAMS], app[PACE], app[AGENDAS] = stream.Streams(), Pace(), Pace()
    app[HALL], app[CODES], app[BOARDS] = hall, Codes(), Boards(hall)
    if letterbox is not None:
        app[LETTERBOX] = letterbox
    app.router.add_get("/", chat.conversation)
    app.router.add_post("/tap", chat.tap)
    app.router.add_post("/say", chat.say)
    app.router.add_get(r"/image/{id:[0-9]{1,18}}.png", chat.picture)
    app.router.add_get(r"/fichier/{id:[0-9]{1,18}}.ics", late("agenda", "file"))
    app.router.add_get("/agenda/{token}.ics", late("agenda", "feed"))
    app.router.add_get("/donnees", chat.data)
    app.router.add_get("/flux", stream.stream, allow_head=False)
    app.router.add_get("/sante", health)
    app.router.add_get("/static/{name}", ASSETS.serve)
    app.router.add_get("/favicon.ico", ASSETS.icon)
    app.router.add_get("/rejoindre/{token}", joining.invitation)
    app.router.add_post("/rejoindre/{token}", joining.join)
    app.router.add_get("/courriel/{token}", late("letters", "asked"))
    app.router.add_post("/courriel/{token}", late("letters", "confirm"))
    app.router.add_get("/desabonnement/{token}", late("letters", "leaving"))
    app.router.add_post("/desabonnement/{token}", late("letters", "leave"))
    app.router.add_get("/v", late("guests", "door"))
    app.router.add_get("/v/{code}", late("guests", "ballot"))
    app.router.add_post("/v/{code}", late("guests", "vote"))
    app.router.add_get("/v/{code}/flux", late("guests", "news"), allow_head=False)
    app.router.add_get("/mur/{code}", late("wall", "wall"))
    app.router.add_get("/mur/{code}/flux", late("wall", "news"), allow_head=False)
    if site.lan:
        app.router.add_get("/entrer/{token}", entrance.entrance)
        app.router.add_post("/entrer/{token}", entrance.enter)
    return app


async def health(request: web.Request) -> web.Response:
    """This part answers, so it is well; what ails elsewhere is named ("telegram": "Conflict")."""
    ills = request.app[SITE].ills()
    return web.json_response({"status": "ok", "ills": dict(ills)} if ills else {"status": "ok"})


@web.middleware
async def speaking(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Whatever goes wrong is answered by a sentence in the reader's language."""
    try:
        return await handler(request)
    except Refused as refused:
        return told(request, refused.status, refused.sentence, refused.again)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        response = told(request, error.status, sentence(error.status))
        if hdrs.ALLOW in error.headers:
            response.headers[hdrs.ALLOW] = error.headers[hdrs.ALLOW]
        return response
    except Exception as error:
        log.error("%s failed: %s", request.method, place_of(error))
        return told(request, 500, sentence(500))


@web.middleware
async def recognising(request: web.Request, handler: Handler) -> web.StreamResponse:
    if not request.path.startswith(IMPERSONAL):
        request[READER] = await recognise(request)
    return await handler(request)


def told(request: web.Request, status: int, message: str, again: Again | None = None) -> web.Response:
    who = reader(request)
    inside = ours(request) and entrance.welcome(request)
    return page("sentence.html", who, status, sentence=words(who.language).say(message), again=again, inside=inside)
