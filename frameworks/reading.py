"""A table as TOML or JSON has it → a frozen value, or every fault of it at once, each with its path.

A value is a dataclass, and its annotations say what is read. Nothing is taken for another thing: "3" is no 3, a text
is no list, True is no number. ``closed``: a key that nobody knows is a fault. Decision 0013 says why it is ours.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from enum import EnumMeta
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from frameworks.faults import N_, Fault, join
from frameworks.limits import Refused

T = TypeVar("T")
Read = Callable[[Any], Any]
"""Raises Refused, or Misread where a value has parts."""

EXPECTED: Mapping[type, str] = {
    str: N_("Un texte est attendu."),
    int: N_("Un nombre entier est attendu."),
    bool: N_("« true » ou « false » est attendu."),
}
WRONG = N_("Cette valeur n'est pas correcte.")


class Misread(ValueError):
    """Carries every refusal, in the order of the value's fields."""

    def __init__(self, refusals: Sequence[Refused]) -> None:
        super().__init__()
        self.refusals = refusals

    @property
    def faults(self) -> tuple[Fault, ...]:
        return tuple(Fault(join(*each.place), each.message, each.values) for each in self.refusals)

    def __str__(self) -> str:
        return "\n".join(map(str, self.faults))


def read(kind: type[T], document: object, *, closed: bool = True) -> T:
    try:
        return cast(T, reader(cast(Hashable, kind), closed)(document))
    except Refused as refused:
        raise Misread([refused]) from None


@cache
def reader(kind: Any, closed: bool) -> Read:
    """Made once for each kind of value."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return limited(reader(inner[0], closed), inner[1:])
    if origin is tuple and inner[1:] == (...,):
        return items(reader(inner[0], closed))
    if origin in (UnionType, Union):
        some = [each for each in inner if each is not NoneType]
        one = reader(some[0], closed) if len(some) == 1 else by_kind(some, closed)
        return one if len(some) == len(inner) else optional(one)
    if origin is Literal:
        return among({each: each for each in inner})
    if isinstance(kind, EnumMeta):
        return among({each.value: each for each in kind})  # type: ignore[var-annotated]
    if kind is float:
        return number
    if kind is datetime:
        return moment
    if is_dataclass(kind):
        return table(kind, closed)
    if kind in EXPECTED:
        return exactly(kind)
    raise TypeError(f"nothing reads {kind}")


# ---------------------------------------------------------------- one a kind of value


def exactly(kind: type) -> Read:
    def read_it(value: object) -> object:
        if type(value) is not kind:
            raise Refused(EXPECTED[kind])
        return value

    return read_it


def number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Refused(WRONG)
    return float(value)


def moment(value: object) -> datetime:
    try:
        return datetime.fromisoformat(cast(str, value))
    except (TypeError, ValueError):
        raise Refused(WRONG) from None


def among(known: Mapping[str, object]) -> Read:
    def read_it(value: object) -> object:
        if not isinstance(value, str) or value not in known:
            raise Refused(N_("Cette valeur n'existe pas. Possibles : {values}."), values=", ".join(known))
        return known[value]

    return read_it


def optional(inner: Read) -> Read:
    def read_it(value: object) -> object:
        return None if value is None else inner(value)

    return read_it


def limited(inner: Read, limits: Sequence[Any]) -> Read:
    def read_it(value: object) -> object:
        found = inner(value)
        for limit in limits:
            limit.check(found)
        return found

    return read_it


def items(inner: Read) -> Read:
    def read_it(value: object) -> tuple[object, ...]:
        if not isinstance(value, list | tuple):
            raise Refused(N_("Une liste est attendue."))
        found: list[object] = []
        wrong: list[Refused] = []
        for at, each in enumerate(value):
            try:
                found.append(inner(each))
            except (Refused, Misread) as error:
                wrong += under(at, error)
        if wrong:
            raise Misread(wrong)
        return tuple(found)

    return read_it


def table(kind: Any, closed: bool) -> Read:
    hints = get_type_hints(kind, include_extras=True)
    parts = {each.name: reader(hints[each.name], closed) for each in fields(kind)}
    needed = [each.name for each in fields(kind) if each.default is MISSING]

    def read_it(value: object) -> object:
        if not isinstance(value, dict):
            raise Refused(N_("Une table est attendue."))
        found: dict[str, object] = {}
        wrong: list[Refused] = []
        for name, part in parts.items():
            if name in value:
                try:
                    found[name] = part(value[name])
                except (Refused, Misread) as error:
                    wrong += under(name, error)
            elif name in needed:
                wrong += under(name, Refused(N_("Cette clé est obligatoire.")))
        if closed and len(found) < len(value):
            for name in value:
                if name not in parts:
                    wrong += under(name, Refused(N_("Cette clé est inconnue.")))
        if wrong:
            raise Misread(wrong)
        return kind(**found)

    return read_it


def by_kind(kinds: Sequence[Any], closed: bool) -> Read:
    """One of several dataclasses, told apart by what each has as its ``kind``."""
    known = {part.default: reader(each, closed) for each in kinds for part in fields(each) if part.name == "kind"}

    def read_it(value: object) -> object:
        name = value.get("kind") if isinstance(value, dict) else None
        if not isinstance(name, str) or name not in known:
            raise Refused(WRONG)
        return known[name](value)

    return read_it


def under(step: str | int, error: Refused | Misread) -> Sequence[Refused]:
    """The refusals of a part, as the whole sees them."""
    found = error.refusals if isinstance(error, Misread) else [error]
    for each in found:
        each.place = (step, *each.place)
    return found
