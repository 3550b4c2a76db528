"""The real program as anybody starts it, in a folder of its own, ended by its process and by nothing broader."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from pathlib import Path

from tests.botapi.client import ROOT

ROOM = 256 * 1024
"""Bytes: more than a life's own log, and soon reached by a write-ahead log that begins again."""

PATIENCE = 20.0
"""Seconds that a clean stop may take."""


class Program:
    """``python -m bot run``, life after life; each has a log of its own."""

    def __init__(self, folder: Path, token: str, api_url: str) -> None:
        self.folder = folder
        self.database = folder / "palier.db"
        self.lives = 0
        self._process: asyncio.subprocess.Process | None = None
        ours = {"TELEGRAM_TOKEN": token, "TELEGRAM_API_URL": api_url, "WEB_PORT": "0"}
        self._environment = {name: value for name, value in os.environ.items() if not name.startswith("PALIER_")}
        self._environment |= {f"PALIER_{name}": value for name, value in ours.items()} | {"PYTHONPATH": str(ROOT)}

    async def start(self) -> None:
        self.lives += 1
        with (self.folder / f"life-{self.lives:04}.log").open("wb") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run",
                cwd=self.folder, env=self._environment, stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip

    async def kill(self) -> int | None:
        """kill -9; the exit code of a program that had ended by itself before."""
        process = self._process
        if process is None:
            return None
        early = process.returncode
        if early is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        self._process = None
        return early

    async def stop(self) -> int:
        """As Ctrl-C does; the exit code, -9 for one that would not end."""
        process, self._process = self._process, None
        assert process is not None
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        try:
            return await asyncio.wait_for(process.wait(), PATIENCE)
        except TimeoutError:
            process.kill()
            return await process.wait()

    @property
    def log(self) -> Path:
        return self.database.with_name(self.database.name + "-wal")

    def fill(self) -> None:
        """Linux only. No file of the running program is written beyond what its write-ahead log is now, or beyond
        ``ROOM`` where that log is longer and its space used again: the disk is full.
        """
        self._limit(min(self.log.stat().st_size, ROOM))

    def free(self) -> None:
        """There is room again."""
        self._limit(-1)

    def _limit(self, size: int) -> None:
        import resource  # Windows has none

        assert self._process is not None
        resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    def said(self) -> str:
        """All the logs, one life after the other."""
        return "".join(path.read_text("utf-8", "replace") for path in sorted(self.folder.glob("life-*.log")))
