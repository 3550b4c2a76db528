"""The words: plurals, dates, numbers, and a client's hint."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import date

import pytest

from locales import LANGUAGES, language_of, words
from tests.catalogues import KEYWORDS, ROOT, SOURCES, _message_faults, faults, read, template


@pytest.mark.parametrize(
    ("language", "n", "said"),
    [
        ("fr", 0, "0 question"),
        ("fr", 1, "1 question"),
        ("fr", 2, "2 questions"),
        ("en", 0, "0 questions"),
        ("en", 1, "1 question"),
        ("en", 1250, "1,250 questions"),
    ],
)
def test_plurals_are_each_languages_own(language: str, n: int, said: str) -> None:
    assert words(language).count("{n} question", "{n} questions", n) == said


def test_a_french_sentence_needs_no_translation_but_its_spaces_and_plurals() -> None:
    """What is the same in the catalogue as in the code is kept once, in the code."""
    same = "Aide"
    assert words("fr")._translations.gettext(same) is same
    assert words("fr").say("Note : {note}", note="x") == "Note\u00a0: x"
    assert words("en").say(same) != same


def test_numbers_and_dates_are_each_languages_own() -> None:
    assert words("fr").number(1.6) == "1,6"
    assert words("en").number(2.0) == "2.0"
    assert words("fr").number(1250).replace("\u202f", " ") == "1 250"
    assert words("fr").day(date(2026, 11, 1)) == "1 novembre 2026"
    assert words("en").day(date(2026, 11, 1)) == "1 November 2026"
    assert words("fr").listed(["a", "b", "c"]) == "a, b et c"
    assert words("en").listed(["a", "b", "c"]) == "a, b and c"


@pytest.mark.parametrize(
    ("hint", "language"),
    [
        ("en-GB,en;q=0.9,fr;q=0.8", "en"),
        ("fr_FR.UTF-8", "fr"),
        ("de-DE, en;q=0.5", "en"),
        ("", "fr"),
        ("EN", "en"),
        ("C.UTF-8", "fr"),
        ("zz", "fr"),
        ("é\x00;;,", "fr"),
    ],
)
def test_a_clients_hint_gives_a_language(hint: str, language: str) -> None:
    assert language_of(hint) == language


def test_what_people_write_is_never_read_as_a_sentence() -> None:
    assert words("fr").say("Note : {note}", note="{operator} %s : {0}") == "Note\u00a0: {operator} %s : {0}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogues_are_complete(language: str) -> None:
    assert list(faults(language)) == []


def test_the_check_sees_what_is_missing_untranslated_or_has_other_placeholders() -> None:
    wanted = next(message for message in template() if message.id == "Note : {note}")
    kept = read("en")
    found = kept.get("Note : {note}")
    assert found is not None
    assert list(_message_faults(wanted, found)) == []
    assert list(_message_faults(wanted, None)) == ["missing: Note : {note}"]
    found.string = ""
    assert list(_message_faults(wanted, found)) == ["not translated: Note : {note}"]
    found.string = "Note: {text}"
    assert list(_message_faults(wanted, found)) == ["other placeholders: Note : {note} → Note: {text}"]


def said_in_the_code() -> Iterator[tuple[str, str]]:
    """Where, and the first sentence given to ``say``, ``count`` or ``N_``, read without Babel."""
    for folder in SOURCES:
        for file in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                name = getattr(getattr(node, "func", None), "attr", getattr(getattr(node, "func", None), "id", ""))
                if isinstance(node, ast.Call) and name in KEYWORDS and len(node.args) > (name == "count"):
                    first = node.args[0]
                    if isinstance(first, ast.Constant) and isinstance(first.value, str):
                        yield f"{file.relative_to(ROOT)}:{node.lineno}", first.value


def test_every_sentence_of_the_code_was_extracted() -> None:
    """An extractor that loses its way (in a call within a call, say) leaves a sentence in French for everybody."""
    extracted = template()
    said = list(said_in_the_code())
    assert len(said) > 300
    assert [(place, sentence) for place, sentence in said if sentence not in extracted] == []
