"""The terminal tells the same conversation: what is printed is read back, letters choose buttons."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bot.channels.console import WIDTH, Console, lines
from bot.render import ics
from bot.render.qr import HALVES
from dialogs.agenda import Agenda, Appointment
from dialogs.events import Asked, Said, Tapped
from dialogs.replies import Button, Diary, Figures, Heading, Mark, Meter, Paragraph, QrCode, Quote, Screen
from storage.replies import Line, Owed
from tests.cameras import scanned
from tests.chat import MONDAY, Chat, Listener, chatting
from tests.telling import Transcript, Turn, all_transcripts, replay

NO_WRAP = 100_000
METER = re.compile(r"^(?P<before>.*) · [▓░]+ (?P<after>.*)$")
LETTERED = re.compile(r"(?P<letter>[a-z]{1,2}|·) \[(?P<label>[^\]]+)\]")


@dataclass
class Terminal(Listener):
    """Prints what it is sent, on a very wide screen."""

    printed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.console = Console(self.printed.append, NO_WRAP)

    async def send(self, owed: Owed) -> str:
        name = await super().send(owed)
        await self.console.send(owed)
        return name


class AtTheTerminal:
    """Reads lines, types lines: never sees a reply value."""

    def __init__(self, chat: Chat, terminal: Terminal) -> None:
        self.chat = chat
        self.terminal = terminal

    async def say(self, text: str) -> list[str]:
        before = len(self.terminal.printed)
        await self.chat.event(self.terminal.console.event_of(text))
        return read("".join(self.terminal.printed[before:]))

    async def tap(self, label: str) -> list[str]:
        letters = {match["label"]: match["letter"] for match in LETTERED.finditer(self.terminal.printed[-1])}
        assert label in letters, f"no {label} among {list(letters)}"
        return await self.say(letters[label])

    async def passes(self, moment: datetime) -> list[str]:
        before = len(self.terminal.printed)
        await self.chat.passes(moment)
        return [line for line in read("".join(self.terminal.printed[before:])) if line != "(message)"]

    async def tap_old(self, label: str, title: str) -> list[str]:
        raise NotImplementedError("a terminal has no old buttons")

    async def follow(self, link: str) -> list[str]:
        raise NotImplementedError("a terminal opens no link")

    async def receives(self) -> list[str]:
        raise NotImplementedError("at a terminal one person talks alone")

    async def reopen(self) -> list[str]:
        await self.chat.reopen()
        self.terminal.console.show(self.chat.screen)
        return read(self.terminal.printed[-1])


def read(printed: str) -> list[str]:
    """The printed lines without their ornaments: rules, bars, letters, indents."""
    found = []
    for line in printed.splitlines():
        text = line.strip()
        if not text or set(text) == {"─"}:
            continue
        if match := METER.match(text):
            text = f"{match['before']} · {match['after']}"
        if LETTERED.match(text):
            text = " ".join(f"[{match['label']}]" for match in LETTERED.finditer(text))
        found.append(text)
    return found


@pytest.mark.parametrize(
    "transcript", [it for it in all_transcripts() if not it.has_old_buttons], ids=lambda it: it.name
)
async def test_the_terminal_tells_the_transcript(transcript: Transcript, tmp_path: Path) -> None:
    terminal = Terminal()
    async with chatting(tmp_path / "palier.db", language=transcript.language, listener=terminal) as chat:
        told = Transcript(transcript.name, transcript.head, tuple(_without_radar(turn) for turn in transcript.turns))
        assert await replay(AtTheTerminal(chat, terminal), told) == []


def _without_radar(turn: Turn) -> Turn:
    """A terminal shows no picture and no file: what they hold is in words in the same reply."""
    return replace(turn, reads=tuple(line for line in turn.reads if not line.startswith(("(radar :", "(agenda :"))))


def test_a_letter_is_a_button_and_a_number_is_an_answer() -> None:
    printed: list[str] = []
    console = Console(printed.append)
    console.show(Screen((), ((Button("Pas encore", "answer:0"), Button("Niveau 1", "answer:1")),)))
    assert console.event_of("B\n") == Tapped("answer:1")
    assert console.event_of("1\n") == Said("1")
    assert console.event_of("c") == Said("c")
    assert console.event_of("/resultats") == Asked("resultats")


def test_no_line_is_wider_than_the_terminal_and_no_word_is_lost() -> None:
    long = " ".join(f"mot{number}" for number in range(400))
    blocks = (
        Heading("Titre"),
        Paragraph(long),
        Quote("Étape 1", long, Mark.TICKED),
        Meter("Pilotage · 1/5", 0.4, "40 %"),
        Figures("Chiffres", ("Domaine", "Moyenne"), ((long, "1,5"),)),
    )
    printed = list(lines(Screen(blocks, notice="Noté.")))
    assert max(map(len, printed)) <= WIDTH
    assert " ".join(printed).count("mot399") == 3
    assert printed[0] == "» Noté."


async def test_a_file_is_put_where_the_terminal_says(tmp_path: Path) -> None:
    printed: list[str] = []
    begins = datetime(2027, 3, 15, 9)  # noqa: DTZ001 - local, as an appointment has it
    it = Appointment("goal-k7-due@palier.abc", "Échéance", begins, "Europe/Paris", 30, "", (7, 1), 5, MONDAY)
    diary = Diary(Agenda("Objectifs", (it,)), (Paragraph("échéance le 15 mars 2027"),))
    owed = Owed(Line(42, 1, False, MONDAY, diary, "", "owed", None, 0), 1, "console", "local")
    await Console(printed.append, folder=tmp_path).send(owed)
    file = tmp_path / "palier-42.ics"
    assert "".join(printed) == f"échéance le 15 mars 2027\n\n→ {file}\n\n"
    assert await asyncio.to_thread(file.read_bytes) == ics.rendered(diary.agenda)
    del printed[:]
    await Console(printed.append, folder=file).send(owed)
    await Console(printed.append).send(owed)
    assert "→" not in "".join(printed)


@pytest.mark.parametrize("length", range(10, 130, 17))
def test_a_camera_reads_a_qr_code_off_the_terminal(length: int) -> None:
    """Each character is two modules, one above the other; the words say what it opens."""
    link = "https://palier.exemple.fr/" + "x" * length
    *drawn, words = (line for line in lines(Screen((QrCode(link, "QR code du lien web."),))) if line)
    assert words == "QR code du lien web."
    assert max(map(len, drawn)) <= WIDTH
    dark = {character: modules for modules, character in HALVES.items()}
    image = Image.new("L", (len(drawn[0]), 2 * len(drawn)), 255)
    for row, line in enumerate(drawn):
        for column, character in enumerate(line):
            for half, module in enumerate(dark[character]):
                image.putpixel((column, 2 * row + half), 0 if module else 255)
    out = BytesIO()
    image.resize((image.width * 6, image.height * 6), Image.Resampling.NEAREST).save(out, "png")
    assert scanned(out.getvalue()) == [link]
