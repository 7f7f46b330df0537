"""A claim: one figure of one article with its reading and its context, ready to be aligned with others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from pipeline.reconcile.context import Context, read_context
from pipeline.reconcile.lexicon import HEADS, RATES_OF_CHANGE, stem
from pipeline.reconcile.reading import Reading, read
from schemas.fact import Quote, SourceArticle
from schemas.figure import Figure, FigureKind

_MAX_FIGURES = 400
"""Figures read of one article; the rest of a table or a list of results compares nothing."""

_PER = re.compile(r"(?: of(?: [a-z]+){1,2}| [a-z]+)? (?:a|per|each|every) (hour|day|week|month|year)\b")
_EACH = re.compile(r"\b(?:each|every) (\w+) (?:costs?|sells?|is worth|earns?|will cost|was sold)\b[^,.;]{0,30}$", re.IGNORECASE)
_BESIDE = 0.6

_NO_AMOUNT = (FigureKind.COUNT,)


@dataclass(frozen=True, slots=True, eq=False)
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

    @property
    def order(self) -> tuple[datetime, int, int]:
        """Earliest first, the same whatever order the articles came in."""
        return (self.article.published_at, self.article.article_id, self.figure.start_char)

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


def claims_of(articles: Iterable[SourceArticle]) -> list[Claim]:
    """The claims of all articles in canonical order."""
    found = [claim for article in articles for claim in _claims_of_article(article)]
    return sorted(found, key=lambda claim: claim.order)


def _claims_of_article(article: SourceArticle) -> Iterator[Claim]:
    headline_end = len(article.title) if article.title and article.text.startswith(article.title) else 0
    yield from _claims(article, article.text, article.annotations.figures, headline_end, is_quotable=True)
    if article.title_annotations and not headline_end:
        yield from _claims(article, article.title, article.title_annotations.figures, len(article.title), is_quotable=False)


def _claims(article: SourceArticle, text: str, figures: Sequence[Figure], headline_end: int, *, is_quotable: bool) -> Iterator[Claim]:
    for figure, others in _with_neighbours(figures[:_MAX_FIGURES]):
        if text[figure.start_char : figure.end_char] != figure.surface:
            continue
        start = figure.sentence_start
        context = read_context(
            text[start : figure.sentence_end],
            figure.start_char - start,
            figure.end_char - start,
            tuple((other.start_char - start, other.end_char - start) for other in others),
            figure.kind not in _NO_AMOUNT,
        )
        figure = _with_unit(figure, context)
        reading = read(figure, _per(figure, text, context), is_rate=context.measure in RATES_OF_CHANGE)
        if reading is None:
            continue
        yield Claim(article, figure, reading, context, _head(figure), figure.end_char <= headline_end, is_quotable)


def _with_neighbours(figures: Sequence[Figure]) -> Iterator[tuple[Figure, list[Figure]]]:
    """Each figure with the other figures of its sentence."""
    sentences: dict[int, list[Figure]] = {}
    for figure in figures:
        sentences.setdefault(figure.sentence_start, []).append(figure)
    for figure in figures:
        yield figure, [other for other in sentences[figure.sentence_start] if other is not figure]


def _per(figure: Figure, text: str, context: Context) -> str | None:
    """What the amount is per: said behind the noun ("barrels of crude a day") or by an adjective ("annual savings")."""
    if figure.per or figure.kind not in (FigureKind.MONEY, FigureKind.MEASURE, FigureKind.COUNT):
        return figure.per
    if figure.kind == FigureKind.MONEY and (each := _EACH.search(text, figure.sentence_start, figure.start_char)):
        return each[1].lower()
    behind = _PER.match(text, figure.end_char, figure.sentence_end)
    if behind:
        return behind[1]
    return context.pace if figure.kind != FigureKind.COUNT else None


def _with_unit(figure: Figure, context: Context) -> Figure:
    """ "An earthquake with a magnitude of 6.3" is no count."""
    if figure.kind != FigureKind.COUNT or context.words.get("magnitude", 0.0) < _BESIDE:
        return figure
    return figure.model_copy(update={"kind": FigureKind.MEASURE, "unit": "magnitude", "counted": None})


def _head(figure: Figure) -> str | None:
    if not figure.counted:
        return None
    word = stem(figure.counted.lower().split()[-1])
    return HEADS.get(word, word)
