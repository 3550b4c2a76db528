"""The README's table, made of the figures that a run kept: ``python -m benchmarks.readme`` rewrites it.

    python3 dev.py bench --json docs/performance.json
    .venv/bin/python -m benchmarks.readme

A figure without a goal explains another one: it stays in ``docs/performance.json``.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.report import Figure
from locales import words

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "docs" / "performance.json"
README = ROOT / "README.md"
BEGIN, END = "<!-- bench -->", "<!-- /bench -->"
SAID: Mapping[str, str] = {
    "CPU per durable tap": "Processeur par réponse enregistrée, 500 personnes, ÷ le même bot nu qui n'enregistre rien",
    "throughput ÷ bare ptb": "Réponses par seconde, ÷ un bot python-telegram-bot nu",
    "throughput ÷ aiogram": "Réponses par seconde, ÷ un bot aiogram nu",
    "throughput at 30 ms": "Quand Telegram met 30 ms à répondre, 50 personnes : réponses par seconde, ÷ bot nu",
    "p50 at 30 ms": "Quand Telegram met 30 ms à répondre : attente médiane, en allers et retours",
    "taps/s × 5 ms of commit": "Disque lent (5 ms par écriture), 200 personnes : réponses par écriture",
    "API calls": "Appels à Telegram par réponse",
    "commits": "Écritures sur le disque par réponse",
    "thread hops": "Passages d'un fil d'exécution à l'autre par réponse",
    "machines built": "Machines à états construites par réponse",
    "catalogues loaded": "Catalogues de phrases chargés par réponse",
    "radar, warm": "Temps d'un radar de 1 080 points, ÷ matplotlib tel qu'on l'écrit d'habitude",
    "radar, size": "Taille d'un radar, en Ko",
    "tap p99 beside 4 radars/s": "Attente la plus longue (p99) pendant 4 radars par seconde, ÷ sans radars",
    "memory per 100 radars": "Mémoire prise par 100 radars, en Mo",
    "start": "Démarrage, ÷ bot python-telegram-bot nu",
    "idle memory": "Mémoire au repos (base, chat web et Telegram), ÷ bot python-telegram-bot nu",
    "pulse.lost": "500 votes et 300 changements en 10 secondes, limites de Telegram comprises : votes perdus",
    "pulse.doubled": "Pendant ce vote : votes comptés deux fois",
    "pulse.leaks": "Pendant ce vote : messages qui en disent quelque chose avant la clôture",
    "pulse.stored_s": "Pendant ce vote : du bouton au disque, le plus lent, en secondes",
    "pulse.acknowledged_s": "Pendant ce vote : du bouton à l'accusé, le plus lent, en secondes",
    "pulse.board_s": "Pendant ce vote : du dernier vote au compteur du mur, en secondes",
    "pulse.group_edits_per_min": "Pendant ce vote : modifications par minute du message du groupe",
}


def table(figures: Mapping[str, Mapping[str, Any]]) -> str:
    """Markdown, in French, of every figure that has a goal; KeyError for one that has no sentence."""
    french = words("fr")
    rows = ["| Ce qui est mesuré | Mesure | But | Tenu |", "|---|---|---|---|"]
    for figure in (Figure(name, **told) for name, told in figures.items()):
        if figure.goal:
            kept = "oui" if figure.kept == "yes" else "**non**"
            goal = figure.goal.replace(".", ",")
            rows.append(f"| {SAID[figure.name]} | {french.number(float(figure.value), 2)} | {goal} | {kept} |")
    return "\n".join(rows)


def written(readme: str, figures: Mapping[str, Mapping[str, Any]]) -> str:
    """The README with its table made anew. Raises ValueError where its two marks are not."""
    made, found = re.subn(
        rf"{BEGIN}.*?{END}", lambda _: f"{BEGIN}\n{table(figures)}\n{END}", readme, count=1, flags=re.DOTALL
    )
    if not found:
        raise ValueError(f"README.md has no {BEGIN} … {END}")
    return made


def main() -> int:
    README.write_text(written(README.read_text("utf-8"), json.loads(KEPT.read_text("utf-8"))), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
