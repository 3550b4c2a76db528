"""The published JSON Schema of a framework file: ``python -m frameworks.schema`` writes it anew.

An editor that knows TOML checks a grid while it is written; what ties the parts together is ``checks.py``'s.
"""

from __future__ import annotations

import inspect
import json
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import EnumMeta
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from frameworks.limits import Between, Filled, Spelt
from frameworks.model import Framework

PUBLISHED = Path(__file__).with_name("schema.json")
PLAIN = {str: "string", int: "integer", bool: "boolean", NoneType: "null"}
Schema = dict[str, Any]


def schema() -> str:
    parts: dict[str, Schema] = {}
    whole = table(Framework, parts)
    named = {name: parts[name] for name in sorted(parts)}
    described = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": named, **whole}
    return json.dumps(described, ensure_ascii=False, indent=2) + "\n"


def table(kind: Any, parts: dict[str, Schema]) -> Schema:
    """A dataclass's schema; those of its parts are put into ``parts`` by their names."""
    hints = get_type_hints(kind, include_extras=True)
    return {
        "additionalProperties": False,
        "description": described(kind),
        "properties": {each.name: entry(each, hints[each.name], parts) for each in fields(kind)},
        "required": [each.name for each in fields(kind) if each.default is MISSING],
        "title": kind.__name__,
        "type": "object",
    }


def entry(each: Field[Any], hint: Any, parts: dict[str, Schema]) -> Schema:
    """A key of a table. What is another part's has that part's title."""
    found = of(hint, parts)
    if each.default is not MISSING:
        found["default"] = each.default
    if "$ref" not in found and "$ref" not in found.get("anyOf", [{}])[0]:
        found["title"] = each.name.capitalize()
    return dict(sorted(found.items()))


def of(hint: Any, parts: dict[str, Schema]) -> Schema:
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Annotated:
        found = of(inner[0], parts)
        for limit in inner[1:]:
            found.update(limits(limit))
        return dict(sorted(found.items()))
    if origin is tuple:
        return {"items": of(inner[0], parts), "type": "array"}
    if origin is not None or isinstance(hint, UnionType):
        return {"anyOf": [of(each, parts) for each in inner]}
    if hint in PLAIN:
        return {"type": PLAIN[hint]}
    if hint.__name__ not in parts:
        parts[hint.__name__] = table(hint, parts) if is_dataclass(hint) else choice(hint)
    return {"$ref": f"#/$defs/{hint.__name__}"}


def choice(kind: EnumMeta) -> Schema:
    values = [each.value for each in kind]  # type: ignore[var-annotated]
    return {"description": described(kind), "enum": values, "title": kind.__name__, "type": "string"}


def limits(limit: Spelt | Between | Filled) -> Schema:
    match limit:
        case Spelt(pattern, shortest, longest):
            return given(pattern=pattern, minLength=shortest or None, maxLength=longest)
        case Between(least, most):
            return given(minimum=least, maximum=most)
        case Filled():
            return given(minItems=1)


def given(**limits: str | int | None) -> Schema:
    return {name: value for name, value in limits.items() if value is not None}


def described(kind: Any) -> str:
    return inspect.cleandoc(kind.__doc__)


if __name__ == "__main__":
    PUBLISHED.write_text(schema(), encoding="utf-8")
