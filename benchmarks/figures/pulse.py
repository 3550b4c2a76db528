"""A commission of five hundred: 500 votes and 300 changes within ten seconds, half of them from the web, Telegram's
limits on.

Palier whole, as anybody starts it, before the double of the Bot API that the tests use. What is counted is read of the
file once the process has ended. A leak is a message that left the server before closing, and does not name all choices
equally often: whatever it told of a vote would name its choice once more.
"""

from __future__ import annotations

import asyncio
import re
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import orjson

from benchmarks.arena import ROOT, Arena, Failed, free_port, habitual, note
from benchmarks.report import Figure
from tests.botapi.client import Group, Telegram, User, botapi

VOTERS, CHANGES, SECONDS = 500, 300, 10.0
CHOICES = ("Alouette", "Bergeronnette", "Cormoran", "Draine")
PUBLIC = "http://vote.exemple.fr"
"""Where phones would reach it; everything here goes to loopback."""

A_REPLY = 1.5
"""Seconds: Telegram lets a bot write once a second to somebody."""

PATIENCE = 60.0
BEAT = 0.05
MINUTE = 60.0


@dataclass
class Seen:
    """What left the server before closing, and when."""

    messages: list[str] = field(default_factory=list)
    web: list[float] = field(default_factory=list)
    board: float = 0.0
    whole: asyncio.Event = field(default_factory=asyncio.Event)
    """The wall has them all, since then."""


@dataclass
class Voter:
    """``pulse`` is what a page names; a Telegram voter has a user instead."""

    number: int
    user: User | None = None
    session: aiohttp.ClientSession | None = None
    said: str = ""


@dataclass
class Evening:
    telegram: Telegram
    url: str
    pilot: User
    group: Group
    code: str
    voters: list[Voter]
    seen: Seen = field(default_factory=Seen)
    taps: dict[int, tuple[float, str]] = field(default_factory=dict)
    """Update → when it was tapped, its query."""
    last: float = 0.0
    """When the last voter first voted; what comes later are changes, which the wall does not count."""


def measure(arena: Arena) -> list[Figure]:
    place = Path(tempfile.mkdtemp(dir=arena.place))
    return asyncio.run(_measured(place))


async def _measured(place: Path) -> list[Figure]:
    async with botapi(limits=True) as telegram, _palier(place, telegram) as url:
        evening = await _gathered(telegram, url)
        wall = asyncio.create_task(_watched(evening))
        began = asyncio.get_running_loop().time()
        await _voted(evening)
        note(f"  800 taps in {asyncio.get_running_loop().time() - began:.1f} s")
        await asyncio.wait_for(evening.seen.whole.wait(), PATIENCE)
        await _answered(evening)
        told = await _told(evening)
        await evening.pilot.taps("Clore le vote")
        await evening.pilot.waits_for(lambda seen: any(f"{VOTERS} votes" in _plain(it.text) for it in seen[-2:]))
        wall.cancel()
        calls = await telegram.calls("*")
        for voter in evening.voters:
            if voter.session is not None:
                await voter.session.close()
    lost, doubled = _compared(place / "palier.db", evening)
    return [
        Figure("pulse.votes", VOTERS + CHANGES, "taps"),
        Figure("pulse.lost", lost, "votes", "", "≤ 0"),
        Figure("pulse.doubled", doubled, "votes", "", "≤ 0"),
        Figure("pulse.leaks", sum(map(_leaks, evening.seen.messages)), "messages", "", "≤ 0"),
        Figure("pulse.stored_s", max(*evening.seen.web, *told.stored), "s", "", "≤ 2"),
        Figure("pulse.acknowledged_s", max(told.acknowledged), "s", "", "≤ 30"),
        Figure("pulse.board_s", max(evening.seen.board - evening.last, 0.0), "s", "", "≤ 3"),
        Figure("pulse.group_edits_per_min", _edits(calls, evening.group), "edits", "", "≤ 20"),
    ]


# ---------------------------------------------------------------- before the vote


@asynccontextmanager
async def _palier(place: Path, telegram: Telegram) -> AsyncIterator[str]:
    port = free_port()
    settings = {
        "PALIER_DATABASE": str(place / "palier.db"),
        "PALIER_WEB_PORT": str(port),
        "PALIER_PUBLIC_URL": PUBLIC,
        "PALIER_TELEGRAM_TOKEN": telegram.token,
        "PALIER_TELEGRAM_API_URL": telegram.url,
        "PYTHONPATH": str(ROOT),
    }
    clean = {name: value for name, value in habitual().items() if not name.startswith("PALIER_")}
    with (place / "log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=place, env={**clean, **settings}, stdout=log, stderr=log
        )
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            await process.wait()


async def _gathered(telegram: Telegram, url: str) -> Evening:
    """A pilot with a sitting, a group bound to it, a free question, and everybody ready to vote."""
    pilot = await telegram.user("Dominique", "fr")
    people = await telegram.users(VOTERS // 2, started=False)
    group = await telegram.group("Commission", [pilot, *people])
    for text in ("/start", "Commencer", "/etablissement", "0750655E", "Collège Un", "C'est bien cela"):
        await _says(telegram, pilot, text)
    for text in ("/equipe", "Dominique", "/domaines", "/sondage", "Ouvrir une séance"):
        await _says(telegram, pilot, text)
    found = re.search(r"code ([0-9A-Z]{6})", _plain(await pilot.reads()))
    if found is None:
        raise Failed("the pilot was told no code")
    await _says(telegram, pilot, "/sondage", group)
    await _says(telegram, pilot, "Question libre")
    await _says(telegram, pilot, "\n".join(("Quel oiseau ?", *CHOICES)))
    await pilot.waits_for(lambda seen: any(CHOICES[0] in label for it in seen for label in it.labels), group)
    voters = [Voter(number, user=user) for number, user in enumerate(people)]
    for number in range(VOTERS // 2, VOTERS):
        jar = aiohttp.CookieJar(unsafe=True)
        voters.append(Voter(number, session=aiohttp.ClientSession(cookie_jar=jar)))
    return Evening(telegram, url, pilot, group, found[1], voters)


async def _says(telegram: Telegram, user: User, text: str, chat: Group | None = None) -> None:
    await user.sends(text, chat)
    await telegram.settled(calm_for=A_REPLY, within=PATIENCE)


def _plain(text: str) -> str:
    return text.replace("\xa0", " ").replace("\u202f", " ")


# ---------------------------------------------------------------- the vote


async def _voted(evening: Evening) -> None:
    """Each in their turn, so many a second; somebody's change comes after their vote."""
    forms = await _forms(evening)
    there, away = evening.voters[: VOTERS // 2], evening.voters[VOTERS // 2 :]
    mixed = [it for pair in zip(there, away, strict=True) for it in pair]
    turns = [(it, CHOICES[it.number % 4]) for it in mixed]
    turns += [(it, CHOICES[(it.number + 1) % 4]) for it in mixed[:CHANGES]]
    clock = asyncio.get_running_loop().time
    began, under_way = clock(), list[asyncio.Task[None]]()
    for at, (voter, choice) in enumerate(turns):
        await asyncio.sleep(max(began + SECONDS * at / len(turns) - clock(), 0))
        if not voter.said:
            evening.last = clock()
        voter.said = choice
        under_way.append(asyncio.create_task(_cast(evening, voter, choice, forms.get(voter.number, ""))))
    await asyncio.gather(*under_way)


async def _forms(evening: Evening) -> dict[int, str]:
    """The page that each guest has before them, and the pulse that its form names."""

    async def opened(voter: Voter) -> tuple[int, str]:
        assert voter.session is not None
        async with voter.session.get(f"{evening.url}/v/{evening.code}") as answer:
            page = await answer.text()
        evening.seen.messages.append(page)
        found = re.search(r'name="pulse" value="([^"]+)"', page)
        if found is None:
            raise Failed(f"no form for a guest: {answer.status}")
        return voter.number, found[1]

    found: dict[int, str] = {}
    guests = [it for it in evening.voters if it.session is not None]
    for first in range(0, len(guests), 25):
        found.update(await asyncio.gather(*map(opened, guests[first : first + 25])))
    return found


async def _cast(evening: Evening, voter: Voter, choice: str, pulse: str) -> None:
    clock = asyncio.get_running_loop().time
    began = clock()
    if voter.user is not None:
        tapped = await voter.user.taps(choice, evening.group)
        evening.taps[tapped["update"]] = began, tapped["query"]
        return
    assert voter.session is not None
    form = {"pulse": pulse, "vote-": str(CHOICES.index(choice))}
    headers = {"Origin": evening.url, "Sec-Fetch-Site": "same-origin"}
    async with voter.session.post(f"{evening.url}/v/{evening.code}", data=form, headers=headers) as answer:
        evening.seen.messages.append(await answer.text())
        evening.seen.messages += [f"{name}: {value}" for name, value in answer.headers.items()]
        if answer.status != 200:
            raise Failed(f"a guest's vote was answered {answer.status}")
    evening.seen.web.append(clock() - began)


async def _watched(evening: Evening) -> None:
    """The wall, as it is projected: until it counts them all."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None)) as session:
        async with session.get(f"{evening.url}/mur/{evening.code}") as answer:
            evening.seen.messages.append(await answer.text())
        async with session.get(f"{evening.url}/mur/{evening.code}/flux") as stream:
            async for line in stream.content:
                text = line.decode()
                evening.seen.messages.append(text)
                if f"{VOTERS} votes" in _plain(_unescaped(text)) and not evening.seen.board:
                    evening.seen.board = asyncio.get_running_loop().time()
                    evening.seen.whole.set()


def _unescaped(text: str) -> str:
    """The words of an event whose data is JSON."""
    return text.encode().decode("unicode_escape", "ignore") if "\\u" in text else text


# ---------------------------------------------------------------- what became of it


@dataclass
class Told:
    stored: list[float]
    acknowledged: list[float]


async def _answered(evening: Evening) -> None:
    for _ in range(round(PATIENCE / BEAT)):
        if len(await _queries(evening)) >= len(evening.taps):
            return
        await asyncio.sleep(BEAT)
    raise Failed(f"{len(await _queries(evening))} of {len(evening.taps)} taps were acknowledged")


async def _queries(evening: Evening) -> dict[str, float]:
    calls = await evening.telegram.calls("answerCallbackQuery")
    return {str(it["params"]["callback_query_id"]): float(it["at"]) for it in calls if it["code"] == 200}


async def _told(evening: Evening) -> Told:
    """By the double's clock: an update is stored when a later one is asked for."""
    clock = asyncio.get_running_loop().time
    ahead = await evening.telegram.now() - clock()
    polls = [it for it in await evening.telegram.calls("getUpdates") if it["params"].get("offset")]
    offsets = sorted((float(it["at"]), int(it["params"]["offset"])) for it in polls)
    acknowledged = await _queries(evening)
    stored, answered = [], []
    for update, (tapped, query) in evening.taps.items():
        confirmed = next((at for at, offset in offsets if offset > update), None)
        if confirmed is None:
            raise Failed("a tap was never confirmed")
        stored.append(confirmed - ahead - tapped)
        answered.append(acknowledged[query] - ahead - tapped)
    calls = await evening.telegram.calls("*")
    evening.seen.messages += [orjson.dumps(it["params"]).decode() for it in calls if _says_something(it["method"])]
    return Told(stored, answered)


def _says_something(method: str) -> bool:
    return method not in {"getUpdates", "setMyCommands", "getMe"}


def _leaks(message: str) -> bool:
    named = {message.count(choice) for choice in CHOICES}
    return len(named) > 1


def _compared(database: Path, evening: Evening) -> tuple[int, int]:
    """Votes missing from the tally, and votes too many."""
    wanted = Counter(str(CHOICES.index(it.said)) for it in evening.voters)
    connection = sqlite3.connect(database)
    try:
        found = Counter(dict(connection.execute("select value, votes from tallies").fetchall()))
        left = connection.execute("select count(*) from votes").fetchone()[0]
    finally:
        connection.close()
    if left:
        raise Failed(f"{left} secret vote(s) were kept after closing")
    return (wanted - found).total(), (found - wanted).total()


def _edits(calls: list[dict[str, object]], group: Group) -> int:
    """The most messages that the group was sent, or edited before it, in any minute."""
    times = [
        float(str(it["at"]))
        for it in calls
        if it["method"] in {"editMessageText", "sendMessage"} and _chat(it) == str(group.id)
    ]
    return max(sum(at <= other < at + MINUTE for other in times) for at in times)


def _chat(call: dict[str, object]) -> str:
    params = call["params"]
    return str(params.get("chat_id")) if isinstance(params, dict) else ""
