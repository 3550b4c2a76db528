"""getUpdates as the real server gives it: offsets, redelivery, lives of updates, conflicts, numbering."""

from __future__ import annotations

import asyncio
import time

import pytest
from telegram import Bot
from telegram.error import BadRequest, Conflict, InvalidToken

from tests.botapi.client import Json, Refused, Telegram, botapi
from tests.botapi.conftest import Raw


def ids(updates: list[Json]) -> list[int]:
    return [update["update_id"] for update in updates]


async def test_the_helper_starts_and_ends_a_process_of_its_own() -> None:
    async with botapi(limits=True, quiet=True, token="42:other") as telegram:
        ana = await telegram.user()
        await ana.sends("/start")
        assert (await Raw(telegram).updates())[0]["message"]["text"] == "/start"
        assert (await telegram.settings())["limits"] is True
        assert await telegram.calls() == []
        assert (await telegram.counters())["calls"] == {"getUpdates": 1}
        url = telegram.url
    with pytest.raises(OSError):
        await asyncio.open_connection("127.0.0.1", int(url.rpartition(":")[2]))


async def test_who_the_bot_is(bot: Bot, telegram: Telegram, api: Raw) -> None:
    assert (bot.username, bot.id) == ("palier_bot", int(telegram.token.partition(":")[0]))
    assert bot.bot.can_read_all_group_messages is False
    for form in (f"{telegram.bot_url}{telegram.token}/GETME", f"{telegram.bot_url}{telegram.token}/getme?x=1"):
        async with telegram.session.get(form) as response:
            assert (await response.json())["result"]["id"] == bot.id


async def test_a_wrong_token_and_an_unknown_method(telegram: Telegram, api: Raw) -> None:
    assert await api("getMe", token="1:no") == (401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
    assert await api("sendNothing") == (404, {"ok": False, "error_code": 404, "description": "Not Found"})
    stranger = Bot("1:no", base_url=telegram.bot_url)
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()


async def test_an_update_comes_back_until_a_higher_offset_confirms_it(telegram: Telegram, api: Raw) -> None:
    ana = await telegram.user("Ana", language="fr")
    for text in ("un", "deux", "trois"):
        await ana.sends(text)
    first = await api.updates()
    assert [update["message"]["text"] for update in first] == ["un", "deux", "trois"]
    assert first[0]["message"]["from"]["language_code"] == "fr"
    one, two, three = ids(first)
    assert (two, three) == (one + 1, one + 2)
    assert ids(await api.updates()) == [one, two, three]
    assert ids(await api.updates(offset=one)) == [one, two, three]
    assert ids(await api.updates(offset=two, limit=1)) == [two]
    assert ids(await api.updates(offset=0)) == [two, three]
    assert ids(await api.updates(offset=one)) == [two, three]
    assert ids(await api.updates(offset=three + 1)) == []
    assert ids(await api.updates(offset=one)) == []


async def test_an_offset_from_the_future_starts_again_and_loses_nothing(telegram: Telegram, api: Raw) -> None:
    """TQueue::get: more than ten beyond the tail, or two millions below it, is not believed."""
    ana = await telegram.user()
    await ana.sends("un")
    (one,) = ids(await api.updates())
    assert ids(await api.updates(offset=one + 12)) == [one]
    assert ids(await api.updates(offset=1)) == [one]
    assert ids(await api.updates(offset=one + 11)) == []


async def test_a_negative_offset_keeps_the_last_ones_only(telegram: Telegram, api: Raw) -> None:
    ana = await telegram.user()
    await ana.sends("x", times=5)
    all_five = ids(await api.updates())
    assert ids(await api.updates(offset=-2)) == all_five[-2:]
    assert ids(await api.updates()) == all_five[-2:]


async def test_at_most_a_hundred_at_once(telegram: Telegram, api: Raw) -> None:
    await (await telegram.user()).sends("x", times=130)
    assert len(await api.updates(limit=1000)) == 100
    assert len(await api.updates(limit=7)) == 7


async def test_a_long_poll_ends_with_the_first_update(telegram: Telegram, bot: Bot) -> None:
    ana = await telegram.user()
    poll = asyncio.ensure_future(bot.get_updates(timeout=20))
    await asyncio.sleep(0.1)
    assert not poll.done()
    before = time.monotonic()
    await ana.sends("me voici")
    (update,) = await poll
    assert time.monotonic() - before < 1
    assert update.message is not None
    assert update.message.text == "me voici"
    before = time.monotonic()
    assert await bot.get_updates(offset=update.update_id + 1, timeout=1) == ()
    assert time.monotonic() - before > 0.9


async def test_a_newer_poll_ends_the_pending_one(telegram: Telegram, bot: Bot, api: Raw) -> None:
    """A second conflict within three seconds is told three seconds later, as Client::fail_query_conflict does."""
    first = asyncio.ensure_future(bot.get_updates(timeout=20))
    await asyncio.sleep(0.2)
    second = asyncio.ensure_future(api("getUpdates", timeout=20))
    with pytest.raises(Conflict, match="terminated by other getUpdates request; make sure that only one"):
        await first
    third = asyncio.ensure_future(api.updates(timeout=20))
    await asyncio.sleep(0.5)
    assert not second.done()
    await (await telegram.user()).sends("x")
    assert len(await third) == 1
    status, answer = await second
    assert (status, answer["error_code"]) == (409, 409)


async def test_a_short_poll_leaves_the_pending_one_alone(telegram: Telegram, api: Raw) -> None:
    pending = asyncio.ensure_future(api.updates(timeout=20))
    await asyncio.sleep(0.1)
    assert await api.updates() == []
    assert not pending.done()
    await (await telegram.user()).sends("x")
    assert len(await pending) == 1


async def test_asking_the_same_again_at_once_is_slowed_down(telegram: Telegram, api: Raw) -> None:
    """Client::process_get_updates_query: within half a second one update only, within three seconds a wait."""
    await telegram.settings(patient=True)
    ana = await telegram.user()
    await ana.sends("x", times=3)
    assert len(await api.updates(offset=0)) == 3
    assert len(await api.updates(offset=0)) == 1
    last = ids(await api.updates(offset=-1))[0]
    assert await api.updates(offset=last + 1) == []
    before = time.monotonic()
    assert await api.updates(offset=last + 1) == []
    assert time.monotonic() - before > 2.5


async def test_kinds_of_updates_are_remembered_and_others_dropped(telegram: Telegram, api: Raw) -> None:
    ana = await telegram.user()
    await api.updates(allowed_updates=["message"])
    message = await ana.sends("un")
    await ana.rewrites(message, "une")
    await ana.taps(data="x")
    assert [list(update)[1] for update in await api.updates()] == ["message"]
    assert (await api.result("getWebhookInfo"))["allowed_updates"] == ["message"]
    await api.updates(allowed_updates=[])
    await ana.taps(data="x")
    assert [list(update)[1] for update in await api.updates()] == ["message", "callback_query"]
    assert (await telegram.counters())["dropped"] == 2


async def test_a_tap_lives_150_seconds_and_a_message_24_hours(telegram: Telegram, api: Raw, bot: Bot) -> None:
    await telegram.clock(speed=0)
    ana = await telegram.user()
    await ana.sends("/start")
    sent = await api.result("sendMessage", chat_id=ana.id, text="?", reply_markup=yes())
    early = await ana.taps("Oui")
    await telegram.advance(seconds=149)
    assert len(await api.updates()) == 2
    assert await bot.answer_callback_query(early["query"])
    late = await ana.taps("Oui", message=sent["message_id"])
    await telegram.advance(seconds=151)
    assert [list(update)[1] for update in await api.updates()] == ["message"]
    with pytest.raises(BadRequest, match="Query is too old and response timeout expired or query id is invalid"):
        await bot.answer_callback_query(late["query"])
    await telegram.advance(hours=23, minutes=54)
    assert len(await api.updates()) == 1
    await telegram.advance(minutes=2)
    assert await api.updates() == []
    assert (await telegram.counters())["expired"] == 3


async def test_the_clock_stands_still_or_runs(telegram: Telegram) -> None:
    still = await telegram.clock(now=1_800_000_000, speed=0)
    assert still == await telegram.now() == 1_800_000_000
    assert await telegram.advance(days=1) == 1_800_086_400
    await telegram.clock(speed=1000)
    await asyncio.sleep(0.05)
    assert await telegram.now() > 1_800_086_440


async def test_after_a_quiet_week_the_numbering_is_another(telegram: Telegram, api: Raw) -> None:
    await telegram.clock(speed=0)
    ana = await telegram.user()
    await ana.sends("un")
    (one,) = ids(await api.updates())
    await telegram.advance(days=6)
    await ana.sends("deux")
    (two,) = ids(await api.updates())
    assert two == one + 1
    assert ids(await api.updates(offset=two + 1)) == []
    await telegram.advance(days=8)
    await ana.sends("trois")
    (three,) = ids(await api.updates(offset=two + 1))
    assert abs(three - two) > 100


async def test_ids_can_be_made_to_jump(telegram: Telegram, api: Raw) -> None:
    """Down as well as up: the stale offset still brings what is there."""
    ana = await telegram.user()
    assert await telegram.reset_ids(900_000_000) == 900_000_000
    await ana.sends("un")
    with pytest.raises(Refused, match="1 updates wait"):
        await telegram.reset_ids(5_000_000)
    assert ids(await api.updates(offset=900_000_001)) == []
    await telegram.reset_ids(5_000_000)
    await ana.sends("deux")
    assert ids(await api.updates(offset=900_000_001)) == [5_000_000]


async def test_confirmations_can_be_lost(telegram: Telegram, api: Raw) -> None:
    await (await telegram.user()).sends("un")
    (one,) = ids(await api.updates())
    await telegram.settings(forgetting=1.0)
    assert ids(await api.updates(offset=one + 1)) == [one]
    await telegram.settings(forgetting=0.0)
    assert ids(await api.updates(offset=one + 1)) == []


async def test_updates_that_nobody_would_send(telegram: Telegram, api: Raw, bot: Bot) -> None:
    """Fields of the wrong kind, which a library cannot read; and what is not even JSON."""
    number = await telegram.update({"message": {"chat": "none"}})
    assert (await api.updates()) == [{"update_id": number, "message": {"chat": "none"}}]
    with pytest.raises(Exception, match=r"."):
        await bot.get_updates()
    await telegram.update({})
    assert (await api.updates(offset=number + 1)) == [{"update_id": number + 1}]
    await telegram.update(raw='{"update_id":%d,"message":{"text":')
    url = f"{telegram.bot_url}{telegram.token}/getUpdates"
    async with telegram.session.post(url, json={"offset": number + 2}) as response:
        assert (await response.text()).endswith(f'[{{"update_id":{number + 2},"message":{{"text":]}}')


async def test_settled_says_what_it_waits_for(telegram: Telegram, api: Raw) -> None:
    await telegram.settled()
    await (await telegram.user()).sends("un")
    with pytest.raises(AssertionError, match="'unconfirmed': 1"):
        await telegram.settled(within=0.2)
    (update,) = await api.updates()
    await api.updates(offset=update["update_id"] + 1)
    await telegram.settled(within=1)


def yes() -> Json:
    return {"inline_keyboard": [[{"text": "Oui", "callback_data": "a:1"}, {"text": "Non", "callback_data": "a:2"}]]}
