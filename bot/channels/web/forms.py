"""A form's fields, or the sentence that says why they can't be read."""

from __future__ import annotations

import asyncio
import secrets

from aiohttp import hdrs, web

from bot.channels.web.connections import Purpose, there_for
from bot.channels.web.people import TOKEN
from bot.channels.web.refusals import Again, Refused, sentence

LARGEST = 64 * 1024
"""Bytes of a form: the longest text that is taken, in emojis of twelve bytes each, and some more to be given back."""

PATIENCE = 15.0
"""Seconds in which a form that has begun must be there."""

URLENCODED = "application/x-www-form-urlencoded"
UTF_8 = ("utf-8", "utf8")
UNREADABLE = (web.RequestPayloadError, ConnectionError, ValueError)
"""A body that is no form, breaks its own frame, or breaks off."""


async def fields(request: web.Request) -> dict[str, str]:
    """The first value of each field. An ``event`` that no page of ours made is replaced by a new one."""
    if not _plain(request):
        raise Refused(415, sentence(415))
    if (request.content_length or 0) > LARGEST:
        raise Refused(413, sentence(413))
    try:
        async with asyncio.timeout(PATIENCE):
            with there_for(request, Purpose.FORM):
                posted = await request.post()
    except TimeoutError as error:
        raise Refused(408, sentence(408)) from error
    except UNREADABLE as error:
        raise Refused(400, sentence(400)) from error
    sent = {name: value for name in posted if isinstance(value := posted[name], str)}
    if not TOKEN.fullmatch(sent.get("event", "")):
        sent["event"] = secrets.token_urlsafe(16)
    return sent


def again(path: str, sent: dict[str, str]) -> Again:
    """The same form once more, under its own key."""
    hidden = [(name, sent[name]) for name in ("event", "first") if TOKEN.fullmatch(sent.get(name, ""))]
    if path == "/say":
        return Again(path, tuple(hidden), sent.get("text", "").replace("\r\n", "\n"))
    if path == "/tap":
        hidden.append(("press", sent.get("press", "")))
    return Again(path, tuple(hidden))


def _plain(request: web.Request) -> bool:
    """Some charsets know halves of characters, which no database takes; a packed form could be of any size."""
    packed = set(request.headers.getall(hdrs.CONTENT_ENCODING, [])) - {"", "identity"}
    return request.content_type == URLENCODED and (request.charset or "utf-8").lower() in UTF_8 and not packed
