"""The map: every state has a step and is reached, every way leads somewhere, the diagram is today's."""

from __future__ import annotations

import pytest

from dialogs.core import step
from dialogs.events import Asked
from dialogs.flow import ASIDES, BACK, BY_BUTTON, FOR_CAMPAIGNS, FREE, OF_A_GOAL, PLACES, TABLE, TEAM, machine
from dialogs.guards import Walker
from dialogs.session import State
from dialogs.steps import STEPS
from tests.diagram import PAGE, drawn
from tests.dialogs.test_screens import GRIDS, screens


def test_every_state_has_a_step() -> None:
    assert set(STEPS) == set(State)


def test_every_state_is_reached_from_the_welcome() -> None:
    reached = {State.WELCOME}
    while True:
        further = {row.dest for row in (*TABLE, *BACK) if reached & set(row.sources)} | reached
        if further == reached:
            break
        reached = further
    assert reached == set(State)


@pytest.mark.parametrize("state", State)
def test_every_screen_has_a_button_that_leads_on(state: State) -> None:
    """Of the screen itself: a way that only a command takes is no way out for who taps."""
    for _, screen in screens(GRIDS["numea"], "fr", state):
        presses = [button.press for row in screen.rows for button in row]
        ways = [press.removeprefix("go:") for press in presses if press.startswith("go:")]
        assert all(any(state in row.sources for row in (*TABLE, *BACK) if row.trigger == way) for way in ways)
        assert presses


def test_an_aside_can_go_back_to_every_place() -> None:
    ways = {(source, row.dest) for row in BACK if row.trigger == "back" for source in row.sources}
    assert ways == {(aside, place) for aside in ASIDES for place in PLACES}


def test_every_guard_is_one_of_the_walkers() -> None:
    for row in TABLE:
        assert all(callable(getattr(Walker, guard)) for guard in row.guard.split())


def test_every_way_of_a_button_is_in_the_table() -> None:
    assert set(machine().events) >= BY_BUTTON


@pytest.mark.parametrize("trigger", ["resume", "results", "help"])
def test_resume_results_and_help_lead_on_from_everywhere(trigger: str) -> None:
    """With a campaign under way and an answer in it, the command is obeyed in every state."""
    for state in State:
        for scene, _ in screens(GRIDS["numea"], "fr", state):
            outcome = step(scene, Asked({"resume": "reprendre", "results": "resultats", "help": "aide"}[trigger]))
            wanted = {"resume": {State.ASKING, State.RESULTS}, "results": {State.RESULTS}, "help": {State.HELP}}[
                trigger
            ]
            if scene.the().answers:
                assert outcome.session.state in wanted


@pytest.mark.parametrize("state", State)
def test_cancel_works_in_every_state(state: State) -> None:
    assert any(row.trigger == "cancel" and state in row.sources for row in (*TABLE, *BACK))


def test_the_machine_keeps_no_model_and_makes_no_trigger_of_its_own() -> None:
    assert machine().models == []
    assert set(machine().events) == {row.trigger for row in (*TABLE, *BACK)}


def test_the_diagram_in_the_docs_is_todays() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == drawn(page), "stale: run python -m tests.diagram"


def test_what_needs_no_campaign_is_read_of_the_table() -> None:
    assert {
        State.WELCOME,
        State.CATALOGUE,
        State.CAMPAIGNS,
        State.HELP,
        State.LANGUAGE,
        State.PRIVACY,
        State.ERASING,
        State.MAILBOX,
        *TEAM,
        State.CALLED,
        State.JOINING,
        State.KNOCKING,
        State.CHOOSING,
        *OF_A_GOAL,
        State.GOALS,
        State.TALLY,
        State.AGENDA,
        State.FEED,
        State.REMINDERS,
    } == FREE
    assert {"menu", "results", "recap", "actions", "school", "pause", "about"} <= FOR_CAMPAIGNS
