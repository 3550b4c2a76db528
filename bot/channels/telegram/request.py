"""python-telegram-bot's HTTP seam over aiohttp and orjson: one session, no URL (it holds the token) in any error."""

from __future__ import annotations

import json
import re
from http import HTTPStatus
from typing import Any

import aiohttp
import orjson
from telegram._utils.defaultvalue import DefaultValue
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECTIONS = 100
READ_TIMEOUT = 10.0
CONNECT_TIMEOUT = 5.0

SLACK = 30.0
"""Seconds on top for a whole call: a picture on its way up a thin line; not an answer that drips for ever."""

LARGEST = 20 * 2**20
"""Bytes of an answer: a hundred updates come to less than one million."""

EDITED = "/editMessageText"
DONE = b'{"ok":true,"result":true}'
JSON = {"Content-Type": "application/json"}
FIRST = re.compile(rb'"update_id"\s*:\s*([0-9]{1,18})')
"""In a text that somebody wrote, these quotes would be escaped."""


class AioRequest(BaseRequest):
    """Sends parameters as one JSON body, files as multipart. Made anew by ``initialize`` after a ``shutdown``."""

    def __init__(self, read_timeout: float = READ_TIMEOUT, slack: float = SLACK, largest: int = LARGEST) -> None:
        self._read_timeout = read_timeout
        self._slack = slack
        self._largest = largest
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return self._read_timeout

    async def initialize(self) -> None:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=75)
            self._session = aiohttp.ClientSession(connector=connector)

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = None,
        write_timeout: Any = None,  # noqa: ARG002 - the interface's
        connect_timeout: Any = None,
        pool_timeout: Any = None,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise NetworkError("The channel is closed.")
        patience = _seconds(read_timeout, self._read_timeout)
        timeout = aiohttp.ClientTimeout(
            total=patience + self._slack,
            sock_read=patience,
            sock_connect=_seconds(connect_timeout, CONNECT_TIMEOUT),
        )
        try:
            async with self._session.request(
                method, url, timeout=timeout, allow_redirects=False, **_body(request_data)
            ) as response:
                content = await self._content(response)
                if response.status == HTTPStatus.OK and url.endswith(EDITED) and _whole(content):
                    # The edited message comes back, and nobody reads it: parsing it is work for nothing.
                    return response.status, DONE
                return response.status, content
        except (TimeoutError, aiohttp.ServerTimeoutError):
            raise TimedOut from None
        except aiohttp.ClientConnectorError as error:
            raise Unreached(type(error).__name__) from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            # Their messages and attributes hold the URL, and so the token.
            raise NetworkError(type(error).__name__) from None

    async def _content(self, response: aiohttp.ClientResponse) -> bytes:
        content = b""
        async for piece in response.content.iter_any():
            content += piece
            if len(content) > self._largest:
                raise NetworkError("The answer has no end.")
        return content

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        parsed = _parsed(payload)
        if not isinstance(parsed, dict):
            raise TelegramError("Invalid server response")
        return parsed


class Unreached(NetworkError):
    """No connection was made: nothing can have arrived."""


class Illegible(TelegramError):
    """An answer that came whole, with updates from ``first`` on, and that no parser can read."""

    def __init__(self, first: int) -> None:
        super().__init__("Invalid server response")
        self.first = first


def _parsed(payload: bytes) -> Any:
    """orjson's strictness (half a surrogate pair, a byte that is no UTF-8) would cost all that came along."""
    try:
        return orjson.loads(payload)
    except orjson.JSONDecodeError:
        pass
    try:
        return json.loads(payload.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        first = FIRST.search(payload) if payload.rstrip().endswith(b"]}") else None
        raise Illegible(int(first[1])) if first else TelegramError("Invalid server response") from None


def _whole(content: bytes) -> bool:
    """A yes from its first byte to its last: a body cut short, or a proxy's page, is for the parser to refuse."""
    return content.startswith(b'{"ok":true,"result":') and content.endswith(b"}}")


def _seconds(given: Any, usual: float) -> float:
    return usual if given is None or isinstance(given, DefaultValue) else float(given)


def _body(data: RequestData | None) -> dict[str, Any]:
    if data is None:
        return {}
    if not data.contains_files:
        return {"data": orjson.dumps(data.parameters), "headers": JSON}
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return {"data": form}
