"""The rights as one matrix: every button, way, command and text, in every state, by everybody; all have their row."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path

import pytest

from dialogs.commands import COMMANDS
from dialogs.flow import machine
from dialogs.rights import INSIDE, RIGHTS
from dialogs.session import State
from dialogs.team_writes import SetRole
from tests.rights import table
from tests.rights.found import Effects, Found, Trials, verbs_in_the_code
from tests.rights.school import PEOPLE, School, school

WHERE = "tests/rights/table.py"


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[School]:
    async with school(tmp_path / "palier.db") as made:
        yield made


async def tried(here: School, *states: State) -> Found:
    database, engine = here.chat.database, here.chat.engine
    assert database
    assert engine
    around = engine._around
    return await database.transaction(lambda connection: Trials(connection, around, here).run(states))


def differences(
    kind: str,
    wanted: Mapping[str, Effects | Mapping[str, str]],
    there: set[str],
    found: Found,
    got: Mapping[str, Effects],
) -> Iterator[str]:
    """A sentence for each row that lacks, each that nothing has any more, each letter that is not so."""
    for row in sorted(there - set(wanted)):
        yield f'{kind} "{row}" has no row: add it to {WHERE} and say who may have its effect. Today: {got.get(row, {})}'
    for row in sorted(set(wanted) - there):
        yield f'{kind} "{row}" has a row in {WHERE}, and the code has it no more: take the row out.'
    for row in sorted(set(wanted) & there):
        for effect in sorted({*wanted[row], *got.get(row, {})}):
            may, does = wanted[row].get(effect, ""), got.get(row, {}).get(effect, "")
            for who in PEOPLE:
                if (who in does) and who not in may:
                    yield f'{kind} "{row}": {PEOPLE[who]} ({who}) gets {effect}: {found.example[row, effect, who]}'
                elif (who in may) and who not in does:
                    yield f'{kind} "{row}": {PEOPLE[who]} ({who}) should get {effect}, and does not anywhere.'


@pytest.mark.long
async def test_everybody_gets_what_the_table_says_of_everything_there_is(here: School) -> None:
    found = await tried(here)
    rooms = {state.value for state in State} | set(found.texts)
    texts = {room: table.TEXTS.get(room, anywhere(found, room)) for room in rooms}
    wrong = [
        *(f'no screen of tests/rights/school.py shows the button "{verb}"' for verb in verbs() - found.shown),
        *(f'nobody stands in "{state}": see School.stands' for state in set(State) - found.stood),
        *differences("the button", table.VERBS, verbs() | {*found.verbs}, found, found.verbs),
        *differences("the way", table.WAYS, set(machine().events) | {*found.ways}, found, found.ways),
        *differences("the command", table.COMMANDS, {it.name for it in COMMANDS}, found, found.commands),
        *differences("a text in", texts, rooms, found, found.texts),
        *differences("a message", table.STRANGE, set(found.strange), found, found.strange),
        *differences("the event", table.TOLD, set(found.told), found, found.told),
    ]
    assert not wrong, "\n".join(wrong)


def verbs() -> set[str]:
    return verbs_in_the_code() - {"go"}


def anywhere(found: Found, room: str) -> Effects:
    """Where a step hears no text of its own nothing is kept, and nothing told, of one: it can only lead on."""
    return {"goes": found.texts.get(room, {}).get("goes", "")}


async def test_a_right_given_away_is_seen(here: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RIGHTS, SetRole, INSIDE)
    found = await tried(here, State.MEMBER)
    assert found.verbs["role"] == found.verbs["role oneself"] == {"SetRole": "phmwr"}
    wrong = [*differences("the button", {"role": table.VERBS["role"]}, {"role"}, found, found.verbs)]
    assert len(wrong) == 4
    assert "reader (r) gets SetRole" in wrong[3]


def test_a_row_that_lacks_or_is_left_over_is_named() -> None:
    told = list(differences("the button", {"old": {}, "same": {"goes": "p"}}, {"new", "same"}, Found(), {"new": {}}))
    assert told == [
        f'the button "new" has no row: add it to {WHERE} and say who may have its effect. Today: {{}}',
        f'the button "old" has a row in {WHERE}, and the code has it no more: take the row out.',
        'the button "same": pilot (p) should get goes, and does not anywhere.',
    ]
