"""What a log may hold: no token, whatever a library writes, and of an error its place, never its words."""

from __future__ import annotations

import logging
import re

TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]{30,}")
"""Whatever the settings take for a token: one that is tried may be somebody's."""
HIDDEN = "<token>"


class Redacting(logging.Formatter):
    """A formatter whose whole line, its traceback included, has lost every bot token."""

    def format(self, record: logging.LogRecord) -> str:
        return TOKEN.sub(HIDDEN, super().format(record))


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
