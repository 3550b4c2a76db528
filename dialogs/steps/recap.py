"""Every answer with its note, a domain after the other, as many a page as a message holds; a number corrects one."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.campaign import Campaign
from dialogs.lengths import cut, units
from dialogs.replies import Block, Button, Heading, Paragraph, Screen
from dialogs.saying import CUT, answer_in_words
from dialogs.session import Scene
from dialogs.steps.paging import clamp, turning
from dialogs.steps.parts import abreast, go
from frameworks.model import Domain, Question
from locales import Words

ABREAST = 5
MOST = 10
"""Questions a page: two rows of numbers."""

ROOM = 3200
"""UTF-16 units of answers and notes a page: less than a message of any channel holds."""

Page = tuple[Domain, tuple[Question, ...]]


def show(scene: Scene) -> Screen:
    say, campaign = scene.words.say, scene.the()
    pages = tuple(pages_of(scene.words, campaign))
    page = clamp(scene.session.page, len(pages))
    domain, questions = pages[page]
    blocks: list[Block] = [
        Heading(say("Récapitulatif, page {page} sur {pages}", page=page + 1, pages=len(pages))),
        Heading(domain.title, lang="fr"),
    ]
    numbers = []
    first = campaign.asked_in(domain).index(questions[0]) + 1
    for number, question in enumerate(questions, first):
        blocks += [Paragraph(line) for line in _lines(scene.words, campaign, question, number)]
        spoken = say("Corriger la question {number}, {question}", number=number, question=question.title)
        numbers.append(Button(str(number), f"ask:{campaign.id}:{question.id}", spoken))
    if not campaign.writable:
        numbers = []
    else:
        blocks.append(Paragraph(say("Touchez un numéro pour corriger sa réponse.")))
    last = (go(say("Résultats"), "results"), go(say("Domaines"), "menu"))
    return Screen(tuple(blocks), (*abreast(numbers, ABREAST), *turning(scene, page, len(pages)), last))


def page_of(words: Words, campaign: Campaign, domain: Domain) -> int:
    """The first page of a domain."""
    return next((at for at, (shown, _) in enumerate(pages_of(words, campaign)) if shown is domain), 0)


def pages_of(words: Words, campaign: Campaign) -> Iterator[Page]:
    """Never two domains on one page; at least one question each."""
    for domain in campaign.framework.domains:
        gathered: list[Question] = []
        room = ROOM
        for question in campaign.asked_in(domain):
            size = sum(map(units, _lines(words, campaign, question, 1)))
            if gathered and (size > room or len(gathered) == MOST):
                yield domain, tuple(gathered)
                gathered, room = [], ROOM
            gathered.append(question)
            room -= size
        if gathered:
            yield domain, tuple(gathered)


def _lines(words: Words, campaign: Campaign, question: Question, number: int) -> list[str]:
    answer = answer_in_words(words, campaign.framework, question, campaign.answers.get(question.id))
    short = cut(answer, CUT)
    lines = [words.say("{number}. {question} : {answer}", number=number, question=question.title, answer=short)]
    if question.id in campaign.notes:
        lines.append(words.say("Note : {note}", note=campaign.notes[question.id]))
    return lines
