"""Figure facts of a story: claims aligned, valued and judged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.reconcile.claim import Claim, claims_of, firmest
from pipeline.reconcile.evidence import rarity_of
from pipeline.reconcile.group import group_equal
from pipeline.reconcile.labels import label_of
from pipeline.reconcile.rivals import join_rivals
from pipeline.reconcile.status import Value, Verdict, judge, values_of
from pipeline.reconcile.swaps import with_swapped_pairs
from pipeline.reconcile.wording import strongest_words, value_text
from schemas.fact import Fact, FactKind, FactValue, Quote, SourceArticle
from schemas.figure import FigureKind

_KEY_LENGTH = 280


def figure_facts(articles: Sequence[SourceArticle]) -> list[Fact]:
    """What the articles say in numbers, one fact for each thing measured, in canonical order."""
    claims = claims_of(articles)
    rarity = rarity_of({id(claim.context): claim.context for claim in claims}.values())
    drafts = []
    for groups in join_rivals(group_equal(claims, rarity), rarity):
        values = values_of(groups)
        drafts.append((values, judge(values)))
    drafts.sort(key=lambda draft: draft[0][0].claims[0].order)
    facts = [_fact(values, verdict) for values, verdict in with_swapped_pairs(drafts) if _is_telling(values)]
    return [fact for fact in facts if fact.values]


def _fact(values: Sequence[Value], verdict: Verdict) -> Fact:
    first = values[0].claims[0]
    return Fact(
        key=_key(first),
        kind=FactKind.FIGURE,
        label=label_of(first),
        unit=first.figure.unit,
        status=verdict.status,
        values=tuple(_fact_value(value) for value in values if any(claim.is_quotable for claim in value.claims)),
        hint=verdict.hint,
        reason=verdict.reason,
    )


def _fact_value(value: Value) -> FactValue:
    quotable = [claim for claim in value.claims if claim.is_quotable]
    first = firmest(quotable)
    figure = first.figure
    return FactValue(
        text=value_text(first),
        quotes=_quotes(quotable),
        value=figure.value,
        low=figure.low,
        high=figure.high,
        multiplier=figure.multiplier,
        qualifier=str(figure.qualifier),
    )


def _quotes(claims: Iterable[Claim]) -> tuple[Quote, ...]:
    quotes = {claim.quote() for claim in claims}
    return tuple(sorted(quotes, key=lambda quote: (quote.article_id, quote.start_char, quote.end_char)))


def _key(first: Claim) -> str:
    """What is measured, as the earliest claim puts it: unit family, thing counted, deed or measure, nearest words."""
    slot = first.context.deed if first.is_count else first.context.measure
    parts = [first.reading.family, first.head or "", slot or "", "-".join(strongest_words(first))]
    return f"{FactKind.FIGURE}:{':'.join(parts)}".replace(" ", "_")[:_KEY_LENGTH]


def _is_telling(values: Sequence[Value]) -> bool:
    """Whether a fact is worth keeping: compared with another, or a number that says what it is a number of."""
    if len(values) > 1 or len(values[0].origins) > 1:
        return True
    claim = values[0].claims[0]
    amount = abs(claim.reading.low)
    if claim.figure.kind == FigureKind.COUNT:
        return amount > 1 and bool(claim.head or claim.context.deed)
    return amount > 1 or claim.figure.kind != FigureKind.DURATION
