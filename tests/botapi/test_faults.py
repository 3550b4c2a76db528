"""What goes wrong on purpose, and the rates at which Telegram stops listening."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from typing import Any

import aiohttp
import orjson
import pytest
from telegram import Bot
from telegram.error import BadRequest, Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from tests.botapi.client import Json, Refused, Telegram, User
from tests.botapi.conftest import Raw


@pytest.fixture
async def ana(telegram: Telegram) -> User:
    return await telegram.user("Ana", started=True)


async def body(telegram: Telegram, method: str = "getMe", **params: object) -> tuple[int, bytes]:
    async with telegram.session.post(f"{telegram.bot_url}{telegram.token}/{method}", json=params) as response:
        return response.status, await response.read()


async def test_any_status_so_many_times(telegram: Telegram, bot: Bot, ana: User) -> None:
    for status, error in ((401, InvalidToken), (404, InvalidToken), (409, Conflict), (500, NetworkError)):
        await telegram.faults({"method": "send*", "status": status, "count": 1})
        with pytest.raises(error):
            await bot.send_message(ana.id, "x")
    await telegram.faults({"method": "sendMessage", "status": 400, "description": "Bad Request: nope", "skip": 1})
    await bot.send_message(ana.id, "x")
    with pytest.raises(BadRequest, match="Nope"):
        await bot.send_message(ana.id, "y")
    assert [struck["struck"] for struck in await telegram.calm()] == [1, 1, 1, 1, 1]
    await bot.send_message(ana.id, "z")
    assert [message.text for message in await ana.sees()] == ["x", "z"]
    calls = await telegram.calls("sendMessage")
    assert [call["code"] for call in calls] == [401, 404, 409, 500, 200, 400, 200]
    assert calls[0]["fault"] == "status 401"


async def test_answers_that_are_no_answers(telegram: Telegram, bot: Bot, ana: User) -> None:
    await telegram.faults({"kind": "html", "count": 1}, {"kind": "empty", "count": 1}, {"kind": "half", "count": 1})
    status, page = await body(telegram)
    assert status == 502
    assert page.startswith(b"<html>")
    assert await body(telegram) == (200, b"")
    assert await body(telegram) == (200, b'{"ok":tr')
    await telegram.faults({"kind": "half", "delivered": True, "count": 1})
    with pytest.raises(TelegramError, match="Invalid server response"):
        await bot.send_message(ana.id, "arrivé")
    assert await ana.reads() == "arrivé"


async def test_a_connection_that_is_lost_before_or_after(telegram: Telegram, bot: Bot, ana: User) -> None:
    """ "Delivered, answer lost": the one that tells who repeats what has arrived."""
    await telegram.faults({"method": "sendmessage", "kind": "reset", "count": 1})
    with pytest.raises(NetworkError):
        await bot.send_message(ana.id, "avant")
    assert await ana.sees() == []
    await telegram.faults({"method": "sendmessage", "kind": "reset", "delivered": True, "count": 1})
    with pytest.raises(NetworkError):
        await bot.send_message(ana.id, "après")
    assert [message.text for message in await ana.sees()] == ["après"]
    await telegram.faults({"kind": "cut", "delivered": True, "count": 1})
    with pytest.raises(aiohttp.ClientError):
        await body(telegram, "sendMessage", chat_id=ana.id, text="coupé")
    assert await ana.reads() == "coupé"
    assert [call["fault"] for call in await telegram.calls("sendMessage")] == ["reset", "reset after", "cut after"]


async def test_a_slow_answer_and_one_by_drips(telegram: Telegram) -> None:
    await telegram.faults({"kind": "delay", "seconds": 0.3, "count": 1}, {"kind": "drip", "seconds": 0.3, "count": 1})
    for _ in range(2):
        before = time.monotonic()
        status, answer = await body(telegram)
        assert time.monotonic() - before > 0.29
        assert (status, orjson.loads(answer)["ok"]) == (200, True)


async def test_a_share_of_the_calls_by_seed(telegram: Telegram, ana: User, api: Raw) -> None:
    async def struck() -> list[int]:
        await telegram.faults({"method": "sendMessage", "status": 500, "probability": 0.5, "seed": 7})
        codes = [(await api("sendMessage", chat_id=ana.id, text="x"))[0] for _ in range(20)]
        await telegram.calm()
        return codes

    first = await struck()
    assert await struck() == first
    assert 4 < first.count(500) < 16
    with pytest.raises(Refused, match="no fault 'gremlin'"):
        await telegram.faults({"kind": "gremlin"})


async def test_an_outage_cuts_the_pending_poll_and_loses_nothing(telegram: Telegram, api: Raw, ana: User) -> None:
    poll = asyncio.ensure_future(api.updates(timeout=20))
    await asyncio.sleep(0.1)
    await telegram.faults({"kind": "reset"})
    await telegram.cut()
    with pytest.raises(aiohttp.ClientError):
        await poll
    await ana.sends("pendant la panne")
    with pytest.raises(aiohttp.ClientError):
        await api.updates()
    await telegram.calm()
    assert (await api.updates())[0]["message"]["text"] == "pendant la panne"


async def test_a_429_of_a_script_sets_a_deadline(
    telegram: Telegram, bot: Bot, api: Raw, ana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # without it the library warns at every RetryAfter
    await telegram.clock(speed=0)
    bea = await telegram.user("Béa", started=True)
    await telegram.faults({"method": "sendMessage", "status": 429, "retry_after": 5, "count": 1})
    with pytest.raises(RetryAfter) as told:
        await bot.send_message(ana.id, "x")
    assert told.value.retry_after == timedelta(seconds=5)
    await bot.send_message(bea.id, "un autre chat")
    assert await telegram.violations() == []
    await telegram.advance(seconds=3)
    status, answer = await api("sendMessage", chat_id=ana.id, text="trop tôt")
    assert (status, answer["parameters"]) == (429, {"retry_after": 2})
    (violation,) = await telegram.violations()
    assert (violation["method"], violation["scope"], violation["early"]) == ("sendMessage", f"chat {ana.id}", 2)
    await telegram.advance(seconds=2)
    await bot.send_message(ana.id, "x")
    await telegram.faults({"method": "sendMessage", "status": 429, "retry_after": [7, 7], "scope": "all", "count": 1})
    await api.refused("sendMessage", chat_id=ana.id, text="x")
    assert await api.refused("sendMessage", chat_id=bea.id, text="x") == "Too Many Requests: retry after 7"
    assert await api.updates() == []
    assert (await telegram.counters())["violations"] == 2


async def many(api: Raw, count: int, method: str = "sendMessage", **params: Any) -> list[int]:
    return [(await api(method, **params))[0] for _ in range(count)]


async def test_one_message_a_second_in_a_chat(telegram: Telegram, api: Raw, ana: User) -> None:
    await telegram.clock(speed=0)
    await telegram.settings(limits=True)
    assert await many(api, 4, chat_id=ana.id, text="x") == [200, 200, 200, 429]
    await telegram.advance(seconds=1)
    assert await many(api, 2, chat_id=ana.id, text="x") == [200, 429]
    assert await telegram.violations() == []
    await many(api, 1, chat_id=ana.id, text="x")
    assert len(await telegram.violations()) == 1
    await telegram.settings(limits=False)
    assert await many(api, 5, chat_id=ana.id, text="x") == [200] * 5


async def test_twenty_messages_a_minute_in_a_group(telegram: Telegram, api: Raw, ana: User) -> None:
    await telegram.clock(speed=0)
    await telegram.settings(limits=True)
    group = await telegram.group("École", [ana])
    codes = []
    for _ in range(21):
        codes += await many(api, 1, chat_id=group.id, text="x")
        await telegram.advance(seconds=1)
    assert codes == [200] * 20 + [429]
    (refused,) = [call for call in await telegram.calls("sendMessage") if call["code"] == 429]
    assert refused["description"] == "Too Many Requests: retry after 40"
    await telegram.advance(seconds=39)
    assert await many(api, 2, chat_id=group.id, text="x") == [200, 429]


async def test_thirty_calls_a_second_in_all(telegram: Telegram, api: Raw) -> None:
    """Sends and edits to anybody; answering a tap counts, asking for updates does not."""
    await telegram.clock(speed=0)
    await telegram.settings(limits=True)
    people = await telegram.users(25)
    codes = [(await api("sendMessage", chat_id=user.id, text="x"))[0] for user in people]
    for user in people[:6]:
        query = (await user.taps(data="x"))["query"]
        codes += await many(api, 1, "answerCallbackQuery", callback_query_id=query)
    assert codes == [200] * 30 + [429]
    assert len(await api.updates()) == 6
    assert await telegram.violations() == []
    await telegram.advance(seconds=1)
    assert await many(api, 1, chat_id=people[0].id, text="x") == [200]


async def test_the_journal_of_calls(telegram: Telegram, api: Raw, ana: User) -> None:
    sent = await api.result("sendMessage", chat_id=ana.id, text="x")
    await api.refused("editMessageText", chat_id=ana.id, message_id=sent["message_id"], text="x")
    first, second = await telegram.calls()
    assert (first["method"], first["params"], first["code"], first["result"]) == (
        "sendMessage",
        {"chat_id": ana.id, "text": "x"},
        200,
        sent,
    )
    assert second["description"].startswith("Bad Request: message is not modified")
    assert [call["number"] for call in await telegram.calls("edit*", since=first["number"])] == [second["number"]]
    counted: Json = await telegram.counters()
    assert (counted["calls"], counted["answers"]) == ({"sendMessage": 1, "editMessageText": 1}, {"200": 1, "400": 1})


async def test_many_at_once(telegram: Telegram, api: Raw) -> None:
    people = await telegram.users(50)
    taps = await telegram.batch([("tap", {"user": user.id, "data": "x", "times": 3}) for user in people])
    assert len(taps) == 50
    assert len(await api.updates()) == 100
    assert await telegram.ask("taps") == {"answered": 0, "waiting": 150, "expired": 0}
    with pytest.raises(Refused, match="no operation 'dance' among"):
        await telegram.ask("dance")
