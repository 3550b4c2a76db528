"""Which way a reminder went, to whoever sees to it that it is heard."""

from __future__ import annotations

from dialogs.reminding import Sent
from dialogs.scene import Scene
from dialogs.steps.people import signed
from locales import Words


def went(scene: Scene, sent: Sent) -> str:
    """Which way a reminder went, or that it couldn't."""
    say, words = scene.words.say, scene.words
    day, name = words.day(sent.at.astimezone(scene.zone)), signed(words, sent.to, sent.number)
    if sent.way == "none" or sent.arrived is False:
        return say("Rappel du {day} à {name} : n'a pas pu arriver.", day=day, name=name)
    way = _way(words, sent.way)
    if sent.mailed:
        way = say("{way} et par courriel", way=way)
    if sent.arrived is None:
        return say("Rappel du {day} à {name} : {way}, sans nouvelle de son arrivée.", day=day, name=name, way=way)
    return say("Rappel du {day} à {name} : {way}.", day=day, name=name, way=way)


def _way(words: Words, way: str) -> str:
    say = words.say
    names = {"telegram": say("sur Telegram"), "web": say("sur le web"), "email": say("par courriel")}
    return names.get(way, say("dans un terminal"))
