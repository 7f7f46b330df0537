"""The grammar of one sentence: reads numbers from left to right and asks the rules in order what each of them is."""

from __future__ import annotations

from pipeline.extract.figures.ages import take_age
from pipeline.extract.figures.changes import take_change
from pipeline.extract.figures.drafts import Draft
from pipeline.extract.figures.multiples import MULTIPLE_WORDS, as_multiple, as_ratio, ratio_connector, read_multiple
from pipeline.extract.figures.nouns import describe
from pipeline.extract.figures.number_lexicon import DENOMINATORS, GLYPHS, SCALES, SMALL, VAGUE
from pipeline.extract.figures.pronouns import is_no_number
from pipeline.extract.figures.qualifiers import hedge_start
from pipeline.extract.figures.quantity import read_quantity
from pipeline.extract.figures.ranges import merge_range, second_bound
from pipeline.extract.figures.refusals import refused_until
from pipeline.extract.figures.tokens import Tokens
from schemas.figure import FigureKind

STARTERS = frozenset([*SMALL, *SCALES, *VAGUE, *GLYPHS, "half", "quarter", "a", "an", "several", "few"])
_ARTICLE_NEXT = frozenset([*SCALES, *DENOMINATORS, "few"])


def read_figures(tokens: Tokens) -> list[Draft]:
    """The figures of a sentence as drafts, in order, never overlapping."""
    drafts: list[Draft] = []
    at = tokens.first
    while at < tokens.after:
        if not _may_start(tokens, at):
            at += 1
            continue
        draft, at = _read_at(tokens, at)
        if draft is not None and (not drafts or draft.first >= drafts[-1].after):
            _finish(tokens, draft, drafts[-1] if drafts else None)
            drafts.append(draft)
    return drafts


def _may_start(tokens: Tokens, at: int) -> bool:
    low = tokens.low[at]
    if low in {"a", "an"}:
        return tokens.low[at + 1] in _ARTICLE_NEXT
    return low[0].isdigit() or low in STARTERS or low in MULTIPLE_WORDS or (low[0] == "." and len(low) > 1)


def _read_at(tokens: Tokens, at: int) -> tuple[Draft | None, int]:
    """The figure at token `at`, if it is one, and where to go on."""
    multiple = read_multiple(tokens, at)
    if multiple is not None:
        return multiple, multiple.after
    draft = read_quantity(tokens, at)
    if draft is None:
        return None, at + 1
    if as_multiple(tokens, draft):
        return draft, draft.after
    if _take_ratio(tokens, draft):
        return draft, draft.after
    second = second_bound(tokens, draft)
    merged = merge_range(tokens, draft, second) if second is not None else None
    if merged is None and second is not None and second.unit and not draft.unit:
        _borrow_unit(draft, second)
    refused = refused_until(tokens, draft)
    if refused is not None:
        return None, max(refused, at + 1)
    draft = merged or draft
    take_age(tokens, draft)
    if is_no_number(tokens, draft):
        return None, draft.after
    return draft, draft.after


def _borrow_unit(draft: Draft, other: Draft) -> None:
    """ "from 21 to 19 percent": the first number has the unit of the second."""
    if other.unit is not None and not draft.is_vague:
        draft.kind, draft.unit, draft.unit_first, draft.unit_after = other.kind, other.unit, other.unit_first, other.unit_after


def _take_ratio(tokens: Tokens, draft: Draft) -> bool:
    connector = ratio_connector(tokens, draft)
    if connector is None:
        return False
    return as_ratio(tokens, draft, read_quantity(tokens, connector), connector)


def _finish(tokens: Tokens, draft: Draft, previous: Draft | None) -> None:
    """Fill in what the surroundings say."""
    draft.qualifier, hedge = hedge_start(tokens, draft)
    describe(tokens, draft)
    take_change(tokens, draft, hedge, previous)
    if draft.kind is FigureKind.MULTIPLE:
        draft.unit = None
