"""What is well and what is not, by the part's name: said once in the log, read by the health route."""

from __future__ import annotations

from collections.abc import Mapping


class Health:
    def __init__(self) -> None:
        self._ills: dict[str, str] = {}

    def well(self, part: str) -> None:
        self._ills.pop(part, None)

    def ill(self, part: str, reason: str) -> bool:
        """True where this was not known yet: the moment to say it."""
        news = self._ills.get(part) != reason
        self._ills[part] = reason
        return news

    @property
    def ills(self) -> Mapping[str, str]:
        return dict(self._ills)
