"""CPU and throughput at saturation, 500 people who tap as soon as they are answered.

Measured: a tap through the whole road, getUpdates → a commit that survives a power cut → editMessageText and
answerCallbackQuery. Somebody would otherwise write a bare bot, which keeps nothing: (a) python-telegram-bot as its
documentation shows it, (b) the same over our aiohttp request, so that what differs is Palier itself, (c) with
ConversationHandler and a pickle, python-telegram-bot's own way to keep answers, (d) aiogram. Everybody shows the same
screens. Our answers and the pickle's are read back.
"""

from __future__ import annotations

from benchmarks.arena import AIO, AIOGRAM, BARE, OURS, PICKLED, Arena, Course, middle, note, ratios
from benchmarks.report import Figure

COURSE = Course(chats=500)
SATURATED = 0.8
"""The share of its core below which a contender waited: for others on the machine, or for its answers."""


def measure(arena: Arena) -> list[Figure]:
    names = arena.contenders(OURS, AIO, BARE, PICKLED, AIOGRAM)
    rounds = arena.rounds(names, COURSE)
    told = []
    idle = sorted({name for seen in rounds for name, one in seen.items() if one.busy < SATURATED})
    if idle:
        note(f"!! not at saturation: {', '.join(idle)}. Throughputs tell how busy this machine is")

    def ratio(name: str, one: str, other: str, what: str, unit: str, goal: str) -> None:
        if one in names and other in names:
            value, spread = middle(ratios(rounds, one, other, what))
            told.append(Figure(name, value, unit, other, goal, spread))

    ratio("CPU per durable tap", OURS, AIO, "cost", "×", "≤ 1.25")
    ratio("throughput ÷ bare ptb", OURS, BARE, "rate", "×", "≥ 2.5")
    ratio("throughput ÷ aiogram", OURS, AIOGRAM, "rate", "×", "≥ 1.5")
    ratio("CPU, ptb with pickle", PICKLED, AIO, "cost", "×", "")
    ratio("CPU, bare ptb", BARE, AIO, "cost", "×", "")
    ratio("CPU, aiogram", AIOGRAM, AIO, "cost", "×", "")
    for name in names:
        value, spread = middle([seen[name].cost for seen in rounds])
        told.append(Figure(f"CPU, {name}", value, "ms/tap", "", "", spread))
        value, spread = middle([seen[name].busy for seen in rounds])
        told.append(Figure(f"saturation, {name}", value, "of a core", "", "", spread))
    double = [max(one.double_cpu / one.seconds for one in seen.values()) for seen in rounds]
    told.append(Figure("the double's own, at most", max(double), "of a core"))
    told.append(Figure("answers read back right", float(sum(seen[OURS].values for seen in rounds)), "answers"))
    return told
