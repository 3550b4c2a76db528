"""Domains given to members, one domain a page; several may have the same."""

from __future__ import annotations

from dialogs.campaign import Campaign, Mode
from dialogs.campaign_writes import ShareDomain
from dialogs.council import Filler
from dialogs.events import Event, Tapped
from dialogs.replies import Block, Button, Heading, Paragraph, Screen
from dialogs.scene import Move, Scene
from dialogs.steps.paging import clamp, turn, turning
from dialogs.steps.parts import abreast, go
from dialogs.steps.people import signed
from frameworks.model import Domain
from locales import Words

SHOWN = 16
"""Members a page."""

Page = tuple[Domain, tuple[Filler, ...]]


def show(scene: Scene) -> Screen:
    say, campaign = scene.words.say, scene.the()
    pages = _pages(scene)
    page = clamp(scene.session.page, len(pages))
    domain, members = pages[page]
    given = campaign.shares.get(domain.id, frozenset())
    holders = [signed(scene.words, it.name or "", it.number) for it in scene.fillers if it.number in given]
    blocks: list[Block] = [
        Heading(say("Répartir, page {page} sur {pages}", page=page + 1, pages=len(pages))),
        Heading(domain.title, lang="fr"),
        Paragraph(_held(scene, holders)),
        *(Paragraph(_line(scene, it)) for it in members),
        Paragraph(say("Touchez un numéro pour confier ce domaine, ou le reprendre. Les réponses restent.")),
    ]
    if without := nobodys(scene.words, campaign):
        blocks.append(Paragraph(without))
    buttons = [_button(scene, domain, it, given=it.number in given) for it in members]
    turns = turning(scene, page, len(pages))
    return Screen(tuple(blocks), (*abreast(buttons, 3), *turns, (go(say("La campagne"), "campaign"),)))


def nobodys(words: Words, campaign: Campaign) -> str:
    """The domains that wait for somebody, in a campaign shared out; "" where none does."""
    if campaign.mode is not Mode.SHARED:
        return ""
    waiting = [it for it in campaign.framework.domains if campaign.open_in(it) and not campaign.shares.get(it.id)]
    return words.say("Sans personne : {domains}.", domains=", ".join(it.short for it in waiting)) if waiting else ""


def _pages(scene: Scene) -> list[Page]:
    """A domain after the other, and the members who may have it, as many as a page holds."""
    crowd = scene.fillers
    groups = [crowd[start : start + SHOWN] for start in range(0, len(crowd), SHOWN)] or [()]
    return [(domain, group) for domain in scene.the().framework.domains for group in groups]


def _held(scene: Scene, holders: list[str]) -> str:
    words = scene.words
    if not holders:
        return words.say("À personne encore : seuls les pilotes y répondent.")
    if len(holders) > SHOWN:
        return words.count("Confié à {n} personne.", "Confié à {n} personnes.", len(holders))
    return words.say("Confié à {names}.", names=words.listed(holders))


def _line(scene: Scene, member: Filler) -> str:
    name = signed(scene.words, member.name or "", member.number)
    return scene.words.say("{number}. {name}", number=member.number, name=name)


def _button(scene: Scene, domain: Domain, member: Filler, *, given: bool) -> Button:
    say, name = scene.words.say, signed(scene.words, member.name or "", member.number)
    verb = "take" if given else "give"
    spoken = say("Reprendre le domaine à {name}", name=name) if given else say("Confier le domaine à {name}", name=name)
    mark = "☑" if given else "☐"
    return Button(f"{mark} {member.number}", f"{verb}:{scene.the().id}:{domain.id}:{member.number}", spoken)


def hear(scene: Scene, event: Event) -> Move | None:
    campaign = scene.the()
    match event:
        case Tapped() if event.verb in {"give", "take"} and event.words[:1] == (campaign.id,) and len(event.words) == 3:
            _, domain, number = event.words
            known = {str(it.number) for it in scene.fillers}
            if domain in campaign.framework.domain and number in known:
                return Move("", (ShareDomain(campaign.id, domain, int(number), event.verb == "give"),))
    return turn(scene, event)
