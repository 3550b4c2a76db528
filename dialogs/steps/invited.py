"""The invitation just made: what to send or say, shown until one goes on."""

from __future__ import annotations

from dialogs.invitations import spaced
from dialogs.replies import Block, Heading, Paragraph, Screen
from dialogs.session import Scene
from dialogs.steps.parts import go
from dialogs.steps.people import role_name, the_team
from dialogs.team import Kind


def show(scene: Scene) -> Screen:
    say = scene.words.say
    rows = ((go(say("Autre invitation"), "invite"), go(say("L'équipe"), "team")),)
    invitation, secret = the_team(scene).invitation(scene.session.invited), scene.session.secret
    if invitation is None or not secret:
        return Screen((Heading(say("Invitation")), Paragraph(say("Cette invitation n'est plus montrée."))), rows)
    lines = _link(scene, secret) if invitation.kind is Kind.LINK else _code(scene, secret)
    blocks: list[Block] = [
        Heading(say("Invitation ({role})", role=role_name(scene.words, invitation.role))),
        *map(Paragraph, lines),
        Paragraph(
            say(
                "Vaut jusqu'au {day}. Copiez-la maintenant : Palier n'en garde qu'une empreinte.",
                day=scene.words.day(invitation.expires),
            )
        ),
    ]
    return Screen(tuple(blocks), rows)


def _code(scene: Scene, secret: str) -> list[str]:
    say = scene.words.say
    return [
        say("Code : {code}", code=spaced(secret)),
        say("Qui le tape après /rejoindre attend votre accord, dans /equipe."),
    ]


def _link(scene: Scene, secret: str) -> list[str]:
    """Links only where they work; the command works everywhere."""
    say, reach = scene.words.say, scene.reach
    lines = []
    if reach.bot:
        lines.append(say("Sur Telegram : {link}", link=f"https://t.me/{reach.bot}?start={secret}"))
    if reach.web:
        lines.append(say("Sur le web : {link}", link=f"{reach.web}/rejoindre/{secret}"))
        if reach.lan:
            lines.append(say("Sur ce réseau seulement, après le lien de la salle."))
    else:
        lines.append(
            say(
                "Pas de lien web : ce Palier n'est ouvert qu'à cette machine. "
                "PALIER_PUBLIC_URL, ou « run --lan », lui donne une adresse."
            )
        )
    return [*lines, say("Partout ici : /rejoindre {secret}", secret=secret)]
