"""A goal as a pilot sets it, line by line: what stands on a button can be typed on every channel."""

from __future__ import annotations

from bot.arrivals import Arrival
from bot.engine import Engine
from dialogs.commands import heard
from tests.chat import MONDAY, Chat

FOUNDED = ("/start", "Commencer", "/etablissement", "0750655E", "Collège Un", "C'est bien cela")
ANSWERED = ("Formation", "Niveau 1", "Niveau 2")
AIMED = ("En faire un objectif", "1", "Un plan de formation", "Terminer")
DATED = ("Modifier…", "Échéance", "15/03/2027")
LED = ("Modifier…", "Pilote", "Moi")
GOAL = (*FOUNDED, *ANSWERED, *AIMED, *DATED, *LED)
"""Led by its maker, due on 15 March 2027, with points de situation on 4 January and 5 February."""


async def does(chat: Chat, *lines: str, who: str = "") -> list[str]:
    """What the last one is answered."""
    said: list[str] = []
    for line in lines:
        said = await chat.event(heard(line), address=who)
    return said


async def happens(engine: Engine, address: str, *lines: str, channel: str = "web") -> None:
    for number, line in enumerate(lines):
        key = f"{channel}:{address}:{number}:{line}"
        await engine.submit(Arrival(key, channel, address, heard(line), MONDAY, "fr", line))
