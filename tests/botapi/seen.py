"""A message in a test's hands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Message:
    """A message as somebody sees it. ``sender`` is 0 for the bot; ``text`` is a caption where there is a picture."""

    id: int
    chat: int
    sender: int
    kind: str
    text: str
    html: str
    entities: list[Json]
    buttons: list[list[Json]]
    keyboard: Json | None
    date: int
    edits: int
    deleted: bool
    reply_to: int = 0
    photo: Json | None = None
    document: Json | None = None
    extra: Json = field(default_factory=dict)

    @property
    def by_bot(self) -> bool:
        return self.sender == 0

    @property
    def labels(self) -> list[str]:
        return [button["text"] for row in self.buttons for button in row]

    def data(self, label: str) -> str:
        """What the button of that label would send."""
        for row in self.buttons:
            for button in row:
                if button["text"] == label:
                    return str(button["callback_data"])
        raise AssertionError(f"no button {label!r} among {self.labels}")
