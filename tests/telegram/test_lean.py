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
print(*sorted({name.partition(".")[0] for name in sys.modules} | {"dialogs.core", "dialogs.steps"} & set(sys.modules)))
import httpx
print(httpx.Timeout(3).read)
"""
UNVERIFIED = """
import asyncio
import ssl
import aiohttp.connector
from bot.channels import lean

assert hasattr(aiohttp.connector, lean.UNVERIFIED), "aiohttp has another name for it: the memory is held again"
lean.verified_only()
lean.verified_only()
assert aiohttp.connector._SSL_CONTEXT_VERIFIED.verify_mode is ssl.CERT_REQUIRED

async def ask(**how):
    async with aiohttp.ClientSession() as session:
        try:
            await session.get("https://127.0.0.1:9/", **how)
        except Exception as error:
            print(type(error).__name__)

asyncio.run(ask())
asyncio.run(ask(ssl=False))
"""


def run(script: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_an_idle_palier_holds_neither_httpx_nor_what_pages_and_pictures_need() -> None:
    held, timeout = run(IDLE)
    assert "telegram" in held.split()
    later = {
        "httpx",
        "jinja2",
        "multiprocessing",
        "matplotlib",
        "numpy",
        "PIL",
        "segno",
        "dialogs.core",
        "dialogs.steps",
        "transitions",
        "babel",
    }
    assert not later & set(held.split())
    assert timeout == "3"


def test_no_connection_goes_unverified() -> None:
    """The one of the two contexts that is left is the one that looks at certificates."""
    assert run(UNVERIFIED) == ["ClientConnectorError", "NameError"]
