"""The size of a picture, read in its first bytes: PNG, JPEG, GIF, WebP are what a photo may be made of."""

from __future__ import annotations

import struct

from tests.botapi.refusals import bad

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS_ALONG = 10_000
MOST_RATIO = 20


def size(content: bytes) -> tuple[int, int] | None:
    if content[:8] == b"\x89PNG\r\n\x1a\n" and content[12:16] == b"IHDR" and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content[:6] in (b"GIF87a", b"GIF89a"):
        width, height = struct.unpack("<HH", content[6:10])
        return width, height
    if content[:2] == b"\xff\xd8":
        return _jpeg(content)
    return None


def _jpeg(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None


def checked(content: bytes) -> tuple[int, int]:
    """A photo is at most 10 MB, its width and height 10,000 together, one at most 20 times the other (sendPhoto)."""
    if not content:
        raise bad("file must be non-empty")
    if len(content) > MOST_BYTES:
        raise bad("file is too big")
    found = size(content)
    if found is None:
        raise bad("IMAGE_PROCESS_FAILED")
    width, height = found
    if not width or not height or width + height > MOST_PIXELS_ALONG or max(found) > MOST_RATIO * min(found):
        raise bad("PHOTO_INVALID_DIMENSIONS")
    return width, height
