"""The queue that getUpdates reads, after tdlib's TQueue.cpp and telegram-bot-api's Client.cpp (do_get_updates)."""

from __future__ import annotations

import asyncio
import random
from collections import deque
from dataclasses import dataclass
from typing import Any

import orjson

from tests.botapi.clock import DAY, WEEK, Clock
from tests.botapi.refusals import conflict

MESSAGE_LIFE = DAY  # "Incoming updates … will not be kept longer than 24 hours"
TAP_LIFE = 150.0  # Client::add_new_callback_query
LONGEST_POLL = 50
NEVER = float("inf")
MOST_EVENTS = 1_000_000
TOGETHER = 0.001  # a pending poll waits that long for company of the update that wakes it
CONFLICT_PAUSE = 3.0  # a second conflict within that time is told that much later
BY_DEFAULT = (  # every kind but chat_member, message_reaction and message_reaction_count
    "message edited_message channel_post edited_channel_post business_connection business_message "
    "edited_business_message deleted_business_messages inline_query chosen_inline_result callback_query "
    "shipping_query pre_checkout_query poll poll_answer my_chat_member chat_join_request chat_boost "
    "removed_chat_boost purchased_paid_media"
)


@dataclass(slots=True)
class Event:
    id: int
    expires_at: float
    body: bytes


@dataclass(slots=True)
class Poll:
    answer: asyncio.Future[list[Event]]
    offset: int
    limit: int


class Queue:
    """``forgetting``: the share of confirmations that the server loses, so that it delivers again."""

    def __init__(self, clock: Clock, chance: random.Random) -> None:
        self.clock = clock
        self.chance = chance
        self.events: deque[Event] = deque()
        self.next_id = 0
        self.allowed = frozenset(BY_DEFAULT.split())
        self.forgetting = 0.0
        self.patient = True  # hold back a bot that asks the same again at once
        self.pushed = 0
        self.dropped = 0
        self.expired = 0
        self._last = 0.0
        self._soonest = NEVER
        self._poll: Poll | None = None
        self._asked = (-1, 0.0)
        self._next_conflict = 0.0
        self._pauses: set[asyncio.Task[None]] = set()

    def push(self, kind: str, content: dict[str, Any], life: float = MESSAGE_LIFE) -> int | None:
        """Adds an update of a kind that the bot asked for; any other is dropped now, not when it is read."""
        if kind not in self.allowed or life <= 0:
            self.dropped += 1
            return None
        return self.raw(b'{"update_id":%d,"' + kind.encode() + b'":' + orjson.dumps(content) + b"}", life)

    def raw(self, body: bytes, life: float = MESSAGE_LIFE) -> int:
        """Adds what a test wrote itself; ``%d`` stands for the update's id."""
        now = self.clock.now()
        self.purge()
        if not self.events and now - self._last >= WEEK:
            # "If there are no new updates for at least a week, then identifier of the next update will be chosen
            # randomly instead of sequentially."
            self.next_id = self.chance.randrange(2 * MOST_EVENTS + 1, 1_000_000_000)
        number = self.next_id
        self.next_id += 1
        self._last = now
        self.pushed += 1
        self._soonest = min(self._soonest, now + life)
        self.events.append(Event(number, now + life, body.replace(b"%d", b"%d" % number, 1)))
        if self._poll is not None and len(self.events) == 1:
            asyncio.get_running_loop().call_later(TOGETHER, self._wake)
        return number

    def purge(self) -> None:
        """Forgets what is too old."""
        now = self.clock.now()
        if now <= self._soonest:
            return
        kept = [event for event in self.events if event.expires_at >= now]
        self.expired += len(self.events) - len(kept)
        self.events = deque(kept)
        self._soonest = min((event.expires_at for event in kept), default=NEVER)

    def take(self, offset: int, limit: int) -> list[Event]:
        """Those from the offset on; the ones below it are confirmed, and gone."""
        if offset < 0:  # "a negative offset … starting from -offset update from the end"; the others are forgotten
            while len(self.events) > -offset:
                self.events.popleft()
        head = self.events[0].id if self.events else self.next_id
        if offset <= 0 or offset > self.next_id + 10 or offset < self.next_id - 2 * MOST_EVENTS:
            offset = head  # TQueue::get refuses an offset from the future or from long ago: the server starts again
        elif self.forgetting and self.events and self.chance.random() < self.forgetting:
            offset = head
        while self.events and self.events[0].id < offset:
            self.events.popleft()
        self.purge()
        return [self.events[place] for place in range(min(limit, len(self.events)))]

    async def get(self, offset: int, limit: int, patience: int) -> list[Event]:
        limit, patience = min(max(limit, 1), 100), min(max(patience, 0), LONGEST_POLL)
        now = asyncio.get_running_loop().time()
        if self.patient and offset == self._asked[0]:  # Client::process_get_updates_query
            since = now - self._asked[1]
            patience = 3 if since < 3 and patience < 3 else patience
            limit = 1 if since < 0.5 else limit
        self._asked = (offset, now)
        ready = self.take(offset, limit)
        if ready or not patience:
            return ready
        self.end_poll()
        poll = self._poll = Poll(asyncio.get_running_loop().create_future(), offset, limit)
        try:
            return await asyncio.wait_for(poll.answer, patience)
        except TimeoutError:
            return []
        finally:
            if self._poll is poll:
                self._poll = None

    def _wake(self) -> None:
        poll, self._poll = self._poll, None
        if poll is not None and not poll.answer.done():
            poll.answer.set_result(self.take(poll.offset, poll.limit))

    def end_poll(self, why: Exception | None = None) -> None:
        """The pending getUpdates ends: with 409 where a newer one came, otherwise with what a test wants."""
        poll, self._poll = self._poll, None
        if poll is None or poll.answer.done():
            return
        now = asyncio.get_running_loop().time()
        if why is not None or now >= self._next_conflict:
            self._next_conflict = self._next_conflict if why else now + CONFLICT_PAUSE
            poll.answer.set_exception(why or conflict())
            return
        pause = asyncio.ensure_future(self._later(poll))
        self._pauses.add(pause)
        pause.add_done_callback(self._pauses.discard)

    async def _later(self, poll: Poll) -> None:
        await asyncio.sleep(CONFLICT_PAUSE)
        if not poll.answer.done():
            poll.answer.set_exception(conflict())

    def allow(self, kinds: list[str]) -> None:
        """An empty list is the default one; nothing given leaves what the server remembers."""
        self.allowed = frozenset(kinds or BY_DEFAULT.split())

    def restart(self, next_id: int | None = None) -> int:
        """Other ids from the next update on, as after a quiet week; what waits must have been confirmed before."""
        if self.events and (next_id is None or next_id <= self.events[-1].id):
            raise ValueError(f"{len(self.events)} updates wait: ids can only jump up")
        self.next_id = next_id or self.chance.randrange(2 * MOST_EVENTS + 1, 1_000_000_000)
        self._last = self.clock.now()
        return self.next_id
