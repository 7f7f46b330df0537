"""Figures of a text: every number that means something, with its unit, what it counts, how firmly and which way.

A local grammar over tokens; no model, no dependency parse. `extract_figures` is the only entry point. Dates, times,
ordinals, ranks, scores, codes and names are refused here too, so the grammar works alone; spans in `skip` are refused
unseen.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from pipeline.extract.figures.drafts import Draft
from pipeline.extract.figures.ellipsis import borrow_group
from pipeline.extract.figures.grammar import read_figures
from pipeline.extract.figures.tokens import Tokens
from pipeline.extract.figures.triggers import may_state_figure
from pipeline.sentences import sentence_spans
from schemas.figure import Figure

__all__ = ["extract_figures"]

_NEXT_SENTENCE = 3
"""At most so many characters part a sentence from the next one of its paragraph."""


def extract_figures(
    text: str, published_at: datetime | None = None, skip: Sequence[tuple[int, int]] = ()
) -> tuple[Figure, ...]:
    """The figures of `text`, sorted and free of overlaps.

    `surface == text[start_char:end_char]`, in code points. `published_at` (aware) becomes `as_of`: what a text says
    holds when it is published. `skip` are spans [start, end) in which no figure may lie, such as dates and names.
    Never raises; time is linear in the length of `text`.
    """
    closed = _disjoint(skip)
    found: list[Figure] = []
    earlier: list[Draft] = []
    reached = 0
    for start, end in sentence_spans(text):
        if not may_state_figure(text[start:end]):
            continue
        drafts = read_figures(tokens := Tokens(text, start, end))
        if start - reached <= _NEXT_SENTENCE and "\n" not in text[reached:start]:
            borrow_group(tokens, drafts, earlier)
        earlier, reached = drafts, end
        found.extend(
            _freeze(tokens, draft, published_at)
            for draft in drafts
            if not _is_skipped(tokens.start[draft.first], tokens.end[draft.after - 1], closed)
        )
    return tuple(found)


def _disjoint(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, those that touch each other as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _is_skipped(first: int, last: int, closed: Sequence[tuple[int, int]]) -> bool:
    """Whether [first, last) reaches into one of the disjoint spans."""
    at = bisect_left(closed, (last,))
    return at > 0 and closed[at - 1][1] > first


def _freeze(tokens: Tokens, draft: Draft, published_at: datetime | None) -> Figure:
    return Figure(
        start_char=tokens.start[draft.first],
        end_char=tokens.end[draft.after - 1],
        surface=tokens.surface(draft.first, draft.after),
        kind=draft.kind,
        value=_tidy(draft.value),
        low=_tidy(draft.low),
        high=_tidy(draft.high),
        unit=draft.unit,
        per=draft.per,
        unit_surface=tokens.surface(draft.unit_first, draft.unit_after) if draft.unit_after else None,
        counted=draft.counted,
        of_what=draft.of_what,
        qualifier=draft.qualifier,
        change=draft.change,
        multiplier=_tidy(draft.multiplier),
        as_of=published_at,
        sentence_start=tokens.span[0],
        sentence_end=tokens.span[1],
    )


def _tidy(value: Decimal | None) -> Decimal | None:
    """Plain notation without trailing zeros; ten decimals where a division made it endless."""
    if value is None:
        return None
    if len(value.as_tuple().digits) > 25 and value < 10**6:
        value = round(value, 10)
    value = value.normalize()
    return value.quantize(Decimal(1)) if value == value.to_integral_value() and abs(value) < 10**27 else value
