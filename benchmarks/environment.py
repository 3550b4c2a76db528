"""aiogram in an environment of its own: its pins must not drag the runtime's."""

from __future__ import annotations

import sys
from pathlib import Path

import dev

LOCK = "requirements/bench.txt"


class Aside(dev.Environment):
    """``.venv-bench``, made and filled as ``.venv`` is."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        inside = self.python.relative_to(self.home)
        self.home = root / ".venv-bench"
        self.stamp, self.python = self.home / "palier.stamp", self.home / inside

    def create(self) -> None:
        super().create()
        (self.home / ".gitignore").write_text("*\n", encoding="ascii")


def aiogram_python() -> Path | None:
    """The interpreter that has aiogram; None, and said loudly, where it can't be installed."""
    aside = Aside(dev.ROOT)
    try:
        aside.ensure(LOCK)
    except SystemExit as refused:
        print(f"!! aiogram is LEFT OUT of this run: {LOCK} could not be installed ({refused})", file=sys.stderr)
        return None
    return aside.python
