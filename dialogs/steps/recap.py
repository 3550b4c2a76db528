"""Every answer with its note, a domain a page; a number corrects its question."""

from __future__ import annotations

from dialogs.replies import Block, Button, Heading, Paragraph, Screen
from dialogs.session import Scene
from dialogs.steps.paging import clamp, turning
from dialogs.steps.parts import abreast, answer_in_words, go

ABREAST = 5


def show(scene: Scene) -> Screen:
    say, campaign = scene.words.say, scene.the()
    domains = campaign.framework.domains
    page = clamp(scene.session.page, len(domains))
    domain = domains[page]
    blocks: list[Block] = [
        Heading(say("Récapitulatif, page {page} sur {pages}", page=page + 1, pages=len(domains))),
        Heading(domain.title, lang="fr"),
    ]
    numbers = []
    for number, question in enumerate(domain.questions, 1):
        answer = answer_in_words(scene.words, campaign.framework, question, campaign.answers.get(question.id))
        blocks.append(
            Paragraph(say("{number}. {question} : {answer}", number=number, question=question.title, answer=answer))
        )
        if question.id in campaign.notes:
            blocks.append(Paragraph(say("Note : {note}", note=campaign.notes[question.id])))
        spoken = say("Corriger la question {number}, {question}", number=number, question=question.title)
        numbers.append(Button(str(number), f"ask:{campaign.id}:{question.id}", spoken))
    blocks.append(Paragraph(say("Touchez un numéro pour corriger sa réponse.")))
    last = (go(say("Résultats"), "results"), go(say("Domaines"), "menu"))
    return Screen(tuple(blocks), (*abreast(numbers, ABREAST), *turning(scene, page, len(domains)), last))
