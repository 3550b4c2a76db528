"""A school's campaign on one screen: how it is filled, its dates, who has finished what. Never what they answered."""

from __future__ import annotations

from datetime import datetime

from dialogs.campaign import Campaign, Mode, Stage
from dialogs.campaign_writes import ArchiveCampaign, RemindFillers, ReopenCampaign
from dialogs.council import Filler
from dialogs.events import Event, Tapped
from dialogs.hours import working
from dialogs.replies import Block, Button, Heading, Paragraph, Screen
from dialogs.roles import Role
from dialogs.scene import Move, Scene
from dialogs.steps import dating
from dialogs.steps.mode import mode_name
from dialogs.steps.paging import clamp, pages_of, turn, turning
from dialogs.steps.parts import abreast, go
from dialogs.steps.people import signed
from dialogs.steps.sharing import nobodys
from dialogs.steps.went import went
from locales import Words

SHOWN = 12
"""Members a page."""


def show(scene: Scene) -> Screen:
    say, campaign = scene.words.say, scene.the()
    facts = [
        say("{grid} · {mode}", grid=campaign.framework.short, mode=mode_name(scene.words, campaign)),
        *_dates(scene, campaign),
    ]
    pages = pages_of(len(scene.fillers), SHOWN)
    page = clamp(scene.session.page, pages)
    shown = scene.fillers[page * SHOWN : (page + 1) * SHOWN]
    lines = [*facts, *_progress(scene, campaign), *(_line(scene.words, campaign, it) for it in shown)]
    lines += [went(scene, it) for it in scene.announced]
    blocks: list[Block] = [Heading(campaign.title), *map(Paragraph, lines)]
    steering = _steering(scene, campaign) if campaign.role is Role.PILOT else []
    last = [go(say("Domaines"), "menu"), go(say("L'équipe"), "team")]
    if campaign.collegial:
        last.insert(0, go(say("À décider"), "council"))
    if campaign.stage is Stage.OPEN and campaign.role is Role.PILOT:
        last.append(go(say("Faire voter"), "sitting"))
    return Screen(tuple(blocks), (*turning(scene, page, pages), *abreast(steering), *abreast(last)))


def _dates(scene: Scene, campaign: Campaign) -> list[str]:
    words, dates = scene.words, campaign.dates
    lines = []
    match campaign.stage:
        case Stage.ARCHIVED:
            lines.append(words.say("Archivée."))
        case Stage.CLOSED:
            lines.append(words.say("Close : on n'y répond plus."))
        case Stage.WAITING if dates.opens:
            lines.append(words.say("Ouvrira le {day}.", day=words.day(dates.opens)))
        case _ if dates.opens:
            lines.append(words.say("Ouverte depuis le {day}.", day=words.day(dates.opens)))
        case _ if campaign.opened:
            lines.append(words.say("Ouverte depuis le {day}.", day=words.day(campaign.opened)))
    if dates.closes and campaign.stage in {Stage.OPEN, Stage.WAITING}:
        lines.append(words.say("Clôture prévue le {day}.", day=words.day(dates.closes)))
        if dates.closes < scene.today.date() and campaign.role is Role.PILOT:
            lines.append(words.say("Cette date est passée : clôturez la campagne, ou changez la date."))
    if dates.next:
        lines.append(words.say("Prochaine évaluation : {day}.", day=words.day(dates.next)))
    return lines


def _progress(scene: Scene, campaign: Campaign) -> list[str]:
    words, position = scene.words, campaign.position
    lines = []
    if campaign.collegial:
        lines.append(
            words.count(
                "Décidée : {n} question sur {total}.",
                "Décidées : {n} questions sur {total}.",
                position.answered,
                total=len(position.questions),
            )
        )
    if not scene.fillers:
        lines.append(words.say("Personne ne la remplit : la première réponse d'un pilote la reprend."))
    if without := nobodys(words, campaign):
        lines.append(without)
    if campaign.reminded:
        lines.append(words.say("Dernière relance le {day}.", day=words.day(campaign.reminded)))
    return lines


def _line(words: Words, campaign: Campaign, filler: Filler) -> str:
    name = signed(words, filler.name or "", filler.number)
    if not filler.asked:
        return words.say("○ {name} : aucun domaine confié", name=name)
    mark = "●" if filler.finished else "◐" if filler.answered else "○"
    if campaign.mode is Mode.SHARED:
        domains = campaign.framework.domain
        parts = [
            words.say("{domain} {done} sur {count}", domain=domains[key].short, done=done, count=asked)
            for key, (done, asked) in filler.done.items()
        ]
        return words.say("{mark} {name} : {domains}", mark=mark, name=name, domains=", ".join(parts))
    return words.say(
        "{mark} {name} : {done} sur {count}", mark=mark, name=name, done=filler.answered, count=filler.asked
    )


def _steering(scene: Scene, campaign: Campaign) -> list[Button]:
    say = scene.words.say
    if campaign.ended:
        buttons = [Button(say("Rouvrir"), f"reopen:{campaign.id}")]
        if campaign.stage is Stage.CLOSED:
            buttons.append(Button(say("Archiver"), f"archive:{campaign.id}"))
        return [*buttons, dating.button(scene.words, campaign, "next")]
    buttons = [go(say("Mode"), "mode")]
    if campaign.mode is Mode.SHARED:
        buttons.append(go(say("Répartir"), "share"))
    if unfinished(scene):
        buttons.append(Button(say("Relancer"), f"remind:{campaign.id}"))
    buttons += [dating.button(scene.words, campaign, which) for which in dating.DATES]
    return [*buttons, go(say("Clôturer"), "close")]


def hear(scene: Scene, event: Event) -> Move | None:
    say, campaign = scene.words.say, scene.the()
    if not isinstance(event, Tapped) or event.words[:1] != (campaign.id,):
        return turn(scene, event)
    match event.verb, event.words[1:]:
        case "remind", ():
            return _reminding(scene, campaign)
        case "reopen", () if campaign.ended:
            return Move("", (ReopenCampaign(campaign.id),), notice=say("Campagne rouverte."))
        case "archive", () if campaign.stage is Stage.CLOSED:
            said = say("Campagne archivée : elle reste lisible, sous « Mes campagnes ».")
            return Move("", (ArchiveCampaign(campaign.id),), notice=said)
        case "date", (which,) if which in dating.DATES:
            return dating.asking_for(scene, which)
    return None


def unfinished(scene: Scene) -> tuple[Filler, ...]:
    """Who is asked something and has not finished, the person themselves apart."""
    return tuple(it for it in scene.fillers if it.asked and not it.finished and it.number != scene.the().me)


def _reminding(scene: Scene, campaign: Campaign) -> Move:
    """Once a day, within working hours: a reminder that comes at night or every hour is one too many."""
    words, late = scene.words, unfinished(scene)
    if campaign.stage is not Stage.OPEN:
        return Move(notice=words.say("Une campagne qui n'est pas ouverte ne se relance pas."))
    if not late:
        return Move(notice=words.say("Tout le monde a fini : il n'y a personne à relancer."))
    if campaign.reminded and _local(scene, campaign.reminded).date() == scene.today.date():
        return Move(notice=words.say("Une relance est déjà partie aujourd'hui : la prochaine sera possible demain."))
    if campaign.school and not working(scene.now, campaign.school.timezone, scene.calendar):
        return Move(
            notice=words.say(
                "Une relance part du lundi au vendredi, de 8 h à 19 h, hors vacances et jours fériés : "
                "touchez à ce moment-là."
            )
        )
    said = words.count("Relance envoyée à {n} personne.", "Relance envoyée à {n} personnes.", len(late))
    return Move("", (RemindFillers(campaign.id, tuple(it.number for it in late)),), notice=said)


def _local(scene: Scene, moment: datetime) -> datetime:
    return moment.astimezone(scene.today.tzinfo)
