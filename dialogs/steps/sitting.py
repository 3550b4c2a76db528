"""The commission's table, on the phone of who pilots: convene, ask, count the votes in, decide, go on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from dialogs.campaign_writes import RecordDecision
from dialogs.events import Event, Said, Tapped
from dialogs.figures import count
from dialogs.invitations import code
from dialogs.pulse import Pulse, Sitting, result, votable
from dialogs.pulse_writes import ClosePulse, EndSitting, OpenPulse, OpenSitting, SettleSitting, TimePulse
from dialogs.replies import Block, Button, Heading, Letter, Paragraph, Screen
from dialogs.saying import answer_in_words
from dialogs.scene import Move, Scene
from dialogs.steps.ballots import asked_of, counted, outcome, proposed
from dialogs.steps.parts import abreast, go
from frameworks.forms import Answer

MOST_PRESENT = 5000


def show(scene: Scene) -> Screen:
    say, sitting = scene.words.say, scene.sitting
    if sitting is None or sitting.ended:
        return _before(scene)
    pulse = sitting.now
    blocks: list[Block] = [Heading(say("Séance de vote"))]
    if sitting.voting is None:
        blocks += [Paragraph(line) for line in _settings(scene, sitting)]
    if pulse is not None:
        blocks.append(Heading(asked_of(scene, pulse), lang="fr" if pulse.question else ""))
        blocks.append(Paragraph(counted(scene.words, sitting, pulse)))
        blocks += outcome(scene, sitting, pulse)
    blocks += [Paragraph(line) for line in _ways_in(scene, sitting)]
    buttons = _voting(scene, sitting, pulse) if pulse and sitting.voting else _between(scene, sitting, pulse)
    prompt = "" if sitting.voting else say("Combien êtes-vous ?")
    return Screen(tuple(blocks), abreast(buttons), prompt=prompt)


def _before(scene: Scene) -> Screen:
    say, campaign = scene.words.say, scene.the()
    blocks = (
        Heading(say("Faire voter la commission")),
        Paragraph(say("Chacun vote sur son téléphone, sans rien voir avant la clôture ; puis vous décidez.")),
        Paragraph(say("Personne n'a besoin de compte : un code ou un QR code suffit.")),
    )
    buttons = [Button(say("Ouvrir une séance"), f"convene:{campaign.id}")]
    return Screen(blocks, abreast([*buttons, go(say("La campagne"), "campaign"), go(say("Domaines"), "menu")]))


def _settings(scene: Scene, sitting: Sitting) -> list[str]:
    say = scene.words.say
    present = (
        scene.words.count("{n} personne présente.", "{n} personnes présentes.", sitting.present)
        if sitting.present
        else say("Combien êtes-vous ? Écrivez le nombre de personnes présentes.")
    )
    secret = (
        say("Vote secret : personne ne saura qui a voté quoi ; sous cinq votes, rien n'est montré.")
        if sitting.secret
        else say("À main levée : les pilotes verront qui a voté quoi.")
    )
    guests = say("Les invités votent avec le code.") if sitting.guests else say("Les invités ne votent pas.")
    if scene.reach.bot and sitting.members_only:
        guests = say("{guests} Dans le groupe, seuls les membres de l'équipe votent.", guests=guests)
    questions = scene.the().framework.question
    coming = [questions[it].title for it in sitting.queue if it in questions]
    return [present, secret, guests, *([say("À suivre : {question}", question=coming[0])] if coming else [])]


def _ways_in(scene: Scene, sitting: Sitting) -> list[str]:
    say, web = scene.words.say, scene.reach.web
    lines = []
    if web:
        lines.append(say("Au vidéoprojecteur : {link}", link=f"{web}/mur/{sitting.code}"))
    if web and sitting.guests:
        lines.append(say("Pour voter sans compte : {link}, code {code}", link=f"{web}/v", code=sitting.code))
    if scene.reach.bot:
        lines.append(say("Dans un groupe Telegram : ajoutez @{bot}, puis écrivez-y /sondage.", bot=scene.reach.bot))
    return lines


def _voting(scene: Scene, sitting: Sitting, pulse: Pulse) -> list[Button]:
    say, campaign = scene.words.say, scene.the()
    guests = say("Fermer aux invités") if sitting.guests else say("Ouvrir aux invités")
    return [
        Button(say("Clore le vote"), f"count:{campaign.id}:{pulse.id}"),
        go(say("Actualiser"), "sitting"),
        Button(say("Encore 1 minute"), f"minute:{campaign.id}:{pulse.id}"),
        go(say("Voter moi-même"), "booth"),
        Button(guests, f"guests:{campaign.id}:{int(not sitting.guests)}"),
    ]


def _between(scene: Scene, sitting: Sitting, pulse: Pulse | None) -> list[Button]:
    say, campaign = scene.words.say, scene.the()
    buttons = []
    if pulse is not None:
        found = proposal_of(scene, sitting, pulse)
        if found is not None and not _decided(scene, pulse, found):
            buttons.append(Button(proposed(scene, pulse, found), f"adopt:{campaign.id}:{pulse.id}"))
        buttons.append(Button(say("Voter de nouveau"), f"again:{campaign.id}:{pulse.id}"))
    if sitting.queue:
        buttons.append(Button(say("Question suivante"), f"ballot:{campaign.id}:{sitting.queue[0]}"))
    secret = say("Passer à main levée") if sitting.secret else say("Passer au secret")
    buttons += [
        go(say("Question libre"), "frame"),
        Button(secret, f"secret:{campaign.id}:{int(not sitting.secret)}"),
        Button(
            say("Sans invités") if sitting.guests else say("Avec invités"),
            f"guests:{campaign.id}:{int(not sitting.guests)}",
        ),
    ]
    if scene.reach.bot:
        group = say("Tout le groupe") if sitting.members_only else say("Membres seuls")
        buttons.append(Button(group, f"members:{campaign.id}:{int(not sitting.members_only)}"))
    if campaign.collegial:
        buttons.append(go(say("À décider"), "council"))
    return [*buttons, Button(say("Terminer"), f"adjourn:{campaign.id}")]


def proposal_of(scene: Scene, sitting: Sitting, pulse: Pulse) -> Answer | None:
    return result(scene.the().framework, pulse, secret=sitting.secret).proposal if pulse.question else None


def _decided(scene: Scene, pulse: Pulse, answer: Answer) -> bool:
    decision = scene.the().decisions.get(pulse.question)
    return decision is not None and decision.answer == answer


def hear(scene: Scene, event: Event) -> Move | None:
    match event:
        case Said(text) if scene.sitting is not None and scene.sitting.voting is None:
            return _present(scene, text)
        case Tapped() if event.words[:1] == (scene.the().id,):
            return _tapped(scene, event.verb, event.words[1:])
    return None


def _tapped(scene: Scene, verb: str, rest: tuple[str, ...]) -> Move | None:
    sitting, campaign = scene.sitting, scene.the()
    if verb == "convene" and not rest:
        return convening(scene, ())
    if sitting is None or sitting.ended:
        return None
    now = sitting.now
    match verb, rest:
        case "count", (key,) if sitting.voting and sitting.voting.id == key:
            return Move("", (ClosePulse(campaign.id, sitting.id, key),), notice=scene.words.say("Vote clos."))
        case "adopt", (key,) if now is not None and now.closed and now.id == key:
            return _adopted(scene, sitting, now)
        case "again", (key,) if now is not None and now.closed and now.id == key:
            return Move("", (replace_of(scene, sitting, now),), notice=scene.words.say("Nouveau vote ouvert."))
        case "ballot", (question,):
            return asking_the(scene, sitting, question)
        case "secret" | "guests" | "members", ("0" | "1" as on,):
            return _settled(scene, sitting, verb, on == "1")
        case "minute", (key,) if sitting.voting and sitting.voting.id == key:
            closes = scene.now + timedelta(seconds=60)
            return Move(
                "", (TimePulse(campaign.id, sitting.id, key, closes),), notice=scene.words.say("Encore une minute.")
            )
        case "adjourn", () if sitting.voting is not None:
            return Move(notice=scene.words.say("Un vote est en cours : terminez-le d'abord."))
        case "adjourn", ():
            said, letters = scene.words.say("Séance terminée."), minutes(scene, sitting)
            return Move("", (EndSitting(campaign.id, sitting.id),), notice=said, letters=letters)
    return None


def polling(scene: Scene, question: str) -> Move:
    """A vote on one question: in the sitting under way, or in a new one that begins with it."""
    sitting = scene.sitting
    if sitting is None or sitting.ended:
        return convening(scene, (question,))
    return asking_the(scene, sitting, question) or Move("sitting")


def convening(scene: Scene, queue: tuple[str, ...]) -> Move:
    """A new sitting, where none is under way."""
    campaign = scene.the()
    if scene.sitting is not None and not scene.sitting.ended:
        return Move("sitting", notice=scene.words.say("Une séance est déjà ouverte : la voici."))
    write = OpenSitting(campaign.id, scene.fresh, code(scene.token)[:6], queue)
    return Move("sitting", (write,), notice=scene.words.say("Séance ouverte."))


def asking_the(scene: Scene, sitting: Sitting, question: str) -> Move | None:
    """The vote on a question of the framework; figures, dates and texts are not voted on."""
    campaign = scene.the()
    found = campaign.framework.question.get(question)
    if found is None or sitting.voting is not None:
        return None
    if not votable(found):
        return Move(notice=scene.words.say("On ne vote pas sur un chiffre, une date ou un texte : décidez-le."))
    return Move(
        "sitting", (OpenPulse(campaign.id, sitting.id, scene.fresh, question),), notice=scene.words.say("Vote ouvert.")
    )


def replace_of(scene: Scene, sitting: Sitting, pulse: Pulse) -> OpenPulse:
    """The same question once more: the first round stays as it was."""
    return OpenPulse(scene.the().id, sitting.id, scene.fresh, pulse.question, pulse.text, pulse.choices)


def minutes(scene: Scene, sitting: Sitting) -> tuple[Letter, ...]:
    """The compte rendu: each question with its votes, what it proposed, what was decided of it."""
    words, campaign = scene.words, scene.the()
    if not sitting.pulses:
        return ()
    blocks: list[Block] = [
        Heading(words.say("Compte rendu de la séance du {day}", day=words.day(scene.today))),
        Paragraph(campaign.title),
    ]
    for pulse in sitting.pulses:
        blocks.append(Heading(asked_of(scene, pulse), lang="fr" if pulse.question else ""))
        blocks.append(Paragraph(counted(words, sitting, pulse)))
        blocks += outcome(scene, sitting, replace(pulse, hands=()))
        decision = campaign.decisions.get(pulse.question)
        if decision is not None:
            question = campaign.framework.question[pulse.question]
            said = answer_in_words(words, campaign.framework, question, decision.answer).removesuffix(".")
            blocks.append(Paragraph(words.say("Décidé : {answer}.", answer=said)))
    return (Letter(tuple(blocks)),)


def _adopted(scene: Scene, sitting: Sitting, pulse: Pulse) -> Move | None:
    found = proposal_of(scene, sitting, pulse)
    if found is None:
        return None
    said = scene.words.say("Décision enregistrée.")
    return Move("", (RecordDecision(scene.the().id, pulse.question, found),), notice=said)


def _settled(scene: Scene, sitting: Sitting, which: str, on: bool) -> Move | None:
    """Whether votes are secret is announced before they are given, and not changed while they are."""
    if which == "secret" and sitting.voting is not None:
        return None
    match which:
        case "secret":
            settled = replace(sitting, secret=on)
        case "guests":
            settled = replace(sitting, guests=on)
        case _:
            settled = replace(sitting, members_only=on)
    return Move("", (_settling(scene, settled),))


def _settling(scene: Scene, it: Sitting) -> SettleSitting:
    return SettleSitting(scene.the().id, it.id, it.present, it.secret, it.guests, it.members_only)


def _present(scene: Scene, text: str) -> Move:
    number = count(text)
    if number is None or number > MOST_PRESENT or scene.sitting is None:
        return Move(notice=scene.words.say("Un nombre entier est attendu, par exemple 15."))
    said = scene.words.count("{n} personne présente.", "{n} personnes présentes.", number)
    return Move("", (_settling(scene, replace(scene.sitting, present=number)),), notice=said)
