"""A person's campaigns; one tap goes on in one."""

from __future__ import annotations

from dialogs.replies import Block, Button, Heading, Paragraph, Screen
from dialogs.scene import Entry, Scene
from dialogs.steps.paging import clamp, pages_of, turning
from dialogs.steps.parts import abreast, go

SHOWN = 8


def show(scene: Scene) -> Screen:
    say = scene.words.say
    pages = pages_of(len(scene.entries), SHOWN)
    page = clamp(scene.session.page, pages)
    blocks: list[Block] = [Heading(say("Mes campagnes"))]
    buttons = []
    entries = sorted(scene.entries, key=lambda it: it.archived)
    for number, entry in enumerate(entries[page * SHOWN : (page + 1) * SHOWN], page * SHOWN + 1):
        blocks.append(Paragraph(_line(scene, number, entry)))
        buttons.append(Button(str(number), f"enter:{entry.id}", entry.title))
    if not scene.entries:
        blocks.append(Paragraph(say("Aucune pour l'instant : choisissez une grille.")))
    last = [go(say("Nouvelle campagne"), "anew"), go(say("Accueil"), "start")]
    if scene.memberships:
        blocks.append(Paragraph(_whose(scene)))
        last += [go(say("L'équipe"), "team"), go(say("Autre établissement"), "choose")]
    return Screen(tuple(blocks), (*abreast(buttons, 4), *turning(scene, page, pages), *abreast(last)))


def _line(scene: Scene, number: int, entry: Entry) -> str:
    """Which school's, for who has several."""
    say, school = scene.words.say, scene.member_of(entry.school)
    line = say(
        "{number}. {title} · {grid} : {answered} sur {total}",
        number=number,
        title=entry.title,
        grid=entry.grid,
        answered=entry.answered,
        total=entry.total,
    )
    if entry.archived:
        line = say("{campaign} (archivée)", campaign=line)
    if len(scene.memberships) < 2 or school is None:
        return line
    return say("{campaign} · {school}", campaign=line, school=school.school.name)


def _whose(scene: Scene) -> str:
    if scene.school is None:
        return scene.words.say("Une nouvelle campagne sera pour un autre établissement, à préciser.")
    return scene.words.say("Une nouvelle campagne sera pour « {school} ».", school=scene.school.name)
