"""A vote opens: the others of the team are told so, in their hours or while they are there, and led to the booth."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from dialogs.replies import Letter, Screen
from tests.bot.test_modes import press
from tests.bot.test_pulse import a_sitting, ask
from tests.bot.test_team import joined, rows, say
from tests.chat import MONDAY, Chat
from tests.spoken import spoken

NIGHT = datetime(2026, 11, 24, 19, 30, tzinfo=UTC)


def told(chat: Chat, who: str) -> int:
    return sum("Un vote est ouvert" in spoken(it) for it in chat.listener.heard[who] if isinstance(it, Letter))


async def test_members_are_told_and_readers_and_the_pilot_who_opens_it_are_not(tmp_path: Path) -> None:
    async with a_sitting(tmp_path, "anne", "karim") as (chat, key, _):
        await joined(chat, "zoe", "Lien, lecteur")
        await press(chat, "pilot", f"enter:{key}")
        await ask(chat, key)
        assert [told(chat, who) for who in ("pilot", "anne", "karim", "zoe")] == [0, 1, 1, 0]


async def test_the_letter_leads_to_the_booth_from_anywhere(tmp_path: Path) -> None:
    async with a_sitting(tmp_path, "anne") as (chat, key, _):
        await say(chat, "anne", "/campagnes")
        await press(chat, "anne", "go:choose", "for:-", "go:anew", "grid:numea")
        pulse = await ask(chat, key)
        (letter,) = (it for it in chat.listener.heard["anne"] if isinstance(it, Letter) and "Un vote" in str(it))
        assert letter.rows[0][0].press == f"booth:{key}"
        reads = await press(chat, "anne", f"booth:{key}")
        assert "Vote secret : personne ne saura ce que vous votez." in reads
        await press(chat, "anne", f"vote:{key}:{pulse}:2")
        assert await rows(chat, "select value from votes") == [("2",)]
        await press(chat, "pilot", "go:sitting", f"count:{key}:{pulse}")
        await say(chat, "anne", "/campagnes")
        assert (await press(chat, "anne", f"booth:{key}"))[0] == "» Aucun vote n'est ouvert pour l'instant."


async def test_the_booth_of_one_campaign_is_never_another_s(tmp_path: Path) -> None:
    """A letter of a campaign where no vote is open any more, tapped in the booth of one where there is."""
    async with a_sitting(tmp_path, "anne") as (chat, key, _):
        await press(chat, "pilot", "go:anew", "grid:numea")
        other = str((await rows(chat, "select id from campaigns where framework = 'numea'"))[0][0])
        await press(chat, "pilot", f"enter:{key}")
        await ask(chat, key)
        here = await press(chat, "anne", f"booth:{key}")
        stays = await press(chat, "anne", f"booth:{other}")
        assert stays[0] == "» Aucun vote n'est ouvert pour l'instant."
        assert stays[1:] == here


async def test_who_waits_in_the_booth_is_shown_the_next_question_there(tmp_path: Path) -> None:
    async with a_sitting(tmp_path, "anne", "karim") as (chat, key, _):
        first = await ask(chat, key)
        await press(chat, "anne", f"booth:{key}", f"vote:{key}:{first}:1")
        before = told(chat, "anne")
        await press(chat, "pilot", "go:sitting", f"count:{key}:{first}", f"again:{key}:{first}")
        assert told(chat, "anne") == before
        newest = chat.listener.heard["anne"][-1]
        assert isinstance(newest, Screen)
        assert "Formation au numérique (vote n° 2)" in spoken(newest)
        assert "0 vote." in spoken(newest)
        assert told(chat, "karim") == 2


async def test_in_the_evening_only_who_is_there_is_told(tmp_path: Path) -> None:
    async with a_sitting(tmp_path, "anne", "karim") as (chat, key, _):
        chat.now = NIGHT - timedelta(hours=1, minutes=50)
        await say(chat, "anne", "/aide")
        chat.now = NIGHT
        await ask(chat, key)
        assert (told(chat, "anne"), told(chat, "karim")) == (1, 0)


async def test_being_told_is_not_being_there(tmp_path: Path) -> None:
    async with a_sitting(tmp_path, "anne") as (chat, key, _):
        chat.now = MONDAY.replace(hour=17, minute=30)
        pulse = await ask(chat, key)
        assert told(chat, "anne") == 1
        chat.now = MONDAY.replace(hour=18, minute=30)
        await press(chat, "pilot", "go:sitting", f"count:{key}:{pulse}", f"again:{key}:{pulse}")
        assert told(chat, "anne") == 1, "19.30 at the school's clock, and nothing done since the morning"


async def test_on_a_holiday_only_who_is_there_is_told(tmp_path: Path) -> None:
    async with a_sitting(tmp_path, "anne", "karim") as (chat, key, _):
        chat.now = MONDAY.replace(month=12, day=25)
        await say(chat, "anne", "/aide")
        await ask(chat, key)
        assert (told(chat, "anne"), told(chat, "karim")) == (1, 0)
