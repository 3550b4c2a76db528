"""An answer in words, wherever it is shown: on its question, in the recap, beside a radar."""

from __future__ import annotations

from datetime import date

from frameworks.forms import Answer, Gap, Progress, Split, Ticks
from frameworks.model import Form, Framework, Question, Statement
from locales import Words

CUT = 160
"""UTF-16 units of a written answer shown beside others; its question shows it whole."""


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
    if len(question.statements) == 1 and not ticks.na:
        return words.say("oui") if ticks.ticked else words.say("non")
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


def agreement_in_words(words: Words, index: float) -> str:
    say = words.say
    steps = ((0.85, say("d'accord")), (0.6, say("plutôt d'accord")), (0.35, say("partagés")))
    return next((said for least, said in steps if index >= least), say("très partagés"))
