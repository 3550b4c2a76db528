"""Two campaigns as one picture and as words: both values on each axis, and every difference."""

from __future__ import annotations

from dialogs.campaign import Campaign
from dialogs.chart import Chart, Ring, Series
from dialogs.picture import NONE, QUARTERS, name
from dialogs.replies import Figures, Heading, Paragraph, Radar
from frameworks.compare import Comparison, DomainMove, compare
from frameworks.model import Framework, Law
from locales import Words

SCALES = {Law.LADDER: 1.0, Law.THRESHOLDS: 1.0, Law.STAGES: 1.0, Law.DIAGNOSTIC: 100.0, Law.PDCA: 100.0}
"""What a domain's value is divided by to stand on its rings."""

ON_LEVELS = frozenset({Law.LADDER, Law.THRESHOLDS})
"""The laws whose values are levels; the others' are shares."""


def compared(before: Campaign, after: Campaign) -> Comparison:
    return compare(before.framework, before.answers, after.framework, after.answers)


def radar(words: Words, before: Campaign, after: Campaign) -> Radar:
    """The older campaign first: the newer one is drawn over it."""
    found, grid = compared(before, after), after.framework
    moves = {move.domain: move for move in found.domains}
    axes = [domain for domain in grid.axes if domain.id in moves]
    was, now = named(words, before, after)
    scale = SCALES[grid.law]

    def drawn(value: float | None) -> float | None:
        return None if value is None else value / scale

    chart = Chart(
        title=after.school.name if after.school else words.say("Comparaison"),
        subtitle=words.say("{was} et {now} – {grid}", was=was, now=now, grid=grid.short),
        axes=tuple(domain.label or domain.title for domain in axes),
        rings=_rings(words, grid),
        series=(
            Series(was, tuple(drawn(moves[domain.id].before) for domain in axes)),
            Series(now, tuple(drawn(moves[domain.id].after) for domain in axes)),
        ),
        gap_label=words.say("— : rien à compter"),
    )
    return Radar(
        chart, (Heading(name(words, after)), Paragraph(_against(words, was)), _table(words, grid, found, was, now))
    )


def named(words: Words, before: Campaign, after: Campaign) -> tuple[str, str]:
    """Their titles; their days where the titles are one; before and now where the days are one too."""
    if before.title != after.title:
        return before.title, after.title
    days = [words.day(it.opened) if it.opened else "" for it in (before, after)]
    if days[0] == days[1]:
        return words.say("Avant"), words.say("Maintenant")
    return days[0], days[1]


def _against(words: Words, was: str) -> str:
    return words.say(
        "Comparée à « {campaign} » ; l'écart ne porte que sur les questions répondues les deux fois.", campaign=was
    )


def _rings(words: Words, grid: Framework) -> tuple[Ring, ...]:
    if grid.law in ON_LEVELS:
        return tuple(Ring(float(level.level), level.title) for level in grid.levels)
    return tuple(Ring(share, words.percent(share)) for share in QUARTERS)


def _table(words: Words, grid: Framework, found: Comparison, was: str, now: str) -> Figures:
    titles = {domain.id: domain.title for domain in grid.domains}
    rows = tuple(
        (
            titles.get(move.domain, move.domain),
            value(words, grid, move.before),
            value(words, grid, move.after),
            difference(words, grid, move),
        )
        for move in found.domains
    )
    return Figures(words.say("Les deux campagnes"), (words.say("Domaine"), was, now, words.say("Écart")), rows)


def value(words: Words, grid: Framework, found: float | None) -> str:
    if found is None:
        return NONE
    if grid.law in ON_LEVELS:
        return words.say("{value} sur {top}", value=words.number(found), top=len(grid.levels))
    return words.percent(found / SCALES[grid.law])


def difference(words: Words, grid: Framework, move: DomainMove) -> str:
    """``+0,4`` · ``=`` · ``-12 points`` · ``non comparable``."""
    if move.difference is None:
        return words.say("non comparable")
    if abs(move.difference) < 1e-9:
        return "="
    sign = "+" if move.difference > 0 else "−"
    size = abs(move.difference)
    if grid.law in ON_LEVELS:
        return f"{sign}{words.number(size)}"
    points = round(100 * size / SCALES[grid.law])
    return words.count("{sign}{n} point", "{sign}{n} points", points, sign=sign)
