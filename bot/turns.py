"""One line before a narrow door: who is in a hurry first, then who came first. One timer, however many wait."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable

Place = asyncio.Future[None]


class Turns:
    """``passing`` is asked, with the time and whether somebody is in a hurry, for the seconds until one may pass; 0
    takes the place.
    """

    def __init__(self, passing: Callable[[float, bool], float]) -> None:
        self._passing = passing
        self._hurried: deque[Place] = deque()
        self._patient: OrderedDict[str, Place] = OrderedDict()
        self._timer: asyncio.TimerHandle | None = None

    async def turn(self, name: str, *, urgent: bool, first: bool = False) -> None:
        """Returns when it is one's turn. Whoever can wait does so once a name; ``first`` stands before everybody."""
        place: Place = asyncio.get_running_loop().create_future()
        if urgent and first:
            self._hurried.appendleft(place)
        elif urgent:
            self._hurried.append(place)
        else:
            self._patient[name] = place
        if self._next() == (place, urgent):  # for whoever stood before, the timer is set
            self._admit()
        await place

    def hasten(self, name: str) -> None:
        """Who waited patiently is in a hurry now."""
        if place := self._patient.pop(name, None):
            self._hurried.append(place)
            self._admit()

    def _next(self) -> tuple[Place, bool] | None:
        if self._hurried:
            return self._hurried[0], True
        return (next(iter(self._patient.values())), False) if self._patient else None

    def _admit(self) -> None:
        """Everybody who may pass; then the timer is for the next."""
        loop = asyncio.get_running_loop()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        while first := self._next():
            place, urgent = first
            if not place.done():  # whoever waited may have given up
                if wait := self._passing(loop.time(), urgent):
                    self._timer = loop.call_later(wait, self._admit)
                    return
                place.set_result(None)
            if urgent:
                self._hurried.popleft()
            else:
                self._patient.popitem(last=False)
