"""What several screens say the same way."""

from __future__ import annotations

from dialogs.pace import minutes, minutes_left
from dialogs.replies import Button, Mark, Meter, Paragraph, Rows
from dialogs.session import Scene
from frameworks.answers import Answer, Gap, Ticks
from frameworks.model import Framework, Question, Statement
from locales import Words


def go(label: str, trigger: str) -> Button:
    """A button that takes the table's way of that name."""
    return Button(label, f"go:{trigger}")


def abreast(buttons: list[Button], wide: int = 2) -> Rows:
    """Rows of ``wide`` buttons, in reading order."""
    return tuple(tuple(buttons[start : start + wide]) for start in range(0, len(buttons), wide))


def meter(scene: Scene) -> Meter:
    """Where am I: the question's place in its domain, the share of the campaign, the minutes left."""
    say, campaign, domain = scene.words.say, scene.the(), scene.domain
    place = [question.id for question in domain.questions].index(scene.question.id) + 1
    share = campaign.answered / len(campaign.framework.questions)
    percent = scene.words.percent(share)
    after = (
        say("{share} · tout a une réponse", share=percent)
        if campaign.complete
        else say("{share} · encore {minutes} min", share=percent, minutes=minutes_left(campaign))
    )
    before = say("{domain} · {place}/{count}", domain=domain.short, place=place, count=len(domain.questions))
    return Meter(before, share, after)


def cost(words: Words, framework: Framework) -> str:
    """``19 questions, 8 minutes``."""
    questions = words.count("{n} question", "{n} questions", len(framework.questions))
    time = words.count("{n} minute", "{n} minutes", minutes(framework.questions))
    return words.say("{questions}, {minutes}", questions=questions, minutes=time)


def source(words: Words, framework: Framework) -> Paragraph:
    """Where the framework's sentences come from."""
    return Paragraph(words.say("Source : {source}", source=framework.source))


def label(framework: Framework, statement: Statement) -> str:
    """A statement's level, in the framework's own word."""
    return next((level.title for level in framework.levels if level.level == statement.level), statement.id)


def answer_in_words(words: Words, framework: Framework, question: Question, answer: Answer | None) -> str:
    """``Niveau 2`` · ``Étape 1 et Étape 2`` · ``Sans objet`` · ``—`` where nobody has answered."""
    match answer:
        case None:
            return words.say("sans réponse")
        case Gap.NA:
            return words.say("sans objet")
        case Gap.UNKNOWN:
            return words.say("je ne sais pas")
        case Ticks():
            return _ticks_in_words(words, framework, question, answer)
        case 0:
            return words.say("pas encore")
        case _:
            return framework.levels[answer - 1].title


def _ticks_in_words(words: Words, framework: Framework, question: Question, ticks: Ticks) -> str:
    held = [label(framework, statement) for statement in question.statements if statement.id in ticks.ticked]
    apart = [label(framework, statement) for statement in question.statements if statement.id in ticks.na]
    said = words.listed(held) if held else words.say("aucune étape")
    if not apart:
        return said
    return words.say("{ticked} ({apart} sans objet)", ticked=said, apart=words.listed(apart))


def mark_of(ticks: Ticks, statement: Statement) -> Mark:
    if statement.id in ticks.ticked:
        return Mark.TICKED
    return Mark.NA if statement.id in ticks.na else Mark.OPEN
