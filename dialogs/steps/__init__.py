"""The steps: one module a state, ``show(scene) -> Screen`` and, where it hears more than the table's ways, ``hear``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dialogs.events import Event
from dialogs.replies import Screen
from dialogs.scene import Move, Scene
from dialogs.session import State
from dialogs.steps import (
    about,
    actions,
    agenda,
    aiming,
    answering,
    asking,
    called,
    campaign,
    campaigns,
    catalogue,
    choosing,
    closing,
    comparing,
    confirming,
    council,
    dating,
    deciding,
    departement,
    entrusting,
    erasing,
    feed,
    framing,
    goal,
    goals,
    help,
    invited,
    inviting,
    joining,
    knocking,
    language,
    mailbox,
    meaning,
    member,
    menu,
    mode,
    more,
    naming,
    noting,
    offered,
    paging,
    parting,
    paused,
    privacy,
    recap,
    reminders,
    results,
    scheduling,
    school,
    sharing,
    sitting,
    tally,
    team,
    ticking,
    titling,
    tracing,
    voting,
    welcome,
    wording,
)

Show = Callable[[Scene], Screen]
Hear = Callable[[Scene, Event], Move | None]


def deaf(_: Scene, __: Event) -> Move | None:
    """A step that hears only what is understood everywhere."""
    return None


@dataclass(frozen=True, slots=True)
class Step:
    show: Show
    hear: Hear = deaf


STEPS: Mapping[State, Step] = {
    State.WELCOME: Step(welcome.show, welcome.hear),
    State.CATALOGUE: Step(catalogue.show),
    State.MENU: Step(menu.show),
    State.ASKING: Step(asking.show, answering.hear),
    State.TICKING: Step(ticking.show, answering.hear),
    State.MORE: Step(more.show, more.hear),
    State.MEANING: Step(meaning.show),
    State.NOTING: Step(noting.show, noting.hear),
    State.RESULTS: Step(results.show),
    State.ACTIONS: Step(actions.show, paging.turn),
    State.RECAP: Step(recap.show, recap.hear),
    State.COMPARING: Step(comparing.show, comparing.hear),
    State.TEAM: Step(team.show, team.hear),
    State.MEMBER: Step(member.show, member.hear),
    State.PARTING: Step(parting.show, parting.hear),
    State.CALLED: Step(called.show, called.hear),
    State.INVITING: Step(inviting.show, inviting.hear),
    State.INVITED: Step(invited.show),
    State.JOINING: Step(joining.show, joining.hear),
    State.KNOCKING: Step(knocking.show, knocking.hear),
    State.CHOOSING: Step(choosing.show, choosing.hear),
    State.CAMPAIGN: Step(campaign.show, campaign.hear),
    State.MODE: Step(mode.show, mode.hear),
    State.SHARING: Step(sharing.show, sharing.hear),
    State.DATING: Step(dating.show, dating.hear),
    State.CLOSING: Step(closing.show, closing.hear),
    State.COUNCIL: Step(council.show, council.hear),
    State.DECIDING: Step(deciding.show, deciding.hear),
    State.SITTING: Step(sitting.show, sitting.hear),
    State.FRAMING: Step(framing.show, framing.hear),
    State.VOTING: Step(voting.show, voting.hear),
    State.GOALS: Step(goals.show, goals.hear),
    State.GOAL: Step(goal.show, paging.turn),
    State.AIMING: Step(aiming.show, aiming.hear),
    State.WORDING: Step(wording.show, wording.hear),
    State.SCHEDULING: Step(scheduling.show, scheduling.hear),
    State.ENTRUSTING: Step(entrusting.show, entrusting.hear),
    State.TRACING: Step(tracing.show, paging.turn),
    State.TALLY: Step(tally.show, paging.turn),
    State.AGENDA: Step(agenda.show, agenda.hear),
    State.FEED: Step(feed.show),
    State.REMINDERS: Step(reminders.show, reminders.hear),
    State.SCHOOL: Step(school.show, school.hear),
    State.NAMING: Step(naming.show, naming.hear),
    State.DEPARTEMENT: Step(departement.show, departement.hear),
    State.CONFIRMING: Step(confirming.show, confirming.hear),
    State.TITLING: Step(titling.show, titling.hear),
    State.CAMPAIGNS: Step(campaigns.show, paging.turn),
    State.PAUSED: Step(paused.show),
    State.OFFERED: Step(offered.show, offered.hear),
    State.HELP: Step(help.show),
    State.ABOUT: Step(about.show, paging.turn),
    State.LANGUAGE: Step(language.show),
    State.PRIVACY: Step(privacy.show),
    State.ERASING: Step(erasing.show, erasing.hear),
    State.MAILBOX: Step(mailbox.show, mailbox.hear),
}
