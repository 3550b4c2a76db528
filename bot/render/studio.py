"""Pictures on demand: drawn in one worker process, off the event loop, and remembered for a while.

matplotlib lives in the worker alone, which starts at the first picture: it is slow and large to import.
"""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from typing import TYPE_CHECKING

from dialogs.chart import Chart

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

KEPT = 32
"""Pictures remembered, at some tens of kilobytes each."""

PATIENCE = 30.0
"""Seconds before a drawing is given up and its worker replaced; the first on a slow machine takes ten."""

WAITING = 64
"""Charts that may wait for the worker: a minute or two of its time."""

GRACE = 1.0
"""Seconds that a worker has to end by itself."""


class PictureFailed(Exception):
    """The picture could not be drawn; its figures are in words in the same reply. Says why in its cause."""


def draw(chart: Chart) -> bytes:
    """Runs in the worker, the only place where matplotlib is imported."""
    from bot.render.radar import draw as radar

    return radar(chart)


class Studio:
    """Draws charts, one at a time.

    ``drawing`` is a function of a module (the worker imports it by name). ``close`` ends the worker;
    afterwards every request fails.
    """

    def __init__(self, drawing: Callable[[Chart], bytes] = draw, kept: int = KEPT, patience: float = PATIENCE) -> None:
        self._drawing = drawing
        self._kept = kept
        self._patience = patience
        self._pictures: OrderedDict[Chart, bytes] = OrderedDict()
        self._begun: dict[Chart, asyncio.Task[bytes]] = {}
        self._pool: ProcessPoolExecutor | None = None
        self._turn = asyncio.Lock()
        self._closed = False

    async def picture(self, chart: Chart) -> bytes:
        """The PNG of a chart. Raises PictureFailed.

        Who asks for a chart that is being drawn waits for the same drawing; to stop waiting doesn't stop it.
        """
        if chart in self._pictures:
            self._pictures.move_to_end(chart)
            return self._pictures[chart]
        if chart not in self._begun:
            if len(self._begun) >= WAITING:
                raise PictureFailed("too many charts wait")
            task = asyncio.create_task(self._draw(chart), name="picture")
            self._begun[chart] = task
            task.add_done_callback(lambda done: self._finish(chart, done))
        return await asyncio.shield(self._begun[chart])

    async def close(self) -> None:
        """Ends the worker, by force where it doesn't end in a second; drawings under way fail."""
        self._closed = True
        begun = tuple(self._begun.values())
        await self._dismiss(self._pool, GRACE)
        await asyncio.gather(*begun, return_exceptions=True)

    def _finish(self, chart: Chart, done: asyncio.Task[bytes]) -> None:
        del self._begun[chart]
        if done.cancelled() or done.exception() is not None:
            return
        self._pictures[chart] = done.result()
        while len(self._pictures) > self._kept:
            self._pictures.popitem(last=False)

    async def _draw(self, chart: Chart) -> bytes:
        try:
            try:
                return await self._attempt(chart)
            except BrokenExecutor:
                # The worker was killed, perhaps while it had nothing to do: that says nothing about this chart.
                return await self._attempt(chart)
        except Exception as error:
            raise PictureFailed("the picture could not be drawn") from error

    async def _attempt(self, chart: Chart) -> bytes:
        """Patience is for the drawing alone: who waits for its turn waits outside the pool."""
        async with self._turn:
            pool = self._worker()
            try:
                drawing = asyncio.wrap_future(pool.submit(self._drawing, chart))
                drawing.add_done_callback(asyncio.Future.exception)  # heard also where nobody waits any more
                # Never cancelled: the executor's thread, which settles it in the end, would stumble over that.
                return await asyncio.wait_for(asyncio.shield(drawing), self._patience)
            except (BrokenExecutor, TimeoutError):
                await self._dismiss(pool, 0.0)
                raise

    def _worker(self) -> ProcessPoolExecutor:
        if self._closed:
            raise RuntimeError("the studio is closed")
        if self._pool is None:
            # With the first picture, as matplotlib: an idle Palier has no use for them.
            import multiprocessing
            from concurrent.futures import ProcessPoolExecutor

            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, mp_context=context, initializer=_settle)
        return self._pool

    async def _dismiss(self, pool: ProcessPoolExecutor | None, grace: float) -> None:
        """Once a pool: an executor can't bear to be shut down twice at the same time. The next drawing has another."""
        if pool is not None and self._pool is pool:
            self._pool = None
            await _end(pool, grace)


async def _end(pool: ProcessPoolExecutor, grace: float) -> None:
    """Ends a pool's worker within ``grace`` and a second; what waited in the pool fails as broken."""
    # Before 3.14 (kill_workers) the executor names its processes to nobody, and forgets them at shutdown.
    workers = list((pool._processes or {}).values())
    # To the end of its thread: that still speaks to the loop, which may be closed soon.
    ending = asyncio.ensure_future(asyncio.to_thread(pool.shutdown))
    await asyncio.wait({ending}, timeout=grace)
    if not ending.done():
        for worker in workers:
            worker.kill()
        await asyncio.wait({ending}, timeout=GRACE)


def _settle() -> None:
    """In the worker: Ctrl+C is for the parent to hear; a parent that was killed takes its worker along.

    Whoever taps goes before whoever waits for a picture.
    """
    if hasattr(os, "nice"):
        os.nice(10)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow, daemon=True).start()


def _follow() -> None:
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)
