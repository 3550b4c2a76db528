"""One of the team: what a pilot may change of somebody, and anybody of themselves."""

from __future__ import annotations

from dialogs.events import Event, Tapped
from dialogs.replies import Block, Button, Heading, Paragraph, Screen
from dialogs.roles import Role
from dialogs.scene import Move, Scene
from dialogs.steps.parts import abreast, go
from dialogs.steps.people import called, role_name, the_team, what_it_may
from dialogs.team import Member
from dialogs.team_writes import HandOver, SetRole
from locales import Words

ROLES = (Role.PILOT, Role.MEMBER, Role.READER)


def the_member(scene: Scene) -> Member:
    found = the_team(scene).member(scene.session.member)
    if found is None:
        raise LookupError(f"no member in state {scene.session.state}")
    return found


def show(scene: Scene) -> Screen:
    say, team, member, me = scene.words.say, the_team(scene), the_member(scene), scene.membership
    assert me is not None
    named = f"{team.school}:{member.number}"
    mine, pilot = member.number == me.number, me.role is Role.PILOT
    buttons = [Button(_become(scene.words, it), f"role:{named}:{it.value}") for it in ROLES if it is not member.role]
    alone = team.alone and mine
    if not pilot or alone:
        buttons = []
    if pilot and not mine and member.role is not Role.PILOT:
        buttons.append(Button(say("Passer la main"), f"hand:{named}"))
    if mine:
        buttons.append(go(say("Mon nom"), "call"))
    if (mine or pilot) and not alone:
        buttons.append(Button(say("Quitter l'équipe") if mine else say("Retirer"), f"part:{named}"))
    blocks: tuple[Block, ...] = (
        Heading(called(scene.words, member)),
        Paragraph(say("Rôle : {role}.", role=role_name(scene.words, member.role))),
        *(Paragraph(what_it_may(scene.words, it)) for it in ROLES),
    )
    if alone:
        blocks = (*blocks, Paragraph(say("Vous êtes seul dans l'équipe. /effacer efface tout, établissement compris.")))
    return Screen(blocks, abreast([*buttons, go(say("L'équipe"), "team")]))


def hear(scene: Scene, event: Event) -> Move | None:
    team, number, me = the_team(scene), scene.session.member, scene.membership
    if not isinstance(event, Tapped) or event.words[:2] != (team.school, str(number)):
        return None
    member = the_member(scene)
    match event.verb, event.words[2:]:
        case "role", (role,) if role in ROLES and role != member.role:
            if team.needs(number):
                return Move(notice=last_pilot(scene.words))
            said = scene.words.say("Rôle changé.")
            return Move("", (SetRole(team.school, number, Role(role)),), notice=said)
        case "hand", () if member.role is not Role.PILOT:
            said = scene.words.say("{name} pilote à présent ; vous êtes membre.", name=called(scene.words, member))
            return Move("", (HandOver(team.school, number),), notice=said)
        case "part", () if me is not None and (me.number == number or me.role is Role.PILOT):
            return Move(notice=last_pilot(scene.words)) if team.needs(number) else Move("part")
    return None


def last_pilot(words: Words) -> str:
    """Why the last pilot can neither leave nor be demoted."""
    return words.say("Une équipe ne reste pas sans pilote : passez d'abord la main à quelqu'un.")


def _become(words: Words, role: Role) -> str:
    say = words.say
    labels = {Role.PILOT: say("Nommer pilote"), Role.MEMBER: say("Nommer membre"), Role.READER: say("Nommer lecteur")}
    return labels[role]
