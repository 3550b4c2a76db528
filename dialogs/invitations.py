"""The secrets of invitations: 22 characters of a link, or eight to be said aloud and read kindly."""

from __future__ import annotations

import re
from datetime import timedelta
from hashlib import sha256

from dialogs import uai
from dialogs.events import Asked, Event, Said
from dialogs.session import State

LIVES = timedelta(days=7)
MOST_USES = 30
MOST_PILOTS = 1
"""Uses of an invitation to pilot: whoever has it gets everything."""

MOST_ALIVE = 8
"""Invitations of a school that live at once."""

MOST_WRONG = 5
WRONG_FOR = timedelta(minutes=15)

TOKEN = re.compile(r"(?:^|[/=\s])([A-Za-z0-9_-]{22})/?$")
"""A link's secret, alone or at the end of the link."""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U."""

CODE = re.compile(rf"[{ALPHABET}]{{8}}")
KINDLY = str.maketrans("OIL", "011")
BETWEEN = re.compile(r"[\s\-‐‑–—]+")


def token_of(text: str) -> str:
    """The secret of a link; empty where there is none."""
    found = TOKEN.search(text.strip())
    return found[1] if found else ""


def code_of(text: str) -> str:
    """A code as it was given, whatever was typed for it; empty for what can't be one."""
    bare = BETWEEN.sub("", text.strip()).upper().translate(KINDLY)
    return bare if CODE.fullmatch(bare) else ""


def tried(state: State, event: Event) -> str:
    """The secret that an event tries; empty for most. A valid UAI is none, nor is a word of eight letters."""
    match event:
        case Asked("rejoindre", payload):
            return token_of(payload) or code_of(payload)
        case Asked("start", payload):
            return token_of(payload)
        case Said(text) if state in {State.JOINING, State.WELCOME} and not is_uai(text):
            code = code_of(text) if any(letter.isdecimal() for letter in text) else ""
            return token_of(text) or code
    return ""


def is_uai(text: str) -> bool:
    known = uai.find(text)
    return known is not None and uai.fault(known) is None


def code(token: str) -> str:
    """A code of 40 bits, from a token: it has a digit, and no UAI looks like it."""
    while True:
        digest = sha256(token.encode()).digest()
        made = "".join(ALPHABET[byte & 31] for byte in digest[:8])
        if any(letter.isdecimal() for letter in made) and uai.find(made) is None:
            return made
        token = digest.hex()


def spaced(made: str) -> str:
    """``7K3M-9QTX``: as it is said."""
    return f"{made[:4]}-{made[4:]}"


def digest(secret: str) -> str:
    """What is kept of a secret."""
    return sha256(secret.encode()).hexdigest()
