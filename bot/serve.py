"""Palier under way: the parts composed, started in order, and ended in the reverse one."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import secrets
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.admin import Admin
from bot.arrivals import Arrival, NotKept
from bot.assembly import Assembly
from bot.channels import console
from bot.channels.console import Console
from bot.channels.lean import verified_only, without_httpx
from bot.channels.web import AddressInUse, WebChat
from bot.clock import ticking
from bot.config import Config
from bot.engine import Engine, Handled
from bot.hall import Hall
from bot.health import Health
from bot.letterbox import Letterbox
from bot.limits import Limits
from bot.outbox import Door, Outbox
from bot.reasons import reason_of
from bot.render.studio import Studio
from bot.smtp import smtp_of
from bot.surroundings import Surroundings, nowhere
from bot.upkeep import upkeep
from dialogs.events import Asked, Event
from dialogs.replies import Screen
from dialogs.scene import Reach
from frameworks.load import catalogue
from locales import LANGUAGES, Words
from locales import words as words_of
from storage import keepsakes, mailboxes
from storage.database import Connection, connect

if TYPE_CHECKING:
    from bot.channels.telegram import TelegramChannel

OK, FAILED = 0, 1
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"

SWEPT_AFTER = 5_000
"""Objects made before Python looks for cycles among them (700 of its own accord). A tap makes many and leaves no cycle,
and now and then a look goes through all that is loaded, and nobody is answered meanwhile.
"""


def fresh() -> str:
    """Eight characters, 40 bits: an id that names a row and can't be counted."""
    return "".join(ALPHABET[byte & 31] for byte in secrets.token_bytes(8))


def now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class House:
    database: Connection
    engine: Engine
    outbox: Outbox
    hall: Hall
    assembly: Assembly


def told(outbox: Outbox, hall: Hall, handled: Sequence[Handled]) -> None:
    """A batch was committed: the outbox and who looks at a vote hear of it."""
    outbox.tell(handled)
    hall.tell({sitting for one in handled for sitting in one.sittings})


@asynccontextmanager
async def house(
    config: Config,
    doors: Mapping[str, Door],
    limits: Mapping[str, Limits] | None = None,
    health: Health | None = None,
    reach: Callable[[], Reach] = nowhere,
    post: Callable[[Connection], Door] | None = None,
) -> AsyncIterator[House]:
    """Database, engine, outbox and admin route; whatever happens, the database is closed."""
    database = await connect(config.database)
    try:
        if post is not None:
            doors = {**doors, mailboxes.CHANNEL: post(database)}
        around = Surroundings(catalogue(), config.operator, config.signup == "open", fresh, reach=reach)
        gc.set_threshold(SWEPT_AFTER, *gc.get_threshold()[1:])  # now that what a start leaves behind was swept
        engine = Engine(database, around, pushed=doors, health=health)
        outbox = Outbox(database, doors, limits=limits, now=now)
        hall = Hall(database)
        engine.marks, engine.told = outbox.marks, partial(told, outbox, hall)
        route = Admin(database, config.database)
        await route.start()
        try:
            await outbox.start()
            tidying = asyncio.create_task(upkeep(database, now))
            timing = asyncio.create_task(hall.time(now))
            reminding = asyncio.create_task(ticking(database, engine, catalogue(), now))
            try:
                yield House(database, engine, outbox, hall, Assembly(database, hall))
            finally:
                tidying.cancel()
                timing.cancel()
                reminding.cancel()
                await engine.close()
                await hall.close()
                await outbox.close()
        finally:
            await route.stop()
    finally:
        await database.close()


async def serve(config: Config, words: Words, *, lan: bool) -> int:
    """The web chat, and Telegram where a token is set, until SIGTERM or Ctrl-C; returns the exit code."""
    stop, studio, health = stop_asked(), Studio(), Health()
    _read()
    telegram = messenger(config, studio, health)
    doors: dict[str, Door] = {telegram.name: telegram.door} if telegram else {}
    limits = {telegram.name: telegram.limits} if telegram else {}
    post = postman(config, health, limits)
    opened: list[WebChat] = []

    def reach() -> Reach:
        web = opened[0].reached if opened else ""
        return Reach(web, lan and not config.public_url, telegram.username if telegram else "", post is not None)

    try:
        async with house(config, doors, limits, health, reach, post) as here:
            chat = WebChat(
                here.engine,
                studio,
                here.hall,
                host=config.web_host,
                port=config.web_port,
                public_url=config.public_url or "",
                operator=config.operator,
                lan=lan,
                ills=lambda: health.ills,
                secret=(await here.database.transaction(web_secret)).encode(),
                letterbox=Letterbox(here.database, here.engine, now),
            )
            opened.append(chat)
            address = await listening(chat, config, words)
            if not address:
                return FAILED
            try:
                if telegram:
                    telegram.start(here.engine, partial(here.outbox.lost, telegram.name), here.assembly)
                _announce(words, config, address, chat.invitation)
                await stop.wait()
            finally:
                if telegram:
                    await telegram.stop()
                await chat.stop()
    finally:
        await studio.close()
    return OK


def _read() -> None:
    """The grids and both languages, before more is imported, which fills the memory that reading them leaves free."""
    catalogue()
    for language in LANGUAGES:
        words_of(language)


def web_secret(connection: sqlite3.Connection) -> str:
    """What newcomers' cookies follow from: kept, so that a restart between a tap and its answer makes one person."""
    return keepsakes.kept(connection, "web secret", lambda: secrets.token_hex(32))


def messenger(config: Config, studio: Studio, health: Health) -> TelegramChannel | None:
    """Telegram, imported only where it is wanted: its library is half of a start."""
    if config.telegram_token is None:
        return None
    verified_only()
    with without_httpx():
        from bot.channels.telegram import TelegramChannel

    return TelegramChannel(config.telegram_token.reveal(), config.telegram_api_url, studio, health)


def postman(config: Config, health: Health, limits: dict[str, Limits]) -> Callable[[Connection], Door] | None:
    """Mails, imported only where they are wanted; the door asks the database for its links."""
    server = smtp_of(config)
    if server is None:
        return None
    from bot.channels import email

    limits[mailboxes.CHANNEL] = email.limits()
    return lambda database: email.EmailDoor(database, server, config.public_url or "", config.operator, health, now)


async def listening(chat: WebChat, config: Config, words: Words) -> str:
    """The address to open; empty, and said why, where the web chat can't listen."""
    try:
        return await chat.start()
    except AddressInUse as taken:
        said = words.say(
            "Un autre programme écoute déjà sur {host}, port {port} : arrêtez-le, ou changez PALIER_WEB_PORT.",
            host=taken.host,
            port=taken.port,
        )
    except OSError as error:
        said = words.say(
            "Impossible d'écouter sur {host} : {reason}.", host=config.web_host, reason=reason_of(words, error)
        )
    print(said, file=sys.stderr)
    return ""


def _announce(words: Words, config: Config, address: str, invitation: str) -> None:
    say = words.say
    print(say("Palier est prêt : ouvrez {address}", address=address))
    if invitation:
        print(say("Pour les téléphones de la salle, ce lien (il change à chaque démarrage) : {link}", link=invitation))
    if config.telegram_token is not None:
        print(say("Telegram : le bot répond dès que Telegram l'accepte ; le journal dit ce qui l'en empêche."))
    if config.smtp_host is not None:
        print(say("Courriel : les rappels partent par {host}.", host=config.smtp_host))
    print(say("Les réponses sont dans {path}. Ctrl+C arrête tout.", path=config.database), flush=True)


async def play(config: Config, words: Words) -> None:
    """The conversation in a terminal, until its input ends."""
    stop, terminal = stop_asked(), Console(folder=Path.cwd())
    async with house(config, {console.CHANNEL: terminal}) as here:
        await _greet(here, terminal, words)
        playing = asyncio.ensure_future(_play(here, terminal, words))
        ending = asyncio.ensure_future(stop.wait())
        await asyncio.wait({playing, ending}, return_when=asyncio.FIRST_COMPLETED)
        for task in (playing, ending):
            task.cancel()
        results = await asyncio.gather(playing, ending, return_exceptions=True)
        for result in results:
            if isinstance(result, Exception):
                raise result


async def _play(here: House, terminal: Console, words: Words) -> None:
    async for line in console.typed():
        if line.strip():
            await _hear(here, terminal, words, line)
            await here.outbox.quiet()


async def _greet(here: House, terminal: Console, words: Words) -> None:
    """Where the conversation was; the welcome for a first visit."""
    print(words.say("Tapez la lettre d'un bouton, ou votre réponse ; Ctrl+D termine."), end="\n\n")
    known = await here.engine.history(console.CHANNEL, console.ADDRESS)
    living = [line.reply for line in known if line.live and isinstance(line.reply, Screen)]
    await here.outbox.quiet()
    if living:
        terminal.show(living[-1])
        return
    await here.engine.submit(_arrival(words, Asked("start")))
    await here.outbox.quiet()


async def _hear(here: House, terminal: Console, words: Words, line: str) -> None:
    event = terminal.event_of(line.rstrip("\n"))
    try:
        await here.engine.submit(_arrival(words, event))
    except NotKept:
        print(words.say("Rien n'a été enregistré : le disque refuse. Réessayez."), file=sys.stderr)


def _arrival(words: Words, event: Event) -> Arrival:
    key = f"{console.CHANNEL}:{secrets.token_hex(8)}"
    return Arrival(key, console.CHANNEL, console.ADDRESS, event, now(), words.language)


def stop_asked() -> asyncio.Event:
    """Set at SIGTERM or Ctrl-C, from now on."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        # Windows has no handlers on its loop: there, Ctrl-C raises KeyboardInterrupt in ``asyncio.run``.
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stop.set)
    return stop
