"""HTML as the Bot API reads it: a text and its entities, or the refusal in the real server's words.

The rules are those of tdlib's MessageEntity.cpp (parse_html): four named references, numeric ones, no other tag than
those below, byte offsets in what it complains of, UTF-16 code units in what it returns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from tests.botapi.refusals import Refusal, bad
from tests.botapi.texts import Entity, units

NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
SPECIAL = re.compile("[<&]")
REFERENCE = re.compile(r"&(?:#(?:x([0-9A-Fa-f]*)|([0-9]*))|([A-Za-z]*))")
BLANK = " \t\r\n\v\0"
SPLIT = ("bold", "italic", "underline", "strikethrough", "spoiler")


@dataclass(slots=True)
class Open:
    tag: str
    argument: str
    offset: int
    piece: int


class Reader:
    """One pass over one text; ``\\0`` stands for its end, as in the original."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.source = html + "\0"
        self.size = len(html)
        self.at = 0
        self.offset = 0
        self.pieces: list[str] = []
        self.open: list[Open] = []
        self.entities: list[Entity] = []
        self.halves = False

    def read(self) -> tuple[str, list[Entity]]:
        while self.at < self.size:
            special = SPECIAL.search(self.html, self.at)
            if special is None:
                self.say(self.html[self.at :])
                break
            if special.start() > self.at:
                self.say(self.html[self.at : special.start()])
            self.at = special.start()
            if self.html[self.at] == "&":
                self.reference()
            elif self.source[self.at + 1] == "/":
                self.end()
            else:
                self.start()
        if self.open:
            raise self.wrong(f"Can't find end tag corresponding to start tag {self.open[-1].tag}", None)
        if self.halves:
            why = "Text contains invalid Unicode characters after decoding HTML entities"
            raise self.wrong(f"{why}, check for unmatched surrogate code units", None)
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.pieces), self.entities

    def say(self, text: str) -> None:
        self.pieces.append(text)
        self.offset += units(text)

    def wrong(self, why: str, at: int | None) -> Refusal:
        place = "" if at is None else f" at byte offset {len(self.html[:at].encode('utf-8', 'surrogatepass'))}"
        return bad(f"can't parse entities: {why}{place}")

    def reference(self) -> None:
        character = self.decoded()
        self.say("&" if character is None else character)
        if character is None:
            self.at += 1

    def decoded(self) -> str | None:
        """The character of the reference that stands here, and past it; None leaves the ampersand as it is."""
        match = REFERENCE.match(self.html, self.at)
        assert match is not None
        hexadecimal, decimal, name = match.groups()
        end = match.end()
        if name is not None:
            character = NAMED.get(name)
        else:
            code = int(hexadecimal or "0", 16) if hexadecimal is not None else int(decimal or "0")
            ok = 0 < code < 0x10FFFF and end - self.at < 10
            self.halves = self.halves or (ok and 0xD800 <= code <= 0xDFFF)
            character = chr(code) if ok else None
        if character is not None:
            self.at = end + (self.source[end] == ";")
        return character

    def start(self) -> None:
        begin = self.at
        self.at += 1
        tag = self.until(">").lower()
        if self.source[self.at] == "\0":
            raise self.wrong("Unclosed start tag", begin)
        if tag not in KINDS:
            raise self.wrong(f'Unsupported start tag "{tag}"', begin)
        argument = ""
        while self.source[self.at] != ">":
            self.blanks()
            if self.source[self.at] != ">":
                argument = self.attribute(tag, begin) or argument
        self.at += 1
        if tag == "span" and argument != "spoiler":
            raise self.wrong('Tag "span" must have class "tg-spoiler"', begin)
        self.open.append(Open(tag, argument, self.offset, len(self.pieces)))

    def until(self, stops: str) -> str:
        begin = self.at
        while self.source[self.at] not in BLANK and self.source[self.at] not in stops:
            self.at += 1
        return self.source[begin : self.at]

    def blanks(self) -> None:
        while self.source[self.at] != "\0" and self.source[self.at] in BLANK:
            self.at += 1

    def attribute(self, tag: str, begin: int) -> str:
        """What an attribute says of its tag: the address of a link, the language of a code…"""
        name = self.until("=>")
        if not name:
            raise self.wrong(f'Empty attribute name in the tag "{tag}"', begin)
        self.blanks()
        if self.source[self.at] != "=":
            if (tag, name) == ("blockquote", "expandable"):
                return "expandable"
            raise self.wrong(f'Expected equal sign in declaration of an attribute of the tag "{tag}"', begin)
        self.at += 1
        self.blanks()
        if self.source[self.at] == "\0":
            raise self.wrong(f'Unclosed start tag "{tag}"', begin)
        value = self.quoted() if self.source[self.at] in "'\"" else self.token()
        if self.source[self.at] == "\0":
            raise self.wrong("Unclosed start tag", begin)
        wanted = {"a": ("href", ""), "code": ("class", "language-"), "span": ("class", "tg-")}
        wanted |= {"tg-emoji": ("emoji-id", ""), "blockquote": ("expandable", "")}
        attribute, prefix = wanted.get(tag, ("", ""))
        if tag == "blockquote" and name == attribute:
            return "expandable"
        return value[len(prefix) :] if name == attribute and value.startswith(prefix) else ""

    def token(self) -> str:
        begin = self.at
        while self.source[self.at].isascii() and (self.source[self.at].isalnum() or self.source[self.at] in ".-"):
            self.at += 1
        if self.source[self.at] not in BLANK and self.source[self.at] != ">":
            raise self.wrong("Unexpected end of name token", begin)
        return self.source[begin : self.at].lower()

    def quoted(self) -> str:
        quote, value = self.source[self.at], []
        self.at += 1
        while self.source[self.at] not in (quote, "\0"):
            if self.source[self.at] == "&" and (character := self.decoded()) is not None:
                value.append(character)
                continue
            value.append(self.source[self.at])
            self.at += 1
        self.at += self.source[self.at] == quote
        return "".join(value)

    def end(self) -> None:
        begin = self.at
        if not self.open:
            raise self.wrong("Unexpected end tag", begin)
        self.at += 2
        name = self.until(">").lower()
        self.blanks()
        if self.source[self.at] != ">":
            raise self.wrong("Unclosed end tag", begin)
        self.at += 1
        was = self.open[-1]
        if name and name != was.tag:
            offset = len(self.html[:begin].encode("utf-8", "surrogatepass"))
            why = f'Unmatched end tag at byte offset {offset}, expected "</{was.tag}>", found "</{name}>"'
            raise self.wrong(why, None)
        self.open.pop()
        if self.offset > was.offset:
            self.close(was)

    def close(self, was: Open) -> None:
        entity: dict[str, Any] = {"type": KINDS[was.tag], "offset": was.offset, "length": self.offset - was.offset}
        inner = self.entities[-1] if self.entities else None
        same = inner is not None and (inner["offset"], inner["length"]) == (was.offset, entity["length"])
        if was.tag == "a":
            url = was.argument or "".join(self.pieces[was.piece :])
            if not re.match(r"(?:[a-z][a-z0-9+.-]*:)?[^\s]+\.?[^\s]*$", url, re.IGNORECASE):
                return
            entity["url"] = url if "//" in url or url.startswith(("tg:", "mailto:")) else f"http://{url}/"
        elif was.tag == "code" and was.argument:
            entity["language"] = was.argument
        elif was.tag == "pre" and same and inner and inner["type"] == "code" and "language" in inner:
            inner["type"] = "pre"
            return
        elif was.tag == "blockquote" and was.argument:
            entity["type"] = "expandable_blockquote"
        elif was.tag == "tg-emoji":
            entity["custom_emoji_id"] = was.argument
        self.entities.append(entity)


def untangled(entities: list[Entity]) -> list[Entity]:
    """What tdlib's fix_entities leaves: nothing inside a code, no mark twice over the same letters."""
    for entity in entities:
        if entity["type"] == "code":
            entity.pop("language", None)
    codes = [(e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in ("code", "pre")]
    kept: list[Entity] = []
    for entity in entities:
        start, stop = entity["offset"], entity["offset"] + entity["length"]
        twice = any(
            k["type"] == entity["type"] and k["offset"] <= start and stop <= k["offset"] + k["length"] for k in kept
        )
        if twice:
            continue
        if entity["type"] not in SPLIT:
            kept.append(entity)
            continue
        for begin, end in codes:
            if start < end and begin < stop:
                if begin > start:
                    kept.append({**entity, "offset": start, "length": begin - start})
                start = max(start, end)
        if start < stop:
            kept.append({**entity, "offset": start, "length": stop - start})
    kept.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return kept


def parse_html(html: str) -> tuple[str, list[Entity]]:
    if "<" not in html and "&" not in html:
        return html, []
    text, entities = Reader(html).read()
    return text, untangled(entities) if len(entities) > 1 else entities
