"""What several screens say the same way."""

from __future__ import annotations

from datetime import date

from dialogs.pace import minutes, minutes_left
from dialogs.replies import Button, Meter, Paragraph, Rows
from dialogs.session import Scene
from frameworks.forms import Answer, Gap, Progress, Split, Ticks
from frameworks.model import Form, Framework, Question, Statement
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
    asked = [question.id for question in campaign.asked_in(domain)]
    place = asked.index(scene.question.id) + 1
    share = campaign.answered / len(campaign.questions)
    percent = scene.words.percent(share)
    after = (
        say("{share} · tout a une réponse", share=percent)
        if campaign.complete
        else say("{share} · encore {minutes} min", share=percent, minutes=minutes_left(campaign))
    )
    before = say("{domain} · {place}/{count}", domain=domain.short, place=place, count=len(asked))
    return Meter(before, share, after)


def cost(words: Words, framework: Framework) -> str:
    """``19 questions, 8 minutes``: what everybody is asked, and ``49 à 63 questions`` where answers ask for more."""
    least, most = [it for it in framework.questions if it.when is None], framework.questions
    questions = words.count("{n} question", "{n} questions", len(most))
    if len(least) < len(most):
        questions = words.say("{least} à {most} questions", least=len(least), most=len(most))
    time = words.count("{n} minute", "{n} minutes", minutes(least))
    return words.say("{questions}, {minutes}", questions=questions, minutes=time)


def source(words: Words, framework: Framework) -> Paragraph:
    """Where the framework's sentences come from."""
    return Paragraph(words.say("Source : {source}", source=framework.source))


def label(framework: Framework, statement: Statement) -> str:
    """A statement's level, in the framework's own word."""
    return next((level.title for level in framework.levels if level.level == statement.level), statement.id)


def answer_in_words(words: Words, framework: Framework, question: Question, answer: Answer | None) -> str:
    """``Niveau 2`` · ``Étape 1 et Étape 2`` · ``3 sur 8`` · ``12,5 %`` · ``Sans objet`` · ``sans réponse``."""
    match answer:
        case None:
            return words.say("sans réponse")
        case Gap.NA:
            return words.say("sans objet")
        case Gap.UNKNOWN:
            return words.say("je ne sais pas")
        case Progress():
            return progress_names(words)[answer].casefold()
        case Ticks():
            return _ticks_in_words(words, framework, question, answer)
        case Split():
            return words.say(
                "jamais {never}, occasionnellement {occasionally}, régulièrement {regularly}",
                never=words.number(answer.never),
                occasionally=words.number(answer.occasionally),
                regularly=words.number(answer.regularly),
            )
        case date():
            return words.day(answer)
        case str():
            return words.say("« {text} »", text=answer)
        case _:
            return _figure_in_words(words, framework, question, answer)


def _figure_in_words(words: Words, framework: Framework, question: Question, answer: float) -> str:
    match question.form:
        case Form.PERCENT:
            return words.percentage(answer)
        case Form.COUNT:
            return words.number(int(answer))
        case _:
            return framework.levels[int(answer) - 1].title if answer else words.say("pas encore")


def progress_names(words: Words) -> dict[Progress, str]:
    return {
        Progress.TODO: words.say("À faire"),
        Progress.DOING: words.say("En cours"),
        Progress.DONE: words.say("Fait"),
    }


def _ticks_in_words(words: Words, framework: Framework, question: Question, ticks: Ticks) -> str:
    """The étapes by name; of many statements, how many."""
    if not question.staged:
        applicable = len(question.statements) - len(ticks.na)
        said = words.say("{held} sur {of}", held=len(ticks.ticked), of=applicable)
        return words.say("{ticked} ({apart} sans objet)", ticked=said, apart=len(ticks.na)) if ticks.na else said
    held = [label(framework, statement) for statement in question.statements if statement.id in ticks.ticked]
    apart = [label(framework, statement) for statement in question.statements if statement.id in ticks.na]
    said = words.listed(held) if held else words.say("aucune étape")
    if not apart:
        return said
    return words.say("{ticked} ({apart} sans objet)", ticked=said, apart=words.listed(apart))
