"""How a campaign is filled: alone, shared out, or by everybody's opinions; nothing said is lost by a change."""

from __future__ import annotations

from dialogs.campaign import Campaign, Mode
from dialogs.campaign_writes import SetMode
from dialogs.events import Event, Tapped
from dialogs.replies import Block, Button, Heading, Paragraph, Screen
from dialogs.scene import Move, Scene
from dialogs.steps.parts import abreast, go
from locales import Words

CHOICES = {
    "solo": (Mode.SOLO, False),
    "shared": (Mode.SHARED, False),
    "secret": (Mode.COLLEGIAL, True),
    "visible": (Mode.COLLEGIAL, False),
}


def show(scene: Scene) -> Screen:
    say, campaign = scene.words.say, scene.the()
    blocks: tuple[Block, ...] = (
        Heading(say("Comment remplir cette campagne ?")),
        Paragraph(say("Seul : une personne répond, et ses réponses sont celles de l'établissement.")),
        Paragraph(say("Réparti : chaque domaine est confié à un ou plusieurs membres, qui y répondent.")),
        Paragraph(
            say(
                "Collégial, avis secrets : chacun donne son avis sur tout, personne ne sait qui a dit quoi ; puis vous "
                "décidez ensemble."
            )
        ),
        Paragraph(say("Collégial, avis visibles : de même, mais les pilotes voient qui a dit quoi.")),
        Paragraph(say("Changer de mode n'efface rien.")),
    )
    if campaign.secret:
        blocks = (*blocks, Paragraph(_promised(scene.words)))
    buttons = [
        Button(f"✓ {label}" if CHOICES[key] == _now(campaign) else label, f"mode:{campaign.id}:{key}")
        for key, label in _labels(scene.words).items()
    ]
    last = [go(say("La campagne"), "campaign")]
    if campaign.mode is Mode.SHARED:
        last.insert(0, go(say("Répartir"), "share"))
    return Screen(blocks, (*abreast(buttons), tuple(last)))


def hear(scene: Scene, event: Event) -> Move | None:
    campaign = scene.the()
    match event:
        case Tapped() if event.verb == "mode" and event.words[:1] == (campaign.id,) and len(event.words) == 2:
            key = event.words[1]
            if key not in CHOICES:
                return None
            mode, secret = CHOICES[key]
            if mode is Mode.COLLEGIAL and campaign.secret and not secret:
                return Move(notice=_promised(scene.words))
            said = scene.words.say("Mode choisi : {mode}.", mode=_labels(scene.words)[key].casefold())
            return Move("", (SetMode(campaign.id, mode, secret or campaign.secret),), notice=said)
    return None


def mode_name(words: Words, campaign: Campaign) -> str:
    mode, secret = _now(campaign)
    return next(label for key, label in _labels(words).items() if CHOICES[key] == (mode, secret))


def _now(campaign: Campaign) -> tuple[Mode, bool]:
    return campaign.mode, campaign.secret and campaign.collegial


def _labels(words: Words) -> dict[str, str]:
    say = words.say
    return {
        "solo": say("Seul"),
        "shared": say("Réparti"),
        "secret": say("Avis secrets"),
        "visible": say("Avis visibles"),
    }


def _promised(words: Words) -> str:
    return words.say("Des avis ont été demandés en secret : ils le restent.")
