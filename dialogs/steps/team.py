"""The team of a school: who is in it, who asks to be; a number leads to one of them."""

from __future__ import annotations

from dataclasses import replace

from dialogs.events import Event, Tapped
from dialogs.replies import Block, Button, Heading, Paragraph, Rows, Screen
from dialogs.roles import Role
from dialogs.scene import Move, Scene
from dialogs.steps import paging
from dialogs.steps.paging import clamp, pages_of, turning
from dialogs.steps.parts import abreast, go
from dialogs.steps.people import asking, called, role_name, the_team
from dialogs.team import Member, Request
from dialogs.team_writes import Admit, Decline

SHOWN = 12
REQUESTS = 3
LETTERS = "ABC"


def show(scene: Scene) -> Screen:
    say, team, me = scene.words.say, the_team(scene), scene.membership
    assert me is not None
    pages = pages_of(len(team.members), SHOWN)
    page = clamp(scene.session.page, pages)
    members = team.members[page * SHOWN : (page + 1) * SHOWN]
    blocks: list[Block] = [Heading(say("L'équipe de « {school} »", school=me.school.name))]
    blocks += [Paragraph(_line(scene, it, me.number)) for it in members]
    names = [Button(str(it.number), f"member:{team.school}:{it.number}", called(scene.words, it)) for it in members]
    requests, rows = _requests(scene) if me.role is Role.PILOT else ([], ())
    last = [go(say("Inviter"), "invite")] if me.role is Role.PILOT else []
    last += [go(say("Mon nom"), "call"), go(say("Mes campagnes"), "campaigns"), go(say("Accueil"), "start")]
    blocks += requests
    blocks.append(Paragraph(say("Touchez un numéro pour voir quelqu'un, ou pour quitter l'équipe.")))
    return Screen(tuple(blocks), (*rows, *abreast(names, 4), *turning(scene, page, pages), *abreast(last)))


def hear(scene: Scene, event: Event) -> Move | None:
    team = scene.team
    match event:
        case Tapped() if team is not None and event.words[:1] == (team.school,) and len(event.words) == 2:
            return _tapped(scene, event.verb, event.words[1])
    return paging.turn(scene, event)


def _tapped(scene: Scene, verb: str, key: str) -> Move | None:
    say, team = scene.words.say, the_team(scene)
    request = team.request(key)
    if verb == "member" and key.isdecimal() and len(key) < 10 and team.member(int(key)):
        return Move("look", session=replace(scene.session, member=int(key)))
    if request is None:
        return None
    name = asking(scene.words, request)
    if verb == "admit":
        return Move("", (Admit(team.school, key),), notice=say("{name} est dans l'équipe.", name=name))
    if verb == "decline":
        return Move("", (Decline(team.school, key),), notice=say("{name} n'entre pas dans l'équipe.", name=name))
    return None


def _line(scene: Scene, member: Member, mine: int) -> str:
    words = scene.words
    name, role = called(words, member), role_name(words, member.role)
    if member.number == mine:
        return words.say("{number}. {name}, {role} (vous)", number=member.number, name=name, role=role)
    return words.say("{number}. {name}, {role}", number=member.number, name=name, role=role)


def _requests(scene: Scene) -> tuple[list[Block], Rows]:
    """The first who ask, each under a letter; how many more."""
    words, team = scene.words, the_team(scene)
    shown = list(zip(LETTERS, team.requests[:REQUESTS], strict=False))
    blocks: list[Block] = [Paragraph(_asks(scene, letter, it)) for letter, it in shown]
    more = len(team.requests) - len(shown)
    if more:
        blocks.append(Paragraph(words.count("Et {n} autre demande.", "Et {n} autres demandes.", more)))
    rows = tuple(
        (
            Button(words.say("Accepter {letter}", letter=letter), f"admit:{team.school}:{it.id}"),
            Button(words.say("Refuser {letter}", letter=letter), f"decline:{team.school}:{it.id}"),
        )
        for letter, it in shown
    )
    return blocks, rows


def _asks(scene: Scene, letter: str, request: Request) -> str:
    return scene.words.say(
        "{letter}. {name} demande à rejoindre l'équipe ({role}).",
        letter=letter,
        name=asking(scene.words, request),
        role=role_name(scene.words, request.role),
    )
