"""What a single value cannot know: the rules that tie the parts of a framework together.

They read the raw document, not the model, so that a file with a missing title and a repeated id hears of both
at once. What has the wrong type is passed over here: the model has already said so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from frameworks.faults import N_, Fault, clip, join
from frameworks.model import Form, Law

Table = Mapping[str, object]
Place = tuple[str | int, ...]
Placed = tuple[Place, Table]


def check(document: Table) -> Iterator[Fault]:
    domains = list(tables([((), document)], "domains"))
    questions = list(tables(domains, "questions"))
    statements = list(tables(questions, "statements"))
    definitions = list(tables(domains, "definitions"))
    yield from repeated(domains)
    yield from repeated(questions)
    yield from repeated(statements)
    yield from repeated(tables([((), document)], "guidance"))
    for domain in domains:
        yield from repeated(tables([domain], "definitions"), "level")
    rule = RULES.get(str(document.get("law")))
    if rule:
        for place, question in questions:
            yield from of_form(rule, place, question)
    levels = declared(document)
    if levels is None:
        return
    if levels != list(range(1, len(levels) + 1)):
        yield Fault("levels", N_("Les niveaux doivent se suivre, à partir de 1."))
    yield from unknown_levels([*definitions, *statements], levels)
    if rule:
        if not levels:
            yield Fault("levels", N_("Il en faut au moins un."))
        for place, question in questions:
            yield from one_a_level(place, question, sorted(levels))


RULES: Mapping[str, Form] = {Law.LADDER: Form.LEVEL, Law.STAGES: Form.TICKS}
"""Laws that ask every question in one form, with one statement a level."""


def tables(parents: Iterable[Placed], name: str) -> Iterator[Placed]:
    for place, parent in parents:
        items = parent.get(name)
        for index, item in enumerate(items if isinstance(items, list) else ()):
            if isinstance(item, dict):
                yield (*place, name, index), item


def declared(document: Table) -> list[int] | None:
    """None where the levels themselves cannot be read: nothing can be held against them then."""
    listed = document.get("levels")
    levels = [table.get("level") for _, table in tables([((), document)], "levels")]
    whole = [level for level in levels if isinstance(level, int)]
    return whole if isinstance(listed, list) and len(whole) == len(listed) else None


def repeated(found: Iterable[Placed], name: str = "id") -> Iterator[Fault]:
    seen: set[str | int] = set()
    for place, table in found:
        value = table.get(name)
        if not isinstance(value, str | int):
            continue
        if value in seen:
            yield Fault(join(*place, name), N_("Déjà employé plus haut : {value}."), {"value": clip(value)})
        seen.add(value)


def unknown_levels(found: Iterable[Placed], levels: list[int]) -> Iterator[Fault]:
    for place, table in found:
        level = table.get("level")
        if isinstance(level, int) and level not in levels:
            yield Fault(join(*place, "level"), N_("Ce niveau n'existe pas : {level}."), {"level": clip(level)})


def of_form(form: Form, place: Place, question: Table) -> Iterator[Fault]:
    if question.get("form") in [other for other in Form if other is not form]:
        message = N_("Avec cette règle de calcul, une question a la forme « {form} ».")
        yield Fault(join(*place, "form"), message, {"form": form.value})


def one_a_level(place: Place, question: Table, levels: list[int]) -> Iterator[Fault]:
    """Silent where a statement's own level is at fault: one fault is said once."""
    listed = question.get("statements")
    found = [table.get("level") for _, table in tables([((), question)], "statements")]
    readable = isinstance(listed, list) and len(found) == len(listed)
    if readable and found != levels and all(level is None or level in levels for level in found):
        yield Fault(join(*place, "statements"), N_("Il faut un énoncé par niveau, du plus bas au plus haut."))
