"""What every contender shows: the screens of our own grid, rendered once by our own code, as plain text and buttons."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.channels.telegram import markup
from dialogs import core
from dialogs.campaign import Campaign
from dialogs.scene import Scene
from dialogs.session import Session, State
from frameworks.load import catalogue
from frameworks.model import Framework
from locales import words

GRID = "paliers-etablissement"
LONG_DOMAINS = 3
CAMPAIGN = "abcdefgh"


def grid() -> Framework:
    return catalogue()[GRID]


def path() -> list[tuple[str, str]]:
    """Domains of many questions, each opened and answered but for its last question."""
    taps: list[tuple[str, str]] = []
    for domain in [domain for domain in grid().domains if len(domain.questions) > LONG_DOMAINS]:
        taps.append(("domain", domain.id))
        taps += [("answer", question.id) for question in domain.questions[:-1]]
    return taps


def write(file: Path) -> None:
    """By question: its screen, the question after it, and for a domain its first question."""
    framework = grid()
    campaign = Campaign(CAMPAIGN, "Positionnement de novembre 2026", framework)
    session = replace(Session(), campaign=CAMPAIGN, state=State.ASKING)
    scene = Scene(session, words("fr"), datetime.now(UTC), {GRID: framework}, "", campaign=campaign)
    shown: dict[str, object] = {}
    after: dict[str, str] = {}
    for domain in framework.domains:
        after[domain.id] = domain.questions[0].id
        for at, question in enumerate(domain.questions):
            after[question.id] = domain.questions[(at + 1) % len(domain.questions)].id
            screen = core.shown(replace(scene, session=replace(session, question=question.id)))
            rows = [[(button.label, button.press) for button in row] for row in screen.rows]
            shown[question.id] = {"text": markup.text(screen), "rows": rows}
    first = after[framework.domains[0].id]
    file.write_text(json.dumps({"screens": shown, "after": after, "first": first}), encoding="utf-8")
