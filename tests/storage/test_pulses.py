"""Votes in any order, from anybody, into pulses opened and closed meanwhile: the tally is always the model's."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ballots import Refusal, Vote, count
from dialogs.campaign import School
from dialogs.council import LEAST
from dialogs.pulse import parts, values
from frameworks.load import catalogue
from storage import filling, people, pulses, schools
from storage.migrations import migrate

GRIDS = catalogue()
LADDER, STAGES = GRIDS["paliers-etablissement"], GRIDS["numea"]
NOW = datetime(2026, 11, 25, 14, tzinfo=UTC)
VOTERS = 9

Ballots = dict[str, dict[str, str]]


@dataclass
class Model:
    """Pulse → voter → part → value, as a child would count them."""

    said: dict[str, Ballots] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)

    def tally(self, pulse: str) -> dict[str, Counter[str]]:
        found: dict[str, Counter[str]] = {}
        for ballot in self.said[pulse].values():
            for part, value in ballot.items():
                found.setdefault(part, Counter())[value] += 1
        return found


@contextmanager
def a_commission(grid: str, *, secret: bool) -> Iterator[sqlite3.Connection]:
    """Three of the voters have accounts, three vote in the group, three are guests."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("pragma foreign_keys = on")
    try:
        migrate(connection)
        for number in range(3):
            people.meet(connection, "telegram", f"{number}", "fr", NOW)
        filling.open_campaign(connection, "k", 1, GRIDS[grid], "Essai", "", NOW)
        schools.found(connection, School("s", "Collège Un", "93", "Europe/Paris"), 1, NOW)
        pulses.open_sitting(connection, "now", "k", 1, "fr", "7K3M9Q", (), NOW)
        pulses.settle(connection, "now", present=9, secret=secret, guests=True, members_only=False)
        pulses.bind(connection, "now", "-100")
        yield connection
    finally:
        connection.close()


def voted(pulse: str, number: int, part: str, value: str, at: datetime) -> Vote:
    ballot = {part: value}
    if number >= 6:
        return Vote(pulse, at, ballot=ballot, guest=f"guest {number}")
    chat = "-100" if number % 2 else ""
    return Vote(pulse, at, ballot=ballot, channel="telegram", address=str(number), chat=chat)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("vote"), st.integers(0, VOTERS - 1), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)),
        st.tuples(st.sampled_from(["open", "close"]), *[st.integers(0, 9)] * 4),
    ),
    max_size=80,
)


@settings(max_examples=60, deadline=None)
@given(steps=STEPS, staged=st.booleans(), secret=st.booleans())
def test_whatever_the_order_the_tally_is_the_models(
    steps: list[tuple[str, int, int, int, int]], staged: bool, secret: bool
) -> None:
    grid = STAGES if staged else LADDER
    question, model = grid.questions[0], Model()
    with a_commission(grid.id, secret=secret) as connection:
        for at, (what, who, which, part, value) in enumerate(steps):
            now = NOW + timedelta(seconds=at)
            asked = sorted(model.said)
            pulse = asked[which % len(asked)] if asked else ""
            if what == "open":
                key = f"p{at:03d}"
                pulses.open_pulse(connection, key, "now", question.id, "", (), now, None)
                model.said[key] = {}
            elif what == "close" and pulse:
                assert pulses.close(connection, pulse, now) is (secret and pulse not in model.closed)
                model.closed.add(pulse)
            elif what == "vote" and pulse:
                piece = parts(question)[part % len(parts(question))]
                said = values(question)[value % len(values(question))]
                counted = count(connection, voted(pulse, who, piece, said, now), GRIDS)
                if pulse in model.closed:
                    assert counted.refusal is Refusal.CLOSED
                else:
                    assert counted.refusal is None
                    model.said[pulse].setdefault(str(who), {})[piece] = said
            check(connection, model, secret=secret)
        assert (
            connection.execute("select count(*) from votes where person is not null").fetchone()[0] == 0 or not secret
        )


def check(connection: sqlite3.Connection, model: Model, *, secret: bool) -> None:
    sitting = pulses.sitting(connection, "now")
    assert sitting
    assert {it.id for it in sitting.pulses} == set(model.said)
    for pulse in sitting.pulses:
        ballots = model.said[pulse.id]
        assert pulse.votes == len(ballots)
        assert pulse.guests == sum(int(who) >= 6 for who in ballots)
        assert pulse.closed is (pulse.id in model.closed)
        hidden = not pulse.closed or (secret and len(ballots) < LEAST)
        assert pulse.tally == (None if hidden or not ballots else model.tally(pulse.id))
    left = connection.execute("select count(distinct pulse) from votes").fetchone()[0]
    kept = [key for key, ballots in model.said.items() if ballots and not (secret and key in model.closed)]
    assert left == len(kept)


def test_who_votes_in_the_group_and_in_private_is_one_voter_and_nobody_can_be_found_from_their_vote() -> None:
    with a_commission(LADDER.id, secret=True) as connection:
        pulses.open_pulse(connection, "p", "now", LADDER.questions[0].id, "", (), NOW, None)
        for chat in ("-100", ""):
            vote = Vote("p", NOW, ("2",), channel="telegram", address="1", chat=chat)
            assert count(connection, vote, GRIDS).refusal is None
        rows = connection.execute("select voter, person, guest from votes").fetchall()
        assert len(rows) == 1
        assert rows[0][1:] == (None, 0)
        pulses.open_pulse(connection, "q", "now", LADDER.questions[1].id, "", (), NOW, None)
        count(connection, Vote("q", NOW, ("2",), channel="telegram", address="1"), GRIDS)
        voters = {row[0] for row in connection.execute("select voter from votes")}
        assert len(voters) == 2, "the same person is another voter in another pulse"


def test_a_sitting_left_open_ends_when_the_next_begins() -> None:
    with a_commission(LADDER.id, secret=True) as connection:
        pulses.open_pulse(connection, "p", "now", LADDER.questions[0].id, "", (), NOW, None)
        count(connection, Vote("p", NOW, ("2",), guest="one"), GRIDS)
        pulses.open_sitting(connection, "next", "k", 1, "fr", "7K3M9R", ("charte-usage",), NOW)
        assert pulses.of_code(connection, "7K3M9Q", GRIDS) is None
        found = pulses.of_code(connection, "7K3M9R", GRIDS)
        assert found and found.sitting.queue == ("charte-usage",)
        assert connection.execute("select count(*) from votes").fetchone() == (0,)
        (queue,) = connection.execute("select queue from sittings where id = 'next'").fetchone()
        assert orjson.loads(queue) == ["charte-usage"]
