"""What every scene shares, whoever it is of."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dialogs.scene import Reach
from frameworks.model import Framework


def nowhere() -> Reach:
    return Reach()


def token() -> str:
    """22 characters, 128 bits."""
    return secrets.token_urlsafe(16)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every scene shares: the grids, who runs this installation, whether strangers may found schools, chance, and
    how others come here.
    """

    frameworks: Mapping[str, Framework]
    operator: str
    signup: bool
    fresh: Callable[[], str]
    token: Callable[[], str] = token
    reach: Callable[[], Reach] = nowhere
