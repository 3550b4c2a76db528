"""A campaign's profile as a chart and as words: every figure that is drawn is also said."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dialogs.besides import besides
from dialogs.campaign import Campaign
from dialogs.chart import Chart, Ring, Series
from dialogs.replies import Block, Figures, Heading, Paragraph, Radar
from frameworks.asking import current
from frameworks.forms import Ticks
from frameworks.model import Framework, Law
from frameworks.scoring import DomainScore, PartScore, Profile, Share, nothing_left, remarks, score
from locales import Words

QUARTERS = (0.25, 0.5, 0.75, 1.0)
NONE = "—"


def radar(words: Words, campaign: Campaign) -> Radar:
    """The picture and its words."""
    profile = score(campaign.framework, campaign.answers)
    return Radar(_chart(words, campaign, profile), blocks(words, campaign, profile))


def name(words: Words, campaign: Campaign) -> str:
    """School and campaign, as far as they are known."""
    if campaign.school is None:
        return campaign.title
    return words.say("{school} · {title}", school=campaign.school.name, title=campaign.title)


def blocks(words: Words, campaign: Campaign, profile: Profile) -> tuple[Block, ...]:
    """The figures in words: how far, domain by domain, level by level."""
    return (
        Heading(name(words, campaign)),
        Paragraph(_how_far(words, campaign)),
        *_apart(words, campaign, profile),
        _table(words, campaign.framework, profile),
        *_shares(words, campaign.framework, profile),
        *besides(words, campaign),
        *_remarks(words, campaign),
    )


def _how_far(words: Words, campaign: Campaign) -> str:
    """How many of the questions count; of a campaign that is decided together, how many wait to be decided."""
    total = len(campaign.questions)
    if campaign.as_school:
        decided = words.count(
            "{n} question sur {total} est décidée",
            "{n} questions sur {total} sont décidées",
            campaign.answered,
            total=total,
        )
        return words.say("{decided} ; à décider : {open}.", decided=decided, open=len(campaign.open))
    if campaign.collegial:
        return words.count(
            "Vos avis : {n} question sur {total}. Rien n'est encore décidé.",
            "Vos avis : {n} questions sur {total}. Rien n'est encore décidé.",
            campaign.answered,
            total=total,
        )
    return words.count(
        "{n} question sur {total} a une réponse.",
        "{n} questions sur {total} ont une réponse.",
        campaign.answered,
        total=total,
    )


def _apart(words: Words, campaign: Campaign, profile: Profile) -> tuple[Paragraph, ...]:
    """What left the denominators, shown and never hidden."""
    apart = []
    if profile.count.na:
        apart.append(words.say("{n} sans objet", n=profile.count.na))
    if profile.count.unknown:
        apart.append(words.say("{n} « je ne sais pas »", n=profile.count.unknown))
    kept = current(campaign.framework, campaign.answers)
    alone = sum(
        len(answer.na)
        for question in campaign.questions
        if isinstance(answer := kept.get(question.id), Ticks) and not nothing_left(question, answer)
    )
    if alone:
        apart.append(words.count("{n} énoncé sans objet", "{n} énoncés sans objet", alone))
    return (Paragraph(words.say("Hors du calcul : {apart}.", apart=words.listed(apart))),) if apart else ()


def _chart(words: Words, campaign: Campaign, profile: Profile) -> Chart:
    grid = campaign.framework
    rings, series = DRAWN[grid.law](words, grid, _axes(grid, profile))
    gaps = [domain for domain in _axes(grid, profile) if domain.value is None]
    unanswered = all(not domain.count.answered for domain in gaps)
    return Chart(
        title=campaign.school.name if campaign.school else campaign.title,
        subtitle=_subtitle(words, campaign),
        axes=tuple(domain.label or domain.title for domain in grid.axes),
        rings=rings,
        series=series,
        gap_label=_gap(words, campaign) if unanswered else words.say("— : rien à compter"),
    )


def _gap(words: Words, campaign: Campaign) -> str:
    return words.say("— : pas encore décidé") if campaign.as_school else words.say("— : pas encore de réponse")


def _subtitle(words: Words, campaign: Campaign) -> str:
    """What the picture is of; a picture of decisions says how many are missing, one of opinions whose they are."""
    grid = campaign.framework
    if not campaign.school:
        return grid.title
    told = words.say("{title} – {grid}", title=campaign.title, grid=grid.short)
    if campaign.as_school and campaign.open:
        return words.say("{campaign} – à décider : {open}", campaign=told, open=len(campaign.open))
    if campaign.collegial and not campaign.as_school:
        return words.say("{campaign} – vos avis", campaign=told)
    return told


def _axes(grid: Framework, profile: Profile) -> list[DomainScore]:
    return [score for score in profile.domains if grid.domain[score.domain].axis]


Drawn = tuple[tuple[Ring, ...], tuple[Series, ...]]


def _mean_level(words: Words, grid: Framework, scores: list[DomainScore]) -> Drawn:
    rings = tuple(Ring(float(level.level), level.title) for level in grid.levels)
    said = words.say("Niveau moyen") if grid.law is Law.LADDER else words.say("Palier atteint")
    return rings, (Series(said, tuple(score.value for score in scores)),)


def _shares_of_levels(words: Words, grid: Framework, scores: list[DomainScore]) -> Drawn:
    series = tuple(
        Series(level.title, tuple(score.shares[at].value for score in scores)) for at, level in enumerate(grid.levels)
    )
    return _quarters(words), series


def _percents(words: Words, _: Framework, scores: list[DomainScore]) -> Drawn:
    values = tuple(None if score.value is None else score.value / 100 for score in scores)
    return _quarters(words), (Series(words.say("Part atteinte"), values),)


def _quarters(words: Words) -> tuple[Ring, ...]:
    return tuple(Ring(share, words.percent(share)) for share in QUARTERS)


DRAWN: Mapping[Law, Callable[[Words, Framework, list[DomainScore]], Drawn]] = {
    Law.LADDER: _mean_level,
    Law.STAGES: _shares_of_levels,
    Law.THRESHOLDS: _mean_level,
    Law.DIAGNOSTIC: _percents,
    Law.PDCA: _percents,
}


def _table(words: Words, grid: Framework, profile: Profile) -> Figures:
    value = {
        Law.THRESHOLDS: words.say("Palier"),
        Law.DIAGNOSTIC: words.say("Part"),
        Law.PDCA: words.say("Indicateurs tenus"),
    }.get(grid.law, words.say("Moyenne"))
    columns = (words.say("Domaine"), value, *(level.title for level in grid.levels))
    rows = tuple(
        (
            grid.domain[domain.domain].title,
            _value(words, grid, domain),
            *(NONE if domain.value is None else _share(words, share) for share in domain.shares),
        )
        for domain in _axes(grid, profile)
    )
    return Figures(words.say("Les chiffres du radar"), columns, rows)


def _value(words: Words, grid: Framework, domain: DomainScore) -> str:
    if domain.value is None:
        return NONE
    if grid.law in {Law.LADDER, Law.THRESHOLDS}:
        return words.say("{value} sur {top}", value=words.number(domain.value), top=len(grid.levels))
    return words.percent(domain.value if grid.law is Law.STAGES else domain.value / 100)


def _share(words: Words, share: Share) -> str:
    if not share.of:
        return words.say("sans objet") if share.value == 1 else NONE
    percent = words.percent(share.held / share.of)
    return words.say("{percent} ({held} sur {of})", percent=percent, held=share.held, of=share.of)


def _shares(words: Words, grid: Framework, profile: Profile) -> tuple[Paragraph, ...]:
    """Overall, and part by part where the grid has parts; nothing where it has no levels."""
    if not grid.levels:
        return ()
    lines = [words.say("Ensemble – {shares}.", shares=_levels(words, grid, profile))]
    lines += [
        words.say("{part} – {shares}.", part=part.part, shares=_levels(words, grid, part)) for part in profile.parts
    ]
    return tuple(map(Paragraph, lines))


def _levels(words: Words, grid: Framework, score: Profile | PartScore) -> str:
    if all(share.value is None for share in score.shares):
        return words.say("rien à compter") if score.count.answered else words.say("pas encore de réponse")
    return words.listed(
        [
            words.say("{level} : {share}", level=level.title, share=_share(words, share))
            for level, share in zip(grid.levels, score.shares, strict=True)
        ]
    )


def _remarks(words: Words, campaign: Campaign) -> tuple[Paragraph, ...]:
    """Étapes ticked above an unticked one: something to discuss, never corrected here."""
    grid = campaign.framework
    title = {level.level: level.title for level in grid.levels}
    return tuple(
        Paragraph(
            words.say(
                "À discuter : « {question} » : {high} sans {low}.",
                question=grid.question[remark.question].title,
                high=title[remark.ticked_level],
                low=title[remark.unticked_level],
            )
        )
        for remark in remarks(grid, campaign.answers)
    )
