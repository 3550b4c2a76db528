"""What a scene becomes once a move is kept: the same effect as the rows, without the rows."""

from __future__ import annotations

from dataclasses import replace

from dialogs.campaign import Campaign
from dialogs.session import (
    DescribeSchool,
    Entry,
    Forget,
    FoundSchool,
    Move,
    OpenCampaign,
    RemoveAnswer,
    RenameSchool,
    Retitle,
    SaveAnswer,
    SaveDraft,
    SaveNote,
    Scene,
    SpeakLanguage,
    Write,
)
from locales import words


def after(scene: Scene, move: Move) -> Scene:
    """The scene with the move's writes and session in place; its state is still the old one."""
    for write in move.writes:
        scene = _written(scene, write)
    if move.session is None:
        return scene
    scene = scene.at(replace(move.session, state=scene.session.state))
    if scene.aside and scene.aside.id == scene.session.campaign:
        scene = replace(scene, campaign=scene.aside, aside=scene.campaign, previous=scene.beside, beside=scene.previous)
        scene = scene.at(replace(scene.session, compared=""))
    if scene.aside and scene.aside.id == scene.session.compared:
        scene = replace(scene, previous=scene.aside)
    return scene


def _written(scene: Scene, write: Write) -> Scene:
    match write:
        case OpenCampaign(campaign=key, framework=framework, title=title):
            opened = Campaign(key, title, scene.frameworks[framework], scene.school, opened=scene.now)
            return replace(scene, campaign=opened, previous=None)
        case SpeakLanguage(language=language):
            return replace(scene, words=words(language))
        case Forget():
            return replace(scene, campaign=None, aside=None, previous=None, school=None, entries=())
        case FoundSchool(school=school):
            return replace(scene, campaign=replace(scene.the(), school=school), school=school)
        case DescribeSchool(school=school):
            return replace(scene, campaign=replace(scene.the(), school=school), school=school)
        case RenameSchool(name=name):
            campaign = scene.the()
            named = replace(campaign.school, name=name) if campaign.school else None
            return replace(scene, campaign=replace(campaign, school=named), school=named)
        case _:
            return _in_campaign(scene, write)


def _in_campaign(scene: Scene, write: Retitle | SaveAnswer | SaveDraft | RemoveAnswer | SaveNote) -> Scene:
    if scene.campaign and scene.campaign.id == write.campaign:
        changed = _campaign(scene.campaign, write, scene)
        return replace(scene, campaign=changed, entries=_listed(scene.entries, changed))
    if scene.aside and scene.aside.id == write.campaign:
        changed = _campaign(scene.aside, write, scene)
        return replace(scene, aside=changed, entries=_listed(scene.entries, changed))
    return scene


def _listed(entries: tuple[Entry, ...], changed: Campaign) -> tuple[Entry, ...]:
    return tuple(
        replace(entry, title=changed.title, answered=changed.answered, total=len(changed.questions))
        if entry.id == changed.id
        else entry
        for entry in entries
    )


def _campaign(
    campaign: Campaign, write: Retitle | SaveAnswer | SaveDraft | RemoveAnswer | SaveNote, scene: Scene
) -> Campaign:
    match write:
        case Retitle(title=title):
            return replace(campaign, title=title)
        case SaveAnswer(question=question, answer=answer):
            return campaign.answering(question, answer, scene.now)
        case SaveDraft(question=question, begun=begun):
            return replace(campaign, drafts={**campaign.drafts, question: begun})
        case RemoveAnswer(question=question):
            return campaign.without(question)
        case SaveNote(question=question, text=text):
            return campaign.noting(question, text)
