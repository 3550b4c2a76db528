"""A Palier that writes mails: the real engine, outbox, door and web chat, before a mail server of the test's own."""

from __future__ import annotations

import re
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.arrivals import Arrival
from bot.channels.email import EmailDoor
from bot.channels.web import WebChat
from bot.engine import Engine
from bot.hall import Hall
from bot.health import Health
from bot.letterbox import Letterbox
from bot.limits import Limits
from bot.outbox import Outbox
from bot.serve import fresh
from bot.smtp import Smtp
from bot.surroundings import Surroundings
from dialogs.commands import heard
from dialogs.events import Event, Reminded, Tapped
from dialogs.scene import Reach
from frameworks.load import catalogue
from storage import mailboxes
from storage.database import Connection, connect
from tests.chat import MONDAY
from tests.mail.post import Post, body
from tests.web.house import Sketches
from tests.web.probes import event as fresh_key

URL = "https://palier.exemple.fr"
ADA = "ada.lovelace@exemple.fr"
LINK = re.compile(rf"{re.escape(URL)}(/(?:courriel|desabonnement)/[A-Za-z0-9_-]{{22}})")


@dataclass
class Clock:
    at: datetime = MONDAY

    def now(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


@dataclass
class Home:
    url: str
    post: Post
    database: Connection
    engine: Engine
    outbox: Outbox
    health: Health
    clock: Clock
    letterbox: Letterbox
    pauses: list[float]

    async def rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        return await self.database.transaction(lambda connection: connection.execute(sql, values).fetchall())

    async def happens(self, who: str, *events: Event | str, quiet: bool = True) -> None:
        """What somebody does on a chat that nobody looks at."""
        for one in events:
            event = heard(one) if isinstance(one, str) else one
            said = one if isinstance(one, str) else ""
            arrival = Arrival(fresh_key(), "web", who, event, self.clock.now(), "fr", said)
            await self.engine.submit(arrival)
        if quiet:
            await self.outbox.quiet()

    async def screen(self, who: str) -> str:
        """What somebody's living screen holds."""
        ((body,),) = await self.rows(
            "select r.body from replies r join conversations v on v.id = r.conversation where r.live and v.address = ?",
            who,
        )
        return str(body)

    async def asks(self, who: str, mail: str) -> None:
        await self.happens(who, "/start", Tapped("go:mailbox"), mail)

    async def confirms(self, who: str, mail: str) -> None:
        await self.asks(who, mail)
        assert await self.letterbox.confirm(secret_of(self.post, "courriel"))

    async def reminded(self, who: str) -> None:
        """A letter is owed to somebody's address: a reminder of the campaign that they begin."""
        await self.happens(who, Tapped("grid:paliers-etablissement"))
        ((campaign, address),) = await self.rows(
            "select g.id, v.address from conversations c join campaigns g on g.opened_by = c.person"
            " join mailboxes b on b.person = c.person and b.confirmed is not null"
            " join conversations v on v.id = b.conversation where c.channel = 'web' and c.address = ?",
            who,
        )
        event = Reminded(str(campaign))
        await self.engine.submit(Arrival(fresh_key(), mailboxes.CHANNEL, str(address), event, self.clock.now()))
        await self.outbox.quiet()

    async def states(self) -> list[tuple[object, ...]]:
        """Of what is owed by mail: the state, and the name that its channel gave it."""
        return await self.rows(
            "select r.state, r.ref from replies r join conversations v on v.id = r.conversation"
            " where v.channel = 'email' order by r.id"
        )


def link(post: Post, kind: str, number: int = -1) -> str:
    """The path of a mail's link."""
    return next(str(path) for path in LINK.findall(body(post.mails[number])) if f"/{kind}/" in path)


def secret_of(post: Post, kind: str, number: int = -1) -> str:
    return link(post, kind, number).rpartition("/")[2]


@asynccontextmanager
async def mailing(
    folder: Path,
    post: Post,
    *,
    clock: Clock | None = None,
    server: Smtp | None = None,
    tls: ssl.SSLContext | None = None,
    limits: Limits | None = None,
    operator: str = "le collège Jean Lurçat",
) -> AsyncIterator[Home]:
    clock, pauses, health = clock or Clock(), list[float](), Health()
    server = server or Smtp("127.0.0.1", post.port, "none", "", None, ("Palier", "palier@exemple.fr"))
    database = await connect(folder / "palier.db")

    async def sleep(seconds: float) -> None:
        assert len(pauses) < 20, "tried for ever"
        pauses.append(seconds)

    try:
        around = Surroundings(catalogue(), operator, True, fresh, reach=lambda: Reach(mail=True))
        engine = Engine(database, around, pushed={"email"})
        door = EmailDoor(database, server, URL, operator, health, clock.now, tls)
        outbox = Outbox(database, {"email": door}, sleep, {"email": limits} if limits else None, clock.now)
        hall, letterbox = Hall(database), Letterbox(database, engine, clock.now)
        engine.marks, engine.told = outbox.marks, outbox.tell
        await outbox.start()
        web = WebChat(engine, Sketches(), hall, port=0, operator=operator, now=clock.now, letterbox=letterbox)
        await web.start()
        url = f"http://127.0.0.1:{web.port}"
        try:
            yield Home(url, post, database, engine, outbox, health, clock, letterbox, pauses)
        finally:
            await web.stop()
            await engine.close()
            await hall.close()
            await outbox.close()
    finally:
        await database.close()
