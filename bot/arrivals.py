"""What passes through the engine's door: an event on its way in, what is kept of it on its way out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dialogs.events import Event
from storage.replies import Line


@dataclass(frozen=True, slots=True)
class Arrival:
    """An event as a channel delivers it.

    ``key`` is unique and the same when the event is delivered again. ``address`` names the conversation on its
    channel, ``said`` the text to keep in the history where the person typed one, ``language`` the client's hint.
    """

    key: str
    channel: str
    address: str
    event: Event
    at: datetime
    language: str = "fr"
    said: str = ""


Kept = Line
"""A line of a conversation's history, as a channel reads it back."""


class NotKept(Exception):
    """The storage failed: nothing of the event is saved, and it can be delivered again under the same key."""
