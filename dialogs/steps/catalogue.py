"""Every grid: for whom, what it costs and gives; one that is under way is taken up again."""

from __future__ import annotations

from dialogs.replies import Block, Button, Heading, Paragraph, Screen
from dialogs.rights import FILLING
from dialogs.scene import Move, Scene
from dialogs.session import entering
from dialogs.steps.parts import abreast, cost, go
from dialogs.writes import OpenCampaign
from frameworks.model import Framework, Kind, Law
from locales import Words


def show(scene: Scene) -> Screen:
    say = scene.words.say
    blocks: list[Block] = [Heading(say("Les grilles"))]
    for grid in scene.frameworks.values():
        blocks.append(Heading(grid.title, lang="fr"))
        blocks += [Paragraph(line) for line in described(scene.words, grid)]
    buttons = [Button(grid.short, _press(scene, grid), grid.title) for grid in scene.frameworks.values()]
    return Screen(tuple(blocks), (*abreast(buttons), (go(say("Accueil"), "start"),)))


def described(words: Words, grid: Framework) -> tuple[str, ...]:
    """For whom, what it costs, what it gives, whose first grid it is; one kept for the record says so."""
    say = words.say
    lines = [say("{audience}. {cost}.", audience=grid.audience, cost=cost(words, grid)), gives(words, grid.law)]
    if grid.suits:
        lines.append(say("Conseillée : {kinds}.", kinds=kinds(words, grid.suits)))
    if grid.beside:
        lines.append(say("En complément : {kinds}.", kinds=kinds(words, grid.beside)))
    if grid.dated:
        lines.append(say("{year}, pour mémoire.", year=grid.dated))
    return tuple(lines)


def gives(words: Words, law: Law) -> str:
    """What one has in the end."""
    say = words.say
    match law:
        case Law.LADDER:
            return say("Donne un niveau par domaine, et les énoncés du niveau suivant.")
        case Law.STAGES:
            return say("Donne trois pourcentages par domaine, et la première étape à acquérir de chaque question.")
        case Law.THRESHOLDS:
            return say("Donne le palier atteint dans chaque domaine, et ce qui manque pour le suivant.")
        case Law.DIAGNOSTIC:
            return say("Donne un pourcentage par domaine, les obligations légales et des éléments d'analyse.")
        case Law.PDCA:
            return say("Suit un cycle : ce qui est prévu (Plan), ce qui se fait (Do), ce qui est tenu (Check).")


def kinds(words: Words, found: tuple[Kind, ...]) -> str:
    say = words.say
    names = {
        Kind.ECOLE: say("école"),
        Kind.COLLEGE: say("collège"),
        Kind.LYCEE: say("lycée général et technologique"),
        Kind.LYCEE_PROFESSIONNEL: say("lycée professionnel"),
        Kind.AGRICOLE: say("établissement agricole"),
        Kind.EREA: say("EREA"),
    }
    return words.listed([names[kind] for kind in found])


def _press(scene: Scene, grid: Framework) -> str:
    mine = (entry for entry in scene.entries if entry.framework == grid.id and entry.mine and entry.role in FILLING)
    unfinished = [entry for entry in mine if entry.answered < entry.total]
    return f"enter:{unfinished[0].id}" if unfinished and not scene.session.anew else f"grid:{grid.id}"


def begin(scene: Scene, framework: str) -> Move | None:
    """A new campaign of the grid; the one under way where nothing was said in it yet (a doubled tap)."""
    if framework not in scene.frameworks:
        return None
    current, school = scene.campaign, scene.school.id if scene.school else ""
    empty = current is not None and current.writable and not (current.answers or current.drafts)
    here = (current.school.id if current.school else "") == school if current else False
    if current and current.framework.id == framework and empty and here:
        return Move("menu")
    write = OpenCampaign(scene.fresh, framework, title(scene), school)
    return Move("menu", (write,), entering(scene.session, scene.fresh))


def title(scene: Scene) -> str:
    """``Positionnement de novembre 2026``; French elides before a vowel ("d'octobre")."""
    month = scene.words.month(scene.today)
    if month[0] in "aeiouyéè":
        return scene.words.say("Positionnement d'{month}", month=month)
    return scene.words.say("Positionnement de {month}", month=month)
