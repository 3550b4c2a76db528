"""The three polygons, as people see them who see colours otherwise."""

from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt
import pytest
from matplotlib.colors import to_rgb

from bot.render.radar_plan import STYLES

# Machado, Oliveira & Fernandes 2009, severity 1.0, on linear RGB.
VISION = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
APART = 0.25
"""Of the sRGB cube's side: far more than a just noticeable difference, on a thin line."""


def seen(colour: str, vision: str) -> npt.NDArray[np.float64]:
    linear = np.array([(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4) for c in to_rgb(colour)])
    turned = np.clip(np.array(VISION[vision]) @ linear, 0, 1)
    curved: npt.NDArray[np.float64] = np.where(turned <= 0.0031308, turned * 12.92, 1.055 * turned ** (1 / 2.4) - 0.055)
    return curved


@pytest.mark.parametrize("vision", VISION)
def test_every_pair_of_polygons_stays_apart_for_every_kind_of_sight(vision: str) -> None:
    for one, other in itertools.combinations([style.colour for style in STYLES], 2):
        assert np.linalg.norm(seen(one, vision) - seen(other, vision)) >= APART, (one, other)


def test_the_check_can_fail() -> None:
    """A red and a green of one lightness are one colour to a deuteranope."""
    assert np.linalg.norm(seen("#b35900", "deuteranopia") - seen("#7a7a00", "deuteranopia")) < APART
