"""One step of a conversation: a scene and an event in, what to keep and what to say out. Pure."""

from __future__ import annotations

from dataclasses import replace

from dialogs import comparison
from dialogs.after import after
from dialogs.clash import apart
from dialogs.events import Event, Said, Tapped
from dialogs.flow import ASIDES, FOR_CAMPAIGNS, FREE, QUESTION, completed, follow
from dialogs.picture import radar
from dialogs.replies import Radar, Screen
from dialogs.session import Outcome, Scene, Session, State
from dialogs.steps import STEPS, anywhere

STILL_CORRECTING = {*QUESTION, State.MEANING, State.NOTING, *ASIDES}


def step(scene: Scene, event: Event) -> Outcome:
    """The whole effect of an event. Nothing goes unanswered: what can't be understood shows the screen again."""
    scene = grounded(scene)
    event = meant(scene, event)
    move = STEPS[scene.session.state].hear(scene, event) or anywhere.hear(scene, event)
    if move is None:
        return _again(scene, scene.words.say("Ce bouton ne sert plus ici : voici où vous en êtes."))
    move = apart(scene, move)
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
    return Outcome(arrived.session, move.writes, (*drawn, shown(arrived, move.notice, refused=refused)))


def _drawn(scene: Scene) -> Radar:
    """Beside the campaign before, where the two are compared; else alone."""
    if scene.session.state is State.COMPARING and scene.previous is not None:
        return comparison.radar(scene.words, scene.previous, scene.the())
    return radar(scene.words, scene.the())


def shown(scene: Scene, notice: str = "", *, refused: bool = False) -> Screen:
    """The current screen, with what has just happened (or, refused, why nothing has) said first."""
    scene = grounded(scene)
    screen = STEPS[scene.session.state].show(scene)
    return replace(screen, notice=notice, refused=refused) if notice else screen


def grounded(scene: Scene) -> Scene:
    """A session whose campaign is gone (erased, or another release's) goes on at the welcome."""
    if scene.campaign is None and scene.session.state not in FREE:
        return scene.at(Session())
    return scene


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
    return replace(session, state=state, back=back, correcting=session.correcting and state in STILL_CORRECTING)


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
    return say("Ce bouton ne sert plus ici : voici où vous en êtes.")
