"""Updates and answers that Telegram would not write: they cost nobody else a tap, and the bot never falls silent."""

from __future__ import annotations

import asyncio
import json
import logging
from pathlib import Path
from typing import Any

import pytest

from tests.botapi.client import botapi
from tests.telegram.house import house
from tests.telegram.test_channel import answering, rows


def message(text: str = '"/start"', language: str = '"fr"', chat: str = "77", update: str = "%d") -> str:
    """An update's JSON, its parts as written."""
    sender = f'{{"id":77,"is_bot":false,"first_name":"B","language_code":{language}}}'
    where = f'{{"id":{chat},"type":"private","first_name":"B"}}'
    return (
        f'{{"update_id":{update},"message":{{"message_id":1,"date":1,"chat":{where},"from":{sender},"text":{text}}}}}'
    )


def tap(data: str) -> str:
    sender = '{"id":77,"is_bot":false,"first_name":"B","language_code":"fr"}'
    return f'{{"update_id":%d,"callback_query":{{"id":"1","from":{sender},"chat_instance":"1","data":{data}}}}}'


HOSTILE = {
    "data that is a number": tap("7"),
    "data that is a list": tap('["a"]'),
    "a language that is a number": message(language="7"),
    "a language that is a list": message(language='["fr"]'),
    "a language that is an object": message(language='{"fr":1}'),
    "half a surrogate pair as a language": message(language=r'"\ud83d"'),
    "a language nobody here speaks": message(language='"de"'),
    "half a surrogate pair as a text": message(text=r'"\ud83d"'),
    "half a surrogate pair as a chat": message(chat=r'"\ud83d"'),
    "no id": message().replace('"update_id":%d,', ""),
    **{f"the id {it}": message(update=it) for it in ('"7"', "1.5", "true", "null", "-1", str(10**30), str(2**64 - 1))},
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
async def test_an_update_of_another_shape_hides_none_of_the_others(tmp_path: Path, raw: str) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram) as here:
        ana = await answering(telegram)
        await telegram.update(raw=raw)
        await ana.taps("Niveau 2")
        await ana.waits_for("Charte d'usage")
        assert await rows(here, "select answer from opinions") == [("2",)]


@pytest.mark.parametrize("code", ["de", "pt-br", "zh-hans"])
async def test_whose_language_is_not_spoken_here_is_answered_in_french(tmp_path: Path, code: str) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram):
        ana = await telegram.user("Ana", code)
        await ana.sends("/start")
        await ana.waits_for("où en est le numérique")


async def test_what_no_parser_reads_is_stepped_over(tmp_path: Path) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram) as here:
        ana = await answering(telegram)
        nested = "[" * 5000 + "]" * 5000
        await telegram.update(raw=f'{{"update_id":%d,"message":{nested}}}')
        await ana.taps("Niveau 2")
        await ana.waits_for("Charte d'usage", within=20)
        assert await rows(here, "select answer from opinions") == [("2",)]
        assert here.health.ills == {}


async def test_half_an_answer_steps_over_nothing(tmp_path: Path) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram) as here:
        ana = await answering(telegram)
        await telegram.faults({"method": "getUpdates", "kind": "half", "delivered": True, "count": 12})
        await ana.taps("Niveau 2")
        await ana.waits_for("Charte d'usage", within=20)
        assert await rows(here, "select answer from opinions") == [("2",)]


async def test_updates_that_can_t_be_confirmed_are_not_asked_for_at_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with botapi() as telegram:
        endless = json.dumps({"ok": True, "result": [json.loads(message(update="-1"))]})
        await telegram.faults({"method": "getUpdates", "kind": "body", "body": endless, "count": 30})
        with caplog.at_level(logging.ERROR):
            async with house(tmp_path / "palier.db", telegram) as here:
                await asyncio.sleep(0.5)
                assert len(await telegram.calls("getUpdates")) < 15
                assert "telegram" in here.health.ills
        assert caplog.text.count("Stuck") == 1


RESULTS: list[Any] = [[], {}, True, None, "login"]
SHAPES: list[Any] = [{"ok": True}, *({"ok": True, "result": it} for it in RESULTS)]


@pytest.mark.parametrize("shape", SHAPES, ids=json.dumps)
async def test_a_stranger_who_answers_for_telegram_is_outlived(tmp_path: Path, shape: Any) -> None:
    """A captive portal, a proxy: JSON, and not the Bot API's."""
    async with botapi() as telegram:
        stranger = {"kind": "body", "body": json.dumps(shape), "count": 2}
        await telegram.faults({"method": "getMe", **stranger}, {"method": "setMyCommands", **stranger})
        async with house(tmp_path / "palier.db", telegram) as here:
            ana = await telegram.user("Ana", "fr")
            await ana.sends("/start")
            await ana.waits_for("où en est le numérique", within=20)
            await telegram.settled()
            assert here.health.ills == {}
            assert "resultats" in await ana.menu()


async def test_who_is_told_to_wait_before_it_lives_waits(tmp_path: Path) -> None:
    slept: list[float] = []
    async with botapi() as telegram:

        async def sleep(seconds: float) -> None:
            slept.append(seconds)
            await telegram.advance(seconds)

        wait = {"kind": "status", "status": 429, "retry_after": 35, "count": 1}
        await telegram.faults({"method": "getMe", **wait}, {"method": "setMyCommands", **wait})
        async with house(tmp_path / "palier.db", telegram, sleep=sleep):
            ana = await telegram.user("Ana", "fr")
            await ana.sends("/start")
            await ana.waits_for("où en est le numérique")
            await telegram.settled()
        assert slept == [35, 35]
        assert await telegram.violations() == []


async def test_a_redirection_is_not_followed(tmp_path: Path) -> None:
    """A text that people wrote goes to the Bot API, and nowhere that somebody on the way would like."""
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram):
        ana = await answering(telegram)
        await telegram.faults({"method": "editMessageText", "kind": "redirect", "count": 1})
        await ana.taps("Niveau 2")
        await ana.waits_for("Charte d'usage")
        assert await telegram.calls("elsewhere") == []


async def test_an_acknowledgement_answered_in_another_shape_is_no_noise(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram):
        ana = await answering(telegram)
        await telegram.faults({"method": "answerCallbackQuery", "kind": "body", "body": '{"ok":true}', "count": 1})
        await ana.taps("Niveau 2")
        await ana.waits_for("Charte d'usage")
    assert "never retrieved" not in caplog.text


def blocking(user: int, status: str, was: str) -> dict[str, Any]:
    ana = {"id": user, "is_bot": False, "first_name": "Ana"}
    bot = {"id": 1, "is_bot": True, "first_name": "Palier"}
    states: dict[str, dict[str, Any]] = {
        "old_chat_member": {"user": bot, "status": was},
        "new_chat_member": {"user": bot, "status": status},
    }
    if "kicked" in (status, was):
        states["new_chat_member" if status == "kicked" else "old_chat_member"]["until_date"] = 0
    chat = {"id": user, "type": "private", "first_name": "Ana"}
    return {"my_chat_member": {"chat": chat, "from": ana, "date": 1, **states}}


async def test_who_blocked_the_bot_and_came_back_in_one_batch_is_answered(tmp_path: Path) -> None:
    async with botapi() as telegram:
        ana = await telegram.user("Ana", "fr")
        await telegram.update(blocking(ana.id, "kicked", "member"))
        await telegram.update(blocking(ana.id, "member", "kicked"))
        await ana.sends("/start")
        await telegram.faults({"method": "sendMessage", "kind": "status", "status": 429, "retry_after": 1, "count": 1})
        async with house(tmp_path / "palier.db", telegram) as here:
            await asyncio.sleep(0.5)
            kept = await rows(here, "select state from replies where kind = 'screen'")
            assert kept == [("owed",)]
