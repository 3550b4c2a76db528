"""Style, script and icon: read once, named by their content, so that a browser may keep them for good."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from aiohttp import hdrs, web

STATIC = Path(__file__).parents[1] / "static"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Asset:
    content: bytes
    type: str
    version: str


class Assets:
    def __init__(self, folder: Path) -> None:
        self._of = {
            path.name: Asset(path.read_bytes(), TYPES[path.suffix], sha256(path.read_bytes()).hexdigest()[:12])
            for path in folder.iterdir()
            if path.suffix in TYPES
        }

    def path(self, name: str) -> str:
        return f"/static/{name}?v={self._of[name].version}"

    async def serve(self, request: web.Request) -> web.Response:
        return self._served(request, request.match_info["name"])

    async def icon(self, request: web.Request) -> web.Response:
        """Where a browser looks by itself: a picture opened alone names no icon."""
        return self._served(request, "icon.svg")

    def _served(self, request: web.Request, name: str) -> web.Response:
        asset = self._of.get(name)
        if asset is None:
            raise web.HTTPNotFound
        kept = "max-age=31536000, immutable" if request.query.get("v") == asset.version else "no-cache"
        return web.Response(
            body=asset.content, content_type=asset.type, charset="utf-8", headers={hdrs.CACHE_CONTROL: kept}
        )


ASSETS = Assets(STATIC)
