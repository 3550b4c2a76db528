"""What a question hears: an answer tapped or typed, or a step to the question before or after it."""

from __future__ import annotations

from dataclasses import replace

from dialogs.campaign import Figure
from dialogs.events import Event, Said, Tapped
from dialogs.scene import Move, Scene
from dialogs.session import Session
from dialogs.steps import typed
from dialogs.steps.marking import mark, settled
from dialogs.writes import SaveAnswer
from frameworks.faults import FaultyAnswer
from frameworks.forms import Answer, Gap, Progress, Ticks, fits, read_date
from frameworks.model import Form, Question

GAPS = {"na": Gap.NA, "dk": Gap.UNKNOWN}


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
        case ["same", _, _] if (before := before_this(scene)) is not None:
            write, notice = typed.kept(scene, before)
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


def before_this(scene: Scene) -> Answer | None:
    """What one tap confirms: the answer of the campaign before, else the school's figure from another of its grids."""
    before, figure = before_of(scene, scene.question), figure_of(scene)
    return before if before is not None or figure is None else figure.number


def figure_of(scene: Scene) -> Figure | None:
    """The figure that another campaign of the school has, where the question asks for one."""
    return scene.figures.get(scene.question.id) if scene.question.form is Form.COUNT else None


def before_of(scene: Scene, question: Question) -> Answer | None:
    """What the campaign before answered to the question, where the question can still take it."""
    before, here = scene.previous, scene.the()
    if before is None or before.opened is None or here.opened is None or before.opened >= here.opened:
        return None
    answer = before.position.answers.get(question.id)
    return answer if answer is not None and fits(question, answer) else None


def resume(scene: Scene) -> Session:
    """The session on the first open question that the person fills: the one shown last if it is open, else its
    domain's, else the grid's.
    """
    campaign, shown = scene.the(), scene.wanted
    if not campaign.todo or shown in campaign.todo:
        return replace(scene.session, question=shown.id, correcting=False)
    beside = campaign.next_open(shown.id)
    chosen = beside if beside in campaign.todo else campaign.todo[0]
    return replace(scene.session, question=chosen.id, correcting=False)
