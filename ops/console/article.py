"""One article: its text with everything that was found in it, its revisions, and its way through the stages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from ops.console.diff import compare
from ops.console.marking import Piece, Span, cut, paragraphs
from ops.console.reading import reading
from ops.console.rendering import render
from schemas.annotations import Annotations
from schemas.figure import Figure
from workers.store.annotations import load_annotations
from workers.store.browse import quotes_in, revision_text, revisions
from workers.store.results import entries_of, visits
from workers.store.stories import articles_of
from workers.store.trace import alike_to, is_moved_by_hand

router = APIRouter()
TEXT_MOST = 24_000
"""Characters of a text on one page; a longer text is shown in parts."""
VISITS_MOST = 200


@router.get("/article/{article_id}", response_class=HTMLResponse)
def show_article(
    request: Request, article_id: int, revision: int = 0, begin: int = 0, fact: int = 0, against: int = 0
) -> HTMLResponse:
    """The page of an entry, whether it became an article or not."""
    if not 0 < article_id < 2**63 or not 0 <= revision < 2**31 or not 0 <= fact < 2**63:
        raise HTTPException(404, "There is no such article.")
    with reading(request) as (connection, now):
        entry = entries_of(connection, [article_id]).get(article_id)
        if entry is None:
            raise HTTPException(404, "There is no such article.")
        article = articles_of(connection, [article_id]).get(article_id)
        kept = revisions(connection, article_id)
        shown = revision or (article["revision"] if article else 0) or (kept[0]["revision"] if kept else 0)
        document = revision_text(connection, article_id, shown) if shown else None
        said = load_annotations(connection, [(article_id, shown)])[article_id, shown]
        quotes = quotes_in(connection, article_id, shown)
        other = revision_text(connection, article_id, against) if 0 < against < 2**31 else None
        tries = visits(connection, article_id)[-VISITS_MOST:]
        alike = alike_to(connection, article_id) if article else []
        is_moved = is_moved_by_hand(connection, article_id)
    values: dict[str, Any] = {
        "entry": entry, "article": article, "document": document, "revisions": kept, "shown": shown,
        "visits": tries, "alike": alike, "is_moved": is_moved, "quotes": quotes, "fact": fact,
        "against": against, "now": now,
        "counts": _counts(said, quotes),
        "changes": compare(other["text"], document["text"]) if other and document else None,
    }  # fmt: skip
    return render(request, "article.html", values | _text(document, said, quotes, begin, fact))


def _counts(said: Annotations, quotes: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    return {"figure": len(said.figures), "name": len(said.mentions), "date": len(said.dates), "quote": len(quotes)}


def _text(
    document: Mapping[str, Any] | None, said: Annotations, quotes: Sequence[Mapping[str, Any]], begin: int, fact: int
) -> dict[str, Any]:
    """The visible part of the text as paragraphs of marked pieces, and where the parts before and after begin."""
    if document is None:
        return {"paragraphs": [], "before": None, "after": None}
    text = document["text"]
    chosen = next((one["start_char"] for one in quotes if fact and one["fact_id"] == fact), 0)
    start = begin if 0 < begin < len(text) else (chosen // TEXT_MOST) * TEXT_MOST
    end = min(start + TEXT_MOST, len(text))
    pieces = cut(text, [*spans_of(said), *quote_spans(quotes, fact)], start, end)
    parts: list[list[Piece]] = paragraphs(pieces)
    return {
        "paragraphs": parts,
        "before": max(0, start - TEXT_MOST) if start else None,
        "after": end if end < len(text) else None,
    }


def spans_of(said: Annotations) -> Iterable[Span]:
    """Figures, names and dates as marks with a note each."""
    for figure in said.figures:
        yield Span(figure.start_char, figure.end_char, "figure", describe(figure))
    for mention in said.mentions:
        yield Span(
            mention.start_char,
            mention.end_char,
            "name",
            f"{mention.type.value if hasattr(mention.type, 'value') else mention.type}: {mention.entity}",
        )
    for role in said.roles:
        yield Span(
            role.start_char, role.end_char, "role", f"{role.role} of {role.organisation or 'unnamed'}: {role.holder}"
        )
    for date in said.dates:
        when = f"{date.from_at:%Y-%m-%d %H:%M}" if date.from_at else "not resolved"
        yield Span(date.start_char, date.end_char, "date", f"{date.granularity}: {when}")


def quote_spans(quotes: Sequence[Mapping[str, Any]], fact: int) -> Iterable[Span]:
    """The quotes behind facts as marks; those of the chosen fact stand out and can be jumped to."""
    for one in quotes:
        is_chosen = one["fact_id"] == fact
        kind = "chosen" if is_chosen else one["status"]
        anchor = f"fact-{one['fact_id']}" if is_chosen else ""
        yield Span(
            one["start_char"], one["end_char"], kind, f"{one['label']}: {one['status'].replace('_', ' ')}", anchor
        )


def describe(figure: Figure) -> str:
    """What a figure means, in a few words: "at least 30 vessels", "×5 increase"."""
    value = f"{figure.low}–{figure.high}" if figure.value is None and figure.low is not None else figure.value
    whole = f"of {figure.of_what}" if figure.of_what else None
    factor = f"×{figure.multiplier}" if figure.multiplier is not None else None
    change = None if figure.change == "none" else str(figure.change)
    qualifier = None if figure.qualifier == "exact" else str(figure.qualifier).replace("_", " ")
    rate = f"per {figure.per}" if figure.per else None
    parts = (figure.kind, qualifier, value, figure.unit, figure.counted, whole, rate, change, factor)
    return " ".join(str(one) for one in parts if one is not None)
