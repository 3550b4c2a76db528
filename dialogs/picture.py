"""A campaign's profile as a chart and as words: every figure that is drawn is also said."""

from __future__ import annotations

from dialogs.campaign import Campaign
from dialogs.chart import Chart, Ring, Series
from dialogs.replies import Block, Figures, Heading, Paragraph, Radar
from frameworks.model import Framework, Law
from frameworks.scoring import DomainScore, Profile, Share, remarks, score
from locales import Words

QUARTERS = (0.25, 0.5, 0.75, 1.0)
NONE = "—"


def radar(words: Words, campaign: Campaign) -> Radar:
    profile = score(campaign.framework, campaign.answers)
    return Radar(_chart(words, campaign, profile), blocks(words, campaign, profile))


def name(words: Words, campaign: Campaign) -> str:
    """School and campaign, as far as they are known."""
    if campaign.school is None:
        return campaign.title
    return words.say("{school} · {title}", school=campaign.school.name, title=campaign.title)


def blocks(words: Words, campaign: Campaign, profile: Profile) -> tuple[Block, ...]:
    """The figures in words: how far, domain by domain, level by level."""
    total = len(campaign.framework.questions)
    far = words.count(
        "{n} question sur {total} a une réponse.",
        "{n} questions sur {total} ont une réponse.",
        campaign.answered,
        total=total,
    )
    return (
        Heading(name(words, campaign)),
        Paragraph(far),
        *_apart(words, profile),
        _table(words, campaign.framework, profile),
        *_shares(words, campaign.framework, profile),
        *_remarks(words, campaign),
    )


def _apart(words: Words, profile: Profile) -> tuple[Paragraph, ...]:
    """What left the denominators, shown and never hidden."""
    apart = []
    if profile.count.na:
        apart.append(words.say("{n} sans objet", n=profile.count.na))
    if profile.count.unknown:
        apart.append(words.say("{n} « je ne sais pas »", n=profile.count.unknown))
    return (Paragraph(words.say("Hors du calcul : {apart}.", apart=words.listed(apart))),) if apart else ()


def _chart(words: Words, campaign: Campaign, profile: Profile) -> Chart:
    grid = campaign.framework
    if grid.law is Law.LADDER:
        rings = tuple(Ring(float(level.level), level.title) for level in grid.levels)
        values = tuple(domain.value for domain in profile.domains)
        series: tuple[Series, ...] = (Series(words.say("Niveau moyen"), values),)
    else:
        rings = tuple(Ring(share, words.percent(share)) for share in QUARTERS)
        series = tuple(
            Series(level.title, tuple(domain.shares[at].value for domain in profile.domains))
            for at, level in enumerate(grid.levels)
        )
    return Chart(
        title=campaign.school.name if campaign.school else campaign.title,
        subtitle=words.say("{title} – {grid}", title=campaign.title, grid=grid.short)
        if campaign.school
        else grid.title,
        axes=tuple(domain.title for domain in grid.domains),
        rings=rings,
        series=series,
        gap_label=words.say("— : pas encore de réponse"),
    )


def _table(words: Words, grid: Framework, profile: Profile) -> Figures:
    columns = (words.say("Domaine"), words.say("Moyenne"), *(level.title for level in grid.levels))
    rows = tuple(
        (
            grid.domain[domain.domain].title,
            _value(words, grid, domain),
            *(_share(words, share) for share in domain.shares),
        )
        for domain in profile.domains
    )
    return Figures(words.say("Les chiffres du radar"), columns, rows)


def _value(words: Words, grid: Framework, domain: DomainScore) -> str:
    if domain.value is None:
        return NONE
    if grid.law is Law.LADDER:
        return words.say("{value} sur {top}", value=words.number(domain.value), top=len(grid.levels))
    return words.percent(domain.value)


def _share(words: Words, share: Share) -> str:
    if share.value is None:
        return NONE
    return words.say("{percent} ({held} sur {of})", percent=words.percent(share.value), held=share.held, of=share.of)


def _shares(words: Words, grid: Framework, profile: Profile) -> tuple[Paragraph, ...]:
    """Overall, and part by part where the grid has parts."""
    lines = [Paragraph(words.say("Ensemble – {shares}.", shares=_levels(words, grid, profile.shares)))]
    lines += [
        Paragraph(words.say("{part} – {shares}.", part=part.part, shares=_levels(words, grid, part.shares)))
        for part in profile.parts
    ]
    return tuple(lines)


def _levels(words: Words, grid: Framework, shares: tuple[Share, ...]) -> str:
    if all(share.value is None for share in shares):
        return words.say("pas encore de réponse")
    return words.listed(
        [
            words.say("{level} : {share}", level=level.title, share=_share(words, share))
            for level, share in zip(grid.levels, shares, strict=True)
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
