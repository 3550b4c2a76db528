"""Sessions and replies as columns hold them: the same value comes back, and nothing else is taken for one."""

from __future__ import annotations

import json
from collections.abc import Hashable
from datetime import UTC, datetime
from typing import Any, cast, get_args

import pytest

from dialogs.chart import Chart, Ring, Series
from dialogs.replies import Button, Figures, Heading, Mark, Meter, Paragraph, Quote, Radar, Reply, Screen
from dialogs.session import Session, Sought, State
from frameworks.reading import reader
from storage.replies import KINDS
from storage.values import Unreadable, dumped, loaded

MOMENT = datetime(2026, 11, 25, 10, 30, tzinfo=UTC)
SESSION = Session(State.ASKING, "abcd", "charte", page=2, correcting=True, sought=Sought(uai="0750655E"), told=MOMENT)
SCREEN = Screen(
    (
        Heading("Charte « d'usage »", "fr"),
        Paragraph("Où en êtes-vous ?\n"),
        Quote("Niveau 1", "Une charte.", Mark.TICKED),
        Meter("1", 0.25, "4"),
        Figures("Domaines", ("", "Valeur"), (("Pilotage", "2,0"),)),
    ),
    ((Button("Oui", "answer:abcd:charte:1", "Répondre oui"), Button("Non", "answer:abcd:charte:0")),),
    notice="Enregistré.",
)
RADAR = Radar(
    Chart("Profil", "", ("A", "B"), (Ring(3, "Niveau 3"),), (Series("Ici", (1.0, None)),), "–"), (Heading("P"),)
)


@pytest.mark.parametrize("value", [Session(), SESSION, SCREEN, RADAR], ids=["new", "session", "screen", "radar"])
def test_what_was_kept_comes_back_equal(value: Any) -> None:
    assert loaded(type(value), dumped(value)) == value


def test_every_reply_has_its_reader() -> None:
    assert [KINDS[value.kind] for value in (SCREEN, RADAR)] == [Screen, Radar]
    assert set(KINDS.values()) == set(get_args(Reply))
    for kind in (Session, *KINDS.values()):
        reader(cast(Hashable, kind), False)


def test_a_session_of_another_release_is_read_as_far_as_it_is_known() -> None:
    """Moments were once written with a Z; a key may be gone, another still to come."""
    text = (
        '{"state":"menu","campaign":"abcd","told":"2026-11-25T10:30:00Z","sought":{"uai":"x","colour":"red"},"mood":1}'
    )
    assert loaded(Session, text) == Session(State.MENU, "abcd", sought=Sought(uai="x"), told=MOMENT)


def spoiled(value: Any, *path: Any, put: Any) -> str:
    document = json.loads(dumped(value))
    place = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = put
    return json.dumps(document)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Session, "not json"),
        (Session, "[]"),
        (Session, spoiled(SESSION, "state", put="hologram")),
        (Session, spoiled(SESSION, "state", put=["menu"])),
        (Session, spoiled(SESSION, "page", put="2")),
        (Session, spoiled(SESSION, "page", put=True)),
        (Session, spoiled(SESSION, "campaign", put=None)),
        (Session, spoiled(SESSION, "told", put="yesterday")),
        (Session, spoiled(SESSION, "told", put=1)),
        (Screen, spoiled(SCREEN, "blocks", put="text")),
        (Screen, spoiled(SCREEN, "blocks", 0, "kind", put="hologram")),
        (Screen, spoiled(SCREEN, "blocks", 0, put=3)),
        (Screen, spoiled(SCREEN, "blocks", 3, "share", put="half")),
        (Screen, spoiled(SCREEN, "blocks", 3, "share", put=True)),
        (Screen, spoiled(SCREEN, "kind", put="radar")),
        (Radar, dumped(SCREEN)),
    ],
)
def test_what_is_no_such_value_is_refused(kind: type, text: str) -> None:
    with pytest.raises(Unreadable):
        loaded(kind, text)


def test_a_kind_of_value_that_nothing_reads_is_an_error_of_the_code() -> None:
    with pytest.raises(TypeError, match="nothing reads"):
        reader(bytes, True)
    with pytest.raises(TypeError, match="nothing reads"):
        reader(tuple[int, str], True)
