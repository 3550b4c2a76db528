"""How long a text is to those who must show it: in UTF-16 units, as Telegram counts; an emoji is two."""

from __future__ import annotations


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def cut(text: str, most: int) -> str:
    """At most so many units; what is cut ends with an ellipsis."""
    if units(text) <= most:
        return text
    kept = text
    while units(kept) >= most:
        kept = kept[: len(kept) - max(1, (units(kept) - most) // 2)]
    return f"{kept.rstrip()}…"
