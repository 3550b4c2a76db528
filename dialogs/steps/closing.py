"""Before a campaign is closed: what is missing is said first."""

from __future__ import annotations

from dialogs.campaign import Campaign
from dialogs.campaign_writes import CloseCampaign
from dialogs.events import Event, Tapped
from dialogs.replies import Button, Heading, Paragraph, Screen
from dialogs.scene import Move, Scene
from dialogs.steps.parts import go
from dialogs.steps.people import signed
from dialogs.steps.sharing import nobodys
from locales import Words


def show(scene: Scene) -> Screen:
    say, campaign = scene.words.say, scene.the()
    late = [signed(scene.words, it.name or "", it.number) for it in scene.fillers if it.asked and not it.finished]
    lines = [_missing(scene.words, campaign.position)]
    if late and campaign.position.open:
        names = scene.words.listed(late)
        lines.append(scene.words.count("N'a pas fini : {names}.", "N'ont pas fini : {names}.", len(late), names=names))
    if without := nobodys(scene.words, campaign):
        lines.append(without)
    lines.append(say("Close, elle ne reçoit plus de réponse ; un pilote peut la rouvrir."))
    close = Button(say("Clôturer"), f"close:{campaign.id}")
    return Screen(
        (Heading(say("Clôturer « {campaign} » ?", campaign=campaign.title)), *map(Paragraph, lines)),
        ((close, go(say("Annuler"), "cancel")),),
    )


def _missing(words: Words, position: Campaign) -> str:
    left, total = len(position.open), len(position.questions)
    if not left:
        return words.say("Rien ne manque.")
    if position.collegial:
        return words.count(
            "Il manque {n} décision sur {total}.", "Il manque {n} décisions sur {total}.", left, total=total
        )
    return words.count("Il manque {n} réponse sur {total}.", "Il manque {n} réponses sur {total}.", left, total=total)


def hear(scene: Scene, event: Event) -> Move | None:
    match event:
        case Tapped() if event.verb == "close" and event.words == (scene.the().id,):
            return Move("set", (CloseCampaign(scene.the().id),), notice=scene.words.say("Campagne close."))
    return None
