"""HTML as Telegram reads it: marks counted in UTF-16, what is wrong named by its byte, texts cleaned."""

from __future__ import annotations

import pytest

from tests.botapi.client import Telegram, User
from tests.botapi.conftest import Raw
from tests.botapi.entities import parse_html
from tests.botapi.refusals import Refusal


@pytest.fixture
async def ana(telegram: Telegram) -> User:
    return await telegram.user("Ana", language="fr", started=True)


MARKS = [
    ("<b>é</b>", "é", [("bold", 0, 1)]),
    ("😀 <i>fin</i>", "😀 fin", [("italic", 3, 3)]),
    ("👨‍👩‍👧<u>x</u>", "👨‍👩‍👧x", [("underline", 8, 1)]),
    ("<b>un <i>deux</i></b>", "un deux", [("bold", 0, 7), ("italic", 3, 4)]),
    ('<a href="https://eduscol.fr/a?b=1&amp;c=2">là</a>', "là", [("text_link", 0, 2)]),
    ('<pre><code class="language-py">x</code></pre>', "x", [("pre", 0, 1)]),
    ("<code><b>x</b></code>", "x", [("code", 0, 1)]),
    ("<b>a<code>b</code>c</b>", "abc", [("bold", 0, 1), ("code", 1, 1), ("bold", 2, 1)]),
    ("<blockquote expandable>cité</blockquote>", "cité", [("expandable_blockquote", 0, 4)]),
    ("<tg-spoiler>x</tg-spoiler><s>y</s>", "xy", [("spoiler", 0, 1), ("strikethrough", 1, 1)]),
    ("<B>X</>", "X", [("bold", 0, 1)]),
    ("a &lt; b &amp; c &#233; &#x27; &nbsp; &", "a < b & c é ' &nbsp; &", []),
    ("<b></b>rien<i> </i>", "rien", []),
    ("  <b>  x </b> ", "x", [("bold", 0, 1)]),
]


@pytest.mark.parametrize(("html", "text", "entities"), MARKS)
async def test_marks_are_counted_in_utf16(
    api: Raw, ana: User, html: str, text: str, entities: list[tuple[str, int, int]]
) -> None:
    sent = await api.result("sendMessage", chat_id=ana.id, text=html, parse_mode="HTML")
    assert sent["text"] == text
    assert [(e["type"], e["offset"], e["length"]) for e in sent.get("entities", [])] == entities


WRONG = [
    ("<script>x</script>", 'Unsupported start tag "script" at byte offset 0'),
    ("é <br>", 'Unsupported start tag "br" at byte offset 3'),
    ("Ana <ana@école.fr>", 'Unsupported start tag "ana@école.fr" at byte offset 4'),
    ("3 < 4", 'Unsupported start tag "" at byte offset 2'),  # a space ends a tag's name, here an empty one
    ("3 <4", "Unclosed start tag at byte offset 2"),
    ("<b>x", "Can't find end tag corresponding to start tag b"),
    ("x</b>", "Unexpected end tag at byte offset 1"),
    ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
    ("<b>x</b", "Unclosed end tag at byte offset 4"),
    ("<b foo>x</b>", 'Expected equal sign in declaration of an attribute of the tag "b" at byte offset 0'),
    ('<a href="x>y</a>', "Unclosed start tag at byte offset 0"),
    ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
]


@pytest.mark.parametrize(("html", "why"), WRONG)
async def test_wrong_marks_are_named(api: Raw, ana: User, html: str, why: str) -> None:
    refused = await api.refused("sendMessage", chat_id=ana.id, text=html, parse_mode="HTML")
    assert refused == f"Bad Request: can't parse entities: {why}"
    assert await ana.sees() == []


async def test_a_hundred_entities_and_no_more(api: Raw, ana: User) -> None:
    sent = await api.result("sendMessage", chat_id=ana.id, text="<b>x</b> " * 130, parse_mode="HTML")
    assert len(sent["entities"]) == 100


async def test_a_text_is_cleaned(api: Raw, ana: User) -> None:
    """tdlib's clean_input_string: control characters, line separators, direction overrides."""
    sent = await api.result("sendMessage", chat_id=ana.id, text="a\x00b\r\nc\u202ed\u2028e\tf")
    assert sent["text"] == "a b\ncde f"
    marked = await api.result("sendMessage", chat_id=ana.id, text="\u202ea <b>b</b>", parse_mode="HTML")
    assert (marked["text"], marked["entities"]) == ("a b", [{"type": "bold", "offset": 2, "length": 1}])


async def test_commands_and_addresses_are_found(api: Raw, ana: User) -> None:
    text = "😀 /aide, https://eduscol.education.fr/x. et @palier_bot"
    sent = await api.result("sendMessage", chat_id=ana.id, text=text)
    assert [(e["type"], e["offset"], e["length"]) for e in sent["entities"]] == [
        ("bot_command", 3, 5),
        ("url", 10, 30),
        ("mention", 45, 11),
    ]


def test_any_text_is_read_or_refused() -> None:
    """Whatever stands between the angles, the reader ends."""
    pieces = ["<", "</", ">", "b", "a href=", '"', "'", "&", "&#x1F600;", "&#55296;", "\0", " ", "=", "é", "😀"]
    for one in pieces:
        for two in pieces:
            for three in pieces:
                for four in ("", ">", "x</b>"):
                    try:
                        text, entities = parse_html(one + two + three + four)
                    except Refusal as refused:
                        assert refused.description.startswith("Bad Request: can't parse entities: ")
                    else:
                        assert all(entity["length"] > 0 for entity in entities), text
