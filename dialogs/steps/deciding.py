"""One question before the commission: its statements, the opinions, a proposal; a pilot records what is decided."""

from __future__ import annotations

from dataclasses import replace

from dialogs.campaign import Decision
from dialogs.campaign_writes import RecordDecision
from dialogs.council import Weighed, weigh
from dialogs.events import Event, Said, Tapped
from dialogs.lengths import cut, units
from dialogs.pulse import votable
from dialogs.replies import Block, Button, Figures, Heading, Mark, Paragraph, Quote, Rows, Screen
from dialogs.saying import CUT, agreement_in_words, answer_in_words, label
from dialogs.scene import Move, Scene
from dialogs.session import Weighing
from dialogs.steps import asking, typed
from dialogs.steps.answering import read
from dialogs.steps.council import records
from dialogs.steps.marking import MARKS, NEXT, SIGNS, mark_of
from dialogs.steps.parts import abreast, go
from dialogs.steps.people import signed
from dialogs.steps.sitting import polling
from dialogs.writes import SaveAnswer
from frameworks.forms import Answer, Ticks
from frameworks.model import Form, Question, Statement

PAST = 3
"""Decisions of the question shown, the newest first."""

ROOM = 1500
"""UTF-16 units of statements shown whole beside opinions; longer ones are begun, their question being a tap away."""

BEGUN = 160
"""UTF-16 units shown of each of those."""

WIDE = 20
"""Characters of a button."""

ANSWERS = 8
"""Different answers told one by one."""


def show(scene: Scene) -> Screen:
    say, question = scene.words.say, scene.wanted
    found = weigh(scene.the(), question, scene.opinions.get(question.id, ()))
    blocks: list[Block] = [Heading(question.title, lang="fr")]
    if question.topic:
        blocks.append(Paragraph(question.topic, lang="fr"))
    blocks += [Paragraph(line) for line in _summed(scene, found)]
    whole = sum(units(it.text) for it in question.statements) <= ROOM
    blocks += [_quote(scene, question, number, it, whole=whole) for number, it in enumerate(question.statements, 1)]
    blocks += _opinions(scene, found)
    blocks += [Paragraph(line) for line in _decisions(scene, question)]
    rows = _buttons(scene, question, found) if records(scene.the()) else ()
    last = [go(say("À décider"), "council"), go(say("Domaines"), "menu")]
    if records(scene.the()) and votable(question):
        last.insert(0, Button(say("Faire voter"), f"poll:{scene.the().id}:{question.id}"))
    if scene.the().fills(question):
        mine = say("Mon avis") if whole else say("Lire les énoncés")
        last.append(Button(mine, f"ask:{scene.the().id}:{question.id}"))
    prompt = say("La décision") if question.form in typed.TYPED and records(scene.the()) else ""
    return Screen(tuple(blocks), (*rows, *abreast(last)), prompt=prompt)


def weighing(scene: Scene, key: str) -> Move | None:
    """To the question; ticks begin as they are decided, or proposed."""
    campaign = scene.the()
    question = campaign.framework.question.get(key)
    if question is None:
        return None
    decision = campaign.decisions.get(key)
    start = decision.answer if decision else weigh(campaign, question, scene.opinions.get(key, ())).proposal
    ticks = start if isinstance(start, Ticks) else Ticks()
    session = replace(scene.session, question=key, weighing=_kept(key, ticks))
    return Move("weigh", session=session)


def _kept(key: str, ticks: Ticks) -> Weighing:
    return Weighing(key, tuple(sorted(ticks.ticked)), tuple(sorted(ticks.na)))


def _ticks(scene: Scene) -> Ticks:
    kept = scene.session.weighing
    if kept.question != scene.wanted.id:
        return Ticks()
    return Ticks(frozenset(kept.ticked), frozenset(kept.na))


def _quote(scene: Scene, question: Question, number: int, statement: Statement, *, whole: bool) -> Quote | Paragraph:
    framework = scene.the().framework
    if not whole:
        lead = label(framework, statement) if statement.level else str(number)
        begun = cut(statement.text, BEGUN)
        return Paragraph(scene.words.say("{lead} : {text}", lead=lead, text=begun))
    if question.form is Form.LEVEL:
        return Quote(label(framework, statement), statement.text)
    if question.form is not Form.TICKS:
        return Quote(scene.words.say("Le référentiel"), statement.text)
    lead = label(framework, statement) if question.staged else str(number)
    return Quote(lead, statement.text, mark_of(_ticks(scene), statement) if records(scene.the()) else Mark.PLAIN)


def _summed(scene: Scene, found: Weighed) -> list[str]:
    """How many opinions, how far they agree, what they propose."""
    words = scene.words
    given = words.count("{n} avis", "{n} avis", found.given)
    if not found.given:
        return [words.say("Pas encore d'avis.")]
    if found.spread is None:
        return [words.say("{given} : à discuter.", given=given)]
    lines = []
    if found.agreement is not None:
        lines.append(
            words.say(
                "{given}, {agreement} (indice d'accord : {index} sur 1).",
                given=given,
                agreement=agreement_in_words(words, found.agreement),
                index=words.number(float(found.agreement), 2),
            )
        )
    if found.proposal is not None:
        said = answer_in_words(words, scene.the().framework, found.question, found.proposal)
        lines.append(words.say("Proposition : {answer}.", answer=cut(said, CUT).removesuffix(".")))
    return lines


def _opinions(scene: Scene, found: Weighed) -> list[Block]:
    """How many gave each answer; who, where pilots were announced to see it."""
    words, framework = scene.words, scene.the().framework
    if found.spread is None:
        return []
    blocks: list[Block] = [_table(scene, found)]
    for answer, those in found.named[:ANSWERS]:
        said = cut(answer_in_words(words, framework, found.question, answer), CUT)
        names = words.listed([signed(words, it.by, it.number) for it in those])
        blocks.append(Paragraph(words.say("{answer} : {names}", answer=said, names=names)))
    more = len(found.spread.counts) - ANSWERS
    if more > 0 and found.question.form is not Form.TICKS:
        blocks.append(Paragraph(words.count("Et {n} autre réponse.", "Et {n} autres réponses.", more)))
    return blocks


def _table(scene: Scene, found: Weighed) -> Figures:
    """How many gave each answer; of ticks, how many tick each statement."""
    words, question, framework = scene.words, found.question, scene.the().framework
    assert found.spread is not None
    if question.form is Form.TICKS:
        names = {
            it.id: label(framework, it) if question.staged else str(number)
            for number, it in enumerate(question.statements, 1)
        }
        rows = tuple(
            (names[it.statement], words.say("{held} sur {of}", held=it.ticked, of=found.given - it.na))
            for it in found.spread.held
        )
        return Figures(words.say("Les avis"), (words.say("Énoncé"), words.say("Coché par")), rows)
    rows = tuple(
        (cut(answer_in_words(words, framework, question, answer), CUT), words.number(many))
        for answer, many in found.spread.counts[:ANSWERS]
    )
    return Figures(words.say("Les avis"), (words.say("Réponse"), words.say("Avis")), rows)


def _decisions(scene: Scene, question: Question) -> list[str]:
    """The decision that stands, and those before it."""
    return [_past(scene, question, it) for it in scene.history.get(question.id, ())[:PAST]]


def _past(scene: Scene, question: Question, decision: Decision) -> str:
    words = scene.words
    who, day = signed(words, decision.by, decision.number), words.day(decision.at.astimezone(scene.today.tzinfo))
    if decision.answer is None:
        return words.say("Le {day}, {name} : décision retirée.", day=day, name=who)
    said = answer_in_words(words, scene.the().framework, question, decision.answer)
    short = cut(said, CUT).removesuffix(".")
    return words.say("Le {day}, {name} : décidé, {answer}.", day=day, name=who, answer=short)


def _buttons(scene: Scene, question: Question, found: Weighed) -> Rows:
    say, campaign = scene.words.say, scene.the()
    press = f"retain:{campaign.id}:{question.id}"
    decision = campaign.decisions.get(question.id)
    chosen = decision.answer if decision else None
    rows: list[tuple[Button, ...]] = []
    if question.form is Form.TICKS:
        rows += abreast([_mark(scene, question, number, it) for number, it in enumerate(question.statements, 1)], 4)
        rows.append((Button(say("Retenir ces coches"), f"{press}:ticks"),))
    else:
        rows += asking.choices(scene, question, press, chosen)
        if found.proposal is not None and found.proposal != chosen:
            rows.insert(0, (Button(_retain(scene, question, found.proposal), f"{press}:proposal"),))
    last = [Button(say("Sans objet"), f"{press}:na")]
    if decision is not None:
        last.append(Button(say("Retirer"), f"withdraw:{campaign.id}:{question.id}"))
    return (*rows, tuple(last))


def _retain(scene: Scene, question: Question, proposal: Answer) -> str:
    """The proposal by its name, where a button is wide enough."""
    said = answer_in_words(scene.words, scene.the().framework, question, proposal)
    label = scene.words.say("Retenir {answer}", answer=said)
    return label if units(label) <= WIDE else scene.words.say("Retenir")


def _mark(scene: Scene, question: Question, number: int, statement: Statement) -> Button:
    now = mark_of(_ticks(scene), statement)
    name = label(scene.the().framework, statement) if question.staged else str(number)
    return Button(f"{SIGNS[now]} {name}", f"put:{scene.the().id}:{statement.id}:{NEXT[now]}")


def hear(scene: Scene, event: Event) -> Move | None:
    campaign, question = scene.the(), scene.wanted
    if not records(scene.the()):
        return None
    match event:
        case Said(text) if question.form in typed.TYPED:
            return _typed(scene, text)
        case Tapped() if event.verb == "put" and len(event.words) == 3 and event.words[0] == campaign.id:
            return _put(scene, *event.words[1:])
        case Tapped() if event.words[:2] == (campaign.id, question.id):
            return _tapped(scene, event.verb, event.words[2:])
    return None


def _tapped(scene: Scene, verb: str, rest: tuple[str, ...]) -> Move | None:
    campaign, question = scene.the(), scene.wanted
    match verb, rest:
        case "poll", () if votable(question):
            return polling(scene, question.id)
        case "withdraw", () if question.id in campaign.decisions:
            said = scene.words.say("Décision retirée : « {question} » est à décider.", question=question.title)
            return Move("decided", (RecordDecision(campaign.id, question.id, None),), notice=said)
        case "retain", ("ticks",) if question.form is Form.TICKS:
            return _decided(scene, _ticks(scene))
        case "retain", ("proposal",):
            found = weigh(campaign, question, scene.opinions.get(question.id, ())).proposal
            return None if found is None else _decided(scene, found)
        case "retain", (value,):
            answer = read(question, value)
            return None if answer is None else _decided(scene, answer)
    return None


def _put(scene: Scene, statement: str, become: str) -> Move | None:
    """One tick of the decision being put together; nothing is recorded yet."""
    if statement not in scene.wanted.by_id or become not in MARKS or scene.wanted.form is not Form.TICKS:
        return None
    was, here, mark = _ticks(scene), frozenset({statement}), MARKS[become]
    ticks = Ticks(
        was.ticked | here if mark is Mark.TICKED else was.ticked - here,
        was.na | here if mark is Mark.NA else was.na - here,
    )
    return Move(session=replace(scene.session, weighing=_kept(scene.wanted.id, ticks)))


def _typed(scene: Scene, text: str) -> Move:
    """As an answer is typed; a part of a whole waits until the whole is decided."""
    sheet = replace(scene, campaign=scene.the().position)
    if sheet.question.id != scene.wanted.id:
        said = scene.words.say("Décidez d'abord « {question} ».", question=sheet.question.title)
        return Move(notice=said)
    write, notice = typed.heard(sheet, text)
    if not isinstance(write, SaveAnswer):
        return Move(notice=notice or scene.words.say("Trois nombres sont attendus, par exemple 12 5 20."))
    return _decided(scene, write.answer)


def _decided(scene: Scene, answer: Answer) -> Move:
    campaign, question = scene.the(), scene.wanted
    said = answer_in_words(scene.words, campaign.framework, question, answer)
    notice = scene.words.say(
        "« {question} », décidé : {answer}.", question=question.title, answer=cut(said, CUT).removesuffix(".")
    )
    return Move("decided", (RecordDecision(campaign.id, question.id, answer),), notice=notice)
