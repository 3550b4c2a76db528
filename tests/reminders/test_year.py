"""Everything that is to be told in a year is told once, on its day, in its hours, whatever stops."""

from __future__ import annotations

from pathlib import Path

from dialogs.reminding import Kind
from tests.reminders.year import a_year

SEED = 1
LETTERS = 300


async def test_a_year_in_twelve_time_zones(tmp_path: Path) -> None:
    world = await a_year(tmp_path / "palier.db", SEED)
    assert world.letters > LETTERS, "a year in which nothing happens says nothing"
    assert {kind for _, kind, *_ in world.model.told} == set(Kind)
    assert {it.school.id for it in world.model.subjects.values()} == {it.id for it in world.schools}
    assert min(world.passed, world.stops, len(world.door.blocked)) > 0
