"""Why something can't be written here, in a sentence that says what to do instead."""

from __future__ import annotations

from dialogs.campaign import Campaign, Mode, Stage
from dialogs.campaign_writes import OfCampaigns, RecordDecision
from dialogs.rights import held
from dialogs.roles import Role
from dialogs.scene import Scene
from dialogs.writes import RemoveAnswer, SaveAnswer, SaveDraft, SaveNote, Write
from locales import Words


def no_right(scene: Scene, write: Write) -> str:
    if isinstance(write, SaveAnswer | SaveDraft | RemoveAnswer | SaveNote | OfCampaigns):
        campaign = held(scene, write.campaign)
        filling = isinstance(write, RecordDecision) or not isinstance(write, OfCampaigns)
        if campaign is not None and campaign.role is not Role.NOBODY and (filling or campaign.stage is not Stage.OPEN):
            return unchanged(scene.words, why_read(scene.words, campaign))
    return scene.words.say("Votre rôle dans l'équipe ne le permet pas : rien n'a été changé. /equipe dit qui pilote.")


def unchanged(words: Words, why: str) -> str:
    return words.say("{why} Rien n'a été changé.", why=why)


def why_read(words: Words, campaign: Campaign) -> str:
    """Why this person only reads the campaign, or this part of it."""
    say = words.say
    match campaign.stage:
        case Stage.ARCHIVED:
            return say("Cette campagne est archivée : un pilote peut la rouvrir.")
        case Stage.CLOSED:
            return say("Cette campagne est close : un pilote peut la rouvrir.")
        case Stage.WAITING if campaign.dates.opens:
            return say("Cette campagne ouvrira le {day}.", day=words.day(campaign.dates.opens))
    if campaign.role is Role.READER and campaign.mode is Mode.SOLO:
        return say("Quelqu'un d'autre remplit cette campagne : vous la lisez.")
    if campaign.role is Role.READER:
        return say("Votre rôle est de lire cette campagne. /equipe dit qui pilote.")
    if campaign.mode is Mode.SHARED and not campaign.mine:
        return say("Aucun domaine ne vous est confié : un pilote les répartit.")
    if campaign.mode is Mode.SHARED:
        return say("Ce domaine ne vous est pas confié.")
    return say("Un pilote le fait : /equipe dit qui pilote.")
