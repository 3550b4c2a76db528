"""The private address just made: shown until one goes on, and never again."""

from __future__ import annotations

from dialogs.replies import Block, Heading, Paragraph, QrCode, Screen
from dialogs.scene import Scene
from dialogs.steps.agenda import caveat
from dialogs.steps.parts import go


def show(scene: Scene) -> Screen:
    say, secret = scene.words.say, scene.session.secret
    rows = ((go(say("Agenda"), "agenda"), go(say("Objectifs"), "goals")),)
    if not secret or not scene.reach.web:
        return Screen((Heading(say("Adresse privée")), Paragraph(say("Cette adresse n'est plus montrée."))), rows)
    address = f"{scene.reach.web}/agenda/{secret}.ics"
    subscribing = f"webcal://{address.partition('://')[2]}"
    blocks: list[Block] = [
        Heading(say("Adresse privée")),
        Paragraph(say("À coller dans votre agenda, sous « s'abonner » ou « ajouter par URL » : {link}", link=address)),
        Paragraph(say("Sur un iPhone ou un Mac : {link}", link=subscribing)),
        *([Paragraph(note)] if (note := caveat(scene)) else []),
        QrCode(subscribing, say("QR code de l'adresse, pour l'appareil photo d'un téléphone.")),
        Paragraph(
            say(
                "Copiez-la maintenant : Palier n'en garde qu'une empreinte. Qui l'a peut lire ces objectifs : "
                "révoquez-la si elle s'égare."
            )
        ),
    ]
    return Screen(tuple(blocks), rows)
