"""Gather → step → keep: one event's scene from the rows, and its outcome back into them. On the database's thread."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from dialogs import uai
from dialogs.campaign import Campaign
from dialogs.events import Event, Said, Tapped
from dialogs.session import (
    DescribeSchool,
    Entry,
    Forget,
    FoundSchool,
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
from frameworks.model import Framework
from locales import words
from storage import campaigns, people, schools
from storage.people import Conversation


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every scene shares: the grids, who runs this installation, whether strangers may found schools, chance."""

    frameworks: Mapping[str, Framework]
    operator: str
    signup: bool
    fresh: Callable[[], str]


def scene(
    connection: sqlite3.Connection, around: Surroundings, met: Conversation, event: Event, now: datetime
) -> Scene:
    entries = campaigns.mine(connection, met.person, around.frameworks)
    session = met.session
    if not session.campaign and entries:
        # Another release's session could not be read: the person's newest campaign is still theirs.
        session = replace(session, campaign=entries[0].id)
    campaign = _campaign(connection, around, met, session.campaign)
    return Scene(
        session=session,
        words=words(met.language),
        now=now,
        frameworks=around.frameworks,
        fresh=around.fresh(),
        campaign=campaign,
        previous=_previous(connection, around, met, session.compared, campaign, entries),
        school=schools.of(connection, met.person),
        entries=entries,
        taken=_taken(connection, met, event),
        operator=around.operator,
        signup=around.signup,
    )


def beside(connection: sqlite3.Connection, around: Surroundings, met: Conversation, here: Scene, event: Event) -> Scene:
    """The scene with the other campaign that a button names; none where it isn't the sender's."""
    if not isinstance(event, Tapped) or not event.words or event.words[0] == here.session.campaign:
        return here
    aside = _campaign(connection, around, met, event.words[0])
    return replace(here, aside=aside, beside=_previous(connection, around, met, "", aside, here.entries))


def keep(connection: sqlite3.Connection, here: Scene, person: int, write: Write) -> None:
    """One write into its rows. What a button names is the sender's: the scene held no other campaign."""
    match write:
        case OpenCampaign(key, framework, title):
            campaigns.open_campaign(connection, key, person, here.frameworks[framework], title, here.now)
        case Retitle(key, title):
            campaigns.retitle(connection, key, title)
        case SaveAnswer(key, question, answer):
            grid = _held(here, key).framework
            campaigns.answer(connection, key, person, grid.question[question], answer, here.now)
        case SaveDraft(key, question, begun):
            grid = _held(here, key).framework
            campaigns.draft(connection, key, person, grid.question[question], begun)
        case RemoveAnswer(key, question):
            campaigns.remove(connection, key, person, question)
        case SaveNote(key, question, text):
            campaigns.note(connection, key, person, question, text, here.now)
        case FoundSchool(school):
            schools.found(connection, school, person, here.now)
        case DescribeSchool(school):
            schools.describe(connection, school)
        case RenameSchool(school_id, name):
            schools.rename(connection, school_id, name)
        case SpeakLanguage(language):
            people.speak(connection, person, language)
        case Forget():
            people.forget(connection, person)
        case _:
            assert_never(write)


def _held(here: Scene, key: str) -> Campaign:
    return next(it for it in (here.campaign, here.aside) if it is not None and it.id == key)


def _campaign(connection: sqlite3.Connection, around: Surroundings, met: Conversation, key: str) -> Campaign | None:
    return campaigns.campaign(connection, key, met.person, around.frameworks) if key else None


def _previous(
    connection: sqlite3.Connection,
    around: Surroundings,
    met: Conversation,
    compared: str,
    campaign: Campaign | None,
    entries: tuple[Entry, ...],
) -> Campaign | None:
    """The campaign chosen to compare with, else the one before this of the same grid; ``entries`` are newest first."""
    if campaign is None:
        return None
    same = [it.id for it in entries if it.framework == campaign.framework.id and (it.answered or it.id == campaign.id)]
    if campaign.id not in same:
        return None
    older = same[same.index(campaign.id) + 1 :]
    chosen = compared if compared in same and compared != campaign.id else next(iter(older), "")
    return _campaign(connection, around, met, chosen)


def _taken(connection: sqlite3.Connection, met: Conversation, event: Event) -> frozenset[str]:
    typed = uai.find(event.text) if isinstance(event, Said) else None
    wanted = {known for known in (typed, met.session.sought.uai) if known}
    return frozenset(known for known in wanted if schools.taken(connection, known))
