"""A browser without eyes: keeps its cookies, sends forms as a page of ours would, reads what stands on the page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
from bs4 import BeautifulSoup, Tag


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    cookies: tuple[str, ...]
    body: bytes

    @property
    def html(self) -> BeautifulSoup:
        return BeautifulSoup(self.body, "html.parser")

    @property
    def text(self) -> str:
        return " ".join(self.html.get_text(" ").split())

    @property
    def sentence(self) -> str:
        found = self.html.select_one("[data-sentence]")
        return found.get_text(strip=True) if found else ""


@dataclass
class Visitor:
    session: aiohttp.ClientSession
    url: str

    async def ask(self, method: str, path: str, **options: Any) -> Answer:
        """One request, exactly; nothing is followed and nothing added."""
        options.setdefault("allow_redirects", False)
        async with self.session.request(method, self.url + path, **options) as response:
            cookies = tuple(response.headers.getall("Set-Cookie", []))
            return Answer(response.status, dict(response.headers), cookies, await response.read())

    async def get(self, path: str = "/", **options: Any) -> Answer:
        return await self.ask("GET", path, **options)

    async def post(self, path: str, fields: Mapping[str, str], **headers: str) -> Answer:
        return await self.ask("POST", path, data=dict(fields), headers={"Origin": self.url, **headers})

    async def tap(self, label: str) -> Answer:
        """The button with that label on the page as it is now; the page that follows."""
        page = (await self.get()).html
        button = next(it for it in page.select(".rows button") if label in it.get_text())
        form = button.find_parent("form")
        assert form is not None
        await self.post("/tap", {**hidden(form), "press": str(button["value"])})
        return await self.get()

    async def say(self, text: str) -> Answer:
        form = (await self.get()).html.select_one("form[data-composer]")
        assert form is not None
        await self.post("/say", {**hidden(form), "text": text})
        return await self.get()


def hidden(form: Tag) -> dict[str, str]:
    return {str(field["name"]): str(field["value"]) for field in form.select("input[type=hidden]")}


@asynccontextmanager
async def visitor(url: str, language: str = "fr") -> AsyncIterator[Visitor]:
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar, headers={"Accept-Language": language}) as session:
        yield Visitor(session, url)
