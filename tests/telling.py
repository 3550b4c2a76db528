"""Transcripts: a conversation a teacher can read, replayed on every channel.

A line ``> …`` is what the person does: ``> [Niveau 2]`` taps a button, ``> (recharger)`` comes back after a restart,
``> (ancien) [Niveau 1] · Charte d'usage`` taps a button left over from the screen that said so, anything else is
typed. What follows is what they read. ``python -m tests.telling`` writes the answers anew: read the difference.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tests.chat import Chat, chatting

HERE = Path(__file__).parent / "transcripts"
OLD = re.compile(r"\(ancien\) \[(?P<label>.+)\] · (?P<title>.+)")
TAP = re.compile(r"\[(?P<label>.+)\]")
RELOAD = "(recharger)"


class Person(Protocol):
    """A channel's driver: each answers with what the person then reads."""

    async def say(self, text: str) -> list[str]: ...
    async def tap(self, label: str) -> list[str]: ...
    async def tap_old(self, label: str, title: str) -> list[str]: ...
    async def reopen(self) -> list[str]: ...


@dataclass(frozen=True)
class Turn:
    does: str
    reads: tuple[str, ...]


@dataclass(frozen=True)
class Transcript:
    name: str
    head: tuple[str, ...]
    turns: tuple[Turn, ...]

    @property
    def language(self) -> str:
        return "en" if any(line.startswith("# language: en") for line in self.head) else "fr"

    @property
    def has_old_buttons(self) -> bool:
        return any(OLD.fullmatch(turn.does) for turn in self.turns)


def all_transcripts() -> list[Transcript]:
    return [read(path) for path in sorted(HERE.glob("*.txt"))]


def read(path: Path) -> Transcript:
    head: list[str] = []
    turns: list[tuple[str, list[str]]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("> "):
            turns.append((line[2:], []))
        elif not turns:
            head.append(line)
        elif line.strip():
            turns[-1][1].append(line.strip())
    return Transcript(path.stem, tuple(head), tuple(Turn(does, tuple(reads)) for does, reads in turns))


async def act(person: Person, does: str) -> list[str]:
    if does == RELOAD:
        return await person.reopen()
    if match := OLD.fullmatch(does):
        return await person.tap_old(match["label"], match["title"])
    if match := TAP.fullmatch(does):
        return await person.tap(match["label"])
    return await person.say(does)


async def replay(person: Person, transcript: Transcript) -> list[str]:
    """What differs, turn by turn; empty when the channel tells the same."""
    differences = []
    for number, turn in enumerate(transcript.turns, 1):
        reads = [re.sub(r"\s+", " ", line).strip() for line in await act(person, turn.does)]
        if reads != list(turn.reads):
            differences.append(f"turn {number} > {turn.does}\n  wanted {list(turn.reads)}\n  read   {reads}")
    return differences


async def written(path: Path) -> str:
    transcript = read(path)
    with tempfile.TemporaryDirectory() as folder:
        async with chatting(Path(folder) / "palier.db", language=transcript.language) as chat:
            return "\n".join([*transcript.head, *[line async for line in _told(chat, transcript)]]) + "\n"


async def _told(chat: Chat, transcript: Transcript) -> AsyncIterator[str]:
    for turn in transcript.turns:
        yield f"> {turn.does}"
        try:
            reads = await act(chat, turn.does)
        except AssertionError as wrong:
            raise SystemExit(f"{transcript.name}, > {turn.does}: {wrong}") from wrong
        for line in reads:
            yield "    " + re.sub(r"\s+", " ", line).strip()
        yield ""


if __name__ == "__main__":
    for file in [HERE / f"{name}.txt" for name in sys.argv[1:]] or sorted(HERE.glob("*.txt")):
        file.write_text(asyncio.run(written(file)), encoding="utf-8")
        print(file.name, file=sys.stderr)
