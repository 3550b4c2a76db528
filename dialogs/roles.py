"""The roles of a team, the strongest first."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """``NOBODY`` is whoever is not in the school: a stranger, or somebody removed."""

    PILOT = "pilot"
    MEMBER = "member"
    READER = "reader"
    NOBODY = "nobody"
