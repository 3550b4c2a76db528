"""What a contender is told: nothing but the standard library, since aiogram's environment has no more."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Shown = tuple[str, list[list[tuple[str, str]]]]


@dataclass(frozen=True)
class Told:
    """Where Telegram is, where to keep things, and what to show."""

    url: str
    token: str
    place: Path
    options: dict[str, Any] = field(default_factory=dict)
    screens: dict[str, Any] = field(default_factory=dict)

    def first(self) -> Shown:
        """The answer to /start: other words than any question's."""
        text, rows = self._shown(self.screens["first"])
        return f"Bonjour !\n{text}", rows

    def after(self, press: str) -> Shown:
        """The screen that follows a tap of ``kind:campaign:name…``."""
        return self._shown(self.screens["after"][press.split(":")[2]])

    def _shown(self, question: str) -> Shown:
        screen = self.screens["screens"][question]
        return screen["text"], screen["rows"]


def told() -> Told:
    given = json.loads(sys.argv[1])
    screens = json.loads(Path(given["screens"]).read_text(encoding="utf-8"))
    return Told(given["url"], given["token"], Path(given["place"]), given["options"], screens)
