"""What is understood in every state: commands, ways of the table, buttons of another question than the one shown."""

from __future__ import annotations

from dataclasses import replace

from dialogs.campaign import Campaign
from dialogs.commands import BY_NAME
from dialogs.events import Asked, Event, Said, Strange, Tapped
from dialogs.flow import BY_BUTTON
from dialogs.refusing import why_read
from dialogs.saying import answer_in_words
from dialogs.scene import Move, Scene
from dialogs.session import Shown, Sought, State, entering
from dialogs.steps import answering, catalogue, comparing, deciding, goal_taps, joining, offered, recap
from dialogs.steps.marking import marked, settled
from dialogs.writes import SaveAnswer, SaveDraft, SpeakLanguage
from frameworks.model import Question
from locales import LANGUAGES

ASIDE_VERBS = ("answer", "mark", "settle")


def hear(scene: Scene, event: Event) -> Move | None:
    match event:
        case Asked("rejoindre" | "start", _) if (joining_by := joining.trying(scene)) is not None:
            return joining_by
        case Asked("rejoindre", payload) if payload:
            return Move(
                "join", notice=scene.words.say("Ce n'est pas un code : il a huit lettres et chiffres, comme 7K3M-9QTX.")
            )
        case Asked(command):
            return _commanded(scene, command)
        case Said(text):
            return _unexpected(scene, text)
        case Strange(kind="edited"):
            return Move(notice=scene.words.say("Un message modifié n'est pas relu : écrivez-en un nouveau."))
        case Strange():
            return Move(notice=scene.words.say("Je ne lis que les textes et les boutons."))
        case Tapped():
            return _tapped(scene, event)
        case _:
            return None


def going(scene: Scene, trigger: str) -> Move:
    """The table's way of that name, on the page or question where it begins."""
    match trigger:
        case "resume" if scene.campaign:
            return Move(trigger, session=answering.resume(scene))
        case "relocate" if scene.campaign and scene.campaign.school:
            return Move(trigger, session=replace(scene.session, sought=Sought(name=scene.campaign.school.name)))
        case "later":
            return Move(trigger, session=replace(scene.session, later=True))
        case "catalogue" | "anew":
            return Move(trigger, session=replace(scene.session, anew=trigger == "anew"))
        case "actions":
            return Move(trigger, session=replace(scene.session, page=1))
        case "call" | "team" if scene.membership:
            return Move(trigger, session=replace(scene.session, called=scene.membership.school.id, page=0))
        case "recap":
            return Move(trigger, session=replace(scene.session, page=0, shown=Shown.ALL))
        case "goals" | "aim" if scene.membership is None and scene.campaign is not None:
            asked = scene.words.say("Un objectif est celui d'un établissement : dites d'abord lequel.")
            return Move(trigger, notice=asked)
        case "about" | "goals" | "tally" | "aim" | "campaigns" | "campaign" | "compare" | "share" | "council" | "booth":
            return Move(trigger, session=replace(scene.session, page=0))
        case _:
            return Move(trigger)


def _commanded(scene: Scene, command: str) -> Move:
    if command not in BY_NAME:
        return Move(
            notice=scene.words.say(
                "La commande /{command} n'existe pas : /aide les donne toutes.", command=command[:32]
            )
        )
    return going(scene, BY_NAME[command].trigger)


def _unexpected(scene: Scene, text: str) -> Move:
    if not text.strip():
        return Move(notice=scene.words.say("Votre message est vide."))
    if scene.campaign is None or not scene.campaign.writable:
        return Move(notice=scene.words.say("Touchez un des boutons, ou écrivez /aide."))
    return offered.offer(scene, text)


def _tapped(scene: Scene, tap: Tapped) -> Move | None:
    match tap.press.split(":"):
        case ["go", trigger] if trigger in BY_BUTTON:
            return going(scene, trigger)
        case ["grid", framework]:
            return catalogue.begin(scene, framework)
        case ["lang", language] if language in LANGUAGES:
            back = "back" if scene.session.state is State.LANGUAGE else ""
            return Move(back, (SpeakLanguage(language),))
        case [_, *_] if (move := goal_taps.hear(scene, tap)) is not None:
            return move
        case ["compare", _]:
            return comparing.hear(scene, tap) if scene.campaign else None
        case ["enter", _]:
            campaign = named(scene, tap)
            return _entered(scene, campaign) if campaign else None
        case ["resume", _]:
            campaign = named(scene, tap)
            return _resumed(scene, campaign) if campaign else None
        case ["booth", _]:
            campaign = named(scene, tap)
            return _summoned(scene, campaign) if campaign else None
        case ["team", school] if scene.member_of(school):
            return Move("team", session=replace(scene.session, school=school, called=school, page=0))
        case ["domain", _, domain]:
            return _domain(scene, tap, domain)
        case ["weigh", key, question] if scene.campaign and scene.campaign.id == key:
            return deciding.weighing(scene, question)
        case ["ask", _, question]:
            return _ask(scene, tap, question)
        case [verb, _, _, *_] if verb in ASIDE_VERBS:
            return _corrected(scene, tap)
    return None


def named(scene: Scene, tap: Tapped) -> Campaign | None:
    """The campaign that a button names, where it is the sender's."""
    wanted = tap.words[0] if tap.words else ""
    return next((it for it in (scene.campaign, scene.aside) if it is not None and it.id == wanted), None)


def _entered(scene: Scene, campaign: Campaign) -> Move:
    """In a school's campaign, that school is the one that is meant from now on."""
    session = entering(scene.session, campaign.id)
    return Move("menu", session=replace(session, school=campaign.school.id) if campaign.school else session)


def _resumed(scene: Scene, campaign: Campaign) -> Move:
    """The first question that waits for the person there."""
    move = _entered(scene, campaign)
    if not campaign.todo or move.session is None:
        return move
    return Move("ask", session=replace(move.session, question=campaign.todo[0].id))


def _summoned(scene: Scene, campaign: Campaign) -> Move:
    """To the booth, from the letter that says that a vote is open."""
    sitting = scene.sitting if campaign is scene.campaign else scene.convened
    if sitting is None or sitting.voting is None:
        return Move(notice=scene.words.say("Aucun vote n'est ouvert pour l'instant."))
    return replace(_entered(scene, campaign), trigger="booth")


def _domain(scene: Scene, tap: Tapped, key: str) -> Move | None:
    """A domain of the menu: its first open question, or its page of the recap when it has none."""
    campaign = named(scene, tap)
    if campaign is None or key not in campaign.framework.domain:
        return None
    domain = campaign.framework.domain[key]
    session = replace(scene.session, campaign=campaign.id, correcting=False)
    if campaign.writable and domain.id in campaign.mine and campaign.open_in(domain):
        return Move("ask", session=replace(session, question=campaign.open_in(domain)[0].id))
    session = replace(session, page=recap.page_of(scene.words, campaign, domain), shown=Shown.ALL)
    others = campaign.writable and domain.id not in campaign.mine
    return Move("recap", session=session, notice=why_read(scene.words, campaign) if others else "")


def _ask(scene: Scene, tap: Tapped, key: str) -> Move | None:
    campaign = named(scene, tap)
    if campaign is None or key not in campaign.framework.question:
        return None
    if not campaign.fills(campaign.framework.question[key]):
        return Move(notice=why_read(scene.words, campaign))
    correcting = scene.session.state is State.RECAP
    return Move("ask", session=replace(scene.session, campaign=campaign.id, question=key, correcting=correcting))


def _corrected(scene: Scene, tap: Tapped) -> Move | None:
    """An old button corrects its own question, says so, and the chat goes on where it was."""
    campaign = named(scene, tap)
    if campaign is None:
        return None
    if tap.verb == "mark":
        return _marked(scene, campaign, tap) if len(tap.words) == 3 else None
    question = campaign.framework.question.get(tap.words[1])
    if question is None:
        return None
    if tap.verb == "settle":
        return _kept(scene, campaign, settled(campaign, question)) if question.id in campaign.drafts else Move()
    answer = answering.read(question, tap.words[2]) if len(tap.words) == 3 else None
    return None if answer is None else _kept(scene, campaign, SaveAnswer(campaign.id, question.id, answer))


def _kept(scene: Scene, campaign: Campaign, write: SaveAnswer) -> Move:
    """Nothing is written, and nothing said, where the answer is the one that is there (a doubled tap)."""
    if campaign.answers.get(write.question) == write.answer:
        return Move()
    return Move("", (write,), notice=_says(scene, campaign, campaign.framework.question[write.question], write))


def _says(scene: Scene, campaign: Campaign, question: Question, write: SaveAnswer) -> str:
    answer = answer_in_words(scene.words, campaign.framework, question, write.answer)
    if scene.campaign is campaign:
        return scene.words.say("« {question} » : {answer}. C'est noté.", question=question.title, answer=answer)
    return scene.words.say(
        "« {question} » ({campaign}) : {answer}. C'est noté.",
        question=question.title,
        campaign=campaign.title,
        answer=answer,
    )


def _marked(scene: Scene, campaign: Campaign, tap: Tapped) -> Move | None:
    """A tick of a question that has its answer corrects the answer; else it goes to the ticks begun."""
    ticks = marked(campaign, tap)
    if ticks is None:
        return None
    question = campaign.framework.question_of[tap.words[1]]
    if question.id in campaign.answers:
        corrected = marked(campaign, tap, answer=True) or ticks
        return _kept(scene, campaign, SaveAnswer(campaign.id, question.id, corrected))
    notice = scene.words.say("« {question} » : coche gardée, à valider.", question=question.title)
    return Move("", (SaveDraft(campaign.id, question.id, ticks),), notice=notice)
