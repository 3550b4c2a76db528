from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from dialogs.session import State
from tests.canaries.town import town
from tests.canaries.walk import Walk


async def main(seed: int, actions: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with town(Path(folder) / "palier.db", 100) as here:
            walk = Walk(here, seed)
            await walk.go(actions)
            print(
                f"seed {seed}: {actions} actions, {len(walk.states)} states, {len(walk.own)} schools seen by their own"
            )
            print("not seen:", sorted(set(State) - walk.states), walk.forged, walk.tried, walk.letters)
            print(*walk.leaks[:20], sep="\n")


asyncio.run(main(*map(int, sys.argv[1:])))
