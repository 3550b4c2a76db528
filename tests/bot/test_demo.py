"""The demonstration: a school that anybody may look at, told as its people would have."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import demo
from dialogs import uai
from frameworks.load import catalogue
from storage import schools
from storage.database import connect
from tests.bot.test_command_line import palier

NOW = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)


def test_the_command_makes_a_file_and_says_the_uai_and_how_to_go_in(tmp_path: Path) -> None:
    made = palier(tmp_path, "demo")
    assert made.returncode == 0, made.stderr
    assert f"UAI {demo.UAI}" in made.stdout.splitlines()
    assert (tmp_path / "palier.db").stat().st_mode & 0o777 == 0o600
    (entrance,) = (line.strip() for line in made.stdout.splitlines() if "/rejoindre " in line)
    inside = palier(tmp_path, "console", said=f"/start\n{entrance}\nVisite\n/campagnes\n")
    assert "Visite, pilote (vous)" in inside.stdout
    assert "Positionnement" in inside.stdout
    again = palier(tmp_path, "demo")
    assert (again.returncode, again.stderr) == (0, "")
    assert f"UAI {demo.UAI}" in again.stdout


def test_it_does_not_mix_with_what_people_said(tmp_path: Path) -> None:
    palier(tmp_path, "console", said="/start\n")
    kept = (tmp_path / "palier.db").read_bytes()
    refused = palier(tmp_path, "demo")
    assert refused.returncode == 1
    assert "existe déjà" in refused.stderr
    assert (tmp_path / "palier.db").read_bytes() == kept


@pytest.mark.parametrize("days", [0, 3, 120])
async def test_four_campaigns_in_three_modes_dated_from_today(tmp_path: Path, days: int) -> None:
    now = NOW + timedelta(days=days)
    path = tmp_path / "demo.db"
    await demo.play(path, now)
    database = await connect(path)
    try:
        found = await database.transaction(lambda it: schools.position(it, demo.UAI, catalogue()))
        aside = await database.transaction(lambda it: it.execute("select * from set_aside").fetchall())
        voted = await database.transaction(
            lambda it: it.execute(
                "select s.present, p.voters from sittings s join pulses p on p.sitting = s.id"
            ).fetchall()
        )
        rows = await database.transaction(
            lambda it: [
                it.execute(f"select count(*) from {table}").fetchone()[0]
                for table in ("members", "notes", "goals where reached is not null", "goals where reached is null")
            ]
        )
    finally:
        await database.close()
    assert found is not None
    assert aside == []
    assert voted == [(6, 6)], "a sitting has voted, and decided"
    assert rows[0] == 8
    assert rows[1] >= 8
    assert rows[2:] == [1, 2]
    late = [it["reached"] is None and it["due"] < now.date().isoformat() for it in found["goals"]]
    assert late == [False, False, True]
    told = [(it["framework"], it["mode"], it["closed"] is None) for it in found["campaigns"]]
    assert told == [
        ("numea", "solo", False),
        ("numea", "shared", False),
        ("numea", "collegial", True),
        ("paliers-etablissement", "solo", True),
    ]
    opened = [now - datetime.fromisoformat(it["opened"]) for it in found["campaigns"]]
    assert [
        timedelta(days=at) <= ago < timedelta(days=at + 4) for at, ago in zip((420, 215, 21, 9), opened, strict=True)
    ]
    assert all(ago > timedelta() for ago in opened)
    together = found["campaigns"][2]
    questions = [it.id for it in catalogue()["numea"].questions]
    assert list(together["opinions"]) == questions
    assert all(sum(it.values()) >= 5 for it in together["opinions"].values())
    assert sum(len(it) >= 3 for it in together["opinions"].values()) >= len(questions) // 3, "they think otherwise"
    assert 0 < len(together["decisions"]) < len(questions)
    assert together["answers"] == {key: it["answer"] for key, it in together["decisions"].items()}
    assert not any(name in json.dumps(found) for name in demo.MEMBERS)


def test_the_school_is_no_real_one_and_its_uai_could_be() -> None:
    assert "démonstration" in demo.NAME
    assert uai.find(demo.UAI) == demo.UAI
    assert uai.fault(demo.UAI) is None
