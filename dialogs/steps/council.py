"""What the school has still to decide: the most divided first."""

from __future__ import annotations

from dialogs.campaign import Campaign, Stage
from dialogs.council import LEAST, Weighed, pilots_see, undecided
from dialogs.events import Event, Tapped
from dialogs.lengths import cut
from dialogs.pulse import QUEUED, votable
from dialogs.replies import Block, Button, Heading, Paragraph, Screen
from dialogs.roles import Role
from dialogs.saying import CUT, agreement_in_words, answer_in_words
from dialogs.scene import Move, Scene
from dialogs.steps.paging import clamp, pages_of, turn, turning
from dialogs.steps.parts import abreast, go
from dialogs.steps.sitting import convening

SHOWN = 8


def show(scene: Scene) -> Screen:
    say, campaign = scene.words.say, scene.the()
    found = undecided(campaign, scene.opinions)
    pages = pages_of(len(found), SHOWN)
    page = clamp(scene.session.page, pages)
    total = len(campaign.position.questions)
    blocks: list[Block] = [Heading(say("À décider"))]
    if found:
        blocks.append(
            Paragraph(
                scene.words.count(
                    "{n} question sur {total}, les avis les plus partagés d'abord.",
                    "{n} questions sur {total}, les avis les plus partagés d'abord.",
                    len(found),
                    total=total,
                )
            )
        )
    else:
        blocks.append(Paragraph(say("Tout est décidé : {total} sur {total}.", total=total)))
    if not pilots_see(campaign):
        blocks.append(Paragraph(say("Rien ne se montre des avis avant qu'il y en ait {least}.", least=LEAST)))
    buttons = []
    for number, it in enumerate(found[page * SHOWN : (page + 1) * SHOWN], page * SHOWN + 1):
        blocks.append(Paragraph(f"{number}. {summed(scene, it)}"))
        buttons.append(Button(str(number), f"weigh:{campaign.id}:{it.question.id}", it.question.title))
    last = (go(say("Récapitulatif"), "recap"), go(say("La campagne"), "campaign"))
    votes = found and campaign.role is Role.PILOT and campaign.stage is Stage.OPEN
    polls = ((Button(say("Faire voter"), f"polls:{campaign.id}"),),) if votes else ()
    return Screen(
        tuple(blocks),
        (
            *abreast(buttons, 4),
            *turning(scene, page, pages),
            *polls,
            last,
            (go(say("Résultats"), "results"), go(say("Domaines"), "menu")),
        ),
    )


def hear(scene: Scene, event: Event) -> Move | None:
    match event:
        case Tapped() if event.verb == "polls" and event.words == (scene.the().id,):
            return convening(scene, most_divided(scene))
    return turn(scene, event)


def most_divided(scene: Scene) -> tuple[str, ...]:
    """The questions that a sitting begins with."""
    found = undecided(scene.the(), scene.opinions)
    return tuple(it.question.id for it in found if votable(it.question))[:QUEUED]


def records(campaign: Campaign) -> bool:
    """Whether the reader records what is decided there, now."""
    return campaign.collegial and campaign.role is Role.PILOT and campaign.stage is Stage.OPEN


def summed(scene: Scene, weighed: Weighed) -> str:
    """``Charte d'usage : 6 avis, partagés ; proposition : niveau 1``."""
    words, title = scene.words, weighed.question.title
    given = words.count("{n} avis", "{n} avis", weighed.given)
    if not weighed.given:
        return words.say("{question} : pas encore d'avis", question=title)
    if weighed.spread is None:
        return words.say("{question} : {given}, à discuter", question=title, given=given)
    so_far = words.say("{question} : {given}", question=title, given=given)
    if weighed.agreement is not None:
        so_far = words.say(
            "{summary}, {agreement}", summary=so_far, agreement=agreement_in_words(words, weighed.agreement)
        )
    if weighed.proposal is None:
        return so_far
    answer = cut(answer_in_words(words, scene.the().framework, weighed.question, weighed.proposal), CUT)
    return words.say("{summary} ; proposition : {answer}", summary=so_far, answer=answer)
