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
from bot.gather import beside, scene
from bot.surroundings import Surroundings
from dialogs.commands import COMMANDS
from dialogs.core import grounded, meant, shown, step
from dialogs.events import Asked, Event, Knocked, Mailed, Rang, Reminded, Said, Strange, Summoned, Tapped
from dialogs.flow import machine
from dialogs.goal_writes import MakeFeed, RevokeFeed, SetHours
from dialogs.replies import Diary, Letter, Reply, Screen
from dialogs.scene import Scene
from dialogs.session import Session, State
from dialogs.team_writes import MissCode
from dialogs.writes import AskMailbox, Forget, ForgetMailbox, FoundSchool, OpenCampaign, SpeakLanguage, Write
from storage import people
from storage.people import Conversation
from tests.chat import CHANNEL
from tests.rights.reading import reading_once
from tests.rights.school import FREE_UAI, INSIDE, NAME, OUTSIDE, PEOPLE, PER_QUESTION, UAI, School

Effects = dict[str, str]
"""What happens (a write's name; ``goes``: one leads on; ``sees``: the school's words are shown to who is outside;
``reads``: a letter or a file comes) → who can make it happen, by their letters.
"""

VERB = re.compile(r"([a-z_]+):(?!//)\S*")
SAMPLES = 2
"""Buttons of a verb that are tried where no screen shows them."""

FROM_ELSEWHERE = (State.MENU, State.COUNCIL)
"""Where the buttons of all the other campaigns are tried too."""

WAYS_OF_A_KIND = (
    "ask",
    "campaign",
    "close",
    "council",
    "date",
    "decided",
    "mode",
    "resume",
    "set",
    "share",
    "title",
    "weigh",
)
"""What is tried of the table's ways where a campaign is not filled alone."""

ANYBODYS = (
    *(SpeakLanguage, SetHours, AskMailbox, ForgetMailbox, MakeFeed, RevokeFeed),
    *(Forget, MissCode, FoundSchool),
)
TEXTS = ("Bonjour à tous", "2", "12 5 20", "93", UAI, FREE_UAI, "AAAA-0001", "{code}", "{link}", "quelqu.un@exemple.fr")


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
        case ast.MatchClass(cls=ast.Name(id="Tapped"), patterns=[ast.MatchValue(value=ast.Constant(value=str(it)))]):
            yield it.partition(":")[0]
        case ast.Match(subject=subject, cases=cases) if "verb" in ast.dump(subject) or "press" in ast.dump(subject):
            for case in cases:
                match case.pattern:
                    case ast.MatchSequence(patterns=[ast.MatchValue(value=ast.Constant(value=str(it))), *_]):
                        yield it


@dataclass
class Found:
    """By verb, by way of the table (``go:…``), by command, by state (a text), by kind (something strange), by what
    others make happen (``told``). Of a campaign that is not filled alone the row names its kind, and whose the domain
    is.
    """

    verbs: dict[str, Effects] = field(default_factory=dict)
    ways: dict[str, Effects] = field(default_factory=dict)
    commands: dict[str, Effects] = field(default_factory=dict)
    texts: dict[str, Effects] = field(default_factory=dict)
    strange: dict[str, Effects] = field(default_factory=dict)
    told: dict[str, Effects] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)
    """The verbs of the buttons that some screen shows."""
    stood: set[State] = field(default_factory=set)
    """The states in which somebody really was."""
    tries: int = 0
    example: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def row(self, event: Event, state: State, of: str) -> tuple[dict[str, Effects], str]:
        match event:
            case Tapped(press) if event.verb == "go":
                return self.ways, press.removeprefix("go:") + of
            case Tapped():
                return self.verbs, event.verb + of
            case Asked(command):
                return self.commands, command
            case Said():
                return self.texts, state.value + of
            case Strange(kind):
                return self.strange, kind
            case Reminded() | Knocked() | Summoned() | Rang() | Mailed():
                return self.told, type(event).__name__.casefold() + of

    def note(self, event: Event, state: State, who: str, of: str, effects: set[str]) -> None:
        """``of``: which campaign or whose domain it is about, or that the button names the very person who taps it."""
        table, row = self.row(event, state, of)
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

    def run(self, states: Collection[State] = ()) -> Found:
        """In those states; in all there are, where none is named."""
        with reading_once():
            return self._run(states or tuple(State))

    def _run(self, states: Collection[State]) -> Found:
        stands = {state: {who: self.here.stands(who, state) for who in PEOPLE} for state in states}
        shown = {state: self._presses(state, stands[state]) for state in states}
        written = self._written()
        every = list(dict.fromkeys(press for rooms in (*shown.values(), [written]) for room in rooms for press in room))
        self.found.shown |= {press.partition(":")[0] for press in every}
        samples = self._samples(every)
        for state in states:
            whole = self._first(stands[state]["p"])
            for number, room in enumerate(shown[state]):
                kind = self.here.kind(stands[state]["p"][number].campaign)
                others = samples[kind] if number in whole or kind else []
                if number in whole and state in FROM_ELSEWHERE:
                    others = [press for some in samples.values() for press in some]
                presses = sorted({*(it for it in room if not (kind and it.startswith("go:"))), *others})
                for who in PEOPLE:
                    for event in self._events(presses, whole=number in whole, kind=kind):
                        self._try(who, stands[state][who][number], event)
        return self.found

    def _first(self, stands: list[Session]) -> set[int]:
        """Where everything there is is tried: the first stand of the school's, and the first of a draft."""
        drafts = [number for number, it in enumerate(stands) if it.campaign not in self.here.campaigns]
        return {0, *drafts[:1]}

    def _samples(self, presses: list[str]) -> dict[str, list[str]]:
        """Some buttons of each verb, by the kind of campaign that they name; what one shows is tried in them all."""
        samples: dict[str, dict[str, list[str]]] = {kind: {} for kind in ("", *self.here.kinds)}
        for press in presses:
            verb, words = press.partition(":")[0], press.split(":")
            if verb == "go":
                continue
            if self.here.kind(words[1] if len(words) > 1 else "") == "":
                _sampled(samples[""], verb, press, SAMPLES)
            for kind in samples if len(words) > 1 else ():
                for forged in self.here.forged(kind, verb, *words[1:]):
                    _sampled(samples[kind], f"{verb}{self._of('', Tapped(forged), Session())}", forged, SAMPLES)
        return {kind: [press for those in some.values() for press in those] for kind, some in samples.items()}

    def _events(self, presses: list[str], *, whole: bool, kind: str) -> Iterator[Event]:
        """What may come in; ways, commands and texts only where everything is tried."""
        yield from map(Tapped, presses)
        campaign = self.here.kinds.get(kind, self.here.ladder["p"])
        yield from (Reminded(campaign), Summoned(campaign))
        if kind:
            yield from (Tapped(f"go:{trigger}") for trigger in WAYS_OF_A_KIND)
            yield from map(Said, ("Bonjour à tous", "2", "15/12/2026"))
        if not whole:
            return
        yield Knocked(self.here.id)
        yield Rang()
        yield from (Mailed("asked"), Mailed("confirmed"), Mailed("left"))
        yield from (Tapped(f"go:{trigger}") for trigger in machine().events)
        yield from (Asked(command.name) for command in COMMANDS)
        for secret in (self.here.code, self.here.link, "AAAA-0001"):
            yield from (Asked("rejoindre", secret), Asked("start", secret))
        yield from (Said(text.format(code=self.here.code, link=self.here.link)) for text in TEXTS)
        yield from (Strange("edited"), Strange("media"))

    def _written(self) -> list[str]:
        """The buttons of letters."""
        found: dict[str, None] = {}
        for who in INSIDE:
            session = self.here.stands(who, State.MENU)[0]
            campaigns = (self.here.ladder[who], *self.here.kinds.values())
            events: list[Event] = [Rang(), Knocked(self.here.id), *map(Reminded, campaigns), *map(Summoned, campaigns)]
            for event in events:
                here = self._scene(who, session, event)
                found |= dict.fromkeys(press for it in step(here, event).replies for press in _presses_of(it))
        return list(found)

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
        if any(isinstance(it, Letter | Diary) for it in outcome.replies):
            effects.add("reads")
        if who in OUTSIDE and _tells(outcome.replies) and not _tells((shown(here),)):
            effects.add("sees")
        self.found.note(event, state, who, self._of(who, event, grounded(here).session), effects)

    def _scene(self, who: str, session: Session, event: Event) -> Scene:
        met = replace(self.met[who], session=session)
        here = scene(self.connection, self.around, met, event, self.here.chat.now)
        return beside(self.connection, self.around, met, here, meant(here, event))

    def _met(self, who: str) -> Conversation:
        met = people.conversation(self.connection, CHANNEL, who)
        assert met is not None
        return met

    def _of(self, who: str, event: Event, session: Session) -> str:
        """What the row says besides the verb, the way or the state."""
        match event:
            case Tapped() if event.words[:2] == (self.here.id, self.here.numbers.get(who)):
                return " oneself"
            case Tapped() if event.verb != "go":
                return self.here.about(*event.words)
            case Reminded(campaign) | Summoned(campaign):
                return self.here.about(campaign)
            case Said():
                question = session.question if session.state in PER_QUESTION else ""
                return self.here.about(session.campaign, question)
            case Tapped():
                return self.here.about(session.campaign)
        return ""

    def _ours(self, write: Write) -> bool:
        """It falls on the school, on a campaign of its own, or is the person's to write wherever they are."""
        if isinstance(write, ANYBODYS):
            return True
        fallen = getattr(write, "school", None) or getattr(getattr(write, "offer", None), "school", None)
        if getattr(fallen, "id", fallen) == self.here.id:
            return True
        return not isinstance(write, OpenCampaign) and getattr(write, "campaign", None) in self.here.campaigns


def _sampled(samples: dict[str, list[str]], row: str, press: str, most: int) -> None:
    some = samples.setdefault(row, [])
    if len(some) < most and press not in some:
        some.append(press)


def _presses_of(reply: Reply) -> Iterator[str]:
    rows = reply.rows if isinstance(reply, Screen | Letter) else ()
    return (button.press for row in rows for button in row)


def _where(session: Session) -> Session:
    """Without what fades by itself."""
    return replace(session, told=None, secret="", correcting=False)


def _tells(replies: tuple[Reply, ...]) -> bool:
    return NAME in repr(replies)


assert set(INSIDE + OUTSIDE) == set(PEOPLE)
