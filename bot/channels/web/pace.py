"""Forms at a person's pace: :mod:`bot.pace` before a page."""

from __future__ import annotations

from aiohttp import web

from bot.channels.web.guard import WRITING, Handler
from bot.channels.web.people import reader
from bot.channels.web.refusals import Refused, sentence
from bot.pace import Pace

PACE: web.AppKey[Pace] = web.AppKey("pace", Pace)
AGENDAS: web.AppKey[Pace] = web.AppKey("agendas", Pace)
"""By a calendar's address; all that are none share one."""


@web.middleware
async def pacing(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Before a form is read. Newcomers are no person yet, and a class of them may share one address."""
    who = reader(request)
    if request.method in WRITING and who.cookie and not request.app[PACE].admits(who.address):
        raise Refused(429, sentence(429))
    return await handler(request)
