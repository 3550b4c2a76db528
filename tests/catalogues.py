"""The catalogues against the code: ``python -m tests.catalogues --check`` (or ``--update``).

Extracts every sentence of the code and the templates. Checking fails on one that a catalogue lacks, leaves empty,
keeps after the code dropped it, marks fuzzy, or whose placeholders differ. Updating adds what is missing; French is the
language of the sources, so its sentences are filled in, and English ones are left for a translator.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from locales import LANGUAGES
from locales.compiled import DOMAIN

ROOT = Path(__file__).parent.parent
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
KEYWORDS = {"say": None, "count": (1, 2), "N_": None}
SOURCES = ("bot", "dialogs", "frameworks", "locales", "storage")
SOURCE_LANGUAGE = "fr"
SAME = {
    ("{n} minute", "{n} minutes"),
    ("{n} question", "{n} questions"),
    ("{sign}{n} point", "{sign}{n} points"),
    "Code",
    "Invitation",
    "Invitation ({role})",
    "Menu",
    "Pause",
    "Note : {note}",
    "Département",
    "Source : {source}",
    "UAI : {uai}.",
    "Obligation",
    "Abstention",
    "Votes",
    ("{n} vote", "{n} votes"),
}
"""Sentences that may read the same in both languages."""

UNDATED = datetime(2026, 1, 1, tzinfo=UTC)


def template() -> Catalog:
    """Every sentence the code can say."""
    catalogue = Catalog(project="Palier", version="", creation_date=UNDATED)
    for folder in SOURCES:
        found = extract_from_dir(
            ROOT / folder,
            METHODS,
            {"**.html": {"encoding": "utf-8"}},
            keywords=KEYWORDS,
            strip_comment_tags=True,
        )
        for file, _line, message, _comments, _context in found:
            if message:
                catalogue.add(message, locations=[(f"{folder}/{file}", 0)])
    return catalogue


def path(language: str) -> Path:
    return ROOT / "locales" / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def read(language: str) -> Catalog:
    if not path(language).exists():
        return Catalog(locale=language, domain=DOMAIN)
    with path(language).open("rb") as source:
        return read_po(source, locale=language, domain=DOMAIN)


def faults(language: str) -> Iterator[str]:
    """What is wrong with a language's catalogue, a line each."""
    wanted, kept = template(), read(language)
    for message in wanted:
        if message.id:
            yield from _message_faults(message, kept.get(message.id))
    if language != SOURCE_LANGUAGE:
        yield from (f"left in French: {message.id}" for message in kept if message.id and _untouched(message))
    yield from (f"no longer said: {message.id}" for message in kept if message.id and message.id not in wanted)


def _message_faults(wanted: Message, kept: Message | None) -> Iterator[str]:
    name = wanted.id if isinstance(wanted.id, str) else wanted.id[0]
    if kept is None:
        yield f"missing: {name}"
        return
    said = [kept.string] if isinstance(kept.string, str) else list(kept.string or ())
    if kept.fuzzy or not all(said):
        yield f"not translated: {name}"
        return
    asked = [wanted.id] if isinstance(wanted.id, str) else list(wanted.id)
    names = {frozenset(_placeholders(text)) for text in asked}
    if not any(letter.isalpha() for letter in name):
        yield f"no letter in it: {name}"
    for text in said:
        if not any(frozenset(_placeholders(text)) == each for each in names):
            yield f"other placeholders: {name} → {text}"


def _untouched(message: Message) -> bool:
    """The same in both languages, and not one of the few words that are."""
    bare = re.sub(r"\{\w+\}", "", str(message.id))
    same = tuple(message.string or ()) == tuple(message.id)
    return same and bool(re.search(r"\w{3}", bare)) and message.id not in SAME


def _placeholders(text: str) -> Iterator[str]:
    return (name for _, name, _, _ in Formatter().parse(text) if name is not None)


def update() -> None:
    for language in LANGUAGES:
        # Anew for each: Babel puts the template's own messages into the catalogue it updates.
        wanted, kept = template(), read(language)
        kept.update(wanted, no_fuzzy_matching=True)
        kept.obsolete.clear()
        kept.creation_date = kept.revision_date = UNDATED
        if language == SOURCE_LANGUAGE:
            for message in kept:
                if message.id and not any(message.string if isinstance(message.string, tuple) else (message.string,)):
                    message.string = message.id
        path(language).parent.mkdir(parents=True, exist_ok=True)
        with path(language).open("wb") as target:
            write_po(target, kept, width=110, sort_output=True, include_lineno=False, ignore_obsolete=True)


def main(arguments: list[str]) -> int:
    if arguments == ["--update"]:
        update()
        return 0
    found = [f"{path(language)}: {fault}" for language in LANGUAGES for fault in faults(language)]
    print("\n".join(found) or f"{len(list(template())) - 1} sentences, {len(LANGUAGES)} languages: no drift")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
