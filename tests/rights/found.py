"""What there is to tap, type and ask in the code, and what each of a school's people gets of it: computed, not told.

The scenes are gathered from a real file and stepped by the core; nothing is written, so that every try starts from the
same rows.
"""

from __future__ import annotations

import ast
import re
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import dialogs
from bot.gather import Surroundings, beside, scene
from dialogs.commands import COMMANDS
from dialogs.core import grounded, meant, shown, step
from dialogs.events import Asked, Event, Knocked, Reminded, Said, Strange, Tapped
from dialogs.flow import machine
from dialogs.replies import Letter, Reply, Screen
from dialogs.scene import Scene
from dialogs.session import Session, State
from dialogs.team_writes import MissCode
from dialogs.writes import Forget, FoundSchool, OpenCampaign, SpeakLanguage, Write
from storage import people
from storage.people import Conversation
from tests.chat import CHANNEL
from tests.rights.school import FREE_UAI, INSIDE, NAME, OUTSIDE, PEOPLE, UAI, School

Effects = dict[str, str]
"""What happens (a write's name; ``goes``: one leads on; ``sees``: the school's words are shown to who is outside) → who
can make it happen, by their letters.
"""

VERB = re.compile(r"([a-z_]+):(?!//)\S*")
SAMPLES = 1
"""Buttons of a verb that are tried where no screen shows it; where one does, all of that screen are."""

ANYBODYS = (SpeakLanguage, Forget, MissCode, FoundSchool)
TEXTS = ("Bonjour à tous", "2", "12 5 20", "93", UAI, FREE_UAI, "AAAA-0001", "{code}", "{link}")


def verbs_in_the_code() -> set[str]:
    """The first word of every button that a step makes, and of every one that a step hears."""
    found: set[str] = set()
    for file in sorted(Path(dialogs.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            found |= set(_made(node)) | set(_heard(node))
    return found


def _made(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Call(func=ast.Name(id="Button"), args=[_, ast.Constant(value=str(press)), *_]):
            yield press.partition(":")[0]
        case ast.JoinedStr(values=[ast.Constant(value=str(head)), *_]) if match := VERB.fullmatch(head):
            yield match[1]


def _heard(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Compare(left=ast.Attribute(attr="verb") | ast.Name(id="verb"), comparators=[ast.Constant(value=it)]):
            yield str(it)
        case ast.Compare(left=ast.Attribute(attr="verb"), comparators=[ast.Set(elts=some) | ast.Tuple(elts=some)]):
            yield from (it.value for it in some if isinstance(it, ast.Constant) and isinstance(it.value, str))
        case ast.MatchClass(cls=ast.Name(id="Tapped"), patterns=[ast.MatchValue(value=ast.Constant(value=str(it)))]):
            yield it.partition(":")[0]
        case ast.Match(subject=subject, cases=cases) if "verb" in ast.dump(subject) or "press" in ast.dump(subject):
            for case in cases:
                match case.pattern:
                    case ast.MatchSequence(patterns=[ast.MatchValue(value=ast.Constant(value=str(it))), *_]):
                        yield it


@dataclass
class Found:
    """By verb, by way of the table (``go:…``), by command, by state (a text), by kind (what happens of itself).

    A button of a campaign that several fill, and a text there, have rows of their own: ``answer shared``.
    """

    verbs: dict[str, Effects] = field(default_factory=dict)
    ways: dict[str, Effects] = field(default_factory=dict)
    commands: dict[str, Effects] = field(default_factory=dict)
    texts: dict[str, Effects] = field(default_factory=dict)
    others: dict[str, Effects] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)
    """The verbs of the buttons that some screen shows."""
    stood: set[State] = field(default_factory=set)
    """The states in which somebody really was."""
    tries: int = 0
    example: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def row(self, event: Event, state: State, more: str) -> tuple[dict[str, Effects], str]:
        match event:
            case Tapped(press) if event.verb == "go":
                return self.ways, press.removeprefix("go:")
            case Tapped():
                return self.verbs, f"{event.verb} {more}".strip()
            case Asked(command):
                return self.commands, command
            case Said():
                return self.texts, f"{state.value} {more}".strip()
            case Strange(kind):
                return self.others, kind
            case Reminded() | Knocked():
                return self.others, type(event).__name__

    def note(self, event: Event, state: State, who: str, more: str, effects: set[str]) -> None:
        table, row = self.row(event, state, more)
        found = table.setdefault(row, {})
        for effect in effects:
            if who not in found.get(effect, ""):
                found[effect] = "".join(it for it in PEOPLE if it in found.get(effect, "") + who)
                self.example[row, effect, who] = f"{event} in {state.value}"


class Trials:
    """All tries, before one file."""

    def __init__(self, connection: sqlite3.Connection, around: Surroundings, here: School) -> None:
        self.connection = connection
        self.around = around
        self.here = here
        self.met = {who: self._met(who) for who in PEOPLE}
        self.found = Found()

    def run(self, people: Collection[str], states: Collection[State] = ()) -> Found:
        """By those people, in those states; in all there are, where none is named."""
        states = states or tuple(State)
        stands = {state: {who: self.here.stands(who, state) for who in PEOPLE} for state in states}
        shown = {state: self._presses(state, stands[state]) for state in states}
        samples: dict[str, list[str]] = {}
        rooms = [*(room for rooms in shown.values() for room in rooms), self._letters()]
        for press in dict.fromkeys(press for room in rooms for press in room):
            verb = press.partition(":")[0]
            self.found.shown.add(verb)
            if verb != "go" and len(samples.setdefault(verb, [])) < SAMPLES:
                samples[verb].append(press)
        others = [press for some in samples.values() for press in some]
        for state in states:
            first = self._first(stands[state]["p"])
            for number, room in enumerate(shown[state]):
                whole = number in first
                presses = sorted({*room, *others}) if whole else room
                for who in people:
                    kind = self.here.kind(stands[state]["p"][number].campaign)
                    for event in self._events(presses, whole=whole, texts=bool(kind)):
                        self._try(who, stands[state][who][number], event)
        return self.found

    def _first(self, stands: list[Session]) -> set[int]:
        """Where everything there is is tried: the first stand of the school's, and the first of a draft."""
        drafts = [number for number, it in enumerate(stands) if it.campaign not in self.here.campaigns]
        return {0, *drafts[:1]}

    def _events(self, presses: list[str], *, whole: bool, texts: bool) -> Iterator[Event]:
        """What may come in; ways, commands and texts only where everything is tried."""
        yield from map(Tapped, presses)
        if whole or texts:
            yield from (Said(text.format(code=self.here.code, link=self.here.link)) for text in TEXTS)
        if not whole:
            return
        yield from (Tapped(f"go:{trigger}") for trigger in machine().events)
        yield from (Asked(command.name) for command in COMMANDS)
        for secret in (self.here.code, self.here.link, "AAAA-0001"):
            yield from (Asked("rejoindre", secret), Asked("start", secret))
        yield from (Strange("edited"), Strange("media"), Knocked(self.here.id), Reminded(self.here.kinds["shared"]))

    def _presses(self, state: State, stands: Mapping[str, list[Session]]) -> list[list[str]]:
        """By stand, all that is shown to somebody there."""
        rooms: list[list[str]] = []
        for number in range(len(stands["p"])):
            room: dict[str, None] = {}
            for who in PEOPLE:
                here = self._scene(who, stands[who][number], Strange("media"))
                try:
                    screen = shown(here)
                except Exception as error:
                    raise AssertionError(f"{state} can't be shown: School.stands is to say what it needs") from error
                room |= dict.fromkeys(it for it in _presses_of(screen) if self._tried(it))
            rooms.append(list(room))
        return rooms

    def _letters(self) -> list[str]:
        """The buttons of what was written to the school's people, who did not write first."""
        heard = (it for some in self.here.chat.listener.heard.values() for it in some if isinstance(it, Letter))
        return [button.press for letter in heard for row in letter.rows for button in row]

    def _tried(self, press: str) -> bool:
        """It names something of the school, or nothing that is somebody's."""
        words = set(press.split(":"))
        return self.here.id in words or not words & self.here.elsewhere

    def _try(self, who: str, session: Session, event: Event) -> None:
        here = self._scene(who, session, event)
        outcome = step(here, meant(here, event))
        self.found.tries += 1
        state = grounded(here).session.state
        self.found.stood.add(state)
        effects = set[str]()
        if outcome.understood:
            effects |= {type(it).__name__ for it in outcome.writes if self._ours(it)}
            if _where(outcome.session) != _where(grounded(here).session):
                effects.add("goes")
        if who in OUTSIDE and _tells(outcome.replies) and not _tells((shown(here),)):
            effects.add("sees")
        self.found.note(event, state, who, self._more(who, session, event), effects)

    def _scene(self, who: str, session: Session, event: Event) -> Scene:
        met = replace(self.met[who], session=session)
        here = scene(self.connection, self.around, met, event, self.here.chat.now)
        return beside(self.connection, self.around, met, here, meant(here, event))

    def _met(self, who: str) -> Conversation:
        met = people.conversation(self.connection, CHANNEL, who)
        assert met is not None
        return met

    def _more(self, who: str, session: Session, event: Event) -> str:
        """That a button names the very person who taps it; how the campaign is filled that it names, or stands here."""
        if isinstance(event, Said):
            return self.here.kind(session.campaign)
        if not isinstance(event, Tapped) or not event.words:
            return ""
        if event.words[:2] == (self.here.id, self.here.numbers.get(who)):
            return "oneself"
        return self.here.kind(event.words[0])

    def _ours(self, write: Write) -> bool:
        """It falls on the school, on a campaign of its own, or is the person's to write wherever they are."""
        if isinstance(write, ANYBODYS):
            return True
        fallen = getattr(write, "school", None) or getattr(getattr(write, "offer", None), "school", None)
        if getattr(fallen, "id", fallen) == self.here.id:
            return True
        return not isinstance(write, OpenCampaign) and getattr(write, "campaign", None) in self.here.campaigns


def _presses_of(screen: Screen) -> Iterator[str]:
    return (button.press for row in screen.rows for button in row)


def _where(session: Session) -> Session:
    """Without what fades by itself."""
    return replace(session, told=None, secret="", correcting=False)


def _tells(replies: tuple[Reply, ...]) -> bool:
    return NAME in repr(replies)


assert set(INSIDE + OUTSIDE) == set(PEOPLE)
