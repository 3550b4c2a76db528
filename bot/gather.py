"""One event's scene, gathered from the rows. On the database's thread."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import datetime

from bot.calendars import calendar
from bot.planning import with_agenda, with_dues, with_goals, with_reached
from bot.surroundings import Surroundings
from bot.ways import named, places, verb, way
from dialogs import flow, invitations, mailbox, uai
from dialogs.campaign import Campaign, School
from dialogs.council import pilots_see
from dialogs.events import Event, Mailed, Reminded, Said, Summoned
from dialogs.flow import COUNCIL
from dialogs.roles import Role
from dialogs.scene import Entry, Scene
from dialogs.session import State
from dialogs.team import Attempt
from locales import words
from storage import campaigns, deciding, mailboxes, pulses, reminders, schools, team
from storage.people import Conversation

SHOWING = {*flow.TEAM, *flow.OF_A_GOAL, State.CALLED}
"""Where a team is shown, or may be next."""

JOINING, TO_JOINING = {State.JOINING, State.CALLED, State.PRIVACY}, {"join", "privacy"}
"""Where what one asked to join is shown, or may be next."""

MAILED, TO_MAILED = {State.MAILBOX, State.PRIVACY}, {"mailbox", "privacy"}
"""Where the person's e-mail address is shown, or may be next."""

COUNCILS = set(COUNCIL)
"""Where opinions and decisions are shown."""

CONVENED, TO_CONVENED = {*flow.CONVENING, State.VOTING}, {"sitting", "booth"}
CONVENING_VERBS = {"poll", "polls", "booth"}
"""Where a commission's sitting is shown, or may be next."""

STEERED = {State.CAMPAIGN, *flow.STEERING}
"""Where how far each member is is shown, or may be next."""


def scene(
    connection: sqlite3.Connection, around: Surroundings, met: Conversation, event: Event, now: datetime
) -> Scene:
    entries = campaigns.mine(connection, met.person, around.frameworks)
    session = met.session
    if not session.campaign and entries:
        # Another release's session could not be read: the person's newest campaign is still theirs.
        session = replace(session, campaign=entries[0].id)
    campaign = _campaign(connection, around, met, session.campaign, now)
    memberships = team.memberships(connection, met.person)
    here = Scene(
        session=session,
        words=words(met.language),
        now=now,
        frameworks=around.frameworks,
        fresh=around.fresh(),
        campaign=campaign,
        previous=_previous(connection, around, met, session.compared, campaign, entries, now),
        memberships=memberships,
        entries=entries,
        taken=_taken(connection, met, event),
        attempt=_attempt(connection, met, event, now),
        reach=around.reach(),
        operator=around.operator,
        signup=around.signup,
    )
    here = with_reached(connection, with_goals(connection, here, event))
    here = with_agenda(connection, here, met.person, event)
    here = with_dues(connection, around.frameworks, here, met.person, event)
    here = _with_mailbox(connection, here, met.person, event)
    return _with_council(connection, _with_team(connection, here, met.person, event), met.person, event)


def _with_council(connection: sqlite3.Connection, here: Scene, person: int, event: Event) -> Scene:
    """How far each member is, or opinions and decisions, where a screen before or after the event may show them."""
    campaign = here.campaign
    if campaign is None or campaign.school is None:
        return here
    if not here.figures:
        here = replace(here, figures=campaigns.figures(connection, campaign.school.id, campaign.id, campaign.framework))
    around, to, grid = places(here.session), way(event), campaign.framework
    if not here.fillers and (around & STEERED or to == "campaign"):
        here = replace(
            here,
            fillers=deciding.fillers(connection, campaign.id, campaign.mode, grid),
            calendar=calendar(connection, campaign.school.territory, here.today.date()),
            announced=reminders.announced(connection, campaign.id) if campaign.role is Role.PILOT else (),
        )
    weighed = around & COUNCILS or to == "council" or verb(event) == "weigh"
    if campaign.collegial and weighed and not here.opinions:
        here = replace(
            here,
            opinions=deciding.opinions(connection, campaign.id, grid, named=pilots_see(campaign)),
            history=deciding.history(connection, campaign.id, grid),
        )
    convened = around & CONVENED or to in TO_CONVENED or verb(event) in CONVENING_VERBS
    if convened and here.sitting is None:
        reader, pilots = pulses.of_person(person).identity, campaign.role is Role.PILOT
        here = replace(here, sitting=pulses.of_campaign(connection, campaign.id, reader, named=pilots))
    return here


def _with_team(connection: sqlite3.Connection, here: Scene, person: int, event: Event) -> Scene:
    """The team, or the requests made, where a screen before or after the event may show them."""
    around, to = places(here.session), way(event)
    if here.team is None and here.membership and (around & SHOWING or to == "team"):
        here = replace(here, team=team.of(connection, here.membership.school.id, here.now))
    if here.goals and (goal := named(event)) and here.goal_of(goal):
        here = replace(here, team=team.of(connection, here.goals[0].school, here.now))
    if verb(event) == "team" and (asked := here.member_of(named(event))):
        here = replace(here, team=team.of(connection, asked.school.id, here.now))
    if not here.awaiting and (around & JOINING or here.attempt or to in TO_JOINING):
        here = replace(here, awaiting=team.awaiting(connection, person))
    return here


def _with_mailbox(connection: sqlite3.Connection, here: Scene, person: int, event: Event) -> Scene:
    """The person's address where it is shown, and whether one more mail may ask for a confirmation."""
    shown = here.session.state in MAILED or way(event) in TO_MAILED or isinstance(event, Mailed)
    if here.mailbox is not None or not shown:
        return here
    box = mailboxes.of(connection, person)
    mail = mailbox.read(event.text) if isinstance(event, Said) else box.mail
    spent = bool(mail) and mailboxes.spent(connection, person, mail, here.now)
    return replace(here, mailbox=replace(box, spent=spent))


def beside(connection: sqlite3.Connection, around: Surroundings, met: Conversation, here: Scene, event: Event) -> Scene:
    """The scene with the other campaign that a button names (none where it isn't the sender's), or the team, or
    the secret of an invitation to make, or what comes before a campaign to begin.
    """
    here = with_agenda(connection, with_goals(connection, here, event), met.person, event)
    here = _with_mailbox(connection, here, met.person, event)
    here = _with_council(connection, _with_team(connection, here, met.person, event), met.person, event)
    if verb(event) in {"make", "convene", "poll", "polls", "feed"}:
        here = replace(here, token=around.token())
    if verb(event) == "grid":
        return replace(here, beside=_latest(connection, around, met, here, named(event)))
    key = event.campaign if isinstance(event, Reminded | Summoned) else named(event)
    if not key or key == here.session.campaign:
        return here
    aside = _campaign(connection, around, met, key, here.now)
    here = replace(here, aside=aside, beside=_previous(connection, around, met, "", aside, here.entries, here.now))
    if aside is None or aside.school is None or verb(event) != "booth":
        return here
    return replace(here, convened=pulses.of_campaign(connection, aside.id, pulses.of_person(met.person).identity))


def _latest(
    connection: sqlite3.Connection, around: Surroundings, met: Conversation, here: Scene, framework: str
) -> Campaign | None:
    """The campaign that one of this grid, begun now, will have before it."""
    school = here.school.id if here.school else ""
    found = (it.id for it in here.entries if it.framework == framework and it.school == school and it.retained)
    return _campaign(connection, around, met, next(found, ""), here.now)


def _campaign(
    connection: sqlite3.Connection, around: Surroundings, met: Conversation, key: str, now: datetime
) -> Campaign | None:
    return campaigns.campaign(connection, key, met.person, around.frameworks, now) if key else None


def _previous(
    connection: sqlite3.Connection,
    around: Surroundings,
    met: Conversation,
    compared: str,
    campaign: Campaign | None,
    entries: tuple[Entry, ...],
    now: datetime,
) -> Campaign | None:
    """The campaign chosen to compare with, else the one before this of the same grid; ``entries`` are newest first."""
    if campaign is None:
        return None
    school = campaign.school.id if campaign.school else ""
    alike = (it for it in entries if it.framework == campaign.framework.id and it.school == school)
    same = [it.id for it in alike if it.retained or it.id == campaign.id]
    if campaign.id not in same:
        return None
    older = same[same.index(campaign.id) + 1 :]
    chosen = compared if compared in same and compared != campaign.id else next(iter(older), "")
    return _campaign(connection, around, met, chosen, now)


def _attempt(connection: sqlite3.Connection, met: Conversation, event: Event, now: datetime) -> Attempt | None:
    secret = invitations.tried(met.session.state, event)
    if not secret:
        return None
    most, span = invitations.MOST_WRONG, invitations.WRONG_FOR
    locked = team.locked(connection, met.person, now, most=most, span=span)
    if locked:
        return Attempt(locked=locked)
    return Attempt(team.offer(connection, invitations.digest(secret), now))


def _taken(connection: sqlite3.Connection, met: Conversation, event: Event) -> dict[str, School]:
    typed = uai.find(event.text) if isinstance(event, Said) else None
    wanted = {known for known in (typed, met.session.sought.uai) if known}
    return {known: school for known in wanted if (school := schools.taken(connection, known)) is not None}
