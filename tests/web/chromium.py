"""Debian's Chromium under Playwright. Without one the tests are skipped loudly, and fail where CI promises one."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import Browser, ConsoleMessage, Error, Page, ViewportSize, async_playwright

PHONE, PROJECTOR = ViewportSize(width=360, height=740), ViewportSize(width=1920, height=1080)
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def executable() -> str:
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found:
        return found
    missing = "NO BROWSER TEST WAS RUN: no Chromium here (apt-get install chromium)"
    if os.environ.get("CI") == "true":
        pytest.fail(missing)
    pytest.skip(missing)


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    path = executable()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield browser
        finally:
            await browser.close()


class Watched:
    """A page, and whatever went wrong on it: errors, refusals of the content policy, requests that left the house."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.faults: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", self._error)
        page.on("request", lambda request: self._left(request.url))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(message.text)

    def _error(self, error: Error) -> None:
        self.faults.append(str(error))

    def _left(self, address: str) -> None:
        if not address.startswith(self.url):
            self.faults.append(f"asked {address}")

    async def tap(self, label: str) -> None:
        """The button that starts with that label; waits for the page that follows."""
        before = await self.state()
        await self.page.locator(".rows button").filter(has_text=label).first.click()
        await self.settled(before)

    async def say(self, text: str) -> None:
        before = await self.state()
        await self.page.fill("#text", text)
        await self.page.click(".send")
        await self.settled(before)

    async def state(self) -> str:
        """What the living screen is; its key grows with each event."""
        live = self.page.locator(".live").last
        return f"{await live.get_attribute('id')} {await live.get_attribute('data-key')}"

    async def settled(self, before: str) -> None:
        for _ in range(100):
            try:
                if await self.state() != before and not await self.page.locator("[aria-busy]").count():
                    return
            except Error:  # between two pages
                pass
            await self.page.wait_for_timeout(50)
        raise AssertionError(f"nothing came after {before}")

    async def title(self) -> str:
        return (await self.page.locator(".live h2").inner_text()).strip()


@asynccontextmanager
async def tab(browser: Browser, url: str, path: str = "/", **options: Any) -> AsyncIterator[Watched]:
    """A browser of its own with one tab; at the end nothing went wrong on it."""
    options.setdefault("locale", "fr-FR")
    options.setdefault("viewport", PHONE)
    context = await browser.new_context(**options)
    try:
        watched = Watched(await context.new_page(), url)
        await watched.page.goto(url + path)
        yield watched
        assert watched.faults == []
    finally:
        await context.close()


async def first_domain(chat: Watched) -> None:
    """Formation, two questions, to the radar and the school."""
    await chat.tap("Commencer")
    await chat.tap("Formation")
    await chat.tap("Niveau 2")
    await chat.tap("Niveau 1")
    assert await chat.title() == "Votre établissement"
