"""The domains of a campaign, each with where it stands."""

from __future__ import annotations

from dialogs.campaign import Campaign, Mode
from dialogs.refusing import why_read
from dialogs.replies import Block, Button, Heading, Paragraph, Screen
from dialogs.roles import Role
from dialogs.scene import Scene
from dialogs.steps.parts import abreast, cost, go, source
from frameworks.model import Domain
from locales import Words


def show(scene: Scene) -> Screen:
    campaign = scene.the()
    grid = campaign.framework
    lines = []
    part = None
    for domain in grid.domains:
        if domain.part != part and domain.part:
            lines.append(Paragraph(domain.part, lang="fr"))
        part = domain.part
        lines.append(Paragraph(_line(scene.words, campaign.sheet, domain)))
    buttons = [Button(domain.short, f"domain:{campaign.id}:{domain.id}", domain.title) for domain in grid.domains]
    return Screen(
        (*_head(scene), *lines, source(scene.words, grid)), (*abreast(buttons), *abreast(_ways(scene, campaign)))
    )


def _head(scene: Scene) -> list[Block]:
    """Which campaign, how far it is, and how it is filled."""
    say, campaign = scene.words.say, scene.the()
    school = campaign.school.name if campaign.school else say("Établissement à préciser")
    blocks: list[Block] = [
        Heading(campaign.title),
        Paragraph(say("{school} · {grid}", school=school, grid=campaign.framework.title)),
    ]
    mine = part(scene.words, campaign)
    if not campaign.sheet.as_school and (campaign.answered or not mine):
        blocks.append(Paragraph(_far(scene.words, campaign)))
    if mine:
        blocks.append(Paragraph(mine))
    if scene.previous is not None and not campaign.answered and campaign.writable:
        before = say(
            "Les réponses de « {campaign} » sont rappelées : « Comme avant » confirme chacune.",
            campaign=scene.previous.title,
        )
        blocks.append(Paragraph(before))
    if campaign.collegial:
        blocks += [Paragraph(_decided(scene.words, campaign.position)), Paragraph(told(scene.words, campaign))]
    if not campaign.writable:
        blocks.append(Paragraph(why_read(scene.words, campaign)))
    return blocks


def part(words: Words, campaign: Campaign) -> str:
    """What is left of their part to whoever fills only some domains; "" to everybody else."""
    if campaign.mode is not Mode.SHARED or campaign.role is not Role.MEMBER or not campaign.writable:
        return ""
    if not campaign.todo:
        return words.say("Votre part est finie.")
    return words.count(
        "De votre part, il reste {n} question.", "De votre part, il reste {n} questions.", len(campaign.todo)
    )


def _far(words: Words, campaign: Campaign) -> str:
    if not campaign.answered:
        return words.say("Par où commencer ? {cost}.", cost=cost(words, campaign.framework))
    if campaign.collegial:
        return words.count(
            "Vous avez donné votre avis sur {n} question sur {total}.",
            "Vous avez donné votre avis sur {n} questions sur {total}.",
            campaign.answered,
            total=len(campaign.questions),
        )
    return words.count(
        "{n} question sur {total} a sa réponse.",
        "{n} questions sur {total} ont leur réponse.",
        campaign.answered,
        total=len(campaign.questions),
    )


def _decided(words: Words, position: Campaign) -> str:
    return words.count(
        "{n} question sur {total} est décidée.",
        "{n} questions sur {total} sont décidées.",
        position.answered,
        total=len(position.questions),
    )


def told(words: Words, campaign: Campaign) -> str:
    """Who sees opinions, announced wherever they are given."""
    if campaign.secret:
        return words.say(
            "Chacun donne son avis, en secret : personne ne sait qui a dit quoi, et rien ne se voit avant cinq avis."
        )
    return words.say("Chacun donne son avis ; les pilotes voient qui a dit quoi.")


def _line(words: Words, campaign: Campaign, domain: Domain) -> str:
    asked = len(campaign.asked_in(domain))
    done = asked - len(campaign.open_in(domain))
    mark = "●" if done == asked else "◐" if done else "○"
    line = words.say("{mark} {domain} : {done} sur {count}", mark=mark, domain=domain.title, done=done, count=asked)
    if campaign.mode is Mode.SHARED and campaign.me in campaign.shares.get(domain.id, ()):
        return words.say("{line} · à vous", line=line)
    return line


def _ways(scene: Scene, campaign: Campaign) -> list[Button]:
    say = scene.words.say
    ways = [go(say("Résultats"), "results"), go(say("Récapitulatif"), "recap")]
    if campaign.collegial:
        ways.append(go(say("À décider"), "council"))
    if campaign.school:
        ways += [go(say("Objectifs"), "goals"), go(say("La campagne"), "campaign")]
    if campaign.titled_by_me:
        ways.append(go(say("Changer le titre"), "title"))
    return [
        *ways,
        go(say("Établissement"), "school"),
        go(say("Sur cette grille"), "about"),
        go(say("Pause"), "pause"),
    ]
