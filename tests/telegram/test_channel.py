"""The channel before a Bot API that misbehaves: nothing tapped is lost, nobody is left without an answer."""

from __future__ import annotations

import asyncio
import logging
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import config
from bot.channels.telegram import markup
from bot.channels.telegram.commands import registered
from bot.outbox import TryLater
from bot.redaction import Redacting
from dialogs.campaign import Campaign, School
from dialogs.picture import radar
from dialogs.replies import Heading, Paragraph
from dialogs.session import State
from frameworks.load import catalogue
from frameworks.model import Framework
from locales import LANGUAGES, words
from storage.replies import Line, Owed
from tests.botapi.client import Telegram, User, botapi
from tests.chat import secrets
from tests.dialogs.test_screens import GRIDS, lowest, screens
from tests.telegram.house import House, house


async def rows(here: House, sql: str) -> list[object]:
    return await here.database.transaction(lambda it: it.execute(sql).fetchall())


async def refused(telegram: Telegram, status: int) -> bool:
    """Both refusals of getUpdates have been met."""
    calls = await telegram.calls("getUpdates")
    return len([call for call in calls if call["code"] == status]) >= 2


async def answering(telegram: Telegram, language: str = "fr") -> User:
    """Somebody at the first question of the recommended grid."""
    ana = await telegram.user("Ana", language)
    for does in ("/start", "Commencer", "Pilotage"):
        await (ana.sends(does) if does.startswith("/") else ana.taps(does))
        await telegram.settled()
    return ana


async def test_one_message_is_edited_in_place_and_every_tap_is_acknowledged(tmp_path: Path) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram):
        ana = await answering(telegram)
        await ana.taps("Niveau 2")
        await telegram.settled()
        assert [message.by_bot for message in await ana.sees()] == [False, True]
        assert (await ana.last()).edits == 3
        assert len(await ana.toasts()) == 3


async def test_both_calls_of_a_tap_go_out_before_more_is_asked_for(tmp_path: Path) -> None:
    """A poll that went out first would come back with whoever taps first, and keep the others waiting a round more."""
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram):
        ana = await answering(telegram)
        began = max(call["number"] for call in await telegram.calls())
        for _ in range(3):
            await ana.taps("Niveau 2")
            await telegram.settled()
        called = [call["method"] for call in await telegram.calls(since=began)]
        assert called == ["editMessageText", "answerCallbackQuery", "getUpdates"] * 3


async def test_long_sentences_fold_and_are_whole(tmp_path: Path) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram):
        ana = await telegram.user("Ana", "fr")
        await ana.sends("/start")
        await telegram.settled()
        for label in ("Autres grilles", "NumEA", "Pilotage"):
            await ana.taps(label)
            await telegram.settled()
        shown = await ana.last()
        for statement in GRIDS["numea"].questions[0].statements:
            assert statement.text in shown.text
        assert sum(entity["type"] == "expandable_blockquote" for entity in shown.entities) == 3


async def test_commands_are_listed_for_each_place_and_language(tmp_path: Path) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram):
        ana = await telegram.user("Ana", "fr")
        group = await telegram.group("Commission", [ana])
        await telegram.settled()
        assert "resultats" in await ana.menu()
        assert "results" in await ana.menu(language="en")
        assert "sondage" in await ana.menu()
        assert await ana.menu(group) == ["start", "sondage", "aide"]
        assert await ana.menu(group, language="en") == ["start", "pulse", "help"]
        await ana.joins(group, "administrator")
        assert await ana.menu(group) == ["start", "sondage", "aide"]


def test_every_command_keeps_telegrams_rules() -> None:
    for _, _, commands in registered():
        for command in commands:
            assert 1 <= len(command.command) <= 32
            assert command.command.islower()
            assert 1 <= len(command.description) <= 256


async def test_a_deep_link_starts_the_conversation(tmp_path: Path) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram):
        ana = await telegram.user("Ana", "fr")
        await ana.sends("/start abcDEF_-123")
        await ana.waits_for("où en est le numérique")


async def test_a_deep_link_joins_a_team_and_the_bots_name_is_known_for_it(tmp_path: Path) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram, tokens=secrets()) as home:
        pilot, ana = await telegram.user("Dominique", "fr"), await telegram.user("Ana", "fr")
        for text in ("/start", "Commencer", "/etablissement", "0750655E", "Collège Un", "C'est bien cela", "/equipe"):
            await pilot.sends(text)
            await telegram.settled()
        for text in ("Dominique", "Inviter", "Lien, membre"):
            await pilot.sends(text)
            await telegram.settled()
        token = (await pilot.last()).text.partition("/rejoindre ")[2].split()[0]
        await ana.sends(f"/start {token}")
        await ana.waits_for("Votre nom dans l'équipe")
        assert home.channel.username


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("sticker", "Je ne lis que les textes"),
        ("voice", "Je ne lis que les textes"),
        ("photo", "Je ne lis que les textes"),
    ],
)
async def test_what_is_no_text_gets_a_sentence(tmp_path: Path, what: str, said: str) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram):
        ana = await answering(telegram)
        await ana.sends_a(what)
        await ana.waits_for(said)


async def test_an_edited_message_gets_a_sentence_and_changes_nothing(tmp_path: Path) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram) as here:
        ana = await answering(telegram)
        message = await ana.sends("Niveau 1")
        await telegram.settled()
        await ana.rewrites(message, "Niveau 3")
        await ana.waits_for("Un message modifié n'est pas relu")
        assert await rows(here, "select answer from opinions") == [("1",)]


async def test_in_a_group_the_bot_says_what_it_is_for_and_holds_no_conversation(tmp_path: Path) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram) as here:
        ana = await telegram.user("Ana", "fr")
        group = await telegram.group("Commission", [ana], bot="left")
        await ana.adds_bot(group)
        await ana.waits_for("Écrivez-moi en privé", group)
        await ana.sends("/start", group)
        await ana.waits_for(lambda seen: sum("Écrivez-moi" in message.text for message in seen) == 2, group)
        await ana.sends("/start", group, anonymous=True)
        await ana.waits_for(lambda seen: sum("Écrivez-moi" in message.text for message in seen) == 3, group)
        await ana.removes_bot(group)
        await telegram.settled()
        assert await rows(here, "select * from conversations") == []


async def test_a_person_who_blocks_the_bot_is_not_written_to_and_finds_everything_again(tmp_path: Path) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram) as here:
        ana = await answering(telegram)
        await ana.taps("Niveau 2")
        await telegram.settled()
        await ana.blocks()
        await telegram.settled()
        await ana.unblocks()
        await ana.sends("/reprendre")
        await ana.waits_for("Charte d'usage")
        assert await rows(here, "select answer from opinions") == [("2",)]


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "status", "status": 502, "count": 3},
        {"kind": "status", "status": 500, "count": 2},
        {"kind": "html", "count": 2},
        {"kind": "empty", "count": 2},
        {"kind": "half", "count": 2},
        {"kind": "reset", "count": 2},
        {"kind": "status", "status": 429, "retry_after": 1, "count": 2},
    ],
    ids=lambda fault: str(fault["kind"]) + str(fault.get("status", "")),
)
@pytest.mark.parametrize("method", ["getUpdates", "editMessageText"])
async def test_a_bot_api_that_stumbles_loses_nothing(tmp_path: Path, method: str, fault: dict[str, object]) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram) as here:
        ana = await answering(telegram)
        await telegram.faults({"method": method, **fault})
        await ana.taps("Niveau 2")
        await ana.waits_for("Charte d'usage", within=20)
        assert await rows(here, "select answer from opinions") == [("2",)]
        assert await telegram.violations() == []


@pytest.mark.parametrize("status", [401, 404, 409])
async def test_no_refusal_makes_a_zombie(tmp_path: Path, status: int, caplog: pytest.LogCaptureFixture) -> None:
    """python-telegram-bot's own polling stops for ever at the first of these."""
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram) as here:
        ana = await answering(telegram)
        with caplog.at_level(logging.ERROR):
            await telegram.faults({"method": "getUpdates", "kind": "status", "status": status, "count": 2})
            await ana.taps("Niveau 2")
            await ana.waits_for("Charte d'usage", within=20)
            for _ in range(200):
                if await refused(telegram, status):
                    break
                await asyncio.sleep(0.05)
            await ana.taps("Niveau 1")
            await ana.waits_for("Personnels clé", within=20)
        await telegram.settled()
        await asyncio.sleep(0.1)
        assert here.health.ills == {}
        assert "Telegram: " in caplog.text
        assert telegram.token not in caplog.text


async def test_an_update_nobody_can_read_hides_none_of_the_others(tmp_path: Path) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram):
        ana = await answering(telegram)
        await telegram.update(raw='{"update_id": %d, "message": {"date": "not a date", "chat": 7}}')
        await ana.taps("Niveau 2")
        await ana.waits_for("Charte d'usage")


async def test_ids_that_begin_again_after_a_quiet_week_are_no_old_ones(tmp_path: Path) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram) as here:
        ana = await answering(telegram)
        await telegram.reset_ids(7)
        await ana.taps("Niveau 2")
        await ana.waits_for("Charte d'usage", within=20)
        assert await rows(here, "select answer from opinions") == [("2",)]


@pytest.mark.parametrize(
    "why",
    [
        "message can't be edited",
        "message to edit not found",
        "MESSAGE_ID_INVALID",
        "MESSAGE_EDIT_TIME_EXPIRED",
        "there is no text in the message to edit",
        "MESSAGE_AUTHOR_REQUIRED",
    ],
)
async def test_a_screen_that_can_t_be_edited_is_replaced(tmp_path: Path, why: str) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram):
        ana = await answering(telegram)
        refusal = {"kind": "status", "status": 400, "description": f"Bad Request: {why}", "count": 1}
        await telegram.faults({"method": "editMessageText", **refusal})
        await ana.taps("Niveau 2")
        await ana.waits_for("Charte d'usage")
        assert sum(message.by_bot for message in await ana.sees()) == 2
        await ana.taps("Niveau 1")
        await ana.waits_for("Personnels clé")
        assert sum(message.by_bot for message in await ana.sees()) == 2


async def test_a_replacement_counts_as_the_second_message_that_it_is(tmp_path: Path) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram, limited=True) as here:
        ana = await answering(telegram)
        await asyncio.sleep(2.5)
        refusal = {"kind": "status", "status": 400, "description": "Bad Request: MESSAGE_ID_INVALID", "count": 1}
        await telegram.faults({"method": "editMessageText", **refusal})
        await ana.taps("Niveau 2")
        await ana.waits_for("Charte d'usage")
        began = asyncio.get_running_loop().time()
        await here.channel.limits.turn(str(ana.id))
        assert asyncio.get_running_loop().time() - began > 0.5


async def test_a_group_that_asks_sixty_times_is_told_within_its_limits(tmp_path: Path) -> None:
    async with botapi(limits=True) as telegram, house(tmp_path / "palier.db", telegram, limited=True):
        ana = await telegram.user("Ana", "fr")
        group = await telegram.group("Commission", [ana])
        for _ in range(60):
            await ana.sends("/start", group)
        await ana.waits_for("Écrivez-moi en privé", group)
        await asyncio.sleep(1)
        assert len(await telegram.calls("sendMessage")) <= 5
        assert [call for call in await telegram.calls("*") if call["code"] == 429] == []


async def test_a_bot_that_is_refused_everywhere_waits_for_the_deadline(tmp_path: Path) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram, limited=True):
        people = await telegram.users(40)
        refused = {"kind": "status", "status": 429, "retry_after": 3, "scope": "all", "count": 1}
        await telegram.faults({"method": "sendMessage", **refused})
        await asyncio.gather(*(one.sends("/start") for one in people))
        await people[-1].waits_for("où en est le numérique", within=20)
        assert len(await telegram.violations()) < 8, "those that were on their way already"


async def test_a_tap_whose_query_is_too_old_is_saved_and_shown(tmp_path: Path) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram) as here:
        ana = await answering(telegram)
        old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
        await telegram.faults({"method": "answerCallbackQuery", "kind": "status", "status": 400, "description": old})
        await ana.taps("Niveau 2")
        await ana.waits_for("Charte d'usage")
        assert await rows(here, "select answer from opinions") == [("2",)]


async def test_an_account_that_vanished_is_not_written_to_for_ever(tmp_path: Path) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram) as here:
        ana = await answering(telegram)
        await ana.taps("Niveau 2")
        await ana.vanishes()
        await telegram.settled()
        await here.outbox.quiet()
        assert await rows(here, "select answer from opinions") == [("2",)]
        await asyncio.sleep(0.2)
        before = len(await telegram.calls("*Message*"))
        await asyncio.sleep(0.3)
        assert len(await telegram.calls("*Message*")) == before


async def test_a_group_that_becomes_a_supergroup_is_still_told(tmp_path: Path) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram):
        ana = await telegram.user("Ana", "fr")
        group = await telegram.group("Commission", [ana])
        larger = await group.migrates()
        await ana.sends("/start", larger)
        await ana.waits_for("Écrivez-moi en privé", larger)


async def test_an_answer_lost_on_its_way_is_no_second_message(tmp_path: Path) -> None:
    """Delivered, and the connection broke before Telegram could say so: an edit is simply made again."""
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram):
        ana = await answering(telegram)
        await telegram.faults({"method": "editMessageText", "kind": "reset", "delivered": True, "count": 1})
        await ana.taps("Niveau 2")
        await ana.waits_for("Charte d'usage")
        await telegram.settled()
        assert sum(message.by_bot for message in await ana.sees()) == 1


async def test_the_limits_are_kept_and_nothing_is_lost(tmp_path: Path) -> None:
    async with botapi(limits=True) as telegram, house(tmp_path / "palier.db", telegram, limited=True) as here:
        ana = await telegram.user("Ana", "fr")
        await ana.sends("/start")
        shown = await ana.waits_for("où en est le numérique", within=20)
        for label in ("Commencer", "Pilotage", "Niveau 1", "Niveau 1", "Niveau 1", "Niveau 1"):
            before = shown[-1].edits
            await ana.taps(label)
            shown = await ana.waits_for(lambda seen, known=before: seen[-1].edits > known, within=20)  # type: ignore[misc]
        assert len(await rows(here, "select 1 from opinions")) == 4
        # On a busy machine a call may still meet a 429; none is made before its deadline.
        assert await telegram.violations() == []


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("grid", GRIDS.values(), ids=GRIDS)
def test_every_screen_fits_a_message(grid: Framework, language: str, state: State) -> None:
    longest = max((markup.units(markup.text(screen)) for _, screen in screens(grid, language, state)), default=0)
    print(f"{grid.id} {language} {state.value}: {longest}")
    assert longest <= markup.TEXT


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("grid", catalogue().values(), ids=catalogue())
def test_a_radars_words_fit_a_caption_and_a_message(grid: Framework, language: str) -> None:
    answers = {question.id: lowest(question) for question in grid.questions}
    made = Campaign("k", "T" * 80, grid, School("s", "N" * 80, "93", "Europe/Paris"), answers)
    blocks = radar(words(language), made).blocks
    caption, rest = markup.captioned(blocks)
    assert markup.units(caption) <= markup.CAPTION
    assert markup.units(rest) <= markup.TEXT
    assert "\n".join(part for part in (caption, rest) if part) == "\n".join(map(markup.html, blocks))


def test_no_name_breaks_the_markup() -> None:
    hostile = '<b>&amp; "x" </blockquote> 👩‍🏫'
    assert markup.html(Heading(hostile)).startswith("<b>&lt;b&gt;&amp;amp;")
    assert "</blockquote>" not in markup.html(Paragraph(hostile))


@pytest.mark.parametrize("bot", ["123456789", "1234", "7"])
def test_no_token_that_the_settings_take_survives_the_log(bot: str) -> None:
    token = f"{bot}:" + "A" * 35
    assert config.load_config({"PALIER_TELEGRAM_TOKEN": token}, Path("nowhere.env")).telegram_token is not None
    try:
        raise ValueError(f"https://api.telegram.org/bot{token}/getMe")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "at %s", (token,), sys.exc_info())
    assert "A" * 30 not in Redacting("%(message)s").format(record)


async def test_a_radar_does_not_wait_for_the_sign_that_it_is_coming(tmp_path: Path) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram) as here:
        ana = await answering(telegram)
        await ana.taps("Niveau 2")
        await telegram.settled()
        await telegram.faults({"method": "sendChatAction", "kind": "reset", "count": 1})
        await ana.sends("/resultats")
        await ana.waits_for(lambda seen: any(message.photo for message in seen))
        await telegram.settled()
        assert ("radar", "unknown") not in await rows(here, "select kind, state from replies")


async def test_what_is_transient_waits_for_no_deadline_and_breaks_none(tmp_path: Path) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram):
        ana = await answering(telegram)
        refused = {"kind": "status", "status": 429, "retry_after": 30, "count": 1}
        await telegram.faults(refused | {"method": "answerCallbackQuery"}, refused | {"method": "sendChatAction"})
        for label in ("Niveau 2", "Niveau 1"):
            await ana.taps(label)
            await telegram.settled()
        for _ in range(2):
            await ana.sends("/resultats")
            await telegram.settled()
        assert sum(message.photo is not None for message in await ana.sees()) == 2
        assert await telegram.violations() == []


async def test_a_picture_is_not_sent_again_where_its_words_are_told_to_wait(tmp_path: Path) -> None:
    grid = catalogue()["numea"]
    answers = {question.id: lowest(question) for question in grid.questions}
    reply = radar(words("fr"), Campaign("k", "Positionnement", grid, answers=answers))
    assert markup.captioned(reply.blocks)[1]
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram) as here:
        ana = await answering(telegram)
        line = Line(1, 1, False, datetime.now(UTC), reply, "", "owed", None, 0)
        owed = Owed(line, 1, "telegram", str(ana.id))
        await telegram.faults({"method": "sendMessage", "kind": "status", "status": 429, "retry_after": 1, "count": 1})
        with pytest.raises(TryLater):
            await here.channel.door.send(owed)
        await asyncio.sleep(1.1)
        await here.channel.door.send(owed)
        seen = [message for message in await ana.sees() if message.by_bot]
        assert [message.photo is not None for message in seen] == [False, True, False]


async def test_acknowledgements_share_the_limits_with_the_messages(tmp_path: Path) -> None:
    async with botapi(limits=True) as telegram, house(tmp_path / "palier.db", telegram, limited=True):
        people = [await telegram.user(f"N{n}", "fr") for n in range(12)]
        await asyncio.gather(*(one.sends("/start") for one in people))
        for one in people:
            await one.waits_for("où en est le numérique", within=20)
        await asyncio.gather(*(one.taps("Commencer") for one in people))
        for one in people:
            await one.waits_for("Positionnement de", within=20)
        await telegram.settled(within=30)
        assert [len(await one.toasts()) for one in people] == [1] * 12
        assert [call for call in await telegram.calls("*") if call["code"] == 429] == []


async def test_who_is_faster_than_any_hand_is_heard_at_the_pace_of_one(tmp_path: Path) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram) as here:
        ana, ben = await answering(telegram), await telegram.user("Ben", "fr")
        await telegram.batch([("write", {"user": ben.id, "text": "/aide"})] * 1000)
        await ana.taps("Niveau 2")
        await ana.waits_for("Charte d'usage")
        await telegram.settled()
        assert 60 <= len(await rows(here, "select key from events")) < 150
        await asyncio.sleep(0.5)
        await ben.sends("/start")
        await ben.waits_for("où en est le numérique")


async def test_what_a_disk_refused_is_not_too_fast_when_it_comes_again(tmp_path: Path) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram) as here:
        ana = await answering(telegram)
        await here.database.transaction(lambda it: it.execute("pragma query_only = on"))
        await telegram.batch([("write", {"user": ana.id, "text": "/aide"})] * 20)
        await ana.taps("Niveau 2")
        await asyncio.sleep(0.5)
        here.database._conn.execute("pragma query_only = off")
        await telegram.settled()
        assert await rows(here, "select answer from opinions") == [("2",)]
