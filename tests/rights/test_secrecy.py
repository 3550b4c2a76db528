"""What opinions show of themselves, to whom: were an opinion another one, whoever may not know it would read the same.

No word is looked for. Rows are changed, and every screen of the campaign told again, with what it leads to.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dialogs.core import shown, step
from dialogs.events import Tapped
from dialogs.session import State
from storage import schools
from tests.rights.found import Trials
from tests.rights.school import GRIDS, INSIDE, LADDER, STAGED, UAI, School, school

PLACES = (State.MENU, State.CAMPAIGN, State.MODE, State.CLOSING, State.COUNCIL, State.DECIDING, State.RECAP)
WAYS = ("council", "results", "actions", "recap", "compare", "campaign", "close", "campaigns", "team", "pause", "about")
GIVERS = "hmwqp"
ANSWERS = {"secret": ("0", "3"), "visible": ('{"ticked":[],"na":[]}', '{"ticked":["%s"],"na":[]}')}


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[School]:
    async with school(tmp_path / "palier.db") as made:
        yield made


class Opinions:
    """Those of one question, given and changed in the rows; all is undone at the end."""

    def __init__(self, connection: sqlite3.Connection, here: School, kind: str) -> None:
        self.connection, self.here, self.kind, self.key = connection, here, kind, here.kinds[kind]
        question = STAGED.questions[1] if kind == "visible" else LADDER.questions[1]
        self.question, self.least, self.most = question.id, *ANSWERS[kind]
        if kind == "visible":
            self.most %= question.statements[0].id

    def give(self, **answers: str) -> None:
        self.connection.execute("delete from opinions where campaign = ? and question = ?", (self.key, self.question))
        for who, answer in answers.items():
            self.connection.execute(
                "insert into opinions (campaign, person, question, answer, first_at, at, retained)"
                " select ?, person, ?, ?, '2026-11-23T09:00:00+00:00', '2026-11-23T09:00:00+00:00', 0"
                " from conversations where address = ?",
                (self.key, self.question, answer, who),
            )

    def told(self, who: str) -> str:
        """All that somebody reads of the campaign, and what a session would remember of it."""
        assert self.here.chat.engine
        trials = Trials(self.connection, self.here.chat.engine._around, self.here)
        found: list[object] = []
        for state in PLACES:
            for stand in (it for it in self.here.stands(who, state) if it.campaign == self.key):
                found.append(shown(trials._scene(who, stand, Tapped("go:nowhere"))))
                ways = [f"go:{it}" for it in WAYS] if state in {State.CAMPAIGN, State.COUNCIL} else []
                for press in (*ways, f"weigh:{self.key}:{self.question}", f"remind:{self.key}"):
                    outcome = step(trials._scene(who, stand, Tapped(press)), Tapped(press))
                    found += [outcome.replies, outcome.session]
        return repr(found)

    def printed(self) -> str:
        return json.dumps(schools.position(self.connection, UAI, GRIDS), sort_keys=True)


@contextmanager
def undone(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("savepoint trial")
    try:
        yield
    finally:
        connection.execute("rollback to trial")
        connection.execute("release trial")


async def trying(here: School, kind: str, trial: Callable[[Opinions], None]) -> None:
    def work(connection: sqlite3.Connection) -> None:
        with undone(connection):
            trial(Opinions(connection, here, kind))

    assert here.chat.database
    await here.chat.database.transaction(work)


@pytest.mark.parametrize(("kind", "many"), [("secret", 1), ("secret", 4), ("visible", 4)])
async def test_below_five_nobody_can_tell_an_opinion_by_what_they_read(here: School, kind: str, many: int) -> None:
    """Not even pilots where they are secret; where they are visible, pilots alone."""

    def trial(opinions: Opinions) -> None:
        givers = GIVERS[:many]
        readers = [it for it in INSIDE if kind == "secret" or it != "p"]
        opinions.give(**dict.fromkeys(givers, opinions.least))
        before, printed = {who: opinions.told(who) for who in INSIDE}, opinions.printed()
        for giver in givers:
            opinions.give(**{**dict.fromkeys(givers, opinions.least), giver: opinions.most})
            for who in readers:
                assert (opinions.told(who) == before[who]) is (who != giver), (giver, who)
            if kind == "visible":
                assert opinions.told("p") != before["p"]
            assert (opinions.printed() == printed) is (kind == "secret")

    await trying(here, kind, trial)


@pytest.mark.parametrize("kind", ["secret", "visible"])
async def test_from_five_on_nobody_can_tell_whose_an_opinion_is(here: School, kind: str) -> None:
    """Two exchange theirs: what everybody else reads stays, except pilots' where opinions are visible to them."""

    def trial(opinions: Opinions) -> None:
        given = dict.fromkeys(GIVERS, opinions.least)
        opinions.give(**{**given, "h": opinions.most})
        before, printed = {who: opinions.told(who) for who in INSIDE}, opinions.printed()
        opinions.give(**{**given, "m": opinions.most})
        for who in INSIDE:
            knows = who in "hm" or (who == "p" and kind == "visible")
            assert (opinions.told(who) != before[who]) is knows, who
        assert opinions.printed() == printed
        opinions.give(**given)
        assert opinions.told("r") != before["r"], "the spread itself is for everybody inside"

    await trying(here, kind, trial)


async def test_what_palier_answers_prints_holds_no_name(here: School) -> None:
    names = [str(name) for (name,) in await here.rows("select name from members")]
    assert len(names) > len(GIVERS)
    assert here.chat.database
    told = await here.chat.database.transaction(lambda it: json.dumps(schools.position(it, UAI, GRIDS)))
    assert not [name for name in names if name in told]
