"""The invitation just made: what to send or say, shown until one goes on."""

from __future__ import annotations

from dialogs.invitations import spaced
from dialogs.replies import Block, Heading, Paragraph, QrCode, Screen
from dialogs.scene import Scene
from dialogs.steps.parts import go
from dialogs.steps.people import role_name, the_team
from dialogs.team import Kind


def show(scene: Scene) -> Screen:
    say = scene.words.say
    rows = ((go(say("Autre invitation"), "invite"), go(say("L'équipe"), "team")),)
    invitation, secret = the_team(scene).invitation(scene.session.invited), scene.session.secret
    if invitation is None or not secret:
        return Screen((Heading(say("Invitation")), Paragraph(say("Cette invitation n'est plus montrée."))), rows)
    shared = _link(scene, secret) if invitation.kind is Kind.LINK else _code(scene, secret)
    blocks: list[Block] = [
        Heading(say("Invitation ({role})", role=role_name(scene.words, invitation.role))),
        *shared,
        Paragraph(
            say(
                "Vaut jusqu'au {day}. Copiez-la maintenant : Palier n'en garde qu'une empreinte.",
                day=scene.words.day(invitation.expires),
            )
        ),
    ]
    return Screen(tuple(blocks), rows)


def _code(scene: Scene, secret: str) -> list[Block]:
    say = scene.words.say
    return [
        Paragraph(say("Code : {code}", code=spaced(secret))),
        Paragraph(say("Qui le tape après /rejoindre attend votre accord, dans /equipe.")),
    ]


def _link(scene: Scene, secret: str) -> list[Block]:
    """Links only where they work, and one QR code: the web's, which asks for no account. The command works anywhere."""
    say, reach = scene.words.say, scene.reach
    telegram = f"https://t.me/{reach.bot}?start={secret}" if reach.bot else ""
    web = f"{reach.web}/rejoindre/{secret}" if reach.web else ""
    blocks: list[Block] = []
    if telegram:
        blocks.append(Paragraph(say("Sur Telegram : {link}", link=telegram)))
    if web:
        blocks.append(Paragraph(say("Sur le web : {link}", link=web)))
        if reach.lan:
            blocks.append(Paragraph(say("Sur ce réseau seulement, après le lien de la salle.")))
        blocks.append(QrCode(web, say("QR code du lien web, pour l'appareil photo d'un téléphone.")))
    else:
        blocks.append(Paragraph(_not_here(scene)))
        if telegram:
            blocks.append(QrCode(telegram, say("QR code du lien Telegram, pour l'appareil photo d'un téléphone.")))
    return [*blocks, Paragraph(say("Partout ici : /rejoindre {secret}", secret=secret))]


def _not_here(scene: Scene) -> str:
    """Why no phone could open a link to the web chat, and what would let one."""
    if scene.reach.bot:
        return scene.words.say(
            "Pas de lien web : ce Palier n'est ouvert qu'à cette machine. "
            "PALIER_PUBLIC_URL, ou « run --lan », lui donne une adresse."
        )
    return scene.words.say(
        "Pas de lien web ni de QR code : ce Palier n'est ouvert qu'à cette machine. "
        "PALIER_PUBLIC_URL, ou « run --lan », lui donne une adresse."
    )
