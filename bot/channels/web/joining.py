"""The link of an invitation: a page with one button. Looking joins nobody: mail and messengers open links too."""

from __future__ import annotations

from aiohttp import web

from bot.channels.web.chat import submit
from bot.channels.web.forms import again, fields
from bot.channels.web.pages import page
from bot.channels.web.people import TOKEN, reader
from dialogs.events import Asked


async def invitation(request: web.Request) -> web.Response:
    """Whether the link still opens anything is told to whoever taps the button, within their number of tries."""
    _checked(request)
    return page("joining.html", reader(request), path=request.path)


async def join(request: web.Request) -> web.Response:
    token = _checked(request)
    sent = await fields(request)
    return await submit(request, sent, Asked("rejoindre", token), token, again(request.path, sent))


def _checked(request: web.Request) -> str:
    token = request.match_info["token"]
    if not TOKEN.fullmatch(token):
        raise web.HTTPNotFound
    return token
