"""A TOML file → a :class:`Framework`, or every fault of it at once, each with its path."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from frameworks.checks import check
from frameworks.faults import N_, Fault, FaultyFramework, join
from frameworks.model import LINE, LINES, SLUG, Framework

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
        framework = Framework.model_validate(document)
    except ValidationError as error:
        raise FaultyFramework([*shape(error), *faults]) from None
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


def shape(error: ValidationError) -> Iterator[Fault]:
    for detail in error.errors(include_url=False):
        # pydantic counts the valid items: a list of one faulty domain would also be "too short".
        if detail["type"] == "too_short" and detail["input"]:
            continue
        message, values = sentence(detail["type"], detail.get("ctx", {}))
        yield Fault(join(*detail["loc"]), message, values)


def sentence(kind: str, context: Mapping[str, Any]) -> tuple[str, dict[str, str | int]]:
    match kind:
        case "string_too_long":
            return N_("Ce texte dépasse {max} caractères."), {"max": context["max_length"]}
        case "string_pattern_mismatch":
            return PATTERNS[context["pattern"]], {}
        case "enum":
            return N_("Cette valeur n'existe pas. Possibles : {values}."), {
                "values": context["expected"].replace("'", "").replace(" or ", ", ")
            }
        case "greater_than_equal":
            return N_("Ce nombre est trop petit : {min} au moins."), {"min": context["ge"]}
        case "less_than_equal":
            return N_("Ce nombre est trop grand : {max} au plus."), {"max": context["le"]}
        case _:
            return SENTENCES.get(kind, N_("Cette valeur n'est pas correcte.")), {}


PATTERNS = {
    SLUG: N_("Un identifiant s'écrit en minuscules sans accent, chiffres et tirets."),
    LINE: N_("Ce texte doit tenir sur une ligne, sans espace au début ni à la fin."),
    LINES: N_("Ce texte contient un caractère de commande."),
}
SENTENCES = {
    "missing": N_("Cette clé est obligatoire."),
    "extra_forbidden": N_("Cette clé est inconnue."),
    "string_too_short": N_("Ce texte est vide."),
    "too_short": N_("Il en faut au moins un."),
    "string_type": N_("Un texte est attendu."),
    "int_type": N_("Un nombre entier est attendu."),
    "bool_type": N_("« true » ou « false » est attendu."),
    "tuple_type": N_("Une liste est attendue."),
    "model_type": N_("Une table est attendue."),
}
