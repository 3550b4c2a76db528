"""One step of a conversation: a scene and an event in, what to keep and what to say out. Pure."""

from __future__ import annotations

from dataclasses import replace

from dialogs import comparison
from dialogs.after import after
from dialogs.campaign import Mode
from dialogs.clash import apart
from dialogs.events import Event, Said, Tapped, Told
from dialogs.flow import (
    AMENDING,
    ASIDES,
    CONVENING,
    COUNCIL,
    FILLING,
    FOR_CAMPAIGNS,
    FOR_TEAMS,
    FOR_WRITERS,
    FREE,
    GOALING,
    OF_A_GOAL,
    QUESTION,
    RUNNING,
    SECRET,
    STEERING,
    TEAM,
    follow,
)
from dialogs.goals import may_amend
from dialogs.guards import completed
from dialogs.letters import delivered
from dialogs.news import heard, news
from dialogs.picture import radar
from dialogs.refusing import no_right, why_read
from dialogs.replies import Radar, Screen
from dialogs.rights import allowed
from dialogs.roles import Role
from dialogs.scene import Outcome, Scene
from dialogs.session import Session, State
from dialogs.steps import STEPS, anywhere

STILL_CORRECTING = {*QUESTION, State.MEANING, State.NOTING, *ASIDES}
PILOTING = {*STEERING, *CONVENING}
OF_TEAMS = {*TEAM, State.CHOOSING}


def step(scene: Scene, event: Event) -> Outcome:
    """The whole effect of an event. Nothing goes unanswered: what can't be understood shows the screen again."""
    scene = grounded(scene)
    if isinstance(event, Told):
        return delivered(scene, event)
    event = meant(scene, event)
    move = STEPS[scene.session.state].hear(scene, event) or anywhere.hear(scene, event)
    if move is None:
        return _again(scene, scene.words.say("Ce bouton ne sert plus ici : voici où vous en êtes."))
    move = apart(scene, move)
    forbidden = [write for write in move.writes if not allowed(scene, write)]
    if forbidden:
        return _again(scene, no_right(scene, forbidden[0]))
    following = after(scene, move)
    state, draws = following.session.state, completed(scene, following)
    if move.trigger:
        way = follow(following, move.trigger, scene)
        if way is None:
            return _again(scene, _no_way(scene, move.trigger))
        state, draws = way.state, draws or way.draws
    arrived = following.at(_arrived(following.session, state))
    drawn = (_drawn(arrived),) if draws else ()
    refused = not move.trigger and not move.writes
    said = " ".join(it for it in (move.notice, *news(arrived)) if it)
    screen = shown(arrived, said, refused=refused)
    return Outcome(heard(arrived), move.writes, (*move.letters, *drawn, screen))


def _drawn(scene: Scene) -> Radar:
    """Beside the campaign before, where the two are compared; else alone. Of a campaign that is decided together, what
    was decided, once something was; until then the person's own opinions.
    """
    campaign = scene.the()
    if scene.session.state is State.COMPARING and scene.previous is not None:
        return comparison.radar(scene.words, scene.previous.position, campaign.position)
    return radar(scene.words, campaign.position if campaign.position.answered else campaign)


def shown(scene: Scene, notice: str = "", *, refused: bool = False) -> Screen:
    """The current screen, with what has just happened (or, refused, why nothing has) said first."""
    scene = grounded(scene)
    screen = STEPS[scene.session.state].show(scene)
    return replace(screen, notice=notice, refused=refused) if notice else screen


def grounded(scene: Scene) -> Scene:
    """Where the person may not be any more, the session goes on at what they may see.

    The campaign is gone (erased, another release's, its team left), or is only read now; the team was left, or is
    piloted by others.
    """
    session, state = scene.session, scene.session.state
    if scene.campaign is None and state not in FREE:
        return scene.at(Session(school=session.school, told=session.told))
    if state in FILLING and not scene.the().writable:
        return scene.at(replace(session, state=State.MENU))
    if state in PILOTING and (scene.the().school is None or scene.the().role is not Role.PILOT):
        return scene.at(replace(session, state=State.MENU))
    if state in QUESTION and not scene.the().fills(scene.question):
        return scene.at(replace(session, state=State.MENU))
    if state is State.TITLING and not scene.the().titled_by_me:
        return scene.at(replace(session, state=State.MENU))
    if (state in RUNNING and scene.the().ended) or (state is State.SHARING and scene.the().mode is not Mode.SHARED):
        return scene.at(replace(session, state=State.CAMPAIGN))
    if (state in COUNCIL and not scene.the().collegial) or (state is State.CAMPAIGN and scene.the().school is None):
        return scene.at(replace(session, state=State.MENU))
    if state in GOALING and (away := _goal_gone(scene)) is not None:
        return scene.at(replace(session, state=away))
    if state in OF_TEAMS and scene.membership is None:
        return scene.at(replace(session, state=State.WELCOME))
    if state in TEAM and not _at_home(scene):
        return scene.at(replace(session, state=State.TEAM, secret=""))
    return scene


def _goal_gone(scene: Scene) -> State | None:
    """Where a goal's state leads that can't be shown: the goal is gone, or is changed by others; None where it can."""
    state, goal = scene.session.state, scene.goal
    if scene.membership is None:
        return State.WELCOME
    if state in OF_A_GOAL and goal is None:
        return State.GOALS
    if state in AMENDING and goal is not None and not may_amend(goal, scene.member_of(goal.school)):
        return State.GOAL
    if state is State.ENTRUSTING and scene.team is None:
        return State.GOAL
    campaign = scene.campaign
    if state is State.AIMING and (campaign is None or campaign.school is None or scene.the().role is Role.NOBODY):
        return State.GOALS
    return None


def _at_home(scene: Scene) -> bool:
    """What the state shows is there, and this person may see it."""
    state, membership, team = scene.session.state, scene.membership, scene.team
    if state in {State.INVITING, State.INVITED}:
        return membership is not None and membership.role is Role.PILOT
    return state is State.TEAM or (team is not None and team.member(scene.session.member) is not None)


def meant(scene: Scene, event: Event) -> Event:
    """Who types what stands on a button has tapped it."""
    if not isinstance(event, Said):
        return event
    typed = event.text.strip().casefold()
    screen = shown(scene)
    buttons = (button for row in screen.rows for button in row)
    return next((Tapped(button.press) for button in buttons if button.label.casefold() == typed), event)


def _arrived(session: Session, state: State) -> Session:
    """Asides remember the place they were opened from; a correction ends where the recap does."""
    back = session.state if state in ASIDES and session.state not in ASIDES else session.back
    shows = state in SECRET or (state in ASIDES and back in SECRET)
    return replace(
        session,
        state=state,
        back=back,
        correcting=session.correcting and state in STILL_CORRECTING,
        secret=session.secret if shows else "",
    )


def _again(scene: Scene, notice: str) -> Outcome:
    return Outcome(scene.session, (), (shown(scene, notice, refused=True),), understood=False)


def _no_way(scene: Scene, trigger: str) -> str:
    """Why the table has no such way from here, and what to do instead."""
    say = scene.words.say
    if scene.campaign is None and trigger in FOR_CAMPAIGNS:
        return say("Choisissez d'abord une grille.")
    if trigger in {"results", "actions"}:
        return say("Pas encore de réponse : le radar vient après la première.")
    if trigger == "compare":
        return say("Il faut deux campagnes de la même grille, avec des réponses, pour comparer.")
    if trigger in FOR_TEAMS and scene.membership is None:
        return say("Vous n'êtes dans l'équipe d'aucun établissement : /rejoindre, avec le code d'une invitation.")
    if trigger in FOR_WRITERS and scene.campaign is not None and not scene.campaign.writable:
        return why_read(scene.words, scene.campaign)
    return say("Ce bouton ne sert plus ici : voici où vous en êtes.")
