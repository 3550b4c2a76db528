"""Everything that is to be told in a year is told once, on its day, in its hours, whatever stops."""

from __future__ import annotations

from pathlib import Path

from tests.reminders.year import a_year

SEED = 1
LETTERS = 300


async def test_a_year_in_twelve_time_zones(tmp_path: Path) -> None:
    world = await a_year(tmp_path / "palier.db", SEED)
    assert world.letters > LETTERS, "a year in which nothing happens says nothing"
