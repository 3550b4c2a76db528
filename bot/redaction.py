"""What a log may hold: no token, whatever a library writes, and of an error its place, never its words."""

from __future__ import annotations

import logging
import re

TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]{30,}")
"""Whatever the settings take for a token: one that is tried may be somebody's."""
FEED = re.compile(r"(?<=/agenda/)[A-Za-z0-9_-]{8,}")
"""The address that somebody's calendar subscribes to."""

HIDDEN = "<token>"


class Secret:
    """A value that shows itself nowhere but where it is asked for."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def __repr__(self) -> str:
        return HIDDEN

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._value == other._value

    def __hash__(self) -> int:
        return hash(self._value)

    def reveal(self) -> str:
        return self._value


class Redacting(logging.Formatter):
    """A formatter whose whole line, its traceback included, has lost every bot token and every private address."""

    def format(self, record: logging.LogRecord) -> str:
        return FEED.sub(HIDDEN, TOKEN.sub(HIDDEN, super().format(record)))


def configure(level: str) -> None:
    """One handler on stderr for everything this process logs."""
    handler = logging.StreamHandler()
    handler.setFormatter(Redacting("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=level, handlers=[handler])
    logging.getLogger("transitions").setLevel(logging.WARNING)  # it tells every callback at INFO


def place_of(error: BaseException) -> str:
    """An exception's class and where it was raised; its message may hold what somebody wrote."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else "?"
    return f"{type(error).__name__} at {where}"
