"""The diagram of ``docs/conversation.md``, drawn from the table of ``dialogs/flow.py``: ``python -m tests.diagram``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dialogs.flow import ANYWHERE, ASIDES, TABLE, Row

PAGE = Path(__file__).parent.parent / "docs" / "conversation.md"
BEGIN, END = "```mermaid\n", "```\n"


def diagram() -> str:
    return "\n".join(["stateDiagram-v2", "    [*] --> welcome", *(f"    {line}" for line in _lines())]) + "\n"


def _lines() -> Iterator[str]:
    for row in TABLE:
        if row.sources == ANYWHERE:
            yield f"anywhere --> {row.dest.value}: {_label(row)}"
        else:
            yield from (f"{source.value} --> {row.dest.value}: {_label(row)}" for source in row.sources)
    for aside in ASIDES:
        yield f"{aside.value} --> where_it_was: back, cancel"


def _label(row: Row) -> str:
    """The trigger, its guard in brackets, and a star where a radar is shown on the way."""
    return row.trigger + (f" [{row.guard}]" if row.guard else "") + (" ★" if row.draws else "")


def drawn(page: str) -> str:
    """The page with its diagram drawn anew."""
    before, rest = page.split(BEGIN, 1)
    return before + BEGIN + diagram() + END + rest.split(END, 1)[1]


if __name__ == "__main__":
    PAGE.write_text(drawn(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
