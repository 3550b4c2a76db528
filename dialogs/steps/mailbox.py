"""Reminders by e-mail: an address that its owner confirms from there, and takes back when they like."""

from __future__ import annotations

from dialogs.events import Event, Said, Tapped
from dialogs.mailbox import Mailbox, accented, read
from dialogs.replies import Block, Button, Heading, Paragraph, Screen
from dialogs.scene import Move, Scene
from dialogs.steps.parts import go
from dialogs.writes import AskMailbox, ForgetMailbox


def show(scene: Scene) -> Screen:
    say, box = scene.words.say, scene.mailbox or Mailbox()
    blocks: list[Block] = [Heading(say("Rappels par courriel")), *_purpose(scene)]
    if box.mail:
        blocks.append(Paragraph(_standing(scene, box)))
    buttons = []
    if box.mail and not box.confirmed and scene.reach.mail:
        buttons.append(Button(say("Renvoyer"), "mail:again", say("Renvoyer le courriel de confirmation")))
    if box.mail:
        buttons.append(Button(say("Retirer l'adresse"), "mail:forget"))
    rows = ((go(say("Mes données"), "privacy"), go(say("Retour"), "back")),)
    prompt = say("Votre adresse, par exemple prenom.nom@exemple.fr") if scene.reach.mail else ""
    return Screen(tuple(blocks), (tuple(buttons), *rows) if buttons else rows, prompt=prompt)


def hear(scene: Scene, event: Event) -> Move | None:
    say, box = scene.words.say, scene.mailbox or Mailbox()
    match event:
        case Said(text):
            return _typed(scene, box, text)
        case Tapped("mail:again") if box.mail and not box.confirmed:
            return _asked(scene, box.mail)
        case Tapped("mail:forget") if box.mail:
            return Move("", (ForgetMailbox(),), notice=say("Adresse retirée : plus aucun courriel ne part."))
    return None


def _typed(scene: Scene, box: Mailbox, text: str) -> Move:
    mail = read(text)
    if not scene.reach.mail:
        return Move(notice=_unsent(scene))
    if not mail:
        return Move(notice=_no_address(scene, text))
    if mail == box.mail and box.confirmed:
        return Move(notice=scene.words.say("{mail} : cette adresse est déjà confirmée.", mail=mail))
    return _asked(scene, mail)


def _asked(scene: Scene, mail: str) -> Move:
    say = scene.words.say
    if not scene.reach.mail:
        return Move(notice=_unsent(scene))
    if scene.mailbox is None or scene.mailbox.spent:
        return Move(notice=say("Trois courriels de confirmation en un jour, pas davantage : réessayez demain."))
    said = say("Un courriel part à {mail} : ouvrez-le, et confirmez.", mail=mail)
    return Move("", (AskMailbox(mail),), notice=said)


def _purpose(scene: Scene) -> list[Block]:
    """What it is for, who sends it, what stands in it; or that nothing is sent from here."""
    say = scene.words.say
    if not scene.reach.mail:
        return [Paragraph(_unsent(scene))]
    who = scene.operator or say("la personne qui a installé ce Palier")
    return [
        Paragraph(say("Vos rappels arrivent aussi à l'adresse que vous écrivez ici, une fois confirmée.")),
        Paragraph(
            say("Un courriel ne contient que le titre de ce qu'il rappelle ; un lien suffit pour ne plus en recevoir.")
        ),
        Paragraph(say("Qui l'envoie : {who}. Il passe par son serveur de courriel, et par le vôtre.", who=who)),
    ]


def _standing(scene: Scene, box: Mailbox) -> str:
    say = scene.words.say
    if box.refused and scene.reach.mail:
        return say("{mail} : le dernier courriel n'a pas pu être remis. Est-ce la bonne adresse ?", mail=box.mail)
    if box.confirmed:
        return say("{mail} : adresse confirmée.", mail=box.mail)
    return say(
        "{mail} : à confirmer, par le lien du courriel reçu. Sans cela, l'adresse est oubliée après sept jours.",
        mail=box.mail,
    )


def _unsent(scene: Scene) -> str:
    return scene.words.say("Ce Palier n'envoie pas de courriel : aucun serveur n'est réglé (PALIER_SMTP_HOST).")


def _no_address(scene: Scene, text: str) -> str:
    say = scene.words.say
    if accented(text):
        return say("Une adresse sans accent est attendue : la forme « xn-- » d'un nom de domaine accentué convient.")
    return say("Une adresse de courriel est attendue, par exemple prenom.nom@exemple.fr.")
