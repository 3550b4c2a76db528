"""The goals in one's own calendar: a file, or a private address that a phone subscribes to."""

from __future__ import annotations

from dataclasses import replace

from dialogs import invitations
from dialogs.events import Event, Tapped
from dialogs.goal_writes import MakeFeed, RevokeFeed
from dialogs.replies import Block, Button, Heading, Paragraph, Screen
from dialogs.scene import Move, Scene
from dialogs.steps import diaries
from dialogs.steps.parts import abreast, go


def show(scene: Scene) -> Screen:
    say, me = scene.words.say, scene.membership
    blocks: list[Block] = [
        Heading(say("Les objectifs dans votre agenda")),
        Paragraph(
            say("Un fichier .ics s'ouvre dans tout agenda ; il porte les dates telles qu'elles sont aujourd'hui.")
        ),
        Paragraph(
            say(
                "Une adresse privée tient un agenda à jour sans vous : les objectifs que vous menez, et tous ceux des "
                "établissements que vous pilotez."
            )
        ),
    ]
    blocks += [Paragraph(it) for it in (_since(scene), caveat(scene)) if it]
    ways = []
    if me is not None and scene.goals:
        ways.append(Button(say("Fichier .ics"), f"diaries:{me.school.id}", say("Fichier de tous les objectifs")))
    if scene.reach.web:
        spoken = say("Nouvelle adresse privée") if scene.feed else say("Créer une adresse privée")
        ways.append(Button(say("Adresse privée"), "feed:make", spoken))
    if scene.feed:
        ways.append(Button(say("Révoquer l'adresse"), "feed:revoke"))
    return Screen(tuple(blocks), abreast([*ways, go(say("Objectifs"), "goals")]))


def _since(scene: Scene) -> str:
    if scene.feed is None:
        return ""
    day = scene.words.day(scene.feed.astimezone(scene.zone))
    return scene.words.say("Vous en avez une depuis le {day} ; une nouvelle annule celle-ci.", day=day)


def caveat(scene: Scene) -> str:
    """Where no phone can reach the address, or not from everywhere; "" where it can."""
    say, reach = scene.words.say, scene.reach
    if not reach.web:
        return say(
            "Pas d'adresse ici : ce Palier n'est ouvert qu'à cette machine, un téléphone ne pourrait pas la joindre. "
            "PALIER_PUBLIC_URL lui en donne une."
        )
    return say("Sur ce réseau seulement : ailleurs, le téléphone garde les dates déjà reçues.") if reach.lan else ""


def hear(scene: Scene, event: Event) -> Move | None:
    say, me = scene.words.say, scene.membership
    match event:
        case Tapped() if event.verb == "diaries" and me is not None and event.words == (me.school.id,):
            diary = diaries.of_all(scene)
            if diary is None:
                return Move(notice=say("Aucun objectif n'a encore de date."))
            return Move("agenda", letters=(diary,), notice=say("Le fichier est juste au-dessus."))
        case Tapped() if event.verb == "feed" and event.words == ("make",) and scene.reach.web:
            write = MakeFeed(invitations.digest(scene.token))
            return Move("fed", (write,), replace(scene.session, secret=scene.token))
        case Tapped() if event.verb == "feed" and event.words == ("revoke",) and scene.feed:
            return Move("", (RevokeFeed(),), notice=say("Adresse révoquée : elle ne donne plus rien."))
    return None
