"""No word of a school is read outside it, whatever is tapped, typed or forged by people of a hundred others."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialogs.session import State
from storage import campaigns, team
from tests.canaries.town import town
from tests.canaries.walk import Walk

SEED, ACTIONS = 20261123, 10_000


@pytest.mark.long
async def test_no_canary_leaves_its_school(tmp_path: Path) -> None:
    async with town(tmp_path / "palier.db", 100) as here:
        assert await here.rows("select count(*) from schools") == [(100,)]
        walk = Walk(here, SEED)
        await walk.go(ACTIONS)
    print(
        f"seed {SEED}, {ACTIONS} actions: {len(walk.states)} states, {walk.forged} buttons of others,"
        f" {walk.letters} letters, {walk.councils} councils"
    )
    assert not walk.leaks, "\n".join([f"seed {SEED}", *walk.leaks])
    # It has been about, and what it looks for is there to be seen.
    assert len(walk.states) >= len(State) - 6, set(State) - walk.states
    assert len(walk.own) == 100
    assert walk.forged > ACTIONS / 10
    assert walk.tried > ACTIONS / 50
    assert walk.letters > 10
    assert walk.councils > 10


SEEN_BY_ALL = (
    "left join members m on m.school = c.school and m.person = ?"
    " where (? = ? or c.school is not null or c.opened_by is not null)"
)


@pytest.mark.parametrize("leak", ["campaigns", "teams"])
async def test_a_leak_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, leak: str) -> None:
    """Were a campaign everybody's to read, or the team of another school shown, the walk would tell."""
    async with town(tmp_path / "palier.db", 12) as here:
        walk = Walk(here, SEED)
        if leak == "campaigns":
            monkeypatch.setattr(campaigns, "SEEN", SEEN_BY_ALL)
        else:
            one, of = next(iter(here.number_of)), team.of
            monkeypatch.setattr(team, "of", lambda connection, _, at: of(connection, one, at))
        await walk.go(1_500)
    assert any("Canari" in it for it in walk.leaks)
    assert any(it.startswith("in the rows of") for it in walk.leaks)


async def test_a_name_beside_an_opinion_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes a spread, and somebody who may look at it: the walk goes on until it has been there."""
    for where in ("dialogs.council", "bot.gather"):
        monkeypatch.setattr(f"{where}.pilots_see", lambda _: True)
    async with town(tmp_path / "palier.db", 12) as here:
        walk = Walk(here, SEED)
        while walk.actions < ACTIONS and not any("named beside opinions" in it for it in walk.leaks):
            await walk.go(500)
    assert any("named beside opinions" in it for it in walk.leaks)
