"""What happened in a person's teams since they were told, said once, at whatever they do next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from dialogs.scene import Scene
from dialogs.session import Session, State


def news(scene: Scene) -> Iterator[str]:
    """A sentence a school; nothing where the screen shows it anyway."""
    say, told = scene.words.say, scene.session.told
    for it in scene.memberships:
        if scene.session.state is State.TEAM and it == scene.membership:
            continue
        if it.waiting and (told is None or it.waiting > told):
            yield say("Quelqu'un demande à rejoindre « {school} » : /equipe.", school=it.school.name)
        if told and it.since > told:
            yield say("Vous êtes maintenant dans l'équipe de « {school} » : /equipe.", school=it.school.name)


def heard(scene: Scene) -> Session:
    """The session that remembers how far it was told."""
    moments: list[datetime] = [it.since for it in scene.memberships]
    moments += [it.waiting for it in scene.memberships if it.waiting]
    if scene.session.told:
        moments.append(scene.session.told)
    newest = max(moments, default=None)
    return scene.session if newest == scene.session.told else replace(scene.session, told=newest)
