"""A campaign's dates are told before they come, and its pilot sees whom they reached."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bot.tick import tick
from dialogs.events import Tapped
from dialogs.replies import Letter
from frameworks.load import catalogue
from tests.bot.test_team import founded, say, tap
from tests.chat import Chat, chatting
from tests.spoken import spoken

BEFORE = datetime(2026, 12, 4, 9, 0, tzinfo=UTC)


async def closing(chat: Chat) -> str:
    """A campaign that closes on 11 December, its pilot at its screen; the campaign's id."""
    await founded(chat)
    assert chat.database
    ((key,),) = await chat.database.transaction(
        lambda it: it.execute("select id from campaigns where school is not null").fetchall()
    )
    await say(chat, "pilot", "/domaines")
    await tap(chat, "pilot", "La campagne")
    await tap(chat, "pilot", "Clôture prévue")
    await say(chat, "pilot", "11/12/2026")
    return str(key)


async def test_a_week_before_it_closes_who_has_questions_left_is_told_and_the_pilot_sees_how(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await closing(chat)
        assert chat.database and chat.engine and chat.outbox
        chat.now = BEFORE
        await tick(chat.database, chat.engine, catalogue(), BEFORE)
        await chat.outbox.quiet()
        letter = chat.listener.heard["pilot"][-1]
        assert isinstance(letter, Letter)
        said = " ".join(spoken(letter)).replace("\xa0", " ")
        assert "clôture prévue dans 7 jours, le 11 décembre 2026." in said
        assert "Il vous reste" in said
        read = await chat.event(Tapped("go:campaign"), address="pilot")
        assert any(line.replace("\xa0", " ").startswith("Rappel du 4 décembre 2026 à ") for line in read)
        await tick(chat.database, chat.engine, catalogue(), BEFORE.replace(hour=11))
        await chat.outbox.quiet()
        assert sum(isinstance(it, Letter) for it in chat.listener.heard["pilot"]) == 1, "once"
