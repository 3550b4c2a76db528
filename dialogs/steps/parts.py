"""What several screens say the same way."""

from __future__ import annotations

from dialogs.campaign import Campaign, Mode
from dialogs.pace import minutes, minutes_left
from dialogs.replies import Button, Meter, Paragraph, Rows
from dialogs.scene import Scene
from frameworks.model import Framework
from locales import Words


def go(label: str, trigger: str) -> Button:
    """A button that takes the table's way of that name."""
    return Button(label, f"go:{trigger}")


def abreast(buttons: list[Button], wide: int = 2) -> Rows:
    """Rows of ``wide`` buttons, in reading order."""
    return tuple(tuple(buttons[start : start + wide]) for start in range(0, len(buttons), wide))


def meter(scene: Scene) -> Meter:
    """Where am I: the question's place in its domain, the share of the campaign, the minutes left."""
    say, campaign, domain = scene.words.say, scene.the(), scene.domain
    asked = [question.id for question in campaign.asked_in(domain)]
    place = asked.index(scene.question.id) + 1
    share = _share(campaign)
    percent = scene.words.percent(share)
    after = (
        say("{share} · tout a une réponse", share=percent)
        if not campaign.todo
        else say("{share} · encore {minutes} min", share=percent, minutes=minutes_left(campaign))
    )
    before = say("{domain} · {place}/{count}", domain=domain.short, place=place, count=len(asked))
    return Meter(before, share, after)


def _share(campaign: Campaign) -> float:
    """Answered, of what the person fills."""
    if campaign.mode is not Mode.SHARED:
        return campaign.answered / len(campaign.questions)
    theirs = sum(len(campaign.asked_in(domain)) for domain in campaign.framework.domains if domain.id in campaign.mine)
    return 1 - len(campaign.todo) / theirs


def cost(words: Words, framework: Framework) -> str:
    """``19 questions, 8 minutes``: what everybody is asked, and ``49 à 63 questions`` where answers ask for more."""
    least, most = [it for it in framework.questions if it.when is None], framework.questions
    questions = words.count("{n} question", "{n} questions", len(most))
    if len(least) < len(most):
        questions = words.say("{least} à {most} questions", least=len(least), most=len(most))
    time = words.count("{n} minute", "{n} minutes", minutes(least))
    return words.say("{questions}, {minutes}", questions=questions, minutes=time)


def source(words: Words, framework: Framework) -> Paragraph:
    """Where the framework's sentences come from."""
    return Paragraph(words.say("Source : {source}", source=framework.source))
