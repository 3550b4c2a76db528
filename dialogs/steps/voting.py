"""The booth: one's own vote, changed as often as one likes until the pulse is closed. What was voted is never shown."""

from __future__ import annotations

from dialogs.events import Event, Tapped
from dialogs.lengths import units
from dialogs.pulse import NO, YES, Pulse, read, values
from dialogs.pulse_writes import CastVote
from dialogs.replies import Block, Button, Heading, Paragraph, Quote, Rows, Screen
from dialogs.scene import Move, Scene
from dialogs.steps.ballots import WIDE, announced, asked_of, counted, statements, value_name
from dialogs.steps.paging import clamp, pages_of, turn, turning
from dialogs.steps.parts import abreast, go
from frameworks.model import Form, Question
from locales import Words

SHOWN = 10
"""Statements a page: two buttons each."""


def show(scene: Scene) -> Screen:
    say, sitting = scene.words.say, scene.sitting
    last = (go(say("Actualiser"), "booth"), go(say("Domaines"), "menu"))
    pulse = sitting.voting if sitting else None
    if sitting is None or pulse is None:
        over = (Heading(say("Le vote est clos")), Paragraph(say("Le résultat est au mur, ou chez qui pilote.")))
        return Screen(over, ((go(say("Domaines"), "menu"),),))
    question = scene.the().framework.question.get(pulse.question)
    blocks: list[Block] = [
        Heading(asked_of(scene, pulse), lang="fr" if question else ""),
        Paragraph(announced(scene.words, sitting)),
        Paragraph(counted(scene.words, sitting, pulse)),
    ]
    if pulse.voted:
        blocks.append(Paragraph(say("Votre vote est enregistré ; vous pouvez le changer jusqu'à la clôture.")))
    places = _shown(scene, question)
    blocks += [*listed(scene, pulse), *quotes(scene, question, places)]
    pages = pages_of(len(question.statements), SHOWN) if question else 1
    turns = turning(scene, clamp(scene.session.page, pages), pages)
    press = f"vote:{scene.the().id}:{pulse.id}"
    return Screen(tuple(blocks), (*choices(scene, pulse, question, press, places), *turns, last))


def _shown(scene: Scene, question: Question | None) -> range:
    """The statements of this page, by their place."""
    if question is None:
        return range(0)
    first = SHOWN * clamp(scene.session.page, pages_of(len(question.statements), SHOWN))
    return range(first, min(first + SHOWN, len(question.statements)))


def listed(scene: Scene, pulse: Pulse) -> list[Paragraph]:
    """A free question's choices by number, where they are too long for buttons."""
    names = [value_name(scene, pulse, it) for it in values(None, pulse.choices)] if not pulse.question else []
    if all(units(name) <= WIDE for name in names):
        return []
    said = (scene.words.say("{number}. {name}", number=at, name=name) for at, name in enumerate(names, 1))
    return [Paragraph(line) for line in said]


def quotes(scene: Scene, question: Question | None, places: range) -> list[Quote]:
    """Those statements of what is voted on, whole."""
    if question is None:
        return []
    named = dict(statements(scene, question))
    some = [question.statements[at] for at in places]
    return [Quote(named[it.id], it.text) for it in some]


def choices(scene: Scene, pulse: Pulse, question: Question | None, press: str, places: range) -> Rows:
    """A button a vote on those statements; ``press`` is what stands before the vote in it."""
    say = scene.words.say
    if question is None or question.form is not Form.TICKS:
        said = values(question, pulse.choices)
        names = [value_name(scene, pulse, it) for it in said]
        if any(units(name) > WIDE for name in names):
            return abreast([Button(str(at), f"{press}:{it}", names[at - 1]) for at, it in enumerate(said, 1)], 4)
        return abreast([Button(name, f"{press}:{it}") for name, it in zip(names, said, strict=True)])
    rows: list[tuple[Button, ...]] = []
    if question.staged:
        return abreast([Button(name, f"{press}:{held}") for held, name in enumerate(firsts(scene.words, question))])
    for at in places:
        statement = question.statements[at].id
        rows.append(
            (
                Button(say("{number} : oui", number=at + 1), f"{press}:{statement}:{YES}"),
                Button(say("{number} : non", number=at + 1), f"{press}:{statement}:{NO}"),
            )
        )
    return tuple(rows)


def firsts(words: Words, question: Question) -> list[str]:
    """How far étapes are, by how many are held: none, the first, the first two, all."""
    count = len(question.statements)
    names = [words.say("Aucune")]
    for held in range(1, count):
        listed = words.listed([str(number) for number in range(1, held + 1)])
        names.append(words.count("{firsts} acquise", "{firsts} acquises", held, firsts=listed))
    return [*names, words.say("Les {count}", count=count)]


def hear(scene: Scene, event: Event) -> Move | None:
    campaign, sitting = scene.the(), scene.sitting
    if isinstance(event, Tapped) and event.verb == "go" and event.words == ("booth",):
        return Move()  # looked at again, be a vote open or not
    if not isinstance(event, Tapped) or event.verb != "vote" or event.words[:1] != (campaign.id,):
        return turn(scene, event)
    pulse = sitting.voting if sitting else None
    if sitting is None or pulse is None or event.words[1:2] != (pulse.id,):
        return Move(notice=scene.words.say("Ce vote est clos : rien n'a été changé."))
    ballot = read(campaign.framework.question.get(pulse.question), pulse.choices, event.words[2:])
    if ballot is None:
        return None
    said = scene.words.say("Vote enregistré.")
    return Move("", (CastVote(campaign.id, sitting.id, pulse.id, ballot),), notice=said)
