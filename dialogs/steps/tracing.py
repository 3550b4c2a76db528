"""What became of a goal: who changed what, and when; the newest first."""

from __future__ import annotations

from datetime import date

from dialogs.goals import LED, Change, Day, Standing, Text
from dialogs.lengths import cut
from dialogs.replies import Block, Heading, Paragraph, Screen
from dialogs.saying import CUT
from dialogs.scene import Scene
from dialogs.steps.goal_words import day_name, opening, standing_name, text_name, the_goal
from dialogs.steps.guiding import LEADER
from dialogs.steps.paging import clamp, pages_of, turning
from dialogs.steps.people import signed
from locales import Words

SHOWN = 10
"""Changes a page."""


def show(scene: Scene) -> Screen:
    say, goal = scene.words.say, the_goal(scene)
    pages = pages_of(len(scene.changes), SHOWN)
    page = clamp(scene.session.page, pages)
    shown = scene.changes[page * SHOWN : (page + 1) * SHOWN]
    blocks: list[Block] = [Heading(say("Historique · {title}", title=goal.title))]
    if pages > 1:
        blocks.append(Paragraph(say("Page {page} sur {pages}", page=page + 1, pages=pages)))
    blocks += [Paragraph(_line(scene, it)) for it in shown]
    return Screen(tuple(blocks), (*turning(scene, page, pages), (opening(goal, say("L'objectif")),)))


def _line(scene: Scene, change: Change) -> str:
    words = scene.words
    return words.say(
        "{day}, {name} : {change}",
        day=words.day(change.at.astimezone(scene.zone)),
        name=signed(words, change.by, change.number),
        change=_said(words, change),
    )


def _said(words: Words, change: Change) -> str:
    say, field, value = words.say, change.field, cut(change.value, CUT)
    whole = {
        "made": say("objectif fixé."),
        "reached": say("atteint."),
        "revived": say("de nouveau en cours."),
        "hushed": say("rappels arrêtés."),
        "unhushed": say("rappels repris."),
    }
    if field in whole:
        return whole[field]
    if field == "dropped":
        return say("abandonné, « {text} »", text=value) if value else say("abandonné.")
    if field in set(Text):
        return _became(words, text_name(words, Text(field)), say("« {text} »", text=value) if value else "")
    if field in set(Day):
        return _became(words, day_name(words, Day(field)), words.day(date.fromisoformat(value)) if value else "")
    if field.endswith(" standing"):
        which = Day(field.removesuffix(" standing"))
        return _became(words, day_name(words, which), standing_name(words, Standing(value)))
    if field == LED:
        return _became(words, say("Pilote"), signed(words, value, change.leader))
    return _became(words, say("Pilote") if field == LEADER else field, value)


def _became(words: Words, name: str, value: str) -> str:
    return words.say("{name}, {value}", name=name, value=value) if value else words.say("{name}, plus rien", name=name)
