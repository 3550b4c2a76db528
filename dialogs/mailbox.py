"""A person's e-mail address, to which reminders may go: what is known of it, and which texts are one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

MOST, WITHIN = 3, timedelta(days=1)
"""Mails that ask for a confirmation: to one address, and for one person. Nobody can bomb a stranger."""

LIVES = timedelta(days=7)
"""A confirmation not given by then is none any more, and the address is forgotten."""

LONGEST, LONGEST_LOCAL = 254, 64
"""Characters of an address, and of what stands before its @ (RFC 5321, 4.5.3.1)."""

CONFIRM = "confirm"
"""The press of a letter's button that a mail shows as the link to confirm by."""

ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
ADDRESS = re.compile(rf"(?P<local>{ATOM}(?:\.{ATOM})*)@(?P<domain>(?:{LABEL}\.)+[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?)")
"""A dot-atom (RFC 5322, 3.4.1) at a host name with a dot in it: no quotes, no brackets, no space, no line break."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """``mail`` is empty where the person gave none; ``refused`` that the last mail could not be delivered; ``spent``
    that no further one may ask for a confirmation today, of the address that the event names or of this person.
    """

    mail: str = ""
    confirmed: bool = False
    refused: bool = False
    spent: bool = False


def read(text: str) -> str:
    """The address that was typed, its domain in small letters; empty for what is none, or can't be written to."""
    typed = text.strip()
    found = ADDRESS.fullmatch(typed)
    if found is None or len(typed) > LONGEST or len(found["local"]) > LONGEST_LOCAL:
        return ""
    return f"{found['local']}@{found['domain'].lower()}"


def accented(text: str) -> bool:
    """It looks like an address, with letters that not every mail server takes (RFC 6531)."""
    local, at, domain = text.strip().partition("@")
    return bool(at and local and "." in domain) and not text.isascii()
