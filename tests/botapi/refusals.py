"""What the Bot API answers when it does not do what it was asked, with its own words."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """``{"ok": false, …}`` in the making."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    @property
    def answer(self) -> dict[str, Any]:
        said: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            said["parameters"] = self.parameters
        return said


class Cut(Exception):
    """A test ended the pending poll's connection."""


def bad(why: str, **parameters: int) -> Refusal:
    return Refusal(400, f"Bad Request: {why}", **parameters)


def forbidden(why: str) -> Refusal:
    return Refusal(403, f"Forbidden: {why}")


def unauthorized() -> Refusal:
    return Refusal(401, "Unauthorized")


def not_found() -> Refusal:
    return Refusal(404, "Not Found")


def conflict() -> Refusal:
    """A newer getUpdates took the place of a pending one (telegram-bot-api, Client::abort_long_poll)."""
    why = "terminated by other getUpdates request; make sure that only one bot instance is running"
    return Refusal(409, f"Conflict: {why}")


def too_many(seconds: int) -> Refusal:
    return Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
