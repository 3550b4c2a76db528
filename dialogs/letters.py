"""What is written to somebody who did not write first; nothing where it no longer concerns them."""

from __future__ import annotations

from dataclasses import replace

from dialogs import digest
from dialogs.campaign import Campaign
from dialogs.events import Knocked, Mailed, Rang, Reminded, Summoned, Told
from dialogs.goal_writes import TellOf
from dialogs.mailbox import CONFIRM
from dialogs.news import heard
from dialogs.replies import Button, Heading, Letter, Paragraph, Screen
from dialogs.rights import held
from dialogs.roles import Role
from dialogs.scene import Outcome, Scene
from dialogs.session import State
from dialogs.steps import mailbox, voting


def delivered(scene: Scene, event: Told) -> Outcome:
    """The conversation stays where it is; to who waits in the booth, the next question is shown there."""
    match event:
        case Rang():
            return _rung(scene, event)
        case Summoned(campaign) if _in_the_booth(scene, campaign):
            return Outcome(scene.session, (), (voting.show(scene),))
        case Mailed():
            return Outcome(scene.session, (), (_of_the_mailbox(scene, event),))
        case Summoned():
            letter = _summons(scene, event)
        case Reminded():
            letter = _reminder(scene, event)
        case _:
            letter = _request(scene, event)
    session = heard(scene) if isinstance(event, Knocked) and letter else scene.session
    return Outcome(session, (), (letter,) if letter else ())


def _rung(scene: Scene, event: Rang) -> Outcome:
    """What is due; kept as told with the letter that tells it, once."""
    found = digest.letter(scene, mail=event.mail)
    told = () if event.reminders else (TellOf(tuple(it.reminder for it in scene.dues)),)
    return Outcome(scene.session, told, (found,) if found else ())


def _reminder(scene: Scene, event: Reminded) -> Letter | None:
    say, campaign = scene.words.say, held(scene, event.campaign)
    if campaign is None or not campaign.todo:
        return None
    lines = [_left(scene, campaign)]
    if campaign.dates.closes:
        lines.append(say("Clôture prévue le {day}.", day=scene.words.day(campaign.dates.closes)))
    head = Heading(say("Rappel : « {campaign} »", campaign=campaign.title))
    go_on = Button(say("Reprendre"), f"resume:{campaign.id}")
    return Letter((head, *map(Paragraph, lines)), ((go_on,),))


def _left(scene: Scene, campaign: Campaign) -> str:
    school = campaign.school.name if campaign.school else ""
    return scene.words.count(
        "« {school} » attend votre réponse à {n} question.",
        "« {school} » attend vos réponses à {n} questions.",
        len(campaign.todo),
        school=school,
    )


def _in_the_booth(scene: Scene, campaign: str) -> bool:
    sitting, session = scene.sitting, scene.session
    asked = sitting is not None and sitting.voting is not None
    return asked and session.state is State.VOTING and session.campaign == campaign


def _summons(scene: Scene, event: Summoned) -> Letter | None:
    say, campaign = scene.words.say, held(scene, event.campaign)
    mine = scene.member_of(campaign.school.id) if campaign and campaign.school else None
    if campaign is None or mine is None or mine.role is Role.READER:
        return None
    head = Heading(say("Un vote est ouvert"))
    asked = say("La commission de « {school} » vote : votre voix compte jusqu'à la clôture.", school=mine.school.name)
    return Letter((head, Paragraph(asked)), ((Button(say("Voter"), f"booth:{campaign.id}"),),))


def _of_the_mailbox(scene: Scene, event: Mailed) -> Letter | Screen:
    """The mail that asks for a confirmation; or what became of the address, on its screen where that is open."""
    say = scene.words.say
    if event.news == "asked":
        asked = say(
            "Quelqu'un demande à recevoir ici ses rappels de Palier. Si c'est vous, ouvrez ce lien et confirmez."
        )
        otherwise = say("Sinon, ne faites rien : aucun rappel ne viendra sans cet accord.")
        rows = ((Button(say("Confirmer cette adresse"), CONFIRM),),)
        return Letter((Heading(say("Confirmez votre adresse")), Paragraph(asked), Paragraph(otherwise)), rows)
    said = (
        say("Votre adresse de courriel est confirmée : vos rappels y arrivent aussi.")
        if event.news == "confirmed"
        else say("Vos rappels n'arrivent plus par courriel : le lien d'un message a retiré votre adresse.")
    )
    if scene.session.state is State.MAILBOX:
        return replace(mailbox.show(scene), notice=said)
    return Letter((Paragraph(said),))


def _request(scene: Scene, event: Knocked) -> Letter | None:
    say, mine = scene.words.say, scene.member_of(event.school)
    if mine is None or mine.role is not Role.PILOT or mine.waiting is None:
        return None
    head = Heading(say("Une demande"))
    asked = Paragraph(say("Quelqu'un demande à rejoindre l'équipe de « {school} ».", school=mine.school.name))
    return Letter((head, asked), ((Button(say("L'équipe"), f"team:{mine.school.id}"),),))
