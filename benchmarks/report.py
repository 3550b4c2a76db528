"""Figures as a table and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figure:
    """``goal`` is written as it is kept (``≤ 1.25``); empty for what is only told. ``spread``: of the pairs."""

    name: str
    value: float
    unit: str
    against: str = ""
    goal: str = ""
    spread: str = ""

    @property
    def kept(self) -> str:
        """Whether the goal is kept; nothing where there is none."""
        if not self.goal:
            return ""
        sign, most = self.goal.split()
        return "yes" if (self.value <= float(most) if sign == "≤" else self.value >= float(most)) else "NO"


HEAD = ("figure", "value", "unit", "against", "goal", "kept", "spread")


def table(figures: Iterable[Figure]) -> str:
    rows = [HEAD, *((f.name, f"{f.value:.4g}", f.unit, f.against, f.goal, f.kept, f.spread) for f in figures)]
    wide = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, wide, strict=True)).rstrip() for row in rows
    )


def write(figures: Iterable[Figure], path: Path) -> None:
    """One object: figure → value, unit, against, goal."""
    told = {f.name: {"value": f.value, "unit": f.unit, "against": f.against, "goal": f.goal} for f in figures}
    path.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
