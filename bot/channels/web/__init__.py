"""The web chat: HTTP in, arrivals out; kept replies in, HTML out. No decision is made here."""

from bot.channels.web.door import Door, Pictures
from bot.channels.web.server import AddressInUse, WebChat

__all__ = ["AddressInUse", "Door", "Pictures", "WebChat"]
