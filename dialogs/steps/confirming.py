"""What was understood of the school, before it is founded."""

from __future__ import annotations

from dataclasses import replace

from dialogs import uai
from dialogs.campaign import School
from dialogs.events import Event, Tapped
from dialogs.replies import Block, Button, Heading, Paragraph, Screen
from dialogs.scene import Move, Scene
from dialogs.session import Sought
from dialogs.steps.parts import go
from dialogs.steps.place import lines
from dialogs.steps.school import here_already, knocking, unwelcome
from dialogs.territories import by_code
from dialogs.writes import DescribeSchool, FoundSchool


def show(scene: Scene) -> Screen:
    say, sought = scene.words.say, scene.session.sought
    place = by_code(sought.departement)
    rows: list[tuple[Button, ...]] = [(go(say("C'est bien cela"), "founded"), go(say("Recommencer"), "again"))]
    if len(place.timezones) > 1:
        rows.append((Button(say("Autre fuseau"), "zone"),))
    blocks: tuple[Block, ...] = (
        Heading(sought.name),
        *lines(scene.words, sought.uai, place, sought.timezone),
        Paragraph(say("Est-ce bien cela ?")),
    )
    return Screen(blocks, (*rows, (go(say("Plus tard"), "later"),)))


def hear(scene: Scene, event: Event) -> Move | None:
    sought = scene.session.sought
    match event:
        case Tapped("go:founded"):
            return _founded(scene, sought)
        case Tapped("zone"):
            zones = by_code(sought.departement).timezones
            other = zones[(zones.index(sought.timezone) + 1) % len(zones)]
            return Move(session=replace(scene.session, sought=replace(sought, timezone=other)))
    return None


def _founded(scene: Scene, sought: Sought) -> Move:
    say = scene.words.say
    known = scene.the().school
    if known is not None:
        return _described(scene, known, sought)
    if not scene.signup:
        return Move("again", notice=unwelcome(scene))
    if sought.uai in scene.taken:
        return knocking(scene, sought.uai)
    school = School(scene.fresh, sought.name, sought.departement, sought.timezone, sought.uai or None)
    session = replace(scene.session, sought=Sought(), school=school.id, told=scene.now)
    return Move("founded", (FoundSchool(school),), session, say("Établissement enregistré."))


def _described(scene: Scene, known: School, sought: Sought) -> Move:
    """A school here, put right: a UAI that can't be of the new place goes."""
    if not sought.departement or not sought.name:
        return Move("later")
    if sought.uai and sought.uai != known.uai and sought.uai in scene.taken:
        return Move("again", notice=here_already(scene, sought.uai))
    kept = sought.uai or (known.uai if known.uai and uai.may_lie_in(known.uai, sought.departement) else "")
    school = replace(known, uai=kept or None, departement=sought.departement, timezone=sought.timezone)
    session = replace(scene.session, sought=Sought())
    return Move("described", (DescribeSchool(school),), session, scene.words.say("Fiche corrigée."))
