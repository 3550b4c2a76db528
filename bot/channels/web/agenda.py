"""Agendas: the file of one's own conversation, and the private address that a calendar subscribes to.

Whoever asks for an address shows its secret and nothing else: no cookie is read and none is set. What is looked up is
the secret's digest, so that no comparison tells how much of a guess is right; what is none, was never one, or is one no
more is answered alike.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from hashlib import sha256

from aiohttp import web

from bot.channels.web.chat import own
from bot.channels.web.door import DOOR
from bot.channels.web.pace import AGENDAS
from bot.channels.web.refusals import Refused, sentence
from bot.render import ics
from dialogs.agenda import Agenda
from dialogs.invitations import digest
from dialogs.replies import Diary
from storage.values import dumped

NOWHERE = ""


async def file(request: web.Request) -> web.Response:
    """A diary of this browser's own conversation; another's is not there."""
    found = await own(request)
    if not isinstance(found, Diary):
        raise web.HTTPNotFound
    named = {"Content-Disposition": f'attachment; filename="{ics.NAME}"'}
    return calendar(await asyncio.to_thread(ics.rendered, found.agenda), named)


async def feed(request: web.Request) -> web.Response:
    """What the address holds at this moment. A calendar that has it already hears so (RFC 9110, 13.1.2)."""
    key, app = digest(request.match_info["token"]), request.app
    found = await app[DOOR].agenda(key)
    if not app[AGENDAS].admits(key if found else NOWHERE):
        raise Refused(429, sentence(429))
    if found is None:
        raise web.HTTPNotFound
    tag = version(found)
    headers = {"ETag": f'"{tag}"', "Cache-Control": "private, no-cache"}
    if any(it.value in {tag, "*"} for it in request.if_none_match or ()):
        return web.Response(status=304, headers=headers)
    return calendar(await asyncio.to_thread(ics.rendered, found, subscribed=True), headers)


def version(agenda: Agenda) -> str:
    return sha256(dumped(agenda).encode()).hexdigest()[:32]


def calendar(body: bytes, headers: Mapping[str, str]) -> web.Response:
    return web.Response(body=body, content_type=ics.TYPE, charset="utf-8", headers=headers)
