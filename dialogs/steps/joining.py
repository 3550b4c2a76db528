"""Joining a team: by a code or a link that was given, or by asking the school's pilot."""

from __future__ import annotations

from dataclasses import replace

from dialogs import uai
from dialogs.events import Event, Said
from dialogs.invitations import is_uai
from dialogs.replies import Block, Heading, Paragraph, Screen
from dialogs.scene import Move, Scene
from dialogs.session import Sought
from dialogs.steps.parts import go
from dialogs.team import Kind, Offer
from dialogs.team_writes import AskToJoin, JoinSchool, MissCode


def show(scene: Scene) -> Screen:
    say = scene.words.say
    blocks: list[Block] = [
        Heading(say("Rejoindre une équipe")),
        Paragraph(say("Écrivez le code que l'on vous a donné, comme 7K3M-9QTX, ou collez le lien reçu.")),
    ]
    if scene.signup:
        blocks.append(Paragraph(say("Sans code : écrivez l'UAI de l'établissement, et demandez à son pilote.")))
    blocks += [
        Paragraph(say("Demande envoyée à « {school} » : un pilote doit l'accepter.", school=it.name))
        for it in scene.awaiting
    ]
    rows = ((go(say("Accueil"), "start"), go(say("Mes campagnes"), "campaigns")),)
    return Screen(tuple(blocks), rows, prompt=say("Code, par exemple 7K3M-9QTX"))


def hear(scene: Scene, event: Event) -> Move | None:
    match event:
        case Said(text) if is_uai(text):
            return _known(scene, uai.find(text) or "")
        case Said() if scene.attempt is None:
            return Move(
                notice=scene.words.say("Ce n'est pas un code : il a huit lettres et chiffres, comme 7K3M-9QTX.")
            )
        case Said():
            return trying(scene)
    return None


def trying(scene: Scene) -> Move | None:
    """What becomes of the secret that the event tries; None where it tries none."""
    say, attempt = scene.words.say, scene.attempt
    if attempt is None:
        return None
    if attempt.locked is not None:
        minutes = max(1, -(-int((attempt.locked - scene.now).total_seconds()) // 60))
        return Move(
            notice=scene.words.count(
                "Trop de codes faux : réessayez dans {n} minute.",
                "Trop de codes faux : réessayez dans {n} minutes.",
                minutes,
            )
        )
    if attempt.offer is None:
        return Move("", (MissCode(),), notice=say("Ce code n'existe pas, ou ne vaut plus : demandez-en un autre."))
    return _taken_up(scene, attempt.offer)


def _taken_up(scene: Scene, offer: Offer) -> Move:
    say, school = scene.words.say, offer.school
    if scene.member_of(school.id) and offer.kind is not Kind.TRANSFER:
        return Move(notice=say("Vous êtes déjà dans l'équipe de « {school} ».", school=school.name))
    session = replace(scene.session, called=school.id, told=scene.now)
    if offer.kind is Kind.CODE:
        return asked(scene, AskToJoin(scene.fresh, school, offer.role, offer.invitation))
    said = say("Vous êtes dans l'équipe de « {school} ».", school=school.name)
    return Move("joined", (JoinSchool(offer),), replace(session, school=school.id), said)


def asked(scene: Scene, write: AskToJoin, trigger: str = "joined") -> Move:
    said = scene.words.say("Demande envoyée à « {school} » : un pilote doit l'accepter.", school=write.school.name)
    session = replace(scene.session, called=write.school.id, told=scene.now, sought=Sought())
    return Move(trigger, (write,), session, said)


def _known(scene: Scene, known: str) -> Move:
    say = scene.words.say
    if not scene.signup:
        return Move(notice=say("Ici, une équipe ne se rejoint que sur invitation : demandez un code à son pilote."))
    if known not in scene.taken:
        return Move(notice=say("Aucun établissement {uai} ici.", uai=known))
    return Move("knock", session=replace(scene.session, sought=Sought(uai=known)))
