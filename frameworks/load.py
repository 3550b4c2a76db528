"""A TOML file → a :class:`Framework`, or every fault of it at once, each with its path."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from frameworks.checks import check
from frameworks.faults import N_, Fault, FaultyFramework
from frameworks.model import Framework
from frameworks.reading import Misread, read

LARGEST = 256 * 1024
CHAINED = 10_000_000
CATALOGUE = Path(__file__).with_name("catalogue")


@cache
def catalogue() -> Mapping[str, Framework]:
    """The grids that come with Palier: the newcomer's first, then those that are some school's first, then by id."""
    found = [load_file(path) for path in CATALOGUE.glob("*.toml")]
    found.sort(key=lambda framework: (not framework.recommended, not framework.suits, framework.id))
    return MappingProxyType({framework.id: framework for framework in found})


def load_file(path: Path) -> Framework:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise FaultyFramework([Fault("", N_("Ce fichier n'existe pas."))]) from None
    except OSError:
        raise FaultyFramework([Fault("", N_("Ce fichier ne peut pas être lu."))]) from None
    return load(content)


def load(content: bytes) -> Framework:
    document = parse(content)
    faults = list(check(document))
    try:
        framework = read(Framework, document)
    except Misread as misread:
        raise FaultyFramework([*misread.faults, *faults]) from None
    if faults:
        raise FaultyFramework(faults)
    return framework


def parse(content: bytes) -> dict[str, Any]:
    if len(content) > LARGEST:
        raise FaultyFramework([Fault("", N_("Ce fichier dépasse {size} Kio."), {"size": LARGEST // 1024})])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FaultyFramework([Fault("", N_("Ce fichier n'est pas en UTF-8."))]) from None
    # tomllib keeps every beginning of a dotted key: one key of 120,000 parts takes all the memory there is.
    if sum(line.count(".") ** 2 for line in text.split("\n")) > CHAINED:
        raise FaultyFramework([Fault("", N_("Ce fichier enchaîne trop de points sur ses lignes."))])
    try:
        return tomllib.loads(text)
    # Not TOMLDecodeError alone: a number of 5,000 digits is a plain ValueError, and brackets nest too deep.
    except (ValueError, RecursionError) as error:
        raise FaultyFramework([syntax(text, str(error))]) from None


def syntax(text: str, error: str) -> Fault:
    """Before Python 3.14 the place stands in the message of tomllib only."""
    at = re.search(r"at line (\d+), column (\d+)", error)
    if at:
        line, column = int(at[1]), int(at[2])
    elif "at end of document" in error:
        line, column = text.count("\n") + 1, len(text) - text.rfind("\n")
    else:
        return Fault("", N_("Ce fichier n'est pas du TOML correct."))
    message = N_("Ce fichier n'est pas du TOML correct : ligne {line}, colonne {column}.")
    return Fault("", message, {"line": line, "column": column})
