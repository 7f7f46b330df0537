"""A claim: one figure of one article with its reading and its context, ready to be aligned with others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from pipeline.reconcile.context import Context, read_context
from pipeline.reconcile.implied import with_implied_units
from pipeline.reconcile.levels import parted
from pipeline.reconcile.lexicon import LIVING_DEEDS, RATES_OF_CHANGE, SUBGROUPS
from pipeline.reconcile.reading import Reading, read
from pipeline.reconcile.restate import head_of, restated, voting
from schemas.fact import Quote, SourceArticle
from schemas.figure import Figure, FigureKind, Qualifier

_MAX_FIGURES = 400
"""Figures read of one article; the rest of a table or a list of results compares nothing."""

_PER = re.compile(r"(?: of(?: [a-z]+){1,4}| [a-z]+)? (?:a|per|each|every) (hour|day|week|month|year)\b")
_PACE = {
    "daily": "day",
    "every day": "day",
    "each day": "day",
    "per day": "day",
    "weekly": "week",
    "monthly": "month",
    "every month": "month",
    "annually": "year",
    "every year": "year",
    "each year": "year",
}
_DAILY = re.compile(rf"(?:(?! and )[^,.;:\d]){{1,60}}\b({'|'.join(_PACE)})\b", re.IGNORECASE)
_EACH = re.compile(
    r"\b(?:each|every|one) (\w+)(?: would| will| could)? "
    r"(?:costs?|sells?|is worth|earns?|was sold)\b[^,.;]{0,30}$"
    r"|\b(?:each|every) (day|week|month|year)\b[^,.;]{0,60}$",
    re.IGNORECASE,
)
_SMALL = 2

_MASK = "#"
_OLD = "-old"


@dataclass(slots=True, eq=False)
class Claim:
    """What one article says about one quantity."""

    article: SourceArticle
    figure: Figure
    reading: Reading
    context: Context
    head: str | None
    """The counted noun under the word that its synonyms share."""
    is_headline: bool
    is_quotable: bool
    """False for a figure that stands only in the title, outside the stored text."""
    order: tuple[datetime, int, int]
    """Earliest first, the same whatever order the articles came in."""
    signature: tuple[str, ...]
    """The words under which it measures: family, then noun and deed, or measure and substance."""
    beside: frozenset[tuple[object, ...]] = frozenset()
    """The amounts of the other figures of its sentence."""
    is_sole: bool = False
    """No other figure of the article measures anything under the same words."""
    is_alone: bool = False
    """No other figure of the article is of its unit family, or counts anything under its noun."""

    @property
    def is_count(self) -> bool:
        """Counts are told apart by noun and deed, amounts by measure."""
        return self.figure.kind == FigureKind.COUNT

    def quote(self) -> Quote:
        """The characters that prove it."""
        article, figure = self.article, self.figure
        return Quote(
            article_id=article.article_id,
            revision=article.revision,
            origin_id=article.origin_id,
            start_char=figure.start_char,
            end_char=figure.end_char,
            surface=article.text[figure.start_char : figure.end_char],
        )


def firmest(claims: Sequence[Claim]) -> Claim:
    """The earliest claim without a hedge, or the earliest of all."""
    return next((claim for claim in claims if claim.reading.qualifier == Qualifier.EXACT), claims[0])


def claims_of(articles: Iterable[SourceArticle]) -> list[Claim]:
    """The claims of all articles in canonical order."""
    found = [claim for article in articles for claim in _claims_of_article(article)]
    return sorted(found, key=lambda claim: claim.order)


def _claims_of_article(article: SourceArticle) -> list[Claim]:
    claims = list(_all_claims(article))
    counts = Counter(
        claim.signature
        for claim in claims
        if claim.is_quotable and not claim.context.is_elsewhere and not claim.context.is_part
    )
    kinds = Counter(
        _kind(claim)
        for claim in claims
        if claim.is_quotable and not claim.context.is_elsewhere and not claim.context.is_part
    )
    _seat(claims)
    for claim in claims:
        claim.is_sole = any(claim.signature[1:]) and counts[claim.signature] == 1
        claim.is_alone = kinds[_kind(claim)] == 1
    return claims


def _seat(claims: Iterable[Claim]) -> None:
    """Tell every claim which amounts stand beside it; small counts stand beside anything."""
    sentences: dict[tuple[bool, int], list[Claim]] = {}
    for claim in claims:
        sentences.setdefault((claim.is_quotable, claim.figure.sentence_start), []).append(claim)
    for members in sentences.values():
        amounts = [(claim.reading.family, claim.reading.unit, claim.reading.value) for claim in members]
        for index, claim in enumerate(members):
            claim.beside = frozenset(
                amount for place, amount in enumerate(amounts) if place != index and (amount[2] or 0) > _SMALL
            )


def _kind(claim: Claim) -> tuple[str, str | None]:
    return claim.reading.family, claim.head if claim.is_count else None


def _all_claims(article: SourceArticle) -> Iterator[Claim]:
    headline_end = len(article.title) if article.title and article.text.startswith(article.title) else 0
    yield from _claims(article, article.text, article.annotations.figures, headline_end, is_quotable=True)
    if article.title_annotations and not headline_end:
        yield from _claims(
            article, article.title, article.title_annotations.figures, len(article.title), is_quotable=False
        )


def _claims(
    article: SourceArticle, text: str, figures: Sequence[Figure], headline_end: int, *, is_quotable: bool
) -> Iterator[Claim]:
    for found, masked, spans, index in _in_sentences(text, with_implied_units(figures[:_MAX_FIGURES], text)):
        before = text[found.sentence_start : found.start_char]
        context = read_context(masked, spans, index, found.kind)
        figure, context = restated(found, context, before, is_age=bool(_age_behind(text, found)))
        reading = read(figure, _per(figure, text, context), is_rate=context.measure in RATES_OF_CHANGE)
        if reading is not None:
            head = voting(head_of(figure), context)
            yield Claim(
                article=article,
                figure=figure,
                reading=reading,
                context=context,
                head=head,
                is_headline=figure.end_char <= headline_end,
                is_quotable=is_quotable,
                order=(article.published_at, article.article_id, figure.start_char),
                signature=_signature(figure, reading, context, head),
            )


def _signature(figure: Figure, reading: Reading, context: Context, head: str | None) -> tuple[str, ...]:
    if figure.kind != FigureKind.COUNT:
        words = (context.measure, context.substance)
    elif context.deed in LIVING_DEEDS and head not in SUBGROUPS:
        words = ("", context.deed)
    else:
        words = (head, context.deed)
    return (reading.family, *(word or "" for word in words))


def _in_sentences(
    text: str, figures: Sequence[Figure]
) -> Iterator[tuple[Figure, str, tuple[tuple[int, int], ...], int]]:
    """Each figure with its sentence, the spans of all figures there, and its place among them.

    Figures are masked, so that sentences that differ only in their numbers are read once.
    """
    sentences: dict[tuple[int, int], list[Figure]] = {}
    for figure in figures:
        if text[figure.start_char : figure.end_char] == figure.surface:
            sentences.setdefault((figure.sentence_start, figure.sentence_end), []).extend(parted(text, figure))
    for (start, end), members in sentences.items():
        masked, spans = _masked(text, start, end, members)
        for index, figure in enumerate(members):
            yield figure, masked, spans, index


def _masked(text: str, start: int, end: int, members: Sequence[Figure]) -> tuple[str, tuple[tuple[int, int], ...]]:
    pieces: list[str] = []
    spans: list[tuple[int, int]] = []
    length, last = 0, start
    for figure in members:
        pieces += [text[last : figure.start_char], _MASK]
        length += figure.start_char - last
        spans.append((length, length + 1))
        length, last = length + 1, figure.end_char + len(_age_behind(text, figure))
    return "".join([*pieces, text[last:end]]), tuple(spans)


def _age_behind(text: str, figure: Figure) -> str:
    """The "-old" of "24-year-old", which says nothing of the next figure."""
    return _OLD if figure.kind == FigureKind.DURATION and text.startswith(_OLD, figure.end_char) else ""


def _per(figure: Figure, text: str, context: Context) -> str | None:
    """What the amount is per: said behind the noun ("barrels of crude a day") or by an adjective ("annual savings")."""
    if figure.per or figure.kind not in (FigureKind.MONEY, FigureKind.MEASURE, FigureKind.COUNT):
        return figure.per
    if figure.kind == FigureKind.MONEY and (each := _EACH.search(text, figure.sentence_start, figure.start_char)):
        return (each[1] or each[2]).lower()
    behind = _PER.match(text, figure.end_char, figure.sentence_end)
    if behind:
        return behind[1]
    if context.pace and figure.kind != FigureKind.COUNT:
        return context.pace
    daily = _DAILY.match(text, figure.end_char, figure.sentence_end)
    return _PACE[daily[1].lower()] if daily else None
