"""The links of a mail: each a page with one button. Looking does nothing: mail programs open links to preview them."""

from __future__ import annotations

from aiohttp import web

from bot.arrivals import NotKept
from bot.channels.web.door import LETTERBOX
from bot.channels.web.pages import page
from bot.channels.web.people import TOKEN, reader
from bot.channels.web.refusals import Refused
from locales import words
from locales.words import N_

NOTHING = N_("Rien n'a été enregistré : le disque refuse. Réessayez.")
ASKED = N_("Recevoir vos rappels de Palier à cette adresse de courriel ?")
NOT_MINE = N_("Vous n'avez rien demandé ? Fermez cette page : sans votre accord, aucun rappel ne viendra.")
CONFIRMED = N_("C'est confirmé : vos rappels arriveront aussi à cette adresse.")
VOID = N_("Ce lien ne vaut plus : demandez-en un autre, dans « Mes données ».")
LEAVING = N_("Ne plus recevoir de courriels de ce Palier à cette adresse ?")
LEFT = N_("C'est fait : ce Palier n'écrit plus à cette adresse.")


async def asked(request: web.Request) -> web.Response:
    _secret(request)
    return _page(request, ASKED, NOT_MINE, button=N_("Confirmer cette adresse"))


async def confirm(request: web.Request) -> web.Response:
    secret = _secret(request)
    try:
        good = await request.app[LETTERBOX].confirm(secret)
    except NotKept as error:
        raise Refused(503, NOTHING) from error
    return _page(request, CONFIRMED) if good else _page(request, VOID, status=404)


async def leaving(request: web.Request) -> web.Response:
    _secret(request)
    return _page(request, LEAVING, button=N_("Ne plus rien recevoir"))


async def leave(request: web.Request) -> web.Response:
    """The same answer whatever was there, and no redirect (RFC 8058, 3.1)."""
    secret = _secret(request)
    try:
        await request.app[LETTERBOX].leave(secret)
    except NotKept as error:
        raise Refused(503, NOTHING) from error
    return _page(request, LEFT)


def _page(request: web.Request, *sentences: str, button: str = "", status: int = 200) -> web.Response:
    who = reader(request)
    say = words(who.language).say
    told, label = [say(it) for it in sentences], say(button) if button else ""
    return page("mailbox.html", who, status, path=request.path, sentences=told, button=label)


def _secret(request: web.Request) -> str:
    secret = request.match_info["token"]
    if not TOKEN.fullmatch(secret) or LETTERBOX not in request.app:
        raise web.HTTPNotFound
    return secret
