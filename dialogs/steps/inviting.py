"""Invitations: a new one in a tap, and those that live, each revoked in another."""

from __future__ import annotations

from dataclasses import replace

from dialogs import invitations
from dialogs.events import Event, Tapped
from dialogs.replies import Block, Button, Heading, Paragraph, Screen
from dialogs.roles import Role
from dialogs.scene import Move, Scene
from dialogs.steps.parts import abreast, go
from dialogs.steps.people import kind_name, role_name, the_team
from dialogs.team import Invitation, Kind
from dialogs.team_writes import Invite, Revoke

OFFERED = (Role.MEMBER, Role.READER, Role.PILOT)
KINDS = (Kind.LINK, Kind.CODE)


def show(scene: Scene) -> Screen:
    say, team = scene.words.say, the_team(scene)
    blocks: list[Block] = [
        Heading(say("Inviter dans l'équipe")),
        Paragraph(say("Un lien s'envoie : qui l'ouvre est dans l'équipe aussitôt.")),
        Paragraph(say("Un code se dit : qui le tape attend votre accord.")),
        Paragraph(
            say(
                "Chacun vaut sept jours, pour {most} personnes ; celui d'un pilote, pour une seule.",
                most=invitations.MOST_USES,
            )
        ),
    ]
    blocks += [Paragraph(_line(scene, number, it)) for number, it in enumerate(team.invitations, 1)]
    make = [
        Button(
            say("{kind}, {role}", kind=kind_name(scene.words, kind), role=role_name(scene.words, role)),
            f"make:{team.school}:{kind.value}:{role.value}",
        )
        for role in OFFERED
        for kind in KINDS
    ]
    revoke = [
        Button(say("Révoquer {number}", number=number), f"revoke:{team.school}:{it.id}")
        for number, it in enumerate(team.invitations, 1)
    ]
    return Screen(tuple(blocks), (*abreast(make), *abreast(revoke), (go(say("L'équipe"), "team"),)))


def hear(scene: Scene, event: Event) -> Move | None:
    team = the_team(scene)
    if not isinstance(event, Tapped) or event.words[:1] != (team.school,):
        return None
    match event.verb, event.words[1:]:
        case "make", (kind, role) if kind in KINDS and role in OFFERED:
            return _made(scene, Kind(kind), Role(role))
        case "revoke", (key,) if team.invitation(key):
            return Move("", (Revoke(team.school, key),), notice=scene.words.say("Invitation révoquée."))
    return None


def _made(scene: Scene, kind: Kind, role: Role) -> Move:
    """The secret is shown while the screen stands; what is kept of it is a digest."""
    team = the_team(scene)
    if len(team.invitations) >= invitations.MOST_ALIVE:
        said = scene.words.say("{most} invitations valent déjà : révoquez-en une.", most=invitations.MOST_ALIVE)
        return Move(notice=said)
    secret = scene.token if kind is Kind.LINK else invitations.code(scene.token)
    write = Invite(
        team.school,
        scene.fresh,
        kind,
        role,
        invitations.digest(secret),
        scene.now + invitations.LIVES,
        invitations.MOST_PILOTS if role is Role.PILOT else invitations.MOST_USES,
    )
    return Move("invited", (write,), replace(scene.session, invited=scene.fresh, secret=secret))


def _line(scene: Scene, number: int, it: Invitation) -> str:
    return scene.words.say(
        "{number}. {kind}, {role}, jusqu'au {day} : servi {uses} fois sur {most}.",
        number=number,
        kind=kind_name(scene.words, it.kind),
        role=role_name(scene.words, it.role),
        day=scene.words.day(it.expires),
        uses=it.uses,
        most=it.most,
    )
