"""Which texts are an address that mails go to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.mailbox import LONGEST, accented, read


@pytest.mark.parametrize(
    ("typed", "mail"),
    [
        ("ada@exemple.fr", "ada@exemple.fr"),
        ("  Ada.Lovelace+palier@AC-Exemple.FR \n", "Ada.Lovelace+palier@ac-exemple.fr"),
        ("o'neil@exemple.fr", "o'neil@exemple.fr"),
        ("ce.0750655e@ac-paris.fr", "ce.0750655e@ac-paris.fr"),
        ("a@xn--collge-6ya.fr", "a@xn--collge-6ya.fr"),
        ("a" * 64 + "@" + "b." * 93 + "fr", "a" * 64 + "@" + "b." * 93 + "fr"),
    ],
)
def test_an_address(typed: str, mail: str) -> None:
    assert read(typed) == mail


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "bonjour",
        "ada@exemple",
        "@exemple.fr",
        "ada@",
        "ada@@exemple.fr",
        "ada@exemple.fr, bob@exemple.fr",
        "ada@exemple.fr\nBcc: bob@exemple.fr",
        "ada\r\n@exemple.fr",
        "ada@exemple.fr\x00",
        "ada lovelace@exemple.fr",
        '"ada lovelace"@exemple.fr',
        "Ada <ada@exemple.fr>",
        "ada@[127.0.0.1]",
        "ada@127.0.0.1",
        "ada@-exemple.fr",
        "ada@exemple-.fr",
        "ada@exemple..fr",
        ".ada@exemple.fr",
        "ada..b@exemple.fr",
        "adá@exemple.fr",
        "ada@exémple.fr",
        "ada@exemple.fr.",
        "a" * 65 + "@exemple.fr",
        "a" * 64 + "@" + "b." * 94 + "frr",
        "b" * 260,
    ],
)
def test_none(typed: str) -> None:
    assert read(typed) == ""


def test_accents_are_told_from_nonsense() -> None:
    assert accented("ada@collège.fr")
    assert accented("andré@exemple.fr")
    assert not accented("où ça ?")
    assert not accented("ada@exemple")


@given(st.one_of(st.text(), st.from_regex(r"[^@]{0,80}@[^@]{0,80}\.[a-z]{2,5}")))
def test_whatever_is_read_is_one_line_of_ascii(typed: str) -> None:
    mail = read(typed)
    assert mail.isascii()
    assert mail.isprintable()
    assert len(mail) <= LONGEST
    assert not set(mail) & set(' <>,;:"\\()[]')
    assert read(mail) == mail
