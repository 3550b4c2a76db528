"""Pages of a long screen; a page out of bounds is the nearest one."""

from __future__ import annotations

from dataclasses import replace

from dialogs.events import Event, Tapped
from dialogs.replies import Button, Rows
from dialogs.scene import Move, Scene


def pages_of(items: int, size: int) -> int:
    """At least one, so that an empty list has a page to say so."""
    return max(1, -(-items // size))


def clamp(page: int, pages: int) -> int:
    return min(max(page, 0), pages - 1)


def turning(scene: Scene, page: int, pages: int) -> Rows:
    """The row that turns; the state is named, so that an old button of another list turns nothing."""
    say, state = scene.words.say, scene.session.state.value
    row = []
    if page > 0:
        row.append(Button("‹", f"page:{state}:{page - 1}", say("Page précédente")))
    if page < pages - 1:
        row.append(Button("›", f"page:{state}:{page + 1}", say("Page suivante")))
    return (tuple(row),) if row else ()


def turn(scene: Scene, event: Event) -> Move | None:
    match event:
        case Tapped() if event.verb == "page" and len(event.words) == 2:
            state, page = event.words
            if state == scene.session.state.value and page.isdecimal() and len(page) < 4:
                return Move(session=replace(scene.session, page=int(page)))
    return None
