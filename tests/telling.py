"""Transcripts: a conversation a teacher can read, replayed on every channel.

A line ``> …`` is what the person does: ``> [Niveau 2]`` taps a button, ``> (recharger)`` comes back after a restart,
``> (ancien) [Niveau 1] · Charte d'usage`` taps a button left over from the screen that said so,
``> (le 15/03/2027 à 10 h)`` lets time pass until then by the clocks of Paris, and anything else is typed. What follows
is what they read. ``python -m tests.telling`` writes the answers anew: read the difference.

Several people talk where the head names them, each with a channel (``# Karim: telegram``); a turn then says whose it is
(``Karim > [Demander]``). ``# {code}: Code : …`` in the head keeps what stands where the dots are, each time somebody
reads such a line; ``Karim > /rejoindre {code}`` types it and ``Léa > (ouvrir) {lien}`` opens a link. What a turn makes
arrive at somebody else's stands under ``(Karim reçoit)``; ``Karim > (message) [Reprendre] · Rappel`` taps a
button of it.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from dialogs.scene import Reach
from tests.chat import Chat, Somebody, chatting

HERE = Path(__file__).parent / "transcripts"
OLD = re.compile(r"\((?:ancien|message)\) \[(?P<label>.+)\] · (?P<title>.+)")
TAP = re.compile(r"\[(?P<label>.+)\]")
LINK = re.compile(r"\(ouvrir\) (?P<link>\S+)")
LATER = re.compile(r"\(le (?P<day>\d\d/\d\d/\d{4}) à (?P<hour>\d\d?) h\)")
RELOAD = "(recharger)"
RECEIVED = re.compile(r"\((?P<name>.+) reçoit\)")
PERSON = re.compile(r"# (?P<name>[^:{}>]+?) ?: (?P<channel>web|telegram)")
KEPT = re.compile(r"# \{(?P<word>\w+)\} ?: (?P<before>[^…]*)…(?P<after>[^…]*)")
REACH = Reach("https://palier.exemple.fr", bot="palier_bot", mail=True)
"""How the people of one transcript come to the same Palier; who talks alone invites nobody."""


class Person(Protocol):
    """A channel's driver: each answers with what the person then reads; ``receives`` with what has come by itself."""

    async def say(self, text: str) -> list[str]: ...
    async def tap(self, label: str) -> list[str]: ...
    async def tap_old(self, label: str, title: str) -> list[str]: ...
    async def reopen(self) -> list[str]: ...
    async def follow(self, link: str) -> list[str]: ...
    async def receives(self) -> list[str]: ...
    async def passes(self, moment: datetime) -> list[str]: ...


@dataclass(frozen=True)
class Turn:
    """``who`` is empty where one person talks alone."""

    does: str
    reads: tuple[str, ...]
    who: str = ""

    def as_read(self, channels: Mapping[str, Callable[[Turn], Turn]]) -> Turn:
        """With what each person reads as their channel shows it."""
        lines: list[str] = []
        reader, reads = self.who, list[str]()
        for line in (*self.reads, ""):
            match = RECEIVED.fullmatch(line)
            if line and not match:
                reads.append(line)
                continue
            lines += channels[reader](Turn(self.does, tuple(reads), reader)).reads
            if match:
                lines.append(line)
                reader, reads = match["name"], []
        return replace(self, reads=tuple(lines))


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

    @cached_property
    def people(self) -> dict[str, str]:
        """Who talks, on which channel; nobody is named where one person talks alone."""
        return _people(self.head)

    @property
    def reach(self) -> Reach:
        return REACH if self.people else Reach()

    @cached_property
    def kept(self) -> dict[str, re.Pattern[str]]:
        """The words that stand for what somebody reads, each with the line it is read in."""
        found = filter(None, map(KEPT.fullmatch, self.head))
        return {it["word"]: re.compile(f"{re.escape(it['before'])}(.+){re.escape(it['after'])}") for it in found}


def all_transcripts() -> list[Transcript]:
    """Those of one person: every channel tells them."""
    return [it for it in map(read, sorted(HERE.glob("*.txt"))) if not it.people]


def of_several() -> list[Transcript]:
    return [it for it in map(read, sorted(HERE.glob("*.txt"))) if it.people]


def read(path: Path) -> Transcript:
    return parsed(path.stem, path.read_text(encoding="utf-8"))


def parsed(name: str, text: str) -> Transcript:
    head: list[str] = []
    turns: list[tuple[str, str, list[str]]] = []
    for line in text.splitlines():
        who, turn, does = line.partition("> ")
        if turn and (not who or who.rstrip() in _people(head)):
            turns.append((who.rstrip(), does, []))
        elif turns and line and not line[0].isspace():
            raise ValueError(f"{name}: whose turn is « {line} »? The head names {list(_people(head)) or 'nobody'}.")
        elif not turns:
            head.append(line)
        elif line.strip():
            turns[-1][2].append(line.strip())
    return Transcript(name, tuple(head), tuple(Turn(does, tuple(reads), who) for who, does, reads in turns))


def _people(head: list[str] | tuple[str, ...]) -> dict[str, str]:
    return {it["name"]: it["channel"] for it in filter(None, map(PERSON.fullmatch, head))}


def pictures(transcript: Transcript, who: str = "") -> int:
    """The radars that somebody is shown."""
    return sum(line.startswith("(radar :") for turn in transcript.turns if turn.who == who for line in turn.reads)


async def act(person: Person, does: str) -> list[str]:
    if does == RELOAD:
        return await person.reopen()
    if match := LATER.fullmatch(does):
        day = datetime.strptime(match["day"], "%d/%m/%Y").replace(tzinfo=ZoneInfo("Europe/Paris"))
        return await person.passes(day.replace(hour=int(match["hour"])).astimezone(UTC))
    if match := LINK.fullmatch(does):
        return await person.follow(match["link"])
    if match := OLD.fullmatch(does):
        return await person.tap_old(match["label"], match["title"])
    if match := TAP.fullmatch(does):
        return await person.tap(match["label"])
    return await person.say(does)


async def played(people: Mapping[str, Person], transcript: Transcript) -> AsyncIterator[tuple[Turn, list[str]]]:
    """Each turn with what is read then."""
    known: dict[str, str] = {}
    for turn in transcript.turns:
        does = turn.does
        for word in transcript.kept:
            if f"{{{word}}}" in does:
                assert word in known, f"nobody has read what {{{word}}} stands for yet"
                does = does.replace(f"{{{word}}}", known[word])
        lines = await act(people[turn.who], does)
        for name, person in people.items():
            if name != turn.who and (received := await person.receives()):
                lines = [*lines, f"({name} reçoit)", *received]
        reads = [re.sub(r"\s+", " ", line).strip() for line in lines]
        for word, wanted in transcript.kept.items():
            known.update((word, match[1]) for line in reads if (match := wanted.fullmatch(line)))
        yield turn, reads


async def replay(person: Person | Mapping[str, Person], transcript: Transcript) -> list[str]:
    """What differs, turn by turn; empty when the channel tells the same."""
    people: Mapping[str, Person] = person if isinstance(person, Mapping) else {"": person}
    differences, number = [], 0
    async for turn, reads in played(people, transcript):
        number += 1
        if reads != list(turn.reads):
            does = f"{turn.who} > {turn.does}".lstrip()
            differences.append(f"turn {number} {does}\n  wanted {list(turn.reads)}\n  read   {reads}")
    return differences


def on_one_channel(chat: Chat, transcript: Transcript) -> dict[str, Person]:
    """Everybody of the transcript before the fake door."""
    return {name: Somebody(chat, name) for name in transcript.people} or {"": chat}


async def written(path: Path) -> str:
    transcript = read(path)
    with tempfile.TemporaryDirectory() as folder:
        async with chatting(
            Path(folder) / "palier.db", language=transcript.language, reach=transcript.reach, channels=transcript.people
        ) as chat:
            return "\n".join([*transcript.head, *[line async for line in _told(chat, transcript)]]) + "\n"


async def _told(chat: Chat, transcript: Transcript) -> AsyncIterator[str]:
    told = played(on_one_channel(chat, transcript), transcript)
    for turn in transcript.turns:
        yield f"{turn.who} > {turn.does}".lstrip()
        try:
            _, reads = await anext(told)
        except AssertionError as wrong:
            raise SystemExit(f"{transcript.name}, {turn.who} > {turn.does}: {wrong}") from wrong
        inset = "    "
        for line in reads:
            received = RECEIVED.fullmatch(line)
            yield ("    " if received else inset) + line
            inset = "        " if received else inset
        yield ""


if __name__ == "__main__":
    for file in [HERE / f"{name}.txt" for name in sys.argv[1:]] or sorted(HERE.glob("*.txt")):
        file.write_text(asyncio.run(written(file)), encoding="utf-8")
        print(file.name, file=sys.stderr)
