"""What one conversation is owed, in order; what has become history is not sent any more."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from dialogs.replies import Screen
from storage.replies import KEPT, Owed


@dataclass(slots=True)
class Queue:
    """``waiting`` by line, first to go first; ``task`` is there while somebody sends it.

    ``urgent``: somebody is there and has just done something; the others are people who were told of something, or a
    former process's debts. ``claiming`` is the line that is claimed, and that its channel was not called for yet.
    """

    urgent: bool = False
    waiting: dict[int, Owed] = field(default_factory=dict)
    refs: dict[int, str] = field(default_factory=dict)
    task: asyncio.Task[None] | None = None
    claiming: int | None = None

    def add(self, owed: Owed) -> list[Owed]:
        """A newer state of the same line replaces the older one, in its place.

        Returns what nobody needs any more: the older screen, and what the conversation's history has forgotten.
        """
        past = [line for line, other in self.waiting.items() if _shown(owed) and _shown(other) and line != owed.line.id]
        self.waiting[owed.line.id] = owed
        if len(self.waiting) > KEPT:
            past.append(next(iter(self.waiting)))
        return [self.waiting.pop(line) for line in past]

    def again(self, owed: Owed) -> list[Owed]:
        """Back to the front, as if what came meanwhile had come after it."""
        newer, self.waiting = self.waiting, {owed.line.id: owed}
        return [past for other in newer.values() for past in self.add(other)]

    def first(self) -> Owed:
        return self.waiting.pop(next(iter(self.waiting)))


def _shown(owed: Owed) -> bool:
    """A radar stays; of screens, the newest is the conversation."""
    return isinstance(owed.line.reply, Screen)
