"""Who votes by the code: a phone's browser, without account and without name. What was voted is never shown again.

A member's own browser, where it is known, votes as that member: one person has one vote, by whatever way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from aiohttp import web

from bot.arrivals import NotKept
from bot.ballots import Refusal, Vote
from bot.channels.web.chat import NOW
from bot.channels.web.door import CHANNEL
from bot.channels.web.forms import fields
from bot.channels.web.live import stage, told
from bot.channels.web.pace import PACE
from bot.channels.web.pages import page
from bot.channels.web.passes import Entered, entered, keep
from bot.channels.web.people import reader
from bot.channels.web.refusals import Refused, sentence
from bot.channels.web.sheets import ballot_of, sheet
from bot.channels.web.sittings import HALL, code_of
from dialogs.pulse import Ballot
from locales.words import N_
from storage.pulses import Polled

COOKIE, PATH = "invite", "/v"
SIX = N_("Un code a six caractères, lettres et chiffres.")
NO_COOKIE = N_(
    "Votre navigateur n'a pas gardé le cookie qui évite de compter deux fois un vote : rien n'a été enregistré. "
    "Acceptez-le, puis votez."
)
TOLD: Mapping[Refusal, tuple[int, str]] = {
    Refusal.CLOSED: (409, N_("Ce vote est clos : rien n'a été changé.")),
    Refusal.NO_GUESTS: (403, N_("Le vote des invités est fermé : rien n'a été enregistré.")),
    Refusal.UNREADABLE: (422, N_("Choisissez une réponse, puis votez.")),
}
NOT_KEPT = 503, N_("Rien n'a été enregistré : le disque refuse. Réessayez.")


async def door(request: web.Request) -> web.Response:
    """Where the code is typed."""
    typed = request.query.get("code", "")
    if code := code_of(typed):
        raise web.HTTPSeeOther(f"{PATH}/{code}")
    return page("code.html", reader(request), 422 if typed else 200, typed=typed, refusal=SIX if typed else "")


async def ballot(request: web.Request) -> web.Response:
    """The question under way, or that there is none; nothing is created by looking."""
    typed = request.match_info["code"]
    code = code_of(typed)
    if code and code != typed:
        raise web.HTTPSeeOther(f"{PATH}/{code}")
    try:
        it = await _entered(request)
    except Refused as refused:
        return page("code.html", reader(request), refused.status, typed=typed, refusal=refused.sentence)
    return _shown(request, it)


async def vote(request: web.Request) -> web.Response:
    it = await _entered(request)
    sent = await fields(request)
    if it.polled is None:
        return _shown(request, it)
    if it.own.new and not it.member:
        return _shown(request, it, (403, NO_COOKIE))
    if not request.app[PACE].admits(f"guest:{it.own.token}"):
        raise Refused(429, sentence(429))
    refused = await _counted(request, it.polled, it, sent)
    if refused is not None:
        return _shown(request, await _entered(request), refused)
    response = web.Response(status=303, headers={"Location": f"{PATH}/{it.code}"})
    keep(request, response, it, COOKIE, PATH)
    return response


async def news(request: web.Request) -> web.StreamResponse:
    """Whether there is another page to show. 204 tells a browser not to come back."""
    it = await entered(request, COOKIE)
    if it.polled is None:
        return web.Response(status=204)
    return await told(request, it.polled.sitting.id, f"guest:{it.own.token}", lambda polled: {"stage": stage(polled)})


async def _counted(
    request: web.Request, polled: Polled, it: Entered, sent: Mapping[str, str]
) -> tuple[int, str] | None:
    """Why the vote was not taken, if so. A form of an earlier question is no vote on this one."""
    pulse = next((it for it in polled.sitting.pulses if it.id == sent.get("pulse")), None)
    if pulse is None or pulse.closed:
        return TOLD[Refusal.CLOSED]
    ballot = ballot_of(polled, pulse, sent)
    if ballot is None:
        return TOLD[Refusal.UNREADABLE]
    try:
        counted = await request.app[HALL].vote(_vote(request, it, pulse.id, ballot))
    except NotKept:
        return NOT_KEPT
    return TOLD.get(counted.refusal, TOLD[Refusal.CLOSED]) if counted.refusal else None


def _vote(request: web.Request, it: Entered, pulse: str, ballot: Ballot) -> Vote:
    at = request.app[NOW]()
    if it.member:
        return Vote(pulse, at, ballot=ballot, channel=CHANNEL, address=reader(request).address)
    return Vote(pulse, at, ballot=ballot, guest=it.own.token)


async def _entered(request: web.Request) -> Entered:
    it, who = await entered(request, COOKIE), reader(request)
    if it.polled is None or not who.cookie:
        return it
    hall = request.app[HALL]
    member = await hall.member(it.polled.school, CHANNEL, who.address)
    return replace(it, polled=await hall.by_code(it.code, member), member=True) if member else it


def _shown(request: web.Request, it: Entered, refused: tuple[int, str] = (200, "")) -> web.Response:
    who, polled = reader(request), it.polled
    status, refusal = refused
    response = page(
        "ballot.html",
        who,
        status,
        code=it.code,
        stage=stage(polled),
        over=polled is None or polled.sitting.ended,
        begun=polled is not None and bool(polled.sitting.pulses),
        open_to_all=polled is not None and (polled.sitting.guests or it.member),
        member=it.member,
        sheet=sheet(polled, who.language, request.app[NOW]()) if polled is not None else None,
        refusal=refusal,
    )
    keep(request, response, it, COOKIE, PATH)
    return response
