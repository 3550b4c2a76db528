"""A catalogue as gettext reads it: compiled once, and kept where Python keeps its own compiled modules.

Babel compiles it, and is too heavy for every start. What is kept is named by what it was made of, this file included,
so that it is never stale; where nothing may be kept, it is made anew.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
from hashlib import sha256
from importlib.util import cache_from_source
from io import BytesIO
from pathlib import Path

DOMAIN = "palier"
HERE = Path(__file__).parent


def catalogue(language: str) -> bytes:
    """The language's sentences in gettext's binary form."""
    source = HERE / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    written = source.read_bytes()
    made_of = sha256(Path(__file__).read_bytes() + written).hexdigest()[:16]
    kept = Path(cache_from_source(str(source))).with_name(f"{DOMAIN}.{made_of}.mo")
    try:
        return kept.read_bytes()
    except OSError:
        made = compiled(written, language)
    if not sys.dont_write_bytecode:
        with contextlib.suppress(OSError):
            keep(kept, made)
    return made


def keep(place: Path, made: bytes) -> None:
    """Whole or not at all; former ones make room."""
    place.parent.mkdir(exist_ok=True)
    begun = place.with_suffix(f".{os.getpid()}")
    begun.write_bytes(made)
    begun.replace(place)
    for former in place.parent.glob(f"{DOMAIN}.*.mo"):
        if former != place:
            former.unlink(missing_ok=True)


def compiled(written: bytes, language: str) -> bytes:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    sentences = read_po(BytesIO(written), locale=language, domain=DOMAIN)
    if language == "fr":
        for sentence in list(sentences):
            sentence.string = _spaced(sentence.string or "")
            if isinstance(sentence.id, str) and sentence.string == sentence.id:
                sentences.delete(sentence.id)  # gettext says what it does not find as it was asked
    made = BytesIO()
    write_mo(made, sentences)
    return made.getvalue()


def _spaced(said: str | list[str] | tuple[str, ...]) -> str | tuple[str, ...]:
    """French high punctuation keeps to its word: a line never begins with a colon, nor ends with an opening quote."""
    if not isinstance(said, str):
        return tuple(str(_spaced(each)) for each in said)
    return re.sub(r" (?=[:;?!»·])", "\u00a0", said).replace("« ", "«\u00a0")
