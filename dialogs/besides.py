"""What stands beside the values of a diagnostic or a cycle, in words: obligations, ratios, where the cycle is."""

from __future__ import annotations

from dialogs.campaign import Campaign
from dialogs.replies import Block, Figures, Paragraph
from dialogs.saying import answer_in_words
from frameworks.asking import current
from frameworks.forms import Answer, Gap, Progress, Ticks
from frameworks.model import Form, Framework, Law, Question
from frameworks.scoring import held
from locales import Words


def besides(words: Words, campaign: Campaign) -> tuple[Block, ...]:
    match campaign.framework.law:
        case Law.DIAGNOSTIC:
            return (*_obligations(words, campaign), *_analysis(words, campaign))
        case Law.PDCA:
            return _cycle(words, campaign)
        case _:
            return ()


def _obligations(words: Words, campaign: Campaign) -> tuple[Block, ...]:
    """No axis, a list: each met or not, sans objet or without an answer."""
    asked = [question for domain in campaign.framework.domains if domain.obligations for question in domain.questions]
    share = held(asked, campaign.answers)
    if not share.of:
        return ()
    said = words.say("Obligations légales remplies : {held} sur {of}", held=share.held, of=share.of)
    rows = tuple(
        (it.text, _state(words, campaign.answers.get(each.id), it.id)) for each in asked for it in each.statements
    )
    return (Figures(said, (words.say("Obligation"), words.say("État")), rows),)


def _state(words: Words, answer: Answer | None, statement: str) -> str:
    match answer:
        case Ticks(ticked, na):
            if statement in ticked:
                return words.say("remplie")
            return words.say("sans objet") if statement in na else words.say("pas remplie")
        case Gap.NA:
            return words.say("sans objet")
        case Gap.UNKNOWN:
            return words.say("je ne sais pas")
        case _:
            return words.say("sans réponse")


def _analysis(words: Words, campaign: Campaign) -> tuple[Block, ...]:
    """The figures asked for analysis, each beside the whole that it is a part of."""
    kept, grid = current(campaign.framework, campaign.answers), campaign.framework
    rows = [
        (question.title, figure)
        for domain in grid.axes
        for question in domain.questions
        if question.context and (figure := _figure(words, grid, question, kept))
    ]
    if not rows:
        return ()
    return (Figures(words.say("Éléments d'analyse"), (words.say("Élément"), words.say("Chiffre")), tuple(rows)),)


def _figure(words: Words, framework: Framework, question: Question, answers: dict[str, Answer]) -> str:
    """Empty for what has no figure."""
    answer = answers.get(question.id)
    if answer is None or isinstance(answer, Gap):
        return ""
    if question.form is not Form.COUNT or not isinstance(answer, int):
        return answer_in_words(words, framework, question, answer)
    whole = answers.get(question.of) if question.of else None
    if not isinstance(whole, int) or not whole:
        return words.number(answer)
    return words.say(
        "{part} sur {whole} ({percent})",
        part=words.number(answer),
        whole=words.number(whole),
        percent=words.percent(answer / whole),
    )


def _cycle(words: Words, campaign: Campaign) -> tuple[Paragraph, ...]:
    """Plan, Do, Check: how far each has come, and where the campaign stands."""
    say, answers = words.say, campaign.answers

    def applicable(form: Form) -> list[Answer | None]:
        """What was said of each question of a form; those sans objet or unknown are out of the count."""
        said = [answers.get(it.id) for it in campaign.questions if it.form is form]
        return [answer for answer in said if not isinstance(answer, Gap)]

    plans, states = applicable(Form.TEXT), applicable(Form.PROGRESS)
    planned = sum(answer is not None for answer in plans)
    done, doing = states.count(Progress.DONE), states.count(Progress.DOING)
    share = held([it for it in campaign.questions if it.form is Form.TICKS], answers)
    lines = [
        say("Plan : réponses données, {n} sur {total}.", n=planned, total=len(plans)),
        say("Do : actions faites, {done} sur {total} ; en cours, {doing}.", done=done, total=len(states), doing=doing),
        say("Check : indicateurs tenus, {held} sur {of} renseignés.", held=share.held, of=share.of),
        _stands(words, planned < len(plans), done < len(states)),
    ]
    return tuple(map(Paragraph, lines))


def _stands(words: Words, planning: bool, doing: bool) -> str:
    if planning:
        return words.say("Le cycle en est à Plan : planifier.")
    if doing:
        return words.say("Le cycle en est à Do : mettre en œuvre.")
    return words.say("Le cycle en est à Check : évaluer.")
