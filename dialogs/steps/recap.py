"""Every answer with its note, a domain after the other, as many a page as a message holds; a number corrects one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from dialogs.campaign import Campaign
from dialogs.events import Event, Tapped
from dialogs.lengths import cut, units
from dialogs.replies import Block, Button, Heading, Paragraph, Rows, Screen
from dialogs.saying import CUT, answer_in_words
from dialogs.scene import Move, Scene
from dialogs.session import Shown
from dialogs.steps.answering import before_of
from dialogs.steps.council import records
from dialogs.steps.paging import clamp, turn, turning
from dialogs.steps.parts import abreast, go
from frameworks.model import Domain, Question
from locales import Words

ABREAST = 5
MOST = 10
"""Questions a page: two rows of numbers."""

ROOM = 3200
"""UTF-16 units of answers and notes a page: less than a message of any channel holds."""

Page = tuple[Domain, tuple[Question, ...]]
Wanted = Callable[[Question], bool]


def show(scene: Scene) -> Screen:
    say, campaign = scene.words.say, scene.the().sheet
    filters = _filters(scene)
    shown = scene.session.shown if scene.session.shown in filters else Shown.ALL
    pages = tuple(pages_of(scene.words, campaign, _wanted(scene, shown)))
    last = (go(say("Résultats"), "results"), go(say("Domaines"), "menu"))
    choice = tuple(
        Button(f"✓ {label}" if it is shown else label, f"show:{campaign.id}:{it.value}")
        for it, label in filters.items()
    )
    if not pages:
        nothing = (Heading(say("Récapitulatif")), Paragraph(say("Aucune question de ce genre.")))
        return Screen(nothing, (*abreast(list(choice)), last))
    page = clamp(scene.session.page, len(pages))
    blocks, numbers = _page(scene, pages, page)
    return Screen(tuple(blocks), (*numbers, *turning(scene, page, len(pages)), *abreast(list(choice)), last))


def hear(scene: Scene, event: Event) -> Move | None:
    match event:
        case Tapped() if event.verb == "show" and len(event.words) == 2 and event.words[0] == scene.the().id:
            if event.words[1] in _filters(scene):
                return Move(session=replace(scene.session, shown=Shown(event.words[1]), page=0))
    return turn(scene, event)


def _page(scene: Scene, pages: tuple[Page, ...], page: int) -> tuple[list[Block], Rows]:
    say, campaign = scene.words.say, scene.the().sheet
    domain, questions = pages[page]
    blocks: list[Block] = [
        Heading(say("Récapitulatif, page {page} sur {pages}", page=page + 1, pages=len(pages))),
        Heading(domain.title, lang="fr"),
    ]
    numbers, decides = [], records(campaign)
    places = {question.id: at for at, question in enumerate(campaign.asked_in(domain), 1)}
    for question in questions:
        number = places[question.id]
        blocks += [Paragraph(line) for line in _lines(scene.words, campaign, question, number)]
        spoken = say("Corriger la question {number}, {question}", number=number, question=question.title)
        if decides:
            spoken = say("Décider de la question {number}, {question}", number=number, question=question.title)
            numbers.append(Button(str(number), f"weigh:{campaign.id}:{question.id}", spoken))
        elif campaign.fills(question):
            numbers.append(Button(str(number), f"ask:{campaign.id}:{question.id}", spoken))
    if numbers:
        blocks.append(Paragraph(_touched(scene.words, campaign, decides=decides)))
    return blocks, abreast(numbers, ABREAST)


def _touched(words: Words, campaign: Campaign, *, decides: bool) -> str:
    if decides:
        return words.say("Touchez un numéro pour décider, ou revenir sur une décision.")
    if campaign.collegial:
        return words.say("Touchez un numéro pour donner ou corriger votre avis.")
    return words.say("Touchez un numéro pour corriger sa réponse.")


def _filters(scene: Scene) -> Mapping[Shown, str]:
    """What can be asked for here: what waits for a decision, for an answer, what changed since the campaign before."""
    say, campaign = scene.words.say, scene.the().sheet
    found = {Shown.ALL: say("Tout")}
    if campaign.collegial:
        found[Shown.UNDECIDED] = say("À décider")
    if campaign.open and not campaign.as_school:
        found[Shown.UNANSWERED] = say("Sans réponse")
    if scene.previous is not None and scene.previous.opened is not None:
        found[Shown.CHANGED] = say("Changé depuis")
    return found if len(found) > 1 else {}


def _wanted(scene: Scene, shown: Shown) -> Wanted:
    campaign = scene.the()
    match shown:
        case Shown.UNDECIDED:
            return lambda it: it.id not in campaign.decisions
        case Shown.UNANSWERED:
            return lambda it: it.id not in campaign.answers
        case Shown.CHANGED:
            return lambda it: _changed(scene, it)
        case _:
            return lambda _: True


def _changed(scene: Scene, question: Question) -> bool:
    """Answered both times, and otherwise now."""
    now, before = scene.the().position.answers.get(question.id), before_of(scene, question)
    return now is not None and before is not None and now != before


def page_of(words: Words, campaign: Campaign, domain: Domain) -> int:
    """The first page of a domain."""
    return next((at for at, (shown, _) in enumerate(pages_of(words, campaign)) if shown is domain), 0)


def pages_of(words: Words, campaign: Campaign, wanted: Wanted = lambda _: True) -> Iterator[Page]:
    """Never two domains on one page; at least one question each."""
    for domain in campaign.framework.domains:
        gathered: list[Question] = []
        room = ROOM
        for question in filter(wanted, campaign.asked_in(domain)):
            size = sum(map(units, _lines(words, campaign, question, 1)))
            if gathered and (size > room or len(gathered) == MOST):
                yield domain, tuple(gathered)
                gathered, room = [], ROOM
            gathered.append(question)
            room -= size
        if gathered:
            yield domain, tuple(gathered)


def _lines(words: Words, campaign: Campaign, question: Question, number: int) -> list[str]:
    short = cut(answer_in_words(words, campaign.framework, question, campaign.answers.get(question.id)), CUT)
    if campaign.collegial:
        lines = [_decided(words, campaign, question, number, short)]
    else:
        lines = [words.say("{number}. {question} : {answer}", number=number, question=question.title, answer=short)]
    if question.id in campaign.notes:
        lines.append(words.say("Note : {note}", note=campaign.notes[question.id]))
    return lines


def _decided(words: Words, campaign: Campaign, question: Question, number: int, mine: str) -> str:
    """What the school retained, and what the person thinks where they are asked."""
    decision = campaign.decisions.get(question.id)
    if not campaign.mine:
        said = words.say("à décider")
        if decision is not None:
            said = cut(answer_in_words(words, campaign.framework, question, decision.answer), CUT)
        return words.say("{number}. {question} : {answer}", number=number, question=question.title, answer=said)
    if decision is None:
        return words.say(
            "{number}. {question} : à décider (votre avis : {answer})",
            number=number,
            question=question.title,
            answer=mine,
        )
    return words.say(
        "{number}. {question} : {decision} (votre avis : {answer})",
        number=number,
        question=question.title,
        decision=cut(answer_in_words(words, campaign.framework, question, decision.answer), CUT),
        answer=mine,
    )
