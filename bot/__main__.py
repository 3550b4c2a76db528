"""Where ``python -m bot`` and ``palier`` begin: a signal that comes before anything is open ends the start in peace."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    # From the first moment SIGTERM is as good as Ctrl-C; a conversation under way has its own way to end by either.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        # Most of a start goes by in this import.
        from bot.command_line import obey

        return obey(arguments)
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
