"""What the framework itself says about a question's domain: its objective, what each level means there."""

from __future__ import annotations

from dialogs.replies import Block, Heading, Paragraph, Quote, Screen
from dialogs.scene import Scene
from dialogs.steps.parts import go, source


def show(scene: Scene) -> Screen:
    say, domain, grid = scene.words.say, scene.domain, scene.the().framework
    blocks: list[Block] = [Heading(domain.title, lang="fr")]
    if domain.guidance:
        blocks.append(Quote(say("Présentation"), domain.guidance))
    titles = {level.level: level.title for level in grid.levels}
    blocks += [Quote(titles[definition.level], definition.text) for definition in domain.definitions]
    if len(blocks) == 1:
        blocks.append(Paragraph(say("Sur ce domaine, le référentiel ne donne que ses énoncés.")))
    return Screen((*blocks, source(scene.words, grid)), ((go(say("Retour"), "ask_again"),),))
