"""A radar as a value: what is drawn, in words and numbers that are ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Series:
    """One polygon. ``values`` go with the axes, from 0 to the last ring's value; None: not answered."""

    label: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Ring:
    """One step of the scale ("Niveau 2", "50 %")."""

    value: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Hashable, so that one picture is drawn once.

    ``rings`` rise, and the last one is the top of the scale. ``gap_label`` explains an axis without an answer
    ("pas encore répondu"). Numbers in the labels are already written as the reader's language writes them.
    """

    title: str
    subtitle: str
    axes: tuple[str, ...]
    rings: tuple[Ring, ...]
    series: tuple[Series, ...]
    gap_label: str
