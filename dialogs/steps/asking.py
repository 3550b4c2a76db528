"""One question: its statements whole, an answer in one tap."""

from __future__ import annotations

from dataclasses import replace

from dialogs.campaign import Campaign
from dialogs.events import Event, Said, Tapped
from dialogs.replies import Block, Button, Heading, Mark, Paragraph, Quote, Rows, Screen
from dialogs.session import Move, SaveAnswer, SaveDraft, Scene, Session, Write
from dialogs.steps.parts import abreast, answer_in_words, go, label, mark_of, meter
from frameworks.answers import Answer, Gap, Ticks
from frameworks.model import Form, Question, Statement

GAPS = {"na": Gap.NA, "dk": Gap.UNKNOWN}
MARKS = {"x": Mark.TICKED, "n": Mark.NA, "o": Mark.OPEN}


def show(scene: Scene) -> Screen:
    question, campaign = scene.question, scene.the()
    quotes = [_quote(scene, statement) for statement in question.statements]
    blocks: list[Block] = [
        meter(scene),
        Heading(question.title, lang="fr"),
        Paragraph(_asked(scene)),
        *quotes,
    ]
    return Screen((*blocks, *_so_far(scene)), (*_answers(scene), _around(scene, campaign)))


def hear(scene: Scene, event: Event) -> Move | None:
    """An answer to the question shown (a digit may be typed), or a step to the one before or after it."""
    match event:
        case Tapped(press) if event.words[:2] == (scene.the().id, scene.question.id):
            return _tapped(scene, press.split(":"))
        case Tapped() if event.verb == "mark" and _marked(scene, event):
            return mark(scene.the(), event)
        case Said(text) if text.strip().isdecimal():
            answer = read(scene.question, text.strip())
            return (
                None if answer is None else answering(scene, (SaveAnswer(scene.the().id, scene.question.id, answer),))
            )
    return None


def read(question: Question, value: str) -> Answer | None:
    """A button's last word as an answer; None when no button of this question says it. For ``ticks`` a digit is
    how many étapes hold, from the first on.
    """
    if value in GAPS:
        return GAPS[value]
    if not value.isdecimal() or len(value) != 1 or int(value) > len(question.statements):
        return None
    if question.form is Form.LEVEL:
        return int(value)
    return Ticks(frozenset(statement.id for statement in question.statements[: int(value)]))


def answering(scene: Scene, writes: tuple[Write, ...]) -> Move:
    """The answer to the question shown is kept, and the next open one of its domain comes up."""
    upcoming = scene.the().next_open(scene.question.id)
    session = replace(scene.session, question=upcoming.id) if upcoming else scene.session
    if scene.session.correcting:
        say, known = scene.words.say, scene.question.id in scene.the().answers
        return Move("answer", writes, notice=say("Réponse corrigée.") if known else say("Réponse enregistrée."))
    return Move("answer", writes, session)


def settled(campaign: Campaign, question: Question) -> SaveAnswer:
    """The ticks begun, as an answer."""
    return SaveAnswer(campaign.id, question.id, campaign.ticks(question.id))


def marked(campaign: Campaign, tap: Tapped, *, answer: bool = False) -> Ticks | None:
    """``mark:campaign:statement:x``: the ticks begun (or the answer's) with the statement as the button says it is to
    be, so that a doubled tap changes nothing twice; None where no question of ticks has it.
    """
    question = campaign.framework.question_of.get(tap.words[1])
    become = MARKS.get(tap.words[2])
    if question is None or become is None or question.form is not Form.TICKS:
        return None
    said = campaign.answers.get(question.id) if answer else campaign.ticks(question.id)
    was, here = said if isinstance(said, Ticks) else Ticks(), frozenset({tap.words[1]})
    return Ticks(
        was.ticked | here if become is Mark.TICKED else was.ticked - here,
        was.na | here if become is Mark.NA else was.na - here,
    )


def mark(campaign: Campaign, tap: Tapped) -> Move | None:
    """The tick is kept as begun; it counts once it is confirmed."""
    ticks = marked(campaign, tap)
    if ticks is None:
        return None
    return Move("", (SaveDraft(campaign.id, campaign.framework.question_of[tap.words[1]].id, ticks),))


def _tapped(scene: Scene, words: list[str]) -> Move | None:
    question, campaign = scene.question, scene.the()
    match words:
        case ["answer", _, _, value]:
            answer = read(question, value)
            return None if answer is None else answering(scene, (SaveAnswer(campaign.id, question.id, answer),))
        case ["settle", _, _] if question.form is Form.TICKS:
            return answering(scene, (settled(campaign, question),))
        case ["pass", _, _]:
            return _passing(scene)
        case ["before", _, _]:
            return _before(scene)
    return None


def _marked(scene: Scene, tap: Tapped) -> bool:
    words = tap.words
    return len(words) == 3 and words[0] == scene.the().id and words[1] in scene.question.by_id


def _passing(scene: Scene) -> Move:
    upcoming = scene.the().next_open(scene.question.id)
    if scene.session.correcting:
        return Move("pass")
    if upcoming is None:
        still_open = scene.question.id not in scene.the().answers
        return Move("leave", notice=scene.words.say("Question passée : elle reste ouverte.") if still_open else "")
    return Move("pass", session=replace(scene.session, question=upcoming.id))


def _before(scene: Scene) -> Move:
    previous = scene.the().previous(scene.question.id)
    if previous is None and scene.session.correcting:
        return Move("pass")
    if previous is None:
        return Move("leave", notice=scene.words.say("C'était la première question du domaine."))
    return Move("ask", session=replace(scene.session, question=previous.id))


def _asked(scene: Scene) -> str:
    say = scene.words.say
    if scene.question.form is Form.LEVEL:
        return say("Où en est votre établissement ?")
    return say("Quelles étapes sont acquises ?")


def _quote(scene: Scene, statement: Statement) -> Quote:
    campaign, question = scene.the(), scene.question
    lead = label(campaign.framework, statement)
    answer = campaign.answers.get(question.id)
    if question.form is Form.LEVEL:
        reached = type(answer) is int and statement.level is not None and statement.level <= answer
        return Quote(lead, statement.text, Mark.TICKED if reached else Mark.PLAIN)
    return Quote(lead, statement.text, mark_of(campaign.ticks(question.id), statement))


def _so_far(scene: Scene) -> tuple[Paragraph, ...]:
    """What is kept on this question already: the answer, ticks begun, the note."""
    say, campaign, question = scene.words.say, scene.the(), scene.question
    lines = []
    if question.id in campaign.answers:
        said = answer_in_words(scene.words, campaign.framework, question, campaign.answers[question.id])
        lines.append(Paragraph(say("Votre réponse : {answer}.", answer=said)))
    if question.id in campaign.drafts:
        lines.append(Paragraph(say("Vos coches ne comptent pas encore : touchez « Une à une… », puis « Valider ».")))
    if question.id in campaign.notes:
        lines.append(Paragraph(say("Note : {note}", note=campaign.notes[question.id])))
    return tuple(lines)


def _answers(scene: Scene) -> Rows:
    words, question, framework = scene.words, scene.question, scene.the().framework
    press = f"answer:{scene.the().id}:{question.id}"
    if question.form is Form.LEVEL:
        chosen = scene.the().answers.get(question.id)
        labels = {0: words.say("Pas encore"), **{level.level: level.title for level in framework.levels}}
        return abreast(
            [Button(f"✓ {label}" if chosen == value else label, f"{press}:{value}") for value, label in labels.items()]
        )
    count = len(question.statements)
    steps = [Button(words.say("Aucune"), f"{press}:0")]
    for held in range(1, count):
        firsts = words.listed([str(number) for number in range(1, held + 1)])
        steps.append(
            Button(words.count("{firsts} acquise", "{firsts} acquises", held, firsts=firsts), f"{press}:{held}")
        )
    steps.append(Button(words.say("Les {count}", count=count), f"{press}:{count}"))
    return (*abreast(steps), (go(words.say("Une à une…"), "unfold"),))


def _around(scene: Scene, campaign: Campaign) -> tuple[Button, ...]:
    say, question = scene.words.say, scene.question.id
    return (
        Button("‹", f"before:{campaign.id}:{question}", say("Question précédente")),
        go(say("Autre…"), "more"),
        Button(say("Passer ›"), f"pass:{campaign.id}:{question}", say("Passer cette question")),
    )


def resume(scene: Scene) -> Session:
    """The session on the first open question: the one shown last if it is open, else its domain's, else the grid's."""
    campaign = scene.the()
    if campaign.complete or scene.question in campaign.open:
        return replace(scene.session, question=scene.question.id, correcting=False)
    chosen = campaign.next_open(scene.question.id) or campaign.open[0]
    return replace(scene.session, question=chosen.id, correcting=False)
