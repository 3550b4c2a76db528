"""A sitting on the wall of a meeting room: what is asked, how to vote, how many have; and once it is closed, what came
of it. Before that it tells nothing of a vote but how many there are, and a name never.
"""

from __future__ import annotations

import asyncio
from datetime import datetime

from aiohttp import web

from bot.channels.web.chat import NOW
from bot.channels.web.door import SITE
from bot.channels.web.live import stage, told
from bot.channels.web.pages import page
from bot.channels.web.passes import entered, keep
from bot.channels.web.people import Reader, reader
from bot.channels.web.sheets import closed, sheet
from bot.channels.web.sittings import code_of
from bot.render import qr
from dialogs.steps.ballots import counted
from locales import words
from storage.pulses import Polled

COOKIE, PATH = "mur", "/mur"


async def wall(request: web.Request) -> web.Response:
    typed = request.match_info["code"]
    code = code_of(typed)
    if code and code != typed:
        raise web.HTTPSeeOther(f"{PATH}/{code}")
    it = await entered(request, COOKIE)
    polled, now = it.polled, request.app[NOW]()
    language = polled.language if polled is not None else reader(request).language
    reached = request.app[SITE].reached()
    link = f"{reached}/v/{code}" if reached and polled is not None and polled.sitting.guests else ""
    response = page(
        "wall.html",
        Reader(language),
        code=code,
        stage=_stage(polled),
        over=polled is None,
        guests=polled is not None and polled.sitting.guests,
        sheet=sheet(polled, language, now) if polled is not None else None,
        outcome=closed(polled, language, now) if polled is not None else None,
        left=_left(polled, now),
        address=f"{reached}/v".partition("://")[2] if link else "",
        drawn=await asyncio.to_thread(qr.svg, link) if link else "",
    )
    keep(request, response, it, COOKIE, PATH)
    return response


async def news(request: web.Request) -> web.StreamResponse:
    """Whether there is another page to show, and the counter meanwhile. 204 tells a browser not to come back."""
    it = await entered(request, COOKIE)
    if it.polled is None:
        return web.Response(status=204)
    return await told(request, it.polled.sitting.id, f"wall:{it.polled.sitting.id}", _news)


def _stage(polled: Polled | None) -> str:
    """Here a countdown is news too."""
    pulse = polled.sitting.voting if polled is not None else None
    return f"{stage(polled)}.{pulse.closes.timestamp():.0f}" if pulse and pulse.closes else stage(polled)


def _news(polled: Polled | None) -> dict[str, str]:
    told = {"stage": _stage(polled)}
    if polled is not None and (pulse := polled.sitting.voting):
        told["counted"] = counted(words(polled.language), polled.sitting, pulse)
    return told


def _left(polled: Polled | None, now: datetime) -> int | None:
    """Seconds until a vote that has a countdown closes."""
    pulse = polled.sitting.voting if polled is not None else None
    if pulse is None or pulse.closes is None:
        return None
    return max(0, round((pulse.closes - now).total_seconds()))
