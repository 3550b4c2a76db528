"""One question: its statements whole, an answer in one tap or one message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialogs.events import Event, Said, Tapped
from dialogs.replies import Block, Button, Heading, Mark, Paragraph, Quote, Rows, Screen
from dialogs.saying import answer_in_words, label, progress_names
from dialogs.session import Move, SaveAnswer, Scene, Session
from dialogs.steps import ticking, typed
from dialogs.steps.marking import mark, mark_of, settled
from dialogs.steps.parts import abreast, go, meter
from frameworks.faults import FaultyAnswer
from frameworks.forms import Answer, Gap, Progress, Ticks, fits, read_date
from frameworks.model import Form, Question, Statement

GAPS = {"na": Gap.NA, "dk": Gap.UNKNOWN}


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
    if question.id != scene.wanted.id and scene.wanted.of == question.id:
        above.append(Paragraph(say("Ce chiffre est demandé une fois : les questions qui suivent s'y rapportent.")))
    if question.topic:
        above.append(Paragraph(question.topic, lang="fr"))
    meaning = {level.level: level.text for level in grid.levels}.get(question.statements[0].level or 0)
    if meaning and not question.staged:
        above.append(Paragraph(meaning, lang="fr"))
    if question.reference:
        above.append(Paragraph(say("Référence : {reference}", reference=question.reference)))
    return [*above, Paragraph(_asked(scene))]


def hear(scene: Scene, event: Event) -> Move | None:
    """An answer to the question shown (typed or tapped), or a step to the one before or after it."""
    match event:
        case Tapped() if event.verb == "mark":
            return mark(scene.the(), event) if _marked(scene, event) else None
        case Tapped(press) if event.words[:2] == (scene.the().id, scene.question.id):
            return _tapped(scene, press.split(":"))
        case Said(text) if scene.question.form in typed.TYPED:
            write, notice = typed.heard(scene, text)
            if isinstance(write, SaveAnswer):
                return answering(scene, write, notice)
            return Move("", (write,) if write else (), notice=notice)
        case Said(text) if text.strip().isdecimal() and (scene.question.form is Form.LEVEL or scene.question.staged):
            answer = read(scene.question, text.strip())
            return None if answer is None else answering(scene, saving(scene, answer))
    return None


def saving(scene: Scene, answer: Answer) -> SaveAnswer:
    return SaveAnswer(scene.the().id, scene.question.id, answer)


def read(question: Question, value: str) -> Answer | None:
    """A button's last word as an answer; None when no button of this question says it. Where étapes are ticked a digit
    is how many hold, from the first on.
    """
    if value in GAPS:
        return GAPS[value]
    counted = int(value) if value.isdecimal() and len(value) == 1 else None
    if counted is not None and counted > len(question.statements):
        return None
    match question.form:
        case Form.LEVEL:
            return counted
        case Form.TICKS if question.staged and counted is not None:
            return Ticks(frozenset(statement.id for statement in question.statements[:counted]))
        case Form.TICKS if value in {"none", "all"}:
            return Ticks(frozenset(question.by_id if value == "all" else ()))
        case Form.PROGRESS if value in list(Progress):
            return Progress(value)
        case Form.DATE:
            try:
                return read_date(question, value)
            except FaultyAnswer:
                return None
    return None


def answering(scene: Scene, write: SaveAnswer, notice: str = "") -> Move:
    """The answer to the question shown is kept, and the next open one of its domain comes up.

    Where another question waits for this figure, it is the one that comes.
    """
    if scene.session.correcting:
        say, known = scene.words.say, scene.question.id in scene.the().answers
        said = notice or (say("Réponse corrigée.") if known else say("Réponse enregistrée."))
        return Move("answer", (write,), notice=said)
    if scene.question.id != scene.wanted.id:
        return Move("answer", (write,), notice=notice)
    after = scene.the().answering(write.question, write.answer, scene.now)
    upcoming = after.next_open(scene.question.id)
    if upcoming is None:
        return Move("answer", (write,), scene.session, notice)
    if not notice and _stands_before(scene, upcoming):
        notice = scene.words.say("Retour à une question restée ouverte.")
    return Move("answer", (write,), replace(scene.session, question=upcoming.id), notice)


def _stands_before(scene: Scene, upcoming: Question) -> bool:
    siblings = [question.id for question in scene.domain.questions]
    return upcoming.id in siblings and siblings.index(upcoming.id) < siblings.index(scene.question.id)


def _tapped(scene: Scene, words: list[str]) -> Move | None:
    question, campaign = scene.question, scene.the()
    match words:
        case ["answer", _, _, value]:
            answer = read(question, value)
            return None if answer is None else answering(scene, saving(scene, answer))
        case ["settle", _, _] if question.form is Form.TICKS:
            return answering(scene, settled(campaign, question))
        case ["same", _, _] if (before := _before_this(scene)) is not None:
            write, notice = typed.checked(scene, before)
            return answering(scene, write, notice) if isinstance(write, SaveAnswer) else Move(notice=notice)
        case ["pass", _, _]:
            return _passing(scene)
        case ["before", _, _]:
            return _before(scene)
    return None


def _marked(scene: Scene, tap: Tapped) -> bool:
    words = tap.words
    return len(words) == 3 and words[0] == scene.the().id and words[1] in scene.question.by_id


def _passing(scene: Scene) -> Move:
    """The next open question; past all that wait for a figure, where that figure is what is passed."""
    campaign, wanted = scene.the(), scene.wanted
    if scene.session.correcting:
        return Move("pass")
    upcoming = campaign.next_open(wanted.id)
    if scene.question.id != wanted.id:
        waiting = [it for it in campaign.open_in(campaign.framework.domain_of[wanted.id]) if it.of != wanted.of]
        upcoming = waiting[0] if waiting else None
    if upcoming is None:
        still_open = scene.question.id not in campaign.answers
        return Move("leave", notice=scene.words.say("Question passée : elle reste ouverte.") if still_open else "")
    return Move("pass", session=replace(scene.session, question=upcoming.id))


def _before(scene: Scene) -> Move:
    previous = scene.the().previous(scene.wanted.id)
    if previous is None and scene.session.correcting:
        return Move("pass")
    if previous is None:
        return Move("leave", notice=scene.words.say("C'était la première question du domaine."))
    return Move("ask", session=replace(scene.session, question=previous.id))


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
            return say("Plan : répondez en quelques mots.")
        case Form.PROGRESS:
            return say("Do : où en est cette action ?")


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
    if (before := _before_this(scene)) is not None and scene.previous and scene.previous.opened:
        said = answer_in_words(scene.words, scene.previous.framework, question, before)
        month = scene.words.month(scene.previous.opened)
        lines.append(Paragraph(say("En {month} : {answer}.", month=month, answer=said.removesuffix("."))))
    if question.id in campaign.answers:
        said = answer_in_words(scene.words, campaign.framework, question, campaign.answers[question.id])
        lines.append(Paragraph(say("Votre réponse : {answer}.", answer=said.removesuffix("."))))
    if question.id in campaign.drafts and question.form is Form.TICKS:
        unfold = say("Vos coches ne comptent pas encore : touchez « Une à une… », puis « Valider ».")
        confirm = say("Vos coches ne comptent pas encore : touchez « Valider ».")
        lines.append(Paragraph(unfold if question.staged else confirm))
    if question.id in campaign.notes:
        lines.append(Paragraph(say("Note : {note}", note=campaign.notes[question.id])))
    return tuple(lines)


def _before_this(scene: Scene) -> Answer | None:
    """What the campaign before answered to this question, where the question can still take it."""
    before, here = scene.previous, scene.the()
    if before is None or before.opened is None or here.opened is None or before.opened >= here.opened:
        return None
    answer = before.answers.get(scene.question.id)
    return answer if answer is not None and fits(scene.question, answer) else None


def _again(scene: Scene) -> Rows:
    """One tap confirms what the campaign before said; it is never taken for an answer by itself."""
    if scene.question.id in scene.the().answers or _before_this(scene) is None:
        return ()
    same = Button(scene.words.say("Comme avant"), f"same:{scene.the().id}:{scene.question.id}")
    return ((same,),)


def _answers(scene: Scene) -> Rows:
    words, question, framework = scene.words, scene.question, scene.the().framework
    press = f"answer:{scene.the().id}:{question.id}"
    chosen = scene.the().answers.get(question.id)

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
    return (*abreast(steps), (go(words.say("Une à une…"), "unfold"),))


def _around(scene: Scene) -> tuple[Button, ...]:
    say, named = scene.words.say, f"{scene.the().id}:{scene.question.id}"
    return (
        Button("‹", f"before:{named}", say("Question précédente")),
        go(say("Autre…"), "more"),
        Button(say("Passer ›"), f"pass:{named}", say("Passer cette question")),
    )


def resume(scene: Scene) -> Session:
    """The session on the first open question: the one shown last if it is open, else its domain's, else the grid's."""
    campaign, shown = scene.the(), scene.wanted
    if campaign.complete or shown in campaign.open:
        return replace(scene.session, question=shown.id, correcting=False)
    chosen = campaign.next_open(shown.id) or campaign.open[0]
    return replace(scene.session, question=chosen.id, correcting=False)
