"""Which of one's schools new campaigns are for, and whose team is shown."""

from __future__ import annotations

from dataclasses import replace

from dialogs.events import Event, Tapped
from dialogs.replies import Button, Heading, Paragraph, Screen
from dialogs.scene import Move, Scene
from dialogs.session import ELSEWHERE
from dialogs.steps.parts import abreast, go
from dialogs.steps.people import role_name

SHOWN = 20


def show(scene: Scene) -> Screen:
    say, mine = scene.words.say, scene.memberships[:SHOWN]
    lines = [
        Paragraph(
            say(
                "{number}. {school}, {role}",
                number=number,
                school=it.school.name,
                role=role_name(scene.words, it.role),
            )
        )
        for number, it in enumerate(mine, 1)
    ]
    buttons = [Button(str(number), f"for:{it.school.id}", it.school.name) for number, it in enumerate(mine, 1)]
    last = (Button(say("Un autre"), f"for:{ELSEWHERE}"), go(say("Mes campagnes"), "campaigns"))
    head = Heading(say("Pour quel établissement ?"))
    return Screen((head, *lines), (*abreast(buttons, 4), last))


def hear(scene: Scene, event: Event) -> Move | None:
    match event:
        case Tapped() if event.verb == "for" and len(event.words) == 1:
            (key,) = event.words
            if key == ELSEWHERE or scene.member_of(key):
                return Move("chosen", session=replace(scene.session, school=key))
    return None
