"""A text as Telegram keeps it: cleaned, measured in UTF-16 code units, with the entities that it finds by itself."""

from __future__ import annotations

import re
from html import escape
from typing import Any

Entity = dict[str, Any]
MOST_ENTITIES = 100  # further ones are dropped, the message is sent all the same
CONTROL = {code: " " for code in range(32) if code not in (10, 13)}
UNSEEN: dict[int, str | None] = {13: None, **dict.fromkeys(range(0x2028, 0x202F))}
OVERLINES: dict[int, str | None] = {0x0333: None, 0x033F: None, 0x030A: None}
CLEAN: dict[int, str | None] = {**CONTROL, **UNSEEN, **OVERLINES}
MARKS = re.compile("[\u200e\u200f]+(?=[\u200e\u200f])")
FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"]+[^\s<>\".,;:!?)»])"
    r"|(?<![\w/])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?![\w/])"
    r"|(?<!\w)(?P<mention>@[A-Za-z][A-Za-z0-9_]{3,31})\b"
)
TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "code": "code",
    "pre": "pre",
    "spoiler": "tg-spoiler",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote expandable",
}


def units(text: str) -> int:
    """Length in UTF-16 code units, Telegram's own measure: an emoji counts for two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def clean(text: str) -> str:
    """tdlib's clean_input_string and replace_offending_characters: control characters become spaces, some vanish."""
    if text.isprintable():
        return text if text.isascii() else text.translate(OVERLINES)
    text = text.translate(CLEAN)
    return MARKS.sub(lambda found: "\u200c" * len(found.group()), text)


def fitted(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Cleaned and trimmed, the entities moved along; whitespace alone is nothing to say or to mark."""
    cleaned = clean(text)
    if entities and cleaned != text:
        for entity in entities:
            before, inside = _cut(text, entity)
            entity["offset"], entity["length"] = units(clean(before)), units(clean(inside))
    right = cleaned.rstrip(" \n")
    end = units(right)
    kept = [shrunk for entity in entities if (shrunk := _shrunk(entity, right, end)) is not None]
    first = kept[0]["offset"] if kept else end
    left = min(len(right) - len(right.lstrip(" \n")), first)
    for entity in kept if left else ():
        entity["offset"] -= left
    return right[left:], kept


def _shrunk(entity: Entity, text: str, end: int) -> Entity | None:
    """The entity without the whitespace it begins with, and within the text."""
    start, stop = entity["offset"], min(entity["offset"] + entity["length"], end)
    if stop <= start:
        return None
    inside = _slice(text, start, stop)
    start += len(inside) - len(inside.lstrip(" \n"))
    if stop <= start:
        return None
    return {**entity, "offset": start, "length": stop - start}


def _slice(text: str, start: int, stop: int) -> str:
    if text.isascii():
        return text[start:stop]
    return text.encode("utf-16-le", "surrogatepass")[2 * start : 2 * stop].decode("utf-16-le", "replace")


def _cut(text: str, entity: Entity) -> tuple[str, str]:
    start, stop = entity["offset"], entity["offset"] + entity["length"]
    return _slice(text, 0, start), _slice(text, start, stop)


def found(text: str, entities: list[Entity]) -> list[Entity]:
    """With the commands, addresses and mentions that Telegram recognises in any text."""
    if "/" not in text and "@" not in text:
        return entities[:MOST_ENTITIES]
    taken = [(e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in ("code", "pre", "text_link")]
    more = list(entities)
    for match in FOUND.finditer(text):
        start, length = units(text[: match.start()]), units(match.group())
        if not any(start < stop and begin < start + length for begin, stop in taken):
            more.append({"type": match.lastgroup, "offset": start, "length": length})
    more.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return more[:MOST_ENTITIES]


def as_html(text: str, entities: list[Entity]) -> str:
    """The message as somebody reads it, marks written as tags."""
    marks: list[tuple[int, int, int, str]] = []
    for entity in entities:
        tag = TAGS.get(entity["type"])
        link = entity["type"] == "text_link"
        if tag is None and not link:
            continue
        opening = f'a href="{escape(entity["url"])}"' if link else str(tag)
        start, stop = entity["offset"], entity["offset"] + entity["length"]
        marks.append((start, 1, -stop, f"<{opening}>"))
        marks.append((stop, 0, -start, f"</{opening.split()[0]}>"))
    raw, pieces, at = text.encode("utf-16-le", "surrogatepass"), [], 0
    for place, _, _, tag in sorted(marks, key=lambda mark: mark[:3]):
        pieces += [escape(raw[2 * at : 2 * place].decode("utf-16-le", "replace"), quote=False), tag]
        at = place
    return "".join(pieces) + escape(raw[2 * at :].decode("utf-16-le", "replace"), quote=False)
