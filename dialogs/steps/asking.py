"""One question: its statements whole, an answer in one tap or one message."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.campaign import Mode
from dialogs.goals import asks_anew
from dialogs.replies import Block, Button, Heading, Mark, Paragraph, Quote, Rows, Screen
from dialogs.saying import answer_in_words, label, progress_names
from dialogs.scene import Scene
from dialogs.steps import ticking, typed
from dialogs.steps.answering import before_of, before_this, figure_of, read
from dialogs.steps.goal_words import is_held
from dialogs.steps.marking import mark_of
from dialogs.steps.menu import told
from dialogs.steps.parts import abreast, go, meter
from frameworks.forms import Answer, Progress, Ticks
from frameworks.model import Form, Law, Question, Statement

PHASES = {Form.TEXT: "Plan – Planifier", Form.PROGRESS: "Do – Mettre en œuvre", Form.TICKS: "Check – Évaluer"}
"""The heads of the source's three columns."""


def show(scene: Scene) -> Screen:
    question = scene.question
    if question.form is Form.TICKS and not question.staged and len(question.statements) > 1:
        return ticking.many(scene, lead(scene), so_far(scene), (*_again(scene), _around(scene)))
    quotes = [_quote(scene, statement) for statement in question.statements]
    return Screen(
        (*lead(scene), *quotes, *so_far(scene)),
        (*_answers(scene), *_again(scene), _around(scene)),
        prompt=_prompt(scene),
    )


def lead(scene: Scene) -> list[Block]:
    """What stands above the statements: where one is, the question, what to do."""
    say, question, grid = scene.words.say, scene.question, scene.the().framework
    above: list[Block] = [meter(scene), Heading(question.title, lang="fr")]
    if scene.the().collegial and not scene.the().answers:
        above.append(Paragraph(told(scene.words, scene.the())))
    if question.id != scene.wanted.id and scene.wanted.of == question.id:
        above.append(Paragraph(say("Ce chiffre est demandé une fois : les questions qui suivent s'y rapportent.")))
    if grid.law is Law.PDCA and question.form in PHASES:
        above.append(Paragraph(PHASES[question.form], lang="fr"))
    if question.topic:
        above.append(Paragraph(question.topic, lang="fr"))
    meaning = {level.level: level.text for level in grid.levels}.get(question.statements[0].level or 0)
    if meaning and not question.staged:
        above.append(Paragraph(meaning, lang="fr"))
    if question.reference:
        above.append(Paragraph(say("Référence : {reference}", reference=question.reference)))
    return [*above, Paragraph(_asked(scene))]


def _asked(scene: Scene) -> str:
    """What to do, in a sentence."""
    say, question = scene.words.say, scene.question
    match question.form:
        case Form.LEVEL:
            return say("Où en est votre établissement ?")
        case Form.TICKS if question.staged:
            return say("Quelles étapes sont acquises ?")
        case Form.TICKS if len(question.statements) == 1:
            return say("Est-ce vrai chez vous ?")
        case Form.TICKS:
            return say("Touchez ce qui est vrai chez vous : ☐ pas encore, ☑ oui, ⊘ sans objet. Puis validez.")
        case Form.SPLIT:
            return _asked_split(scene)
        case Form.COUNT:
            return say("Écrivez un nombre ; 0 en est un.")
        case Form.PERCENT:
            return say("Écrivez un pourcentage, par exemple 80 ou 12,5.")
        case Form.DATE:
            return say("Écrivez une date, par exemple 15/11/2026, ou touchez « Aujourd'hui ».")
        case Form.TEXT:
            return say("Répondez en quelques mots.")
        case Form.PROGRESS:
            return say("Où en est cette action ?")


def _asked_split(scene: Scene) -> str:
    """All three figures, or the one that comes next."""
    say, given = scene.words.say, scene.the().figures(scene.question.id)
    if not given:
        return say("Jamais, occasionnellement, régulièrement : écrivez les trois nombres (12 5 20), ou un par un.")
    names = typed.split_names(scene)
    so_far = [
        say("{name} : {number}", name=name, number=scene.words.number(number))
        for name, number in zip(names, given, strict=False)
    ]
    return say("{figures}. {name} : combien ?", figures=" · ".join(so_far), name=names[len(given)])


def _prompt(scene: Scene) -> str:
    """Set where a text is awaited; an example of it."""
    say, question = scene.words.say, scene.question
    match question.form:
        case Form.SPLIT:
            given = scene.the().figures(question.id)
            return say("Trois nombres, par exemple 12 5 20") if not given else typed.split_names(scene)[len(given)]
        case Form.COUNT:
            return say("Un nombre, par exemple 35")
        case Form.PERCENT:
            return say("Un pourcentage, par exemple 80")
        case Form.DATE:
            return say("Une date, par exemple 15/11/2026")
        case Form.TEXT:
            return say("Votre réponse")
    return ""


def _quote(scene: Scene, statement: Statement) -> Quote:
    campaign, question = scene.the(), scene.question
    answer = campaign.answers.get(question.id)
    if question.form is Form.LEVEL:
        reached = type(answer) is int and statement.level is not None and statement.level <= answer
        return Quote(label(campaign.framework, statement), statement.text, Mark.TICKED if reached else Mark.PLAIN)
    if question.form is Form.TICKS:
        # What nobody has ticked is not "pas encore": it is not said yet.
        ticked = isinstance(campaign.drafts.get(question.id, answer), Ticks)
        mark = mark_of(campaign.ticks(question.id), statement) if ticked else Mark.PLAIN
        lead = label(campaign.framework, statement) if question.staged else scene.words.say("Le référentiel")
        return Quote(lead, statement.text, mark)
    cut = scene.words.say("Le document s'arrête là.") if statement.truncated else ""
    return Quote(cut or scene.words.say("Le référentiel"), statement.text)


def so_far(scene: Scene) -> tuple[Paragraph, ...]:
    """What is kept on this question already: the answer, ticks begun, the note; the whole that it is a part of."""
    say, campaign, question = scene.words.say, scene.the(), scene.question
    lines = []
    whole = campaign.answers.get(question.of) if question.of else None
    if question.of and isinstance(whole, int):
        title, number = campaign.framework.question[question.of].title, scene.words.number(whole)
        lines.append(Paragraph(say("{title} : {number}.", title=title, number=number)))
    if (before := before_of(scene, question)) is not None and scene.previous and scene.previous.opened:
        said = answer_in_words(scene.words, scene.previous.framework, question, before)
        month = scene.words.month(scene.previous.opened)
        lines.append(Paragraph(say("En {month} : {answer}.", month=month, answer=said.removesuffix("."))))
    elif (figure := figure_of(scene)) is not None:
        number = scene.words.number(figure.number)
        lines.append(Paragraph(say("Dans « {campaign} » : {number}.", campaign=figure.campaign, number=number)))
    if question.id in campaign.answers:
        said = answer_in_words(scene.words, campaign.framework, question, campaign.answers[question.id])
        lines.append(Paragraph(_said(scene, said.removesuffix("."))))
    decision = campaign.decisions.get(question.id)
    if campaign.collegial and decision is not None:
        said = answer_in_words(scene.words, campaign.framework, question, decision.answer)
        lines.append(Paragraph(say("Décidé : {answer}.", answer=said.removesuffix("."))))
    reached = scene.reached.get(question.id)
    if reached is not None and asks_anew(reached, question, campaign.answers.get(question.id)):
        month = scene.words.month(reached.day)
        asked = is_held(scene.words, campaign.framework.law, reached.level)
        lines.append(Paragraph(say("Objectif atteint en {month} : {asked}", month=month, asked=asked)))
    if question.id in campaign.drafts and question.form is Form.TICKS:
        unfold = say("Vos coches ne comptent pas encore : touchez « Une à une… », puis « Valider ».")
        confirm = say("Vos coches ne comptent pas encore : touchez « Valider ».")
        lines.append(Paragraph(unfold if question.staged else confirm))
    if question.id in campaign.notes:
        lines.append(Paragraph(say("Note : {note}", note=campaign.notes[question.id])))
    return tuple(lines)


def _said(scene: Scene, answer: str) -> str:
    """Whose it is: one's own, or, of a sheet that several fill, whoever's was the last."""
    say, mode = scene.words.say, scene.the().mode
    if mode is Mode.COLLEGIAL:
        return say("Votre avis : {answer}.", answer=answer)
    if mode is Mode.SHARED:
        return say("Réponse donnée : {answer}.", answer=answer)
    return say("Votre réponse : {answer}.", answer=answer)


def _again(scene: Scene) -> Rows:
    """One tap confirms what the campaign before said; it is never taken for an answer by itself."""
    if scene.question.id in scene.the().answers or before_this(scene) is None:
        return ()
    same = Button(scene.words.say("Comme avant"), f"same:{scene.the().id}:{scene.question.id}")
    return ((same,),)


def _answers(scene: Scene) -> Rows:
    question = scene.question
    rows = choices(scene, question, f"answer:{scene.the().id}:{question.id}", scene.the().answers.get(question.id))
    return (*rows, (go(scene.words.say("Une à une…"), "unfold"),)) if question.staged else rows


def choices(scene: Scene, question: Question, press: str, chosen: Answer | None) -> Rows:
    """The answers that one tap gives, the chosen one marked."""
    words, framework = scene.words, scene.the().framework

    def buttons(labels: Mapping[int, str] | Mapping[Progress, str]) -> list[Button]:
        return [
            Button(f"✓ {label}" if chosen == value else label, f"{press}:{value}") for value, label in labels.items()
        ]

    if question.form is Form.LEVEL:
        return abreast(
            buttons({0: words.say("Pas encore"), **{level.level: level.title for level in framework.levels}})
        )
    if question.form is Form.PROGRESS:
        return (tuple(buttons(progress_names(words))),)
    if question.form is Form.DATE:
        return ((Button(words.say("Aujourd'hui"), f"{press}:{scene.today.date().isoformat()}"),),)
    if question.form is Form.TICKS and not question.staged:
        (only,) = question.by_id
        yes, no = words.say("Oui"), words.say("Non")
        return (
            (
                Button(f"✓ {yes}" if chosen == Ticks(frozenset({only})) else yes, f"{press}:all"),
                Button(f"✓ {no}" if chosen == Ticks() else no, f"{press}:none"),
            ),
        )
    if not question.staged:
        return ()
    count = len(question.statements)
    names = {0: words.say("Aucune"), count: words.say("Les {count}", count=count)}
    for held in range(1, count):
        firsts = words.listed([str(number) for number in range(1, held + 1)])
        names[held] = words.count("{firsts} acquise", "{firsts} acquises", held, firsts=firsts)
    steps = [
        Button(f"✓ {names[held]}" if chosen == read(question, str(held)) else names[held], f"{press}:{held}")
        for held in range(count + 1)
    ]
    return abreast(steps)


def _around(scene: Scene) -> tuple[Button, ...]:
    say, named = scene.words.say, f"{scene.the().id}:{scene.question.id}"
    return (
        Button("‹", f"before:{named}", say("Question précédente")),
        go(say("Autre…"), "more"),
        Button(say("Passer ›"), f"pass:{named}", say("Passer cette question")),
    )
