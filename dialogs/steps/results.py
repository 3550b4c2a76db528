"""The next-level actions, in the framework's own words; the radar went before."""

from __future__ import annotations

from dialogs.campaign import Campaign
from dialogs.replies import Block, Button, Heading, Paragraph, Quote, Screen
from dialogs.roles import Role
from dialogs.saying import progress_names
from dialogs.scene import Scene
from dialogs.steps.menu import part
from dialogs.steps.parts import abreast, go, source
from frameworks.advice import Action, actions
from frameworks.forms import Progress
from frameworks.model import Form
from locales import Words

SHOWN = 5


def show(scene: Scene) -> Screen:
    say, campaign = scene.words.say, scene.the().position
    found = actions(campaign.framework, campaign.answers)
    blocks: list[Block] = [Heading(say("Prochaines étapes")), *quotes(scene.words, campaign, found, 0)]
    if not found and campaign.collegial and not campaign.answered:
        blocks.append(Paragraph(say("Elles viendront de ce que vous déciderez ensemble.")))
    elif not found:
        blocks.append(Paragraph(say("Aucune étape à proposer pour les réponses données.")))
    else:
        blocks.append(source(scene.words, campaign.framework))
    if mine := part(scene.words, scene.the()):
        blocks.append(Paragraph(mine))
    if not campaign.complete:
        blocks.append(Paragraph(_left(scene.words, campaign)))
    return Screen(tuple(blocks), abreast(_buttons(scene, campaign, len(found) - SHOWN)))


def _left(words: Words, campaign: Campaign) -> str:
    if campaign.collegial:
        return words.count("Il reste {n} question à décider.", "Il reste {n} questions à décider.", len(campaign.open))
    return words.count(
        "Il reste {n} question sans réponse.", "Il reste {n} questions sans réponse.", len(campaign.open)
    )


def quotes(words: Words, campaign: Campaign, found: tuple[Action, ...], start: int) -> list[Block]:
    """``SHOWN`` actions from ``start`` on: where each comes from, then its sentence, whole."""
    return [
        Quote(_lead(words, campaign, action, number), action.statement.text)
        for number, action in enumerate(found[start : start + SHOWN], start + 1)
    ]


def _lead(words: Words, campaign: Campaign, action: Action, number: int) -> str:
    """An obligation says so, with its text of law; an action under way says how far it has come."""
    say, question = words.say, action.question
    if action.obligation:
        return say(
            "{number}. Obligation légale › {question} › {reference}",
            number=number,
            question=question.title,
            reference=question.reference or action.domain.title,
        )
    steps = say("{number}. {steps}", number=number, steps=_steps(campaign, action))
    state = campaign.answers.get(question.id)
    if isinstance(state, Progress):
        return say("{place} › {state}", place=steps, state=progress_names(words)[state])
    return steps


def place(words: Words, campaign: Campaign, action: Action) -> str:
    """Where an action stands in its grid."""
    question = action.question
    if action.obligation:
        return words.say("Obligation légale › {question}", question=question.title)
    return _steps(campaign, action)


def _steps(campaign: Campaign, action: Action) -> str:
    return " › ".join([action.domain.short, *_within(campaign, action)])


def _within(campaign: Campaign, action: Action) -> list[str]:
    """The question and the level aimed at; once where they are one (a palier)."""
    question = action.question
    if action.level is None:
        # A line of a cycle is its own title: its sub-heading says more.
        return [question.topic or question.title if question.form is Form.PROGRESS else question.title]
    title = next(level.title for level in campaign.framework.levels if level.level == action.level)
    return [title] if question.title == title else [question.title, title]


def _sets_goals(scene: Scene, campaign: Campaign) -> bool:
    """Of a draft its owner, who is asked for the school first; of a school's campaign whoever is no reader there."""
    me = scene.member_of(campaign.school.id) if campaign.school else None
    return campaign.school is None or (me is not None and me.role is not Role.READER)


def _buttons(scene: Scene, campaign: Campaign, others: int) -> list[Button]:
    say = scene.words.say
    buttons = []
    if scene.the().todo:
        buttons.append(go(say("Continuer"), "resume"))
    if campaign.collegial:
        buttons.append(go(say("À décider"), "council"))
    if others > -SHOWN and _sets_goals(scene, campaign):
        buttons.append(go(say("En faire un objectif"), "aim"))
    if others > 0:
        buttons.append(go(scene.words.count("Voir l'autre", "Voir les {n} autres", others), "actions"))
    if scene.previous is not None:
        buttons.append(go(say("Comparer"), "compare"))
    corrects = say("Corriger") if campaign.writable else say("Récapitulatif")
    buttons += [go(corrects, "recap"), go(say("Domaines"), "menu")]
    if campaign.school is None:
        buttons.append(go(say("Établissement"), "school"))
    return [*buttons, go(say("Pause"), "pause")]
