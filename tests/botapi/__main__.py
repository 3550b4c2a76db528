"""``python -m tests.botapi``: serves until it is told to stop; its first line on stdout says where, in JSON."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
import threading
from contextlib import suppress

import orjson
from aiohttp import web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http_parser import RawRequestMessage
from aiohttp.streams import StreamReader
from aiohttp.web_protocol import RequestHandler

from tests.botapi.refusals import Cut
from tests.botapi.server import MOST_BODY, Double
from tests.botapi.state import TOKEN, World

HOST = "127.0.0.1"


def request(
    message: RawRequestMessage,
    payload: StreamReader,
    protocol: RequestHandler,
    writer: AbstractStreamWriter,
    task: asyncio.Task[None],
) -> web.BaseRequest:
    loop = asyncio.get_running_loop()
    return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=MOST_BODY)


def watch(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """Whoever started this holds its standard input: when that closes, nobody is left to serve."""
    while os.read(sys.stdin.fileno(), 1):
        pass
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(stop.set)


async def serve(options: argparse.Namespace) -> None:
    world = World(options.token, options.seed)
    world.quiet = world.journal.quiet = options.quiet
    world.limits.on = options.limits
    double = Double(world)
    runner = web.ServerRunner(
        web.Server(double.answer, request_factory=request, access_log=None, keepalive_timeout=3600),
        shutdown_timeout=0.1,
    )
    await runner.setup()
    site = web.TCPSite(runner, HOST, options.port, backlog=1024)
    await site.start()
    stop = asyncio.Event()
    for wanted in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(wanted, stop.set)
    if options.leash:
        threading.Thread(target=watch, args=(asyncio.get_running_loop(), stop), daemon=True).start()
    port = runner.addresses[0][1]
    print(orjson.dumps({"url": f"http://{HOST}:{port}", "port": port, "token": world.token}).decode(), flush=True)
    await stop.wait()
    double.world.queue.end_poll(Cut())
    await runner.cleanup()


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.botapi", description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limits", action="store_true", help="enforce Telegram's rates")
    parser.add_argument("--quiet", action="store_true", help="keep counters only, for benchmarks")
    parser.add_argument("--leash", action="store_true", help="end when standard input closes")
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
