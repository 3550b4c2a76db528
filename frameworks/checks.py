"""What a single value cannot know: the rules that tie the parts of a framework together.

They read the raw document, not the model, so that a file with a missing title and a repeated id hears of both
at once. What has the wrong type is passed over here: the model has already said so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from frameworks.faults import N_, Fault, clip, join
from frameworks.model import CHOSEN, Form, Law

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
    law = str(document.get("law"))
    for place, question in questions:
        yield from of_form(FORMS.get(law, frozenset(Form)), place, question)
        yield from alone(place, question)
    yield from conditions(questions)
    levels = declared(document)
    if levels is None:
        return
    if levels != list(range(1, len(levels) + 1)):
        yield Fault("levels", N_("Les niveaux doivent se suivre, à partir de 1."))
    yield from unknown_levels([*definitions, *statements], levels)
    if law in LEVELLED and not levels:
        yield Fault("levels", N_("Il en faut au moins un."))
    if law in {Law.LADDER, Law.STAGES}:
        for place, question in questions:
            yield from one_a_level(place, question, sorted(levels))
    if law == Law.THRESHOLDS:
        for domain in domains:
            yield from a_question_a_level(domain, sorted(levels))


FORMS: Mapping[str, frozenset[Form]] = {
    Law.LADDER: frozenset({Form.LEVEL}),
    Law.STAGES: frozenset({Form.TICKS}),
    Law.THRESHOLDS: frozenset({Form.TICKS}),
    Law.DIAGNOSTIC: frozenset(Form) - {Form.LEVEL, Form.PROGRESS},
    Law.PDCA: frozenset({Form.TEXT, Form.PROGRESS, Form.TICKS}),
}
"""What each law can count."""

LEVELLED = frozenset({Law.LADDER, Law.STAGES, Law.THRESHOLDS})


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


def of_form(forms: frozenset[Form], place: Place, question: Table) -> Iterator[Fault]:
    form = question.get("form")
    if form in list(Form) and form not in forms:
        if len(forms) == 1:
            message = N_("Avec cette règle de calcul, une question a la forme « {form} ».")
        else:
            message = N_("Avec cette règle de calcul, une question a une de ces formes : {form}.")
        listed = ", ".join(each.value for each in Form if each in forms)
        yield Fault(join(*place, "form"), message, {"form": listed})


def alone(place: Place, question: Table) -> Iterator[Fault]:
    """A question that is answered by a figure, a text or a state has one statement, on no level."""
    form, listed = question.get("form"), question.get("statements")
    if form not in [each for each in Form if each not in CHOSEN] or not isinstance(listed, list):
        return
    if len(listed) > 1 or any("level" in table for _, table in tables([((), question)], "statements")):
        yield Fault(join(*place, "statements"), N_("Cette forme demande un seul énoncé, sans niveau."))


def conditions(questions: list[Placed]) -> Iterator[Fault]:
    """What ``when`` and ``of`` name stands there, and can be read so: a tick of an earlier question, a count."""
    ticks: dict[object, list[object]] = {}
    counts: list[object] = []
    for place, question in questions:
        whole, when = question.get("of"), question.get("when")
        if isinstance(whole, str) and (whole not in counts or question.get("form") not in SHARED):
            message = N_("Seul un nombre se rapporte à un autre, demandé plus haut et toujours : {id}.")
            yield Fault(join(*place, "of"), message, {"id": clip(whole)})
        ticked = when.get("ticked") if isinstance(when, dict) else None
        if isinstance(when, dict) and isinstance(ticked, str) and ticked not in ticks.get(when.get("question"), []):
            message = N_("Aucune question à cocher, plus haut, n'a cet énoncé : {id}.")
            yield Fault(join(*place, "when"), message, {"id": clip(ticked)})
        if question.get("form") == Form.COUNT and "when" not in question:
            counts.append(question.get("id"))
        if question.get("form") == Form.TICKS:
            ticks[question.get("id")] = [table.get("id") for _, table in tables([((), question)], "statements")]


SHARED = (Form.SPLIT, Form.COUNT)
"""The forms whose figure can be a part of a whole."""


def one_a_level(place: Place, question: Table, levels: list[int]) -> Iterator[Fault]:
    """Silent where a statement's own level is at fault: one fault is said once."""
    found = levels_of(question)
    readable = found is not None and all(level is None or level in levels for level in found)
    if readable and found != levels:
        yield Fault(join(*place, "statements"), N_("Il faut un énoncé par niveau, du plus bas au plus haut."))


def levels_of(question: Table) -> list[object] | None:
    """None where the statements can't be read."""
    listed = question.get("statements")
    found = [table.get("level") for _, table in tables([((), question)], "statements")]
    return found if isinstance(listed, list) and len(found) == len(listed) else None


def a_question_a_level(domain: Placed, levels: list[int]) -> Iterator[Fault]:
    """One question a palier, from the lowest up, each with criteria of its own palier only."""
    place, _ = domain
    found = [levels_of(question) for _, question in tables([domain], "questions")]
    if any(each is None for each in found):
        return
    if [set(each or ()) for each in found] != [{level} for level in levels]:
        message = N_("Il faut une question par palier, du plus bas au plus haut, avec les seuls critères de ce palier.")
        yield Fault(join(*place, "questions"), message)
