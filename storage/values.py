"""A frozen value as the JSON of a column, and back."""

from __future__ import annotations

from typing import TypeVar

import orjson

from frameworks.reading import Misread, read

T = TypeVar("T")


class Unreadable(ValueError):
    """Another release wrote it, or nobody did."""


def dumped(value: object) -> str:
    return orjson.dumps(value).decode()


def loaded(kind: type[T], text: str) -> T:
    """Keys that this release does not know are passed over; what is missing has its default."""
    try:
        return read(kind, orjson.loads(text), closed=False)
    except (orjson.JSONDecodeError, Misread) as error:
        raise Unreadable(type(error).__name__) from None
