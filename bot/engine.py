"""One door in: a batch of events, one transaction, a savepoint an event; then the doors are told.

The whole effect of an event is one synchronous function on the database's thread, so that no cancellation can fall
into its middle. A step that raises is rolled back to its savepoint, set aside and blocks nobody; a storage error
abandons the batch, since SQLite then drops savepoints with the transaction.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from bot.arrivals import Arrival, Kept, NotKept
from bot.health import Health
from bot.redaction import place_of
from bot.surroundings import Surroundings
from dialogs.agenda import Agenda
from dialogs.events import Tapped, Told, legible, readable
from dialogs.pulse_writes import ClosePulse, EndSitting, OfPulses
from dialogs.replies import Lasting, Letter, Paragraph, Reply, Screen
from dialogs.scene import Outcome, Scene
from dialogs.session import Session, State
from dialogs.writes import AskMailbox, Forget, ForgetMailbox
from locales import language_of, words
from storage import intake, mailboxes, people, replies
from storage.database import Connection
from storage.people import Conversation
from storage.replies import Line, Owed

FEW, CROWD, MOST = 16, 64, 128
"""Events a transaction: so few that the first are answered while the next are written. Where a crowd waits, all of it
at once, so that one commit is shared by many; and never more than that.
"""

REMEMBERED = 10_000
"""Conversations whose newest revision is at hand; an older one is told at its next event."""

NO_DAY = datetime.fromtimestamp(0, UTC)
"""The welcome names no date."""

EVENTS_OWN = (sqlite3.IntegrityError, sqlite3.InterfaceError, sqlite3.ProgrammingError)
"""SQLite's words for what an event asked to be written; its other errors are the storage's."""

COUNTING = (ClosePulse, EndSitting)
ERASING = (Forget, *COUNTING)
SCRUBBING = (*ERASING, AskMailbox, ForgetMailbox)
"""What leaves rows that must not be found in the log any more: an address given takes another's place."""

log = logging.getLogger(__name__)
Marks = Callable[[sqlite3.Connection], None]


@dataclass(frozen=True, slots=True)
class Handled:
    """What became of an event. ``fresh`` is False for one that was known by its key."""

    conversation: int
    channel: str
    address: str
    revision: int
    owed: tuple[Owed, ...] = ()
    fresh: bool = True
    understood: bool = True
    erased: bool = False
    scrubs: bool = False
    sittings: tuple[str, ...] = ()


class Engine:
    """``pushed`` names the channels that must be written to; the others read back what they show.

    ``marks`` is set to ride on each transaction: what the outbox has learnt since the last one. ``told`` is set to hear
    of each batch once it is committed.
    """

    def __init__(
        self, database: Connection, around: Surroundings, pushed: Collection[str] = (), health: Health | None = None
    ) -> None:
        self._database = database
        self._around = around
        self._pushed = frozenset(pushed)
        self._health = health or Health()
        self.marks: Marks | None = None
        self.told: Callable[[Sequence[Handled]], None] = lambda _: None
        self._waiting: list[tuple[Arrival, asyncio.Future[Handled]]] = []
        self._pump: asyncio.Task[None] | None = None
        self._unscrubbed = False
        self._revisions: dict[tuple[str, str], int] = {}
        self._watching: dict[tuple[str, str], set[asyncio.Future[None]]] = {}

    async def submit(self, arrival: Arrival) -> Handled:
        """The event's effect is committed when this returns. Raises NotKept when nothing was saved.

        Cancelled, its end is unknown: the event may be delivered again under its key.
        """
        return (await self.submit_all((arrival,)))[0]

    async def submit_all(self, arrivals: Sequence[Arrival]) -> tuple[Handled, ...]:
        """As :meth:`submit`, in order; one storage error fails them all. Raises ValueError for what a mailbox says."""
        if any(it.channel == mailboxes.CHANNEL and not isinstance(it.event, Told) for it in arrivals):
            raise ValueError("nothing comes in by e-mail")
        loop = asyncio.get_running_loop()
        futures: list[asyncio.Future[Handled]] = [loop.create_future() for _ in arrivals]
        self._waiting.extend(zip(arrivals, futures, strict=True))
        if self._pump is None or self._pump.done():
            self._pump = loop.create_task(self._pumping(), name="engine")
        handled = await asyncio.shield(asyncio.gather(*futures, return_exceptions=True))
        for one in handled:
            if isinstance(one, BaseException):
                raise one
        return tuple(one for one in handled if isinstance(one, Handled))

    async def history(self, channel: str, address: str) -> tuple[Kept, ...]:
        return await self._database.transaction(partial(replies.history, channel=channel, address=address))

    async def agenda(self, digest: str) -> Agenda | None:
        """What an address subscribed to holds now; None where the digest is no address's."""
        from bot.agendas import subscribed

        return await self._database.transaction(partial(subscribed, digest=digest))

    async def language(self, channel: str, address: str) -> str | None:
        """The language of the person at the address; None where nobody is."""
        met = await self._database.transaction(partial(people.conversation, channel=channel, address=address))
        return met.language if met else None

    def greeting(self, language: str) -> Screen:
        """The welcome of somebody who is not known yet; nothing is created."""
        from dialogs import core  # with whoever comes first: decision 0013

        around = self._around
        return core.shown(Scene(Session(), words(language), NO_DAY, around.frameworks, "", operator=around.operator))

    def revision(self, channel: str, address: str) -> int:
        """The newest revision since the start; 0 where nothing happened."""
        return self._revisions.get((channel, address), 0)

    async def changed(self, channel: str, address: str, since: int) -> int:
        """Waits until something has happened since the start, and the revision is another than ``since``.

        Another, not a greater one: a conversation that was erased begins anew.
        """
        while (revision := self.revision(channel, address)) in {0, since}:
            news = asyncio.get_running_loop().create_future()
            watching = self._watching.setdefault((channel, address), set())
            watching.add(news)
            try:
                await news
            finally:
                watching.discard(news)
                if not watching:
                    self._watching.pop((channel, address), None)
        return revision

    async def close(self) -> None:
        """Waits for what is under way."""
        if self._pump is not None:
            await asyncio.wait({self._pump})

    async def _pumping(self) -> None:
        while self._waiting:
            size = FEW if len(self._waiting) <= CROWD else MOST
            batch, self._waiting = self._waiting[:size], self._waiting[size:]
            await self._transact(batch)

    async def _transact(self, batch: list[tuple[Arrival, asyncio.Future[Handled]]]) -> None:
        try:
            handled = await self._database.transaction(partial(self._batch, [arrival for arrival, _ in batch]))
        except Exception as error:
            # SQLite's messages name tables and faults, never what somebody wrote.
            reason = str(error) if isinstance(error, sqlite3.Error) else place_of(error)
            self._health.ill("storage", type(error).__name__)
            log.error("nothing of %d event(s) was saved: %s", len(batch), reason)
            for _, future in batch:
                _resolve(future, NotKept(type(error).__name__))
            return
        self._health.well("storage")
        for one in handled:
            self._remember((one.channel, one.address), one.revision)
        for (_, future), one in zip(batch, handled, strict=False):  # behind them, what they made happen to others
            _resolve(future, one)
        self.told(handled)
        self._unscrubbed |= any(one.scrubs for one in handled)
        if self._unscrubbed:
            await self._scrub()

    async def _scrub(self) -> None:
        """What was erased leaves the log too; where the disk refuses, at the next event."""
        try:
            await self._database.scrub()
        except sqlite3.Error as error:
            log.error("what was erased is still in the write-ahead log: %s", error)
        else:
            self._unscrubbed = False

    def _remember(self, where: tuple[str, str], revision: int) -> None:
        self._revisions.pop(where, None)
        self._revisions[where] = revision
        if len(self._revisions) > REMEMBERED:
            self._revisions.pop(next(iter(self._revisions)))
        for news in self._watching.get(where, ()):
            if not news.done():
                news.set_result(None)

    # From here on, on the database's thread.

    def _batch(self, arrivals: Sequence[Arrival], connection: sqlite3.Connection) -> list[Handled]:
        """What became of each, in order, then of what they made happen to others."""
        if self.marks is not None:
            self.marks(connection)
        others: list[Arrival] = []
        handled = [self._one(connection, arrival, others) for arrival in arrivals]
        return handled + [self._one(connection, arrival, []) for arrival in others]

    def _one(self, connection: sqlite3.Connection, arrival: Arrival, others: list[Arrival]) -> Handled:
        connection.execute("savepoint event")
        known = len(others)
        try:
            handled = self._effect(connection, _legibly(arrival), others)
        except EVENTS_OWN as error:
            del others[known:]
            handled = self._set_aside(connection, arrival, error)
        except sqlite3.Error:
            raise
        except Exception as error:
            del others[known:]
            handled = self._set_aside(connection, arrival, error)
        connection.execute("release event")
        return handled

    def _effect(self, connection: sqlite3.Connection, arrival: Arrival, others: list[Arrival]) -> Handled:
        if isinstance(arrival.event, Told) and not people.conversation(connection, arrival.channel, arrival.address):
            # Erased since it was addressed, or an address taken back: nobody is met there.
            return Handled(0, arrival.channel, arrival.address, 0, fresh=False, understood=False)
        met = self._met(connection, arrival)
        if not intake.remember(connection, arrival.key, met.id, arrival.at):
            lines = replies.owe_again(connection, met.id) if arrival.channel in self._pushed else ()
            return self._handled(arrival, met, met.revision, lines)
        from bot.calls import called
        from bot.gather import beside, scene
        from bot.keep import keep
        from dialogs import core

        here = scene(connection, self._around, met, arrival.event, arrival.at)
        event = core.meant(here, arrival.event)
        here = beside(connection, self._around, met, here, event)
        outcome = core.step(here, event)
        for write in outcome.writes:
            keep(connection, here, met, write)
        others += called(connection, arrival, outcome.writes)
        # Neither an invitation's secret nor an e-mail address is kept as something said.
        if here.attempt is not None or here.session.state is State.MAILBOX:
            arrival = replace(arrival, said="")
        if Forget() in outcome.writes:
            met = self._met(connection, replace(arrival, language=here.words.language))
        if any(isinstance(write, COUNTING) for write in outcome.writes):
            outcome = self._read_again(connection, arrival, met, outcome)
        return self._say(connection, arrival, met, outcome)

    def _read_again(
        self, connection: sqlite3.Connection, arrival: Arrival, met: Conversation, outcome: Outcome
    ) -> Outcome:
        """Votes are counted where the rows are: the screen is of what is there now."""
        from bot.gather import scene
        from dialogs import core

        here = scene(connection, self._around, replace(met, session=outcome.session), arrival.event, arrival.at)
        said = next((it.notice for it in outcome.replies if isinstance(it, Screen)), "")
        stay = (it for it in outcome.replies if not isinstance(it, Screen))
        return replace(outcome, replies=(*stay, core.shown(here, said)))

    def _met(self, connection: sqlite3.Connection, arrival: Arrival) -> Conversation:
        met = people.conversation(connection, arrival.channel, arrival.address)
        if met is not None:
            return met
        language = language_of(arrival.language)
        return people.meet(connection, arrival.channel, arrival.address, language, arrival.at)

    def _say(self, connection: sqlite3.Connection, arrival: Arrival, met: Conversation, outcome: Outcome) -> Handled:
        there = not isinstance(arrival.event, Told)
        revision = people.stand(connection, met.id, outcome.session, there=there)
        if arrival.said and Forget() not in outcome.writes:
            replies.said(connection, met.id, arrival.said, arrival.at)
        lines = self._owe(connection, arrival, met, revision, outcome.replies)
        handled = self._handled(arrival, met, revision, lines, outcome)
        if met.session.secret in {"", outcome.session.secret}:
            return handled
        replies.withdraw(connection, met.id, met.session.secret)
        return replace(handled, scrubs=True)

    def _owe(
        self, connection: sqlite3.Connection, arrival: Arrival, met: Conversation, revision: int, owed: Sequence[Reply]
    ) -> tuple[Line, ...]:
        """A tap's screen takes the place of the one tapped, unless something that stays came between."""
        mute = arrival.channel == mailboxes.CHANNEL  # nobody visits there: what may have arrived is not sent again
        state = "owed" if mute or arrival.channel in self._pushed else "taken"
        lines = [] if mute else [_at_any_hour(it) for it in replies.reoffer(connection, met.id)]
        in_place = isinstance(arrival.event, Tapped) and not lines
        for reply in owed:
            if isinstance(reply, Lasting):
                lines.append(replies.lasting(connection, met.id, reply, revision, state, arrival.at))
                in_place = False
            else:
                line = replies.screen(connection, met.id, reply, revision, state, arrival.at, in_place=in_place)
                lines.append(line)
        return tuple(lines)

    def _handled(
        self, arrival: Arrival, met: Conversation, revision: int, lines: Sequence[Line], outcome: Outcome | None = None
    ) -> Handled:
        """``outcome`` is None for an event that was known by its key."""
        pushed = lines if arrival.channel in self._pushed else ()
        writes = outcome.writes if outcome else ()
        return Handled(
            met.id,
            arrival.channel,
            arrival.address,
            revision,
            owed=tuple(Owed(line, met.id, arrival.channel, arrival.address) for line in pushed),
            fresh=outcome is not None,
            understood=outcome is None or outcome.understood,
            erased=any(isinstance(write, ERASING) for write in writes),
            scrubs=any(isinstance(write, SCRUBBING) for write in writes),
            sittings=tuple({write.sitting for write in writes if isinstance(write, OfPulses)}),
        )

    def _set_aside(self, connection: sqlite3.Connection, arrival: Arrival, error: Exception) -> Handled:
        """Undone, noted without its content, and answered with the screen where the conversation stands."""
        from bot.gather import scene
        from dialogs import core

        connection.execute("rollback to event")
        arrival = replace(arrival, said="")
        fault = place_of(error)
        log.error("an event was set aside: %s", fault)
        met = self._met(connection, arrival)
        intake.set_aside(connection, arrival.key, met.id, arrival.at, fault)
        intake.remember(connection, arrival.key, met.id, arrival.at)
        if isinstance(arrival.event, Told):  # they did nothing that could go wrong
            return self._say(connection, arrival, met, Outcome(met.session, (), (), understood=False))
        said = words(met.language).say(
            "Quelque chose n'a pas marché ici ; rien n'est perdu. Continuez, ou écrivez /aide."
        )
        try:
            here = scene(connection, self._around, met, arrival.event, arrival.at)
            screen = core.shown(here, said)
        except sqlite3.Error:
            raise
        except Exception as again:  # the screen itself is what fails: a sentence is still an answer
            log.error("and its screen can't be shown: %s", place_of(again))
            screen = Screen((Paragraph(said),))
        return self._say(connection, arrival, met, Outcome(met.session, (), (screen,), understood=False))


def _legibly(arrival: Arrival) -> Arrival:
    """Nearly every text is legible as it comes."""
    event, said = readable(arrival.event), legible(arrival.said)
    return arrival if (event, said) == (arrival.event, arrival.said) else replace(arrival, event=event, said=said)


def _resolve(future: asyncio.Future[Handled], result: Handled | Exception) -> None:
    if future.done():
        return
    if isinstance(result, Exception):
        future.set_exception(result)
    else:
        future.set_result(result)


def _at_any_hour(line: Line) -> Line:
    """Who comes by themselves is shown what may not have arrived, whatever the hour."""
    return replace(line, reply=replace(line.reply, until=None)) if isinstance(line.reply, Letter) else line
