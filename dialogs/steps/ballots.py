"""How a vote is said: what is asked, how many have voted, what came of it."""

from __future__ import annotations

from dialogs.council import LEAST
from dialogs.lengths import cut, units
from dialogs.pulse import ABSTAIN, NO, SPLIT, WHOLE, YES, Pulse, Sitting, result, values
from dialogs.replies import Block, Figures, Paragraph
from dialogs.saying import CUT, agreement_in_words, answer_in_words, label, progress_names
from dialogs.scene import Scene
from dialogs.steps.people import signed
from frameworks.forms import Answer, Progress
from frameworks.model import Form, Question
from locales import Words

WIDE = 20
"""Characters of a button."""


def asked_of(scene: Scene, pulse: Pulse) -> str:
    question = scene.the().framework.question.get(pulse.question)
    title = question.title if question else pulse.text
    return title if pulse.round == 1 else scene.words.say("{title} (vote n° {round})", title=title, round=pulse.round)


def announced(words: Words, sitting: Sitting) -> str:
    """Before anybody votes: who will know."""
    if sitting.secret:
        return words.say("Vote secret : personne ne saura ce que vous votez.")
    return words.say("À main levée : les pilotes sauront ce que vous votez.")


def counted(words: Words, sitting: Sitting, pulse: Pulse) -> str:
    """``12 votes sur 15 (3 invités)``; more votes than people is shown."""
    votes = words.count("{n} vote", "{n} votes", pulse.votes)
    if sitting.present:
        votes = words.say("{votes} sur {present}", votes=votes, present=words.number(sitting.present))
    if pulse.guests:
        guests = words.count("{n} invité", "{n} invités", pulse.guests)
        votes = words.say("{votes}, dont {guests}", votes=votes, guests=guests)
    if sitting.present and pulse.votes > sitting.present:
        return words.say("{votes} : plus de votes que de présents.", votes=votes)
    return words.say("{votes}.", votes=votes)


def value_name(scene: Scene, pulse: Pulse, value: str) -> str:
    """A vote's name, as its button and its line in the result have it."""
    say, framework = scene.words.say, scene.the().framework
    question = framework.question.get(pulse.question)
    if value == ABSTAIN:
        return say("Abstention")
    if question is None:
        return pulse.choices[int(value)]
    match question.form:
        case Form.LEVEL:
            return framework.levels[int(value) - 1].title if int(value) else say("Pas encore")
        case Form.PROGRESS:
            return progress_names(scene.words)[Progress(value)]
        case Form.SPLIT:
            return dict(zip(SPLIT, (say("Jamais"), say("Parfois"), say("Régulièrement")), strict=True))[value]
        case _:
            return {YES: say("Oui"), NO: say("Non")}[value]


def outcome(scene: Scene, sitting: Sitting, pulse: Pulse) -> list[Block]:
    """What a closed pulse says: its table, how far the votes agree, what they propose."""
    if not pulse.closed:
        return []
    words, framework = scene.words, scene.the().framework
    found = result(framework, pulse, secret=sitting.secret)
    if not pulse.votes:
        return [Paragraph(words.say("Personne n'a voté."))]
    if found.tally is None:
        return [Paragraph(words.say("Moins de {least} votes secrets : rien n'en est montré. À discuter.", least=LEAST))]
    blocks: list[Block] = [table(scene, pulse)]
    if found.agreement is not None:
        blocks.append(Paragraph(words.say("Avis {agreement}.", agreement=agreement_in_words(words, found.agreement))))
    question = framework.question.get(pulse.question)
    if found.proposal is not None and question is not None:
        said = cut(answer_in_words(words, framework, question, found.proposal), CUT).removesuffix(".")
        blocks.append(Paragraph(words.say("Proposition : {answer}.", answer=said)))
    blocks += [Paragraph(line) for line in _hands(scene, pulse)]
    return blocks


def table(scene: Scene, pulse: Pulse) -> Figures:
    """How many voted what; of ticks, statement by statement."""
    words, question = scene.words, scene.the().framework.question.get(pulse.question)
    tally = pulse.tally or {}
    caption = words.say("Les votes")
    if question is not None and question.form is Form.TICKS:
        said = [(name, tally.get(key, {})) for key, name in statements(scene, question)]
        held = tuple((name, words.number(it.get(YES, 0)), words.number(it.get(NO, 0))) for name, it in said)
        return Figures(caption, (words.say("Énoncé"), words.say("Oui"), words.say("Non")), held)
    counts = tally.get(WHOLE, {})
    rows = tuple(
        (value_name(scene, pulse, it), words.number(counts.get(it, 0))) for it in values(question, pulse.choices)
    )
    return Figures(caption, (words.say("Réponse"), words.say("Votes")), rows)


def statements(scene: Scene, question: Question) -> list[tuple[str, str]]:
    framework = scene.the().framework
    return [
        (it.id, label(framework, it) if question.staged else str(number))
        for number, it in enumerate(question.statements, 1)
    ]


def _hands(scene: Scene, pulse: Pulse) -> list[str]:
    """By show of hands, who voted what, to the pilot."""
    words, names = scene.words, dict[str, list[str]]()
    question = scene.the().framework.question.get(pulse.question)
    numbered = dict(statements(scene, question)) if question is not None else {}
    for hand in pulse.hands:
        value = value_name(scene, pulse, hand.value)
        key = words.say("{statement}, {value}", statement=numbered[hand.part], value=value) if hand.part else value
        names.setdefault(key, []).append(signed(words, hand.by, hand.number) if hand.number else words.say("un invité"))
    return [words.say("{answer} : {names}", answer=key, names=words.listed(those)) for key, those in names.items()]


def proposed(scene: Scene, pulse: Pulse, answer: Answer) -> str:
    """A button that takes the proposal, by its name where it is short enough."""
    framework = scene.the().framework
    said = answer_in_words(scene.words, framework, framework.question[pulse.question], answer)
    name = scene.words.say("Retenir {answer}", answer=said)
    return name if units(name) <= WIDE else scene.words.say("Retenir")
