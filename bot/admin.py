"""The running process owns the file, so the command line asks it: a loopback route behind a token in a 0600 file."""

from __future__ import annotations

import contextlib
import hmac
import json
import os
import secrets
import urllib.error
import urllib.request
from datetime import UTC, datetime
from functools import partial
from http.client import HTTPException
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.surroundings import token
from dialogs import invitations
from frameworks.load import catalogue
from storage import schools, team
from storage.database import Connection

PATIENCE = 10
"""Seconds that the command line waits for an answer."""

UNANSWERED = (OSError, HTTPException, ValueError, LookupError, TypeError)
"""No card, no answer, or what stands there is none of ours: an old card may name a port that is another program's."""


class NobodyAnswers(Exception):
    """The file is in use, but no process answers on the admin route."""


class AdminUnavailable(Exception):
    """The card can't be written: a folder has its name, or the disk refuses; its cause is the system's error."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


def card(database: Path) -> Path:
    """Where the running process leaves its address and token: beside the database, by whatever name it is opened."""
    real = database.resolve()
    return real.with_name(real.name + ".admin")


class Admin:
    """Serves on a loopback port of the system's choice, from ``start`` to ``stop``."""

    def __init__(self, database: Connection, path: Path) -> None:
        self._database = database
        self._card = card(path)
        self._token = secrets.token_urlsafe(32)
        app = web.Application()
        app.router.add_get("/answers/{uai}", self._answers)
        app.router.add_post("/transfer/{uai}", self._transfer)
        app.router.add_get("/holidays", self._holidays)
        app.router.add_post("/holidays/{zone}", self._import)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)

    async def start(self) -> None:
        """Raises AdminUnavailable, with nothing left open."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        text = json.dumps({"url": f"http://{host}:{port}", "token": self._token})
        try:
            self._card.unlink(missing_ok=True)
            descriptor = os.open(self._card, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
        except OSError as error:
            await self.stop()
            raise AdminUnavailable(self._card) from error

    async def stop(self) -> None:
        # A card that stays opens nothing: its token ends with this process.
        with contextlib.suppress(OSError):
            self._card.unlink()
        await self._runner.cleanup()

    def _ours(self, request: web.Request) -> bool:
        offered = request.headers.get("Authorization", "")
        return hmac.compare_digest(offered.encode(), f"Bearer {self._token}".encode())

    async def _transfer(self, request: web.Request) -> web.Response:
        if not self._ours(request):
            return web.Response(status=404)
        return web.json_response(await transfer(self._database, request.match_info["uai"]))

    async def _answers(self, request: web.Request) -> web.Response:
        if not self._ours(request):
            return web.Response(status=404)
        work = partial(schools.position, uai=request.match_info["uai"], frameworks=catalogue())
        found = await self._database.transaction(work)
        return web.json_response(found)

    async def _holidays(self, request: web.Request) -> web.Response:
        if not self._ours(request):
            return web.Response(status=404)
        from bot import holiday_import

        return web.json_response(await holiday_import.everything(self._database))

    async def _import(self, request: web.Request) -> web.Response:
        if not self._ours(request):
            return web.Response(status=404)
        from bot import holiday_import  # seldom: an idle Palier does without

        try:
            asked = await request.json()
            done = await holiday_import.keep(self._database, request.match_info["zone"], asked)
        except (ValueError, TypeError):
            return web.Response(status=400)
        return web.json_response(done)


async def transfer(database: Connection, uai: str) -> dict[str, Any] | None:
    """A school's name, and the secret that makes its user the one pilot; None where no school has the UAI."""
    secret, at = token(), datetime.now(UTC)
    work = partial(
        team.transfer,
        uai=uai,
        key=secrets.token_hex(8),
        digest=invitations.digest(secret),
        at=at,
        expires=at + invitations.LIVES,
    )
    found = await database.transaction(work)
    return {**found, "secret": secret, "expires": (at + invitations.LIVES).isoformat()} if found else None


def ask(database: Path, route: str, method: str = "GET", told: object = None) -> Any:
    """The running process's answer to what it is told, both as JSON. Raises NobodyAnswers."""
    try:
        left = json.loads(card(database).read_text(encoding="utf-8"))
        body = None if told is None else json.dumps(told).encode()
        asked = urllib.request.Request(left["url"] + route, body, method=method)  # noqa: S310 - the address that a process of ours left here
        asked.add_header("Authorization", f"Bearer {left['token']}")
        # The route is on loopback: a proxy of the environment must not see the token.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(asked, timeout=PATIENCE) as answer:
            return json.load(answer)
    except UNANSWERED as error:
        raise NobodyAnswers(str(database)) from error
