"""The school, asked when it matters: by its UAI, or by name and département; a school known is shown here."""

from __future__ import annotations

from dataclasses import replace

from dialogs import uai
from dialogs.campaign import School
from dialogs.events import Event, Said, Tapped
from dialogs.replies import Block, Button, Heading, Paragraph, Screen
from dialogs.roles import Role
from dialogs.scene import Move, Scene
from dialogs.session import Sought
from dialogs.steps import answering, giving
from dialogs.steps.parts import go
from dialogs.steps.place import lines
from dialogs.territories import Territory, by_code
from dialogs.writes import DescribeSchool


def show(scene: Scene) -> Screen:
    say, school = scene.words.say, scene.the().school
    if school is not None:
        return _known(scene, school)
    own: list[Block] = [*giving.own(scene)]
    give = giving.buttons(scene)
    if not scene.signup:
        closed = (Heading(say("Votre établissement")), *own, Paragraph(unwelcome(scene)))
        return Screen(closed, (*give, (go(say("Code d'invitation"), "join"), go(say("Plus tard"), "later"))))
    blocks = (
        Heading(say("Votre établissement")),
        *own,
        Paragraph(say("De quel établissement s'agit-il ? Le positionnement portera son nom.")),
        Paragraph(say("Écrivez son UAI (ancien RNE) : sept chiffres et une lettre, comme 0750655E.")),
        Paragraph(say("Vos réponses sont gardées de toute façon.")),
    )
    last = (
        Button(say("UAI inconnu"), "no_uai", say("Je ne connais pas l'UAI de mon établissement")),
        go(say("Plus tard"), "later"),
    )
    join = (go(say("Code d'invitation"), "join"),)
    return Screen(blocks, (*give, last, join), prompt=say("UAI, par exemple 0750655E"))


def _pilots(scene: Scene, school: School) -> bool:
    found = scene.member_of(school.id)
    return found is not None and found.role is Role.PILOT


def _known(scene: Scene, school: School) -> Screen:
    say = scene.words.say
    facts = lines(scene.words, school.uai or "", school.territory, school.timezone)
    onwards = (go(say("Continuer"), "resume"), go(say("Domaines"), "menu"))
    if not _pilots(scene, school):
        told = Paragraph(say("Un pilote de l'équipe peut corriger cette fiche."))
        return Screen((Heading(school.name), *facts, told), (onwards, (go(say("L'équipe"), "team"),)))
    how = (
        say("Son UAI n'est pas encore connu : écrivez-le pour compléter la fiche.")
        if school.uai is None
        else say("Une erreur ? Écrivez le bon UAI, ou touchez ce qui est à corriger.")
    )
    return Screen(
        (Heading(school.name), *facts, Paragraph(how)),
        (
            onwards,
            (go(say("Corriger le nom"), "rename"), go(say("Corriger le lieu"), "relocate")),
            (go(say("L'équipe"), "team"),),
        ),
        prompt=say("UAI, par exemple 0750655E"),
    )


def hear(scene: Scene, event: Event) -> Move | None:
    school = scene.the().school
    if school is not None and not _pilots(scene, school):
        return None
    if school is None and (given := giving.hear(scene, event)) is not None:
        return given
    if school is None and not scene.signup:
        return Move(notice=unwelcome(scene)) if isinstance(event, Said) else None
    match event:
        case Said(text) if school is None or school.uai is None or uai.find(text):
            known = uai.find(text) or ""
            if school is not None and known and school.uai == known:
                return Move(notice=scene.words.say("C'est déjà l'UAI de la fiche."))
            fault = refusal(scene, text)
            if fault:
                return Move(notice=fault)
            if known in scene.taken:
                return knocking(scene, known) if school is None else Move(notice=here_already(scene, known))
            return _found(scene, known) if school is None else _completed(scene, school, known)
        case Tapped("no_uai") if school is None:
            return Move("no_uai", session=replace(scene.session, sought=replace(scene.session.sought, uai="")))
    return None


def refusal(scene: Scene, text: str) -> str:
    """Why a text is not the UAI of a school that can be founded here; empty when it is."""
    say, known = scene.words.say, uai.find(text)
    if known is None:
        return say("Ce n'est pas un UAI : un UAI a sept chiffres et une lettre, comme 0750655E.")
    match uai.fault(known):
        case uai.UaiFault.LETTER:
            return say(
                "La lettre de {uai} ne va pas avec ses chiffres : l'un d'eux est faux, ou la lettre.",
                uai=known,
            )
        case uai.UaiFault.DEPARTEMENT:
            return say("Les trois premiers chiffres de {uai} ne correspondent à aucun département.", uai=known)
        case _:
            return ""


def unwelcome(scene: Scene) -> str:
    """Where schools come by invitation, whom to ask for one."""
    who = scene.operator or scene.words.say("la personne qui a installé ce Palier")
    return scene.words.say(
        "Ici, un établissement ne s'inscrit que sur invitation : demandez-en une à {who}.",
        who=who,
    )


def here_already(scene: Scene, known: str) -> str:
    return scene.words.say(
        "L'établissement {uai} est déjà inscrit ici, par quelqu'un d'autre ou par vous ailleurs.", uai=known
    )


def knocking(scene: Scene, known: str) -> Move:
    """Whoever names a school that is here may ask its pilot."""
    return Move("knock", session=replace(scene.session, sought=Sought(uai=known)), notice=here_already(scene, known))


def _found(scene: Scene, known: str) -> Move:
    place = by_code(uai.departement_of(known) or "")
    sought = replace(scene.session.sought, uai=known)
    return Move("uai", session=replace(scene.session, sought=described(sought, place)))


def described(sought: Sought, place: Territory) -> Sought:
    """The school sought, put in its territory and the first of its time zones."""
    return replace(sought, departement=place.code, timezone=place.timezones[0], typed="")


def _completed(scene: Scene, school: School, known: str) -> Move:
    """At once where the place stays; else what was understood is shown first."""
    if uai.may_lie_in(known, school.departement):
        completed = replace(school, uai=known)
        return Move("resume", (DescribeSchool(completed),), answering.resume(scene), scene.words.say("UAI enregistré."))
    place = by_code(uai.departement_of(known) or "")
    sought = described(Sought(uai=known, name=school.name), place)
    return Move("placed", session=replace(scene.session, sought=sought))
