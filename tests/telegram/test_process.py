"""The real program with both channels: one process, and each lives without the other."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
import urllib.request
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.bot.test_command_line import environment
from tests.botapi.client import Telegram, botapi


class Program:
    def __init__(self, process: asyncio.subprocess.Process, address: str) -> None:
        self.process = process
        self.address = address

    async def ills(self) -> dict[str, str]:
        def asked() -> dict[str, str]:
            with urllib.request.urlopen(f"{self.address}/sante") as answer:
                return dict(json.load(answer).get("ills", {}))

        return await asyncio.to_thread(asked)

    async def ill(self, *, wanted: bool) -> dict[str, str]:
        found: dict[str, str] = {}
        for _ in range(100):
            found = await self.ills()
            if bool(found) is wanted:
                return found
            await asyncio.sleep(0.1)
        raise AssertionError(f"still {found}")


@asynccontextmanager
async def running(folder: Path, telegram: Telegram, token: str = "") -> AsyncIterator[Program]:
    settings = {
        "PALIER_WEB_PORT": "0",
        "PALIER_TELEGRAM_TOKEN": token or telegram.token,
        "PALIER_TELEGRAM_API_URL": telegram.url,
        "PALIER_LOG_LEVEL": "DEBUG",
    }
    with (folder / "log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            cwd=folder,
            env=environment(folder, **settings),
            stdout=asyncio.subprocess.PIPE,
            stderr=log,
        )
        assert process.stdout is not None
        line = (await asyncio.wait_for(process.stdout.readline(), 30)).decode()
        try:
            yield Program(process, line.split()[-1])
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(process.wait(), 10) == 0


async def test_both_channels_share_a_process_and_a_token_is_in_no_log(tmp_path: Path) -> None:
    async with botapi() as telegram:
        async with running(tmp_path, telegram) as program:
            ana = await telegram.user("Ana", "fr")
            await ana.sends("/start")
            await ana.waits_for("où en est le numérique", within=20)
            await telegram.faults({"kind": "reset", "count": 5}, {"kind": "html", "count": 5})
            await telegram.cut()
            assert await program.ill(wanted=True)
            await telegram.calm()
            await ana.taps("Commencer")
            await ana.waits_for("Positionnement", within=30)
            await program.ill(wanted=False)
        log = (tmp_path / "log").read_bytes()
        assert telegram.token.encode() not in log
        assert telegram.token.split(":")[1].encode() not in log


async def test_the_web_chat_goes_on_where_telegram_refuses_the_bot(tmp_path: Path) -> None:
    async with botapi() as telegram:
        stranger = "1234567890:" + "x" * 35
        async with running(tmp_path, telegram, stranger) as program:
            assert await program.ill(wanted=True) == {"telegram": "InvalidToken"}

            def page() -> bytes:
                with urllib.request.urlopen(program.address) as answer:
                    return bytes(answer.read())

            assert b"Commencer" in await asyncio.to_thread(page)
        assert b"x" * 35 not in (tmp_path / "log").read_bytes()
