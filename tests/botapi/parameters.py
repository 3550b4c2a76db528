"""A call's parameters, however they came: query string, JSON, form or multipart ("Making requests")."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson
from aiohttp import web
from aiohttp.web_request import FileField

from tests.botapi.refusals import bad

Json = dict[str, Any]


@dataclass(slots=True)
class Upload:
    name: str
    content: bytes


class Parameters:
    __slots__ = ("files", "values")

    def __init__(self, values: Json, files: dict[str, Upload] | None = None) -> None:
        self.values = values
        self.files = files or {}

    def has(self, name: str) -> bool:
        return name in self.values

    def text(self, name: str) -> str:
        value = self.values.get(name, "")
        return value if isinstance(value, str) else orjson.dumps(value).decode()

    def integer(self, name: str, default: int = 0) -> int:
        """As the real server reads it: what is no number is the default."""
        try:
            return int(self.values.get(name, default))
        except (TypeError, ValueError):
            return default

    def flag(self, name: str) -> bool:
        value = self.values.get(name, False)
        return value if isinstance(value, bool) else str(value).lower() in ("true", "yes", "1")

    def structure(self, name: str, what: str) -> Any:
        """A list or an object, which a form carries as JSON text."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError:
            raise bad(f"can't parse {what} JSON object") from None

    def file(self, name: str) -> Upload | str:
        """What is uploaded under that name, or the id or address given instead."""
        given = self.text(name) if self.has(name) else ""
        if given.startswith("attach://"):
            upload = self.files.get(given.removeprefix("attach://"))
            if upload is None:
                raise bad(f"there is no file in the request: {given}")
            return upload
        return self.files.get(name, given)

    def told(self) -> Json:
        """What the journal keeps of it: of a file its name and size."""
        files = {name: {"name": file.name, "size": len(file.content)} for name, file in self.files.items()}
        return {**self.values, **files}


async def parameters(request: web.BaseRequest) -> Parameters:
    values: Json = dict(request.query) if request.query_string else {}
    if request.method != "POST" or not request.can_read_body:
        return Parameters(values)
    kind = request.content_type
    if kind == "application/json":
        body = await request.read()
        try:
            given = orjson.loads(body) if body else {}
        except orjson.JSONDecodeError:
            raise bad("object expected") from None
        if not isinstance(given, dict):
            raise bad("object expected")
        return Parameters({**values, **given})
    if kind not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        return Parameters(values)
    files: dict[str, Upload] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, FileField):
            files[name] = Upload(value.filename, value.file.read())
            value.file.close()
        else:
            values[name] = value if isinstance(value, str) else bytes(value).decode()
    return Parameters(values, files)
