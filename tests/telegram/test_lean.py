"""An idle Palier with Telegram on: what it has not imported, and that httpx is whole for whoever wants it later."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
IDLE = """
import sys
from bot.config import Config
from bot.health import Health
from bot.redaction import Secret
from bot.render.studio import Studio
from bot.serve import messenger
from locales import words

config = Config(telegram_token=Secret("123456:" + "a" * 35))
assert messenger(config, Studio(), Health()) is not None
print(*sorted({name.partition(".")[0] for name in sys.modules}))
import httpx
print(httpx.Timeout(3).read)
"""


def test_an_idle_palier_holds_neither_httpx_nor_what_pages_and_pictures_need() -> None:
    done = subprocess.run([sys.executable, "-c", IDLE], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    held, timeout = done.stdout.splitlines()
    assert "telegram" in held.split()
    assert not {"httpx", "jinja2", "multiprocessing", "matplotlib", "numpy", "PIL", "segno"} & set(held.split())
    assert timeout == "3"
