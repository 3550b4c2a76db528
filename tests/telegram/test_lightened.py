"""A tap is read the same without the message it was made on: nothing is asked of it but where it stands in a group."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import Bot, Update

from bot.channels.telegram.intake import Read, lightened, read

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
PRIVATE = {"id": 77, "type": "private", "first_name": "Ana"}
GROUP = {"id": -1001, "type": "supergroup", "title": "Commission"}
ANA = {"id": 77, "is_bot": False, "first_name": "Ana", "language_code": "fr"}
BOT = {"id": 5, "is_bot": True, "first_name": "Palier", "username": "palier_bot"}


def tapped(chat: Any, **more: Any) -> dict[str, Any]:
    """A tap on a long message of ours, as Telegram writes it."""
    message = {
        "message_id": 12,
        "date": 1_764_000_000,
        "chat": chat,
        "from": BOT,
        "text": "Formation au numérique " * 50,
        "entities": [{"type": "bold", "offset": 0, "length": 9}],
        "reply_markup": {"inline_keyboard": [[{"text": "Niveau 2", "callback_data": "answer:k:q:2"}]] * 9},
        **more,
    }
    query = {"id": "9", "from": ANA, "chat_instance": "1", "data": "answer:k:q:2", "message": message}
    return {"update_id": 41, "callback_query": query}


def as_read(raw: dict[str, Any]) -> Read | None:
    bot = Bot("1:" + "x" * 35)
    return read(Update.de_json(raw, bot), 5, NOW)


@pytest.mark.parametrize("chat", [PRIVATE, GROUP, {**GROUP, "type": "group"}], ids=["private", "supergroup", "group"])
def test_it_is_read_as_if_its_message_were_whole(chat: dict[str, Any]) -> None:
    raw = tapped(chat)
    light = lightened(raw)
    assert len(repr(light)) < len(repr(raw)) / 2
    assert as_read(light) == as_read(raw)
    assert raw == tapped(chat), "what came in is left as it is"


def test_of_a_group_where_the_tap_was_made_is_kept_and_nothing_else() -> None:
    kept = lightened(tapped(GROUP))["callback_query"]["message"]
    assert kept == {"message_id": 12, "date": 1_764_000_000, "chat": GROUP}
    assert lightened(tapped(PRIVATE))["callback_query"]["message"] is None


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        "update",
        {"update_id": 1},
        {"update_id": 1, "message": {"text": "/start"}},
        {"update_id": 1, "callback_query": None},
        {"update_id": 1, "callback_query": []},
        {"update_id": 1, "callback_query": {"id": "1", "from": ANA, "data": "x"}},
        {"update_id": 1, "callback_query": {"id": "1", "message": "no message"}},
    ],
)
def test_whatever_is_no_tap_on_a_message_is_left_as_it_is(raw: Any) -> None:
    assert lightened(raw) is raw


@pytest.mark.parametrize("chat", [None, 7, "private", [], {}, {"type": ["private"]}])
def test_a_chat_that_is_none_is_left_to_the_parser(chat: Any) -> None:
    assert lightened(tapped(chat))["callback_query"]["message"]["chat"] == chat
