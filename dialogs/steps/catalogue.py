"""Every grid, with what it costs; one that is under way is taken up again."""

from __future__ import annotations

from dialogs.replies import Block, Button, Heading, Paragraph, Screen
from dialogs.session import Move, OpenCampaign, Scene, entering
from dialogs.steps.parts import abreast, cost, go
from frameworks.model import Framework


def show(scene: Scene) -> Screen:
    say = scene.words.say
    blocks: list[Block] = [Heading(say("Les grilles"))]
    for grid in scene.frameworks.values():
        blocks.append(Heading(grid.title, lang="fr"))
        blocks.append(
            Paragraph(
                say(
                    "{audience}. {cost}. {source}",
                    audience=grid.audience,
                    cost=cost(scene.words, grid),
                    source=grid.source,
                )
            )
        )
    buttons = [Button(grid.short, _press(scene, grid), grid.title) for grid in scene.frameworks.values()]
    return Screen(tuple(blocks), (*abreast(buttons), (go(say("Accueil"), "start"),)))


def _press(scene: Scene, grid: Framework) -> str:
    unfinished = [
        entry for entry in scene.entries if entry.framework == grid.id and entry.answered < len(grid.questions)
    ]
    return f"enter:{unfinished[0].id}" if unfinished and not scene.session.anew else f"grid:{grid.id}"


def begin(scene: Scene, framework: str) -> Move | None:
    """A new campaign of the grid; the one under way where nothing was said in it yet (a doubled tap)."""
    if framework not in scene.frameworks:
        return None
    current = scene.campaign
    if current and current.framework.id == framework and not (current.answers or current.drafts):
        return Move("menu")
    write = OpenCampaign(scene.fresh, framework, title(scene))
    return Move("menu", (write,), entering(scene.session, scene.fresh))


def title(scene: Scene) -> str:
    """``Positionnement de novembre 2026``; French elides before a vowel ("d'octobre")."""
    month = scene.words.month(scene.today)
    if month[0] in "aeiouyéè":
        return scene.words.say("Positionnement d'{month}", month=month)
    return scene.words.say("Positionnement de {month}", month=month)
