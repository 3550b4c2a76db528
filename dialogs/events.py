"""What can happen in a conversation, said without naming the channel it happened on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Asked:
    """A command, by its French name without the slash (``resultats``); ``payload`` is a deep link's."""

    command: str
    payload: str = ""


@dataclass(frozen=True, slots=True)
class Tapped:
    """A button, by the name it carries: ``answer:k3v9q2mz:charte-usage:2``. Anybody can forge one."""

    press: str

    @property
    def verb(self) -> str:
        return self.press.partition(":")[0]

    @property
    def words(self) -> tuple[str, ...]:
        """What follows the verb."""
        return tuple(self.press.split(":")[1:])


@dataclass(frozen=True, slots=True)
class Said:
    """A text, as typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Strange:
    """Something a conversation makes nothing of: an edited message, a sticker, a voice, a photo."""

    kind: Literal["edited", "media"]


@dataclass(frozen=True, slots=True)
class Reminded:
    """A pilot reminds those who have not finished a campaign; it happens to each of them."""

    campaign: str


@dataclass(frozen=True, slots=True)
class Knocked:
    """Somebody asks to join a school; it happens to each of its pilots."""

    school: str


@dataclass(frozen=True, slots=True)
class Summoned:
    """A vote has opened in a campaign; it happens to each of the team who fills it."""

    campaign: str


@dataclass(frozen=True, slots=True)
class Rang:
    """The clock: what is due to the person is told. ``mail``: at an address of theirs, which is told titles only;
    ``reminders`` are those that were told where they talk, or none where there is no other place.
    """

    mail: bool = False
    reminders: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Mailed:
    """Of a person's e-mail address: it is to be confirmed (told there), it was, or it was taken back by a mail's link
    (told in the person's chat).
    """

    news: Literal["asked", "confirmed", "left"]


Told: TypeAlias = Reminded | Knocked | Summoned | Rang | Mailed
"""What happens in a conversation though its person did nothing there: another one did, or they elsewhere, or the time
has come.
"""

Event: TypeAlias = Asked | Tapped | Said | Strange | Told


def legible(text: str) -> str:
    """Without what no file, page or message can hold: NUL, and halves of surrogate pairs."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")


def readable(event: Event) -> Event:
    """The event with legible texts."""
    match event:
        case Asked(command, payload):
            return Asked(legible(command), legible(payload))
        case Tapped(press):
            return Tapped(legible(press))
        case Said(text):
            return Said(legible(text))
        case Strange() | Reminded() | Knocked() | Summoned() | Rang() | Mailed():
            return event
