"""The terminal as a real one: a pseudo-terminal, its Ctrl-C, bytes that are no text."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.bot.test_command_line import environment

pty = pytest.importorskip("pty", reason="NO TERMINAL TEST WAS RUN: this system has no pseudo-terminals")


def _own_terminal() -> None:
    """In the child: its standard input is its controlling terminal, so that Ctrl-C reaches it."""
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def started(folder: Path) -> tuple[subprocess.Popen[bytes], int]:
    """The console under a terminal of its own, once it has shown its first screen."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "console"],
        cwd=folder,
        env=environment(folder),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        preexec_fn=_own_terminal,
    )
    os.close(theirs)
    seen = b""
    deadline = time.monotonic() + 20
    while b"[Commencer]" not in seen and time.monotonic() < deadline:
        seen += os.read(ours, 4096)
    return process, ours


@pytest.mark.parametrize("ending", ["ctrl-c", signal.SIGTERM, "ctrl-d"])
def test_the_console_ends_at_once_without_another_key(tmp_path: Path, ending: object) -> None:
    process, terminal = started(tmp_path)
    try:
        if ending == "ctrl-c":
            os.write(terminal, b"\x03")
        elif ending == "ctrl-d":
            os.write(terminal, b"\x04")
        else:
            process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        assert not (tmp_path / "palier.db.admin").exists()
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        process.wait()
        os.close(terminal)


def test_bytes_that_are_no_text_are_answered_and_set_nothing_aside(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "bot", "console"],
        cwd=tmp_path,
        env=environment(tmp_path),
        input=b"/start\na\na\n\xff\xfe note\n/aide",
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 0
    assert "Aide" in ended.stdout.decode()
    connection = sqlite3.connect(tmp_path / "palier.db")
    assert connection.execute("select count(*) from set_aside").fetchone() == (0,)
    connection.close()


def test_a_terminal_that_knows_no_arrow_still_shows_its_screens(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "bot", "console"],
        cwd=tmp_path,
        env=environment(tmp_path, PYTHONIOENCODING="cp1252"),
        input=b"/aide\n",
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert "Aide" in ended.stdout.decode("cp1252")
    assert ended.stderr == b""
