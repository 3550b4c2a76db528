"""A long walk with all that people, phones and forgers do: nothing goes unanswered, the answers equal a model's."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.gather import scene
from dialogs import figures
from dialogs.commands import COMMANDS, heard
from dialogs.core import shown
from dialogs.events import Event, Said, Tapped, legible
from dialogs.flow import BY_BUTTON
from dialogs.lengths import units
from dialogs.replies import Button, Screen
from dialogs.session import State
from frameworks.answers import read_answers
from frameworks.forms import LONGEST, MOST, Answer, Begun, Gap, Progress, Split, Ticks, write_answer
from frameworks.load import catalogue
from frameworks.model import Form, Framework, Question
from storage import campaigns, people
from tests.chat import CHANNEL, MONDAY, Chat
from tests.spoken import spoken

GRIDS = catalogue()
QUESTIONS = [question for grid in GRIDS.values() for question in grid.questions]
STATEMENTS = [statement.id for question in QUESTIONS for statement in question.statements]
HERE = {State.ASKING, State.TICKING, State.MORE}
LABEL, PRESS = 20, 64

forged_words = st.one_of(
    st.sampled_from([question.id for question in QUESTIONS]),
    st.sampled_from(STATEMENTS),
    st.sampled_from(["k0000001", "k0000002", "zzzzzzzz", "0", "1", "3", "9", "na", "dk", "x", "n", "o", "recap", ""]),
    st.text(max_size=12),
)
forged = st.builds(
    lambda verb, words: ":".join([verb, *words]),
    st.sampled_from(
        [
            "go",
            "answer",
            "mark",
            "settle",
            "clear",
            "pass",
            "before",
            "ask",
            "same",
            "compare",
            "domain",
            "grid",
            "enter",
            "lang",
            "page",
            "place",
            "keep",
            "unnote",
            "no_uai",
            "forget",
            "member",
            "role",
            "part",
            "gone",
            "make",
            "revoke",
            "for",
            "give",
            "knock",
            "nameless",
        ]
    )
    | st.text(max_size=6),
    st.lists(forged_words, max_size=4),
)
junk = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "0750655E",
            "0750001A",
            "93",
            "Loire",
            "2",
            "/",
            "/ zut",
            "Collège",
            "/rejoindre 7K3M-9QTX",
            "7k3m9qtx",
            "é" * 1200,
            "\x00",
            "{n}",
            "%s",
        ]
    ),
)
figured = st.sampled_from(
    [
        "0",
        "3",
        "12",
        "40",
        "1 250",
        "12 5 20",
        "1 2",
        "4 0 0",
        "30 / 30 / 30",
        "12,5 %",
        "80",
        "15/11/2026",
        "15 mars",
        "Oui.",
    ]
)


class Model:
    """What the answers must be, by rules written apart from the code's (typed figures are read by ``figures``)."""

    def __init__(self) -> None:
        self.answers: dict[str, dict[str, Answer]] = {}
        self.drafts: dict[str, dict[str, Begun]] = {}

    def shown(self, grid: Framework, campaign: str, question: str) -> str:
        """The question that stands on the screen: a reason or a whole comes before what needs it."""
        said = self.answers.get(campaign, {})
        asked = grid.question.get(question, grid.questions[0])
        while asked.when and not self._in_play(grid, asked, said):
            asked = grid.question[asked.when.question]
        return asked.of if asked.of and asked.of not in said and asked.id not in said else asked.id

    def _in_play(self, grid: Framework, asked: Question, said: dict[str, Answer]) -> bool:
        if asked.when is None:
            return True
        reason = said.get(asked.when.question)
        ticked = isinstance(reason, Ticks) and asked.when.ticked in reason.ticked
        return ticked and self._in_play(grid, grid.question[asked.when.question], said)

    def tap(self, press: str, mine: dict[str, str], state: State, current: tuple[str, str]) -> None:
        words = press.split(":")
        if words[0] == "forget" and words == ["forget"] and state is State.ERASING:
            self.answers.clear()
            self.drafts.clear()
        if len(words) < 3 or words[1] not in mine:
            return
        verb, campaign, key = words[:3]
        grid = GRIDS[mine[campaign]]
        shown = state in HERE and current == (campaign, key)
        if verb == "answer" and len(words) == 4 and key in grid.question:
            answer = self._answer(grid.question[key], words[3])
            if answer is not None:
                self._keep(campaign, key, answer, grid)
        elif verb == "settle" and len(words) == 3 and key in grid.question and grid.question[key].form is Form.TICKS:
            if shown or key in self.drafts.get(campaign, {}):
                self._keep(campaign, key, self._ticks(campaign, key), grid)
        elif verb == "mark" and len(words) == 4 and words[3] in {"x", "n", "o"} and key in grid.question_of:
            self._mark(grid, campaign, key, words[3], state, current)
        elif verb == "clear" and len(words) == 3 and shown and state is State.MORE:
            self.answers.get(campaign, {}).pop(key, None)
            self.drafts.get(campaign, {}).pop(key, None)

    def same(self, mine: dict[str, str], schools: dict[str, str], campaign: str, key: str, compared: str) -> None:
        """One tap confirms what the campaign before said: the newest older one, or the one compared with."""
        same = [name for name in mine if mine[name] == mine[campaign] and schools[name] == schools[campaign]]
        alike = [name for name in same if name == campaign or self._begun(mine, name)]
        older = alike[alike.index(campaign) + 1 :]
        chosen = compared if compared in alike and compared != campaign else next(iter(older), "")
        answer = self.answers.get(chosen, {}).get(key) if chosen in older else None
        grid = GRIDS[mine[campaign]]
        if answer is not None and not self._too_much(grid, {**self.answers.get(campaign, {}), key: answer}, key):
            self._keep(campaign, key, answer, grid)

    def _begun(self, mine: dict[str, str], campaign: str) -> bool:
        """Something that is asked was answered."""
        grid, said = GRIDS[mine[campaign]], self.answers.get(campaign, {})
        return any(self._in_play(grid, grid.question[name], said) for name in said)

    def says(self, text: str, grid: Framework, campaign: str, key: str, today: date) -> None:
        """A text at a question that is answered by writing."""
        asked, said = grid.question[key], text.strip()
        answer: Answer | None = None
        match asked.form:
            case Form.TEXT:
                answer = said if said and units(said) <= LONGEST and said not in set(Gap) else None
            case Form.COUNT:
                number = figures.count(text)
                answer = number if number is not None and number <= MOST else None
            case Form.PERCENT:
                answer = figures.percent(text)
            case Form.DATE:
                answer = figures.day(text, today)
            case Form.SPLIT:
                given = figures.counts(text)
                begun = self.drafts.get(campaign, {}).get(key, ())
                together = given if len(given) == 3 else (*(begun if isinstance(begun, tuple) else ()), *given)
                whole = self.answers.get(campaign, {}).get(asked.of or "")
                most = whole if isinstance(whole, int) else 3 * MOST
                if not given or len(together) > 3 or sum(together) > most or max(given) > MOST:
                    return
                if len(together) < 3:
                    self.drafts.setdefault(campaign, {})[key] = together
                    return
                answer = Split(*together)
        if answer is not None and not self._too_much(grid, {**self.answers.get(campaign, {}), key: answer}, key):
            self._keep(campaign, key, answer)

    def _too_much(self, grid: Framework, said: dict[str, Answer], changed: str) -> bool:
        for asked in grid.questions:
            if asked.of is None or changed not in (asked.id, asked.of) or not self._in_play(grid, asked, said):
                continue
            if self._exceeds(said, asked):
                return True
        return False

    def _answer(self, asked: Question, value: str) -> Answer | None:
        if value in {"na", "dk"}:
            return Gap.NA if value == "na" else Gap.UNKNOWN
        if asked.form is Form.PROGRESS:
            return Progress(value) if value in {"todo", "doing", "done"} else None
        if asked.form is Form.DATE:
            return MONDAY.date() if value == MONDAY.date().isoformat() else None
        if asked.form is Form.TICKS and value in {"none", "all"}:
            return Ticks(frozenset(it.id for it in asked.statements) if value == "all" else frozenset())
        if value not in {"0", "1", "2", "3"} or int(value) > len(asked.statements):
            return None
        if asked.form is Form.LEVEL:
            return int(value)
        levels = [it.level for it in asked.statements]
        if asked.form is Form.TICKS and levels == [1, 2, 3]:
            return Ticks(frozenset(statement.id for statement in asked.statements[: int(value)]))
        return None

    def _ticks(self, campaign: str, key: str) -> Ticks:
        draft = self.drafts.get(campaign, {}).get(key)
        answer = self.answers.get(campaign, {}).get(key)
        return draft if isinstance(draft, Ticks) else answer if isinstance(answer, Ticks) else Ticks()

    def _keep(self, campaign: str, key: str, answer: Answer, grid: Framework | None = None) -> None:
        """A tick that brings back a figure which can't be true any more takes it away, to be asked again."""
        said = self.answers.setdefault(campaign, {})
        hidden = [it for it in grid.questions if not self._in_play(grid, it, said)] if grid else []
        said[key] = answer
        self.drafts.get(campaign, {}).pop(key, None)
        for asked in hidden:
            if grid and self._in_play(grid, asked, said) and self._exceeds(said, asked):
                said.pop(asked.id, None)
                self.drafts.get(campaign, {}).pop(asked.id, None)

    def _exceeds(self, said: dict[str, Answer], asked: Question) -> bool:
        part, whole = said.get(asked.id), said.get(asked.of or "")
        count = part.total if isinstance(part, Split) else part
        return isinstance(count, int) and isinstance(whole, int) and count > whole

    def _mark(
        self, grid: Framework, campaign: str, statement: str, sign: str, state: State, current: tuple[str, str]
    ) -> None:
        question = next(it for it in grid.questions if any(each.id == statement for each in it.statements))
        if question.form is not Form.TICKS:
            return
        here = state in HERE and current == (campaign, question.id)
        answer = self.answers.get(campaign, {}).get(question.id)
        aside = question.id in self.answers.get(campaign, {}) and not here
        was = (answer if isinstance(answer, Ticks) else Ticks()) if aside else self._ticks(campaign, question.id)
        ticked, na = set(was.ticked) - {statement}, set(was.na) - {statement}
        (ticked if sign == "x" else na if sign == "n" else set()).add(statement)
        ticks = Ticks(frozenset(ticked), frozenset(na))
        if aside:
            self._keep(campaign, question.id, ticks, grid)
        else:
            self.drafts.setdefault(campaign, {})[question.id] = ticks


class Walk(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.chat = Chat(Path(self.folder.name) / "palier.db")
        self.model = Model()
        self.last: tuple[Event, str] | None = None
        self.run(self.chat.open())

    def run(self, coroutine: Any) -> Any:
        return self.runner.run(coroutine)

    def teardown(self) -> None:
        self.run(self.chat.close())
        self.runner.close()
        self.folder.cleanup()

    @initialize(grid=st.sampled_from(sorted(GRIDS)))
    def start(self, grid: str) -> None:
        self.do(heard("/start"))
        self.do(Tapped(f"grid:{grid}"))

    def stands(self) -> tuple[State, tuple[str, str], dict[str, str]]:
        """State, current (campaign, question), campaigns with their grids: read before the event."""

        def read(connection: Any) -> Any:
            met = people.conversation(connection, CHANNEL, self.chat.address)
            assert met is not None
            return met, {entry.id: entry.framework for entry in campaigns.mine(connection, met.person, GRIDS)}

        met, mine = self.run(self.chat.database.transaction(read))  # type: ignore[union-attr]
        return met.session.state, (met.session.campaign, met.session.question), mine

    def schools(self) -> dict[str, str]:
        """Campaign → its school; "" for a draft."""

        def read(connection: Any) -> dict[str, str]:
            met = people.conversation(connection, CHANNEL, self.chat.address)
            assert met is not None
            return {entry.id: entry.school for entry in campaigns.mine(connection, met.person, GRIDS)}

        return dict(self.run(self.chat.database.transaction(read)))  # type: ignore[union-attr]

    def compared(self) -> str:
        def read(connection: Any) -> str:
            met = people.conversation(connection, CHANNEL, self.chat.address)
            assert met is not None
            return met.session.compared

        return str(self.run(self.chat.database.transaction(read)))  # type: ignore[union-attr]

    def do(self, event: Event, key: str = "") -> None:
        if self.chat.replies:
            state, (campaign, question), mine = self.stands()
            compared = self.compared()
            if campaign in mine:
                question = self.model.shown(GRIDS[mine[campaign]], campaign, question)
            here = GRIDS[mine[campaign]].question[question] if campaign in mine and state in HERE else None
            tapped = self.as_tap(event) or self.as_digit(event, here, campaign)
            if tapped and not key and here and tapped == f"same:{campaign}:{question}":
                self.model.same(mine, self.schools(), campaign, question, compared)
            elif tapped and not key:
                self.model.tap(tapped, mine, state, (campaign, question))
            elif isinstance(event, Said) and here and not key:
                self.model.says(legible(event.text), GRIDS[mine[campaign]], campaign, question, self.chat.now.date())
        key = key or f"walk:{self.chat.keys()}"
        reads = self.run(self.chat.event(event, key))
        assert reads, f"unanswered: {event}"
        self.last = (event, key)

    def as_tap(self, event: Event) -> str:
        if isinstance(event, Tapped):
            return event.press
        if not isinstance(event, Said):
            return ""
        typed = event.text.strip().casefold()
        return next((button.press for button in self.buttons() if button.label.casefold() == typed), "")

    def as_digit(self, event: Event, here: Question | None, campaign: str) -> str:
        """A digit typed at a question of levels or étapes is its answer."""
        typed = event.text.strip() if isinstance(event, Said) else ""
        wanted = here is not None and (here.form is Form.LEVEL or here.staged) and typed in {"0", "1", "2", "3"}
        return f"answer:{campaign}:{here.id}:{typed}" if here is not None and wanted else ""

    def buttons(self) -> list[Button]:
        return [button for row in self.chat.screen.rows for button in row]

    @rule(data=st.data())
    def taps(self, data: st.DataObject) -> None:
        buttons = [it for it in self.buttons() if it.press != "forget"]
        self.do(Tapped(data.draw(st.sampled_from(buttons)).press))

    @rule(data=st.data(), times=st.integers(1, 6))
    def answers(self, data: st.DataObject, times: int) -> None:
        """Goes on with the questions: what people do most."""
        for _ in range(times):
            said = [it for it in self.buttons() if it.press.startswith(("answer:", "mark:", "settle:"))]
            wanted = said or [it for it in self.buttons() if it.press.startswith("domain:")]
            if not wanted:
                self.do(heard("/domaines"))
                return
            self.do(Tapped(data.draw(st.sampled_from(wanted)).press))

    @rule(
        data=st.data(),
        question=st.sampled_from(QUESTIONS),
        value=st.sampled_from(["0", "1", "3", "na", "dk", "x", "n", "o", "all", "none", "todo", "done", "2026-11-23"]),
    )
    def answers_any_question(self, data: st.DataObject, question: Any, value: str) -> None:
        """A button of any question of one's own campaigns: an old one, as good as forged."""
        mine = sorted(self.stands()[2])
        if not mine:
            return
        campaign = data.draw(st.sampled_from(mine))
        statement = data.draw(st.sampled_from(question.statements)).id
        press = (
            f"mark:{campaign}:{statement}:{value}"
            if value in {"x", "n", "o"}
            else f"answer:{campaign}:{question.id}:{value}"
        )
        self.do(Tapped(data.draw(st.sampled_from([press, f"settle:{campaign}:{question.id}", press, press]))))

    @rule()
    def unfolds(self) -> None:
        self.do(heard("/reprendre"))
        self.do(Tapped("go:unfold"))

    @rule(data=st.data())
    def taps_old(self, data: st.DataObject) -> None:
        screens = self.chat.screens[-12:]
        old = data.draw(st.sampled_from(screens))
        buttons = [button for row in old.rows for button in row if button.press != "forget"]
        if buttons:
            self.do(Tapped(data.draw(st.sampled_from(buttons)).press))

    @rule(press=forged)
    def forges(self, press: str) -> None:
        self.do(Tapped(press))

    @rule(trigger=st.sampled_from(sorted(BY_BUTTON)))
    def goes(self, trigger: str) -> None:
        self.do(Tapped(f"go:{trigger}"))

    @rule(text=junk)
    def types(self, text: str) -> None:
        self.do(heard(text))

    @rule(text=figured)
    def types_figures(self, text: str) -> None:
        """At a question, if one is shown, or wherever."""
        self.do(heard("/reprendre"))
        self.do(heard(text))

    @rule(grid=st.sampled_from(["paliers-etablissement", "etablissement-numerique"]))
    def begins_anew(self, grid: str) -> None:
        """Another campaign, of a grid that was perhaps answered before."""
        self.do(Tapped("go:anew"))
        self.do(Tapped(f"grid:{grid}"))

    @rule()
    def confirms(self) -> None:
        self.do(heard("/reprendre"))
        wanted = [it for it in self.buttons() if it.press.startswith("same:")]
        if wanted:
            self.do(Tapped(wanted[0].press))

    @rule(command=st.sampled_from([command.name for command in COMMANDS]))
    def commands(self, command: str) -> None:
        self.do(heard(f"/{command}"))

    @rule()
    def doubles(self) -> None:
        """The same event, delivered again under its key."""
        if self.last:
            self.do(*self.last)

    @rule(chance=st.integers(0, 9))
    def erases(self, chance: int) -> None:
        if chance:
            return
        self.do(heard("/effacer"))
        self.do(Tapped("forget"))

    @rule()
    def restarts(self) -> None:
        before = spoken(self.chat.screen)
        assert self.run(self.chat.reopen()) == before

    @invariant()
    def answers_are_the_models(self) -> None:
        if not self.chat.replies:
            return
        _, _, mine = self.stands()

        def read(connection: Any) -> Any:
            met = people.conversation(connection, CHANNEL, self.chat.address)
            assert met is not None
            return {key: campaigns.campaign(connection, key, met.person, GRIDS, MONDAY) for key in mine}

        kept = self.run(self.chat.database.transaction(read))  # type: ignore[union-attr]
        assert {key: dict(it.answers) for key, it in kept.items() if it.answers} == {
            key: answers for key, answers in self.model.answers.items() if answers
        }
        for it in kept.values():
            written = {name: write_answer(it.framework.question[name], answer) for name, answer in it.answers.items()}
            assert read_answers(it.framework, {"answers": written}) == it.answers
        assert {key: dict(it.drafts) for key, it in kept.items() if it.drafts} == {
            key: drafts for key, drafts in self.model.drafts.items() if drafts
        }

    @invariant()
    def the_screen_shown_is_the_one_the_rows_tell(self) -> None:
        """The conversation is a function of what is stored."""
        if not self.chat.replies:
            return
        chat = self.chat

        def told(connection: Any) -> Screen:
            met = people.conversation(connection, CHANNEL, chat.address)
            assert met is not None
            assert chat.engine is not None
            here = scene(connection, chat.engine._around, met, heard("/aide"), chat.now)
            return shown(here)

        assert self.run(chat.database.transaction(told)) == replace(chat.screen, notice="", refused=False)  # type: ignore[union-attr]

    @invariant()
    def nothing_was_set_aside(self) -> None:
        def read(connection: Any) -> Any:
            return connection.execute("select fault from set_aside").fetchall()

        assert self.run(self.chat.database.transaction(read)) == []  # type: ignore[union-attr]

    @invariant()
    def buttons_are_short(self) -> None:
        for button in self.buttons() if self.chat.replies else []:
            assert len(button.press.encode()) <= PRESS
            assert len(button.label) <= LABEL, button.label


Walk.TestCase.settings = settings(
    max_examples=40, stateful_step_count=50, deadline=None, suppress_health_check=list(HealthCheck)
)
TestWalk = Walk.TestCase
