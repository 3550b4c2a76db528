"""A text as it is compared with others: what people type in many ways, in one."""

from __future__ import annotations

import unicodedata


def plain(text: str) -> str:
    """Small letters without accents, one kind of space and of apostrophe."""
    letters = unicodedata.normalize("NFKD", text).casefold().replace("’", "'")
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())
