"""Where an event may lead, told of itself alone: a scene is gathered for the screens before it and after it."""

from __future__ import annotations

from dialogs.commands import BY_NAME
from dialogs.events import Asked, Event, Tapped
from dialogs.flow import ASIDES
from dialogs.session import Session, State


def places(session: Session) -> set[State]:
    """What is shown, and where an aside goes back to."""
    return {session.state, session.back} if session.state in ASIDES else {session.state}


def way(event: Event) -> str:
    """The trigger that a button or a command names; "" for any other event."""
    match event:
        case Tapped(press) if press.startswith("go:"):
            return press.removeprefix("go:")
        case Asked(command) if command in BY_NAME:
            return BY_NAME[command].trigger
    return ""


def verb(event: Event) -> str:
    return event.verb if isinstance(event, Tapped) else ""


def named(event: Event) -> str:
    """The thing that a button names first, after its verb."""
    return next(iter(event.words), "") if isinstance(event, Tapped) else ""
