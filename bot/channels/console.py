"""The conversation in a terminal: reply values as lines, typed lines as events. No decisions."""

from __future__ import annotations

import asyncio
import contextlib
import os
import textwrap
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from string import ascii_lowercase

from bot.render import ics, qr
from dialogs.commands import heard
from dialogs.events import Event, Said, Tapped
from dialogs.replies import Block, Button, Diary, Figures, Heading, Mark, Meter, Paragraph, QrCode, Quote, Reply, Screen
from storage.replies import Owed

CHANNEL = "console"
ADDRESS = "local"
WIDTH = 88
LETTERED = (*ascii_lowercase, *(f"a{letter}" for letter in ascii_lowercase))
"""What stands before a button: z is followed by aa, for the days of a month."""

BAR = 10
SIGNS = {Mark.PLAIN: "▸", Mark.OPEN: "☐", Mark.TICKED: "☑", Mark.NA: "⊘"}


class Console:
    """A door that prints. ``write`` is the terminal's, or a test's; ``width`` in columns. Files go to ``folder``."""

    def __init__(
        self, write: Callable[[str], object] | None = None, width: int = WIDTH, folder: Path | None = None
    ) -> None:
        self._write = write or _print
        self._width = width
        self._folder = folder
        self._screen: Screen | None = None

    async def send(self, owed: Owed) -> str:
        reply = owed.line.reply
        if reply is not None:
            self.show(reply)
        if isinstance(reply, Diary) and self._folder is not None:
            await asyncio.to_thread(self._file, reply, self._folder / f"palier-{owed.line.id}.ics")
        return str(owed.line.id)

    def show(self, reply: Reply) -> None:
        if isinstance(reply, Screen):
            self._screen = reply
        self._write("\n".join(lines(reply, self._width)) + "\n\n")

    def _file(self, diary: Diary, path: Path) -> None:
        """Its words are said already: a disk that refuses only has no file."""
        with contextlib.suppress(OSError):
            path.write_bytes(ics.rendered(diary.agenda))
            self._write(f"→ {path}\n\n")

    def event_of(self, line: str) -> Event:
        """A letter is the button it stands before: numbers are what people answer (a level, a département)."""
        typed = line.strip()
        lettered = self._lettered()
        if typed.casefold() in lettered:
            return Tapped(lettered[typed.casefold()].press)
        event = heard(line)
        return Said(typed) if isinstance(event, Said) else event

    def _lettered(self) -> dict[str, Button]:
        buttons = [button for row in self._screen.rows for button in row] if self._screen else []
        return dict(zip(LETTERED, buttons, strict=False))


def lines(reply: Reply, width: int = WIDTH) -> Iterator[str]:
    if isinstance(reply, Screen) and reply.notice:
        yield from _wrapped(f"» {reply.notice}", width)
        yield ""
    for block in reply.blocks:
        yield from _block(block, width)
    if isinstance(reply, Screen):
        yield ""
        yield from _rows(reply)


def _block(block: Block, width: int) -> Iterator[str]:
    match block:
        case Heading(text=text):
            yield from _wrapped(text, width)
            yield "─" * min(len(text), width)
        case Paragraph(text=text):
            yield from _wrapped(text, width)
        case Quote(lead=lead, text=text, mark=mark):
            yield from _wrapped(f"{SIGNS[mark]} {lead}", width)
            yield from _wrapped(text, width, "    ")
        case Meter(before=before, share=share, after=after):
            filled = round(share * BAR)
            yield f"{before} · {'▓' * filled}{'░' * (BAR - filled)} {after}"
        case Figures():
            yield from _figures(block, width)
        case QrCode(link=link, words=text):
            yield from qr.lines(link)
            yield from _wrapped(text, width)


def _figures(table: Figures, width: int) -> Iterator[str]:
    """One line a row: its name, then each figure with its column's name."""
    yield from _wrapped(table.caption, width)
    for row in table.rows:
        figures = [f"{column} {value}" for column, value in zip(table.columns[1:], row[1:], strict=True)]
        yield from _wrapped(f"{row[0]} : {' · '.join(figures)}", width, "  ")


def _rows(screen: Screen) -> Iterator[str]:
    """A row of buttons a line, each behind the letter that chooses it."""
    letters = iter(LETTERED)
    for row in screen.rows:
        yield "   ".join(f"{next(letters, '·')} [{button.label}]" for button in row)


def _wrapped(text: str, width: int, indent: str = "") -> Iterator[str]:
    for line in text.splitlines() or [""]:
        yield from textwrap.wrap(
            line, width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
        ) or [""]


def _print(text: str) -> None:
    print(text, end="", flush=True)


async def typed() -> AsyncIterator[str]:
    """The lines of standard input. A thread of its own reads them, unbuffered: a Ctrl-C must not wait for it."""
    loop = asyncio.get_running_loop()
    chunks: asyncio.Queue[bytes] = asyncio.Queue()

    def read() -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
            while chunk := os.read(0, 4096):
                loop.call_soon_threadsafe(chunks.put_nowait, chunk)
            loop.call_soon_threadsafe(chunks.put_nowait, b"")

    threading.Thread(target=read, daemon=True).start()
    pending = b""
    while chunk := await chunks.get():
        *whole, pending = (pending + chunk).split(b"\n")
        for line in whole:
            yield line.decode("utf-8", "replace")
    if pending:
        yield pending.decode("utf-8", "replace")
