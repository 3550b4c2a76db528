"""A person's browser without JavaScript: every page that was shown is kept, as a tab left open does."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from dialogs.replies import Mark
from tests.palier import Palier
from tests.spoken import SIGNS
from tests.telling import Turn
from tests.web.visitor import Visitor, hidden

RADAR = re.compile(r"\(radar : (?P<title>.*) — .*\)")
ALT = re.compile(r"[«“\"]\s?(?P<title>.*?)\s?[»”\"]")


class AtTheBrowser:
    """Keeps every page that was shown, as a tab left open does."""

    def __init__(self, palier: Palier, visitor: Visitor) -> None:
        self.palier = palier
        self.visitor = visitor
        self.seen: set[tuple[str, str]] = set()
        self.shown: list[Tag] = []

    async def reopen(self) -> list[str]:
        """The server starts again; the browser keeps its cookie and reads the page anew."""
        await self.palier.reopen()
        return read(living(await self.page()))

    async def say(self, text: str) -> list[str]:
        page = await self.page()
        if text == "/start" and not self.shown:
            return self.news(page)
        form = page.select_one("form[data-composer]")
        assert form
        return await self.post("/say", {**hidden(form), "text": text})

    async def follow(self, link: str) -> list[str]:
        """The link's page is opened here, where the test's server is, and its one button tapped."""
        path = urlsplit(link).path
        form = (await self.here().get(path)).html.select_one("form")
        assert form
        return await self.post(path, hidden(form))

    async def tap(self, label: str) -> list[str]:
        return await self.press(living(await self.page()), label)

    async def tap_old(self, label: str, title: str) -> list[str]:
        old = next(message for message in reversed(self.shown) if title in read(message))
        return await self.press(old, label)

    async def press(self, message: Tag, label: str) -> list[str]:
        form = message.select_one("form.rows")
        assert form
        buttons = {button.get_text(): str(button["value"]) for button in form.select("button")}
        assert label in buttons, f"no {label} among {list(buttons)}"
        # As the page's script does: every tap is an event of its own.
        return await self.post("/tap", {**hidden(form), "event": secrets.token_urlsafe(16), "press": buttons[label]})

    async def post(self, path: str, fields: dict[str, str]) -> list[str]:
        self.palier.think()
        answer = await self.here().post(path, fields)
        assert answer.status == 303
        page = await self.page()
        return self.news(page) or read(living(page))

    async def passes(self, moment: datetime) -> list[str]:
        await self.palier.passes(moment)
        return await self.receives()

    async def receives(self) -> list[str]:
        """On the page that stays open; who has not come yet has none."""
        return self.news(await self.page()) if self.shown else []

    async def page(self) -> BeautifulSoup:
        return (await self.here().get()).html

    def here(self) -> Visitor:
        """Each start listens on another port."""
        self.visitor.url = self.palier.url
        return self.visitor

    def news(self, page: BeautifulSoup) -> list[str]:
        """What was not there before: new messages, and the living one when it changed."""
        messages = [
            it for it in page.select("#thread > li.theirs") if (str(it["id"]), str(it["data-key"])) not in self.seen
        ]
        fresh = [it for it in messages if it.select_one("form.rows, img.radar, .file") or "letter" in it["class"]]
        self.seen |= {(str(it["id"]), str(it["data-key"])) for it in messages}
        self.shown += fresh
        return [line for message in fresh for line in read(message)]


def living(page: BeautifulSoup) -> Tag:
    found = page.select_one("#thread > li.live")
    assert found, "no living message"
    return found


def read(message: Tag) -> list[str]:
    return [" ".join(line.split()) for line in _lines(message) if line.strip()]


def _lines(message: Tag) -> Iterator[str]:
    bubble = message.select_one(".bubble")
    assert bubble
    for part in bubble.find_all(True, recursive=False):
        yield from _part(part)
    for row in message.select("form.rows .row"):
        yield " ".join(f"[{button.get_text()}]" for button in row.select("button"))


def _part(part: Tag) -> Iterator[str]:
    classes: list[str] = list(part.get("class") or [])
    if "picture" in classes:
        match = ALT.search(str(part.select("img")[0]["alt"]))
        assert match
        yield f"(radar : {match['title']})"
    elif "file" in classes:
        yield "(agenda)"
    elif "qr" in classes:
        yield f"(QR : {part['aria-label']})"
    elif "notice" in classes:
        yield f"» {part.get_text()}"
    elif "quote" in classes:
        yield from _quote(part)
    elif "meter" in classes:
        yield " · ".join(span.get_text() for span in part.select("p > span"))
    elif part.name == "table":
        yield from _table(part)
    elif part.name in {"h2", "h3", "p"}:
        yield from part.get_text().splitlines()


def _quote(part: Tag) -> Iterator[str]:
    kind = next(name.removeprefix("quote-") for name in part["class"] if name.startswith("quote-"))
    yield f"{SIGNS[Mark(kind)]} {part.select('.lead > span')[0].get_text()}"
    yield from part.select("blockquote")[0].get_text().splitlines()


def _table(part: Tag) -> Iterator[str]:
    yield part.select("caption")[0].get_text()
    columns = [cell.get_text() for cell in part.select("thead th")]
    for row in part.select("tbody tr"):
        name = row.select("th")[0].get_text()
        cells = [f"{column} {cell.get_text()}" for column, cell in zip(columns[1:], row.select("td"), strict=True)]
        yield f"{name} : {' · '.join(cells)}"


def as_on_a_page(turn: Turn) -> Turn:
    """A picture's alternative names its title; a message that stays is known by its look, and a file has its link."""
    reads = ("(agenda)" if line.startswith("(agenda :") else line for line in turn.reads if line != "(message)")
    return replace(turn, reads=tuple(RADAR.sub(r"(radar : \g<title>)", line) for line in reads))
