"""What a scene becomes once a commission has convened or voted. What was voted is not here."""

from __future__ import annotations

from dataclasses import replace

from dialogs.pulse import Pulse, Sitting
from dialogs.pulse_writes import (
    CastVote,
    ClosePulse,
    EndSitting,
    OfPulses,
    OpenPulse,
    OpenSitting,
    SettleSitting,
    TimePulse,
)
from dialogs.scene import Scene


def convened(scene: Scene, write: OfPulses) -> Scene:
    """A closed pulse is counted where the rows are: its result is shown once it has been read again."""
    sitting = scene.sitting
    match write:
        case OpenSitting(sitting=key, code=code, queue=queue):
            return replace(scene, sitting=Sitting(key, code, queue=queue))
        case SettleSitting(present=present, secret=secret, guests=guests, members_only=only) if sitting:
            settled = replace(sitting, present=present, secret=secret, guests=guests, members_only=only)
            return replace(scene, sitting=settled)
        case OpenPulse() if sitting:
            return replace(scene, sitting=_opened(scene, sitting, write))
        case TimePulse(pulse=key, closes=closes) if sitting:
            pulses = tuple(replace(it, closes=closes) if it.id == key else it for it in sitting.pulses)
            return replace(scene, sitting=replace(sitting, pulses=pulses))
        case ClosePulse(pulse=key) if sitting:
            pulses = tuple(replace(it, closed=True) if it.id == key else it for it in sitting.pulses)
            return replace(scene, sitting=replace(sitting, pulses=pulses))
        case EndSitting() if sitting:
            return replace(scene, sitting=replace(sitting, ended=True))
        case CastVote(pulse=key) if sitting:
            return replace(scene, sitting=_voted(sitting, key))
        case _:
            return scene


def _opened(scene: Scene, sitting: Sitting, write: OpenPulse) -> Sitting:
    alike = [it for it in sitting.pulses if (it.question, it.text) == (write.question, write.text)]
    pulse = Pulse(
        write.pulse, write.question, write.text, write.choices, len(alike) + 1, opened=scene.now, closes=write.closes
    )
    queue = tuple(it for it in sitting.queue if it != write.question)
    return replace(sitting, pulses=(*sitting.pulses, pulse), queue=queue)


def _voted(sitting: Sitting, key: str) -> Sitting:
    return replace(
        sitting,
        pulses=tuple(
            replace(it, voted=True, votes=it.votes + (not it.voted)) if it.id == key else it for it in sitting.pulses
        ),
    )
