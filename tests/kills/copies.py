"""Replies that came more than once: messages that no row of the outbox knows as its own."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sent:
    """A new message. A radar's words beside its picture are part of it, and not counted."""

    message: str
    chat: int
    at: float
    screen: bool


def sent(calls: Sequence[Json]) -> list[Sent]:
    """What the journal's calls left in a chat: screens have buttons, radars are photos."""
    return [_of(call) for call in calls if call["code"] == 200 and _counts(call)]


def _counts(call: Json) -> bool:
    return call["method"] == "sendPhoto" or (call["method"] == "sendMessage" and "reply_markup" in call["result"])


def _of(call: Json) -> Sent:
    result = call["result"]
    return Sent(str(result["message_id"]), result["chat"]["id"], call["at"], call["method"] == "sendMessage")


@dataclass(frozen=True, slots=True)
class Copies:
    """``by_kill``: how many extra copies each kill caused; ``breaches``: those that no kill excuses."""

    screens: int
    radars: int
    by_kill: Counter[int]
    breaches: tuple[str, ...]

    @property
    def total(self) -> int:
        return self.screens + self.radars


def copies(
    messages: Sequence[Sent], known: Collection[str], kills: Sequence[float], unsettled: Sequence[Mapping[str, int]]
) -> Copies:
    """A message was sent and its name not yet written when the kill came: its reply is sent again.

    ``unsettled``: after each kill, how many replies in each chat the file of the dead still called owed or claimed.
    None of them may have more than one such message from the life that ended; and the last life has no excuse.
    """
    extra = [one for one in messages if one.message not in known]
    by_kill = Counter(bisect_left(kills, one.at) for one in extra)
    breaches = [f"{by_kill[len(kills)]} extra copies after the last kill"] if by_kill[len(kills)] else []
    places = Counter((bisect_left(kills, one.at), one.chat) for one in extra)
    for (kill, chat), many in places.items():
        if kill < len(kills) and many > (due := unsettled[kill].get(str(chat), 0)):
            breaches.append(f"kill {kill + 1}: {many} extra copies in {chat}, where {due} replies had no end")
    del by_kill[len(kills)]
    screens = sum(one.screen for one in extra)
    return Copies(screens, len(extra) - screens, by_kill, tuple(breaches))


def forgotten(messages: Sequence[Sent], known: Collection[str], unnamed: Mapping[str, int]) -> set[str]:
    """The newest unknown messages of chats where that many replies were erased (a history is kept short) unnamed."""
    left, found = Counter(unnamed), set()
    for one in reversed(messages):
        if one.message not in known and left[str(one.chat)] > 0:
            left[str(one.chat)] -= 1
            found.add(one.message)
    return found
