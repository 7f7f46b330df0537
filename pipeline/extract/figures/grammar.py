"""The grammar of one sentence: reads numbers from left to right and asks the rules in order what each of them is."""

from __future__ import annotations

from pipeline.extract.figures.ages import take_age
from pipeline.extract.figures.changes import take_change
from pipeline.extract.figures.compounds import take_compound, take_whole
from pipeline.extract.figures.contests import is_code, is_rivalry, is_score
from pipeline.extract.figures.drafts import Draft
from pipeline.extract.figures.ellipsis import (
    borrow_hedge,
    borrow_moved,
    borrow_named_number,
    borrow_noun,
    borrow_points,
    borrow_unit,
    lend_back,
)
from pipeline.extract.figures.levels import lend_to_level
from pipeline.extract.figures.multiples import as_multiple, read_multiple
from pipeline.extract.figures.nouns import describe
from pipeline.extract.figures.pronouns import is_no_number
from pipeline.extract.figures.qualifiers import hedge_start
from pipeline.extract.figures.quantity import read_quantity
from pipeline.extract.figures.ranges import is_hyphenated, merge_range, second_bound
from pipeline.extract.figures.ratios import take_ratio
from pipeline.extract.figures.refusals import is_span_of_years, refused_until
from pipeline.extract.figures.tokens import Tokens
from pipeline.extract.figures.triggers import AFTER_ARTICLE, STARTERS

_ARTICLES = frozenset({"a", "an"})


def read_figures(tokens: Tokens) -> list[Draft]:
    """The figures of a sentence as drafts, in order, never overlapping."""
    drafts: list[Draft] = []
    refused: set[str] = set()
    place = 0
    reached = tokens.first
    for at in _candidates(tokens):
        if at < reached:
            continue
        draft, reached = _read_at(tokens, at)
        if draft is None:
            refused.add(tokens.raw[at])
            place = at
        elif draft.is_bare and draft.is_plain and place == draft.first - 2 and tokens.low[place + 1] == "of":
            continue
        elif (not drafts or draft.first >= drafts[-1].after) and not _names_again(tokens, draft, refused):
            _finish(tokens, draft, drafts)
            drafts.append(draft)
    return drafts


def _candidates(tokens: Tokens) -> list[int]:
    """The tokens at which a figure may begin."""
    low = tokens.low
    return [
        at
        for at in range(tokens.first, tokens.after)
        if (word := low[at]) in STARTERS
        or word[0].isdigit()
        or (word in _ARTICLES and low[at + 1] in AFTER_ARTICLE)
        or (word[0] == "." and len(word) > 1)
    ]


def _names_again(tokens: Tokens, draft: Draft, refused: set[str]) -> bool:
    """E.g. "iPhone 11 Pro and 11 Pro Max": digits refused before, now before a capital, are the same name."""
    return (
        draft.is_bare
        and draft.is_plain
        and tokens.raw[draft.after][:1].isupper()
        and tokens.raw[draft.first] in refused
    )


def _read_at(tokens: Tokens, at: int) -> tuple[Draft | None, int]:
    """The figure at token `at`, if it is one, and where to go on."""
    multiple = read_multiple(tokens, at)
    if multiple is not None:
        return multiple, multiple.after
    draft = read_quantity(tokens, at)
    if draft is None:
        return None, at + 1
    take_whole(tokens, draft)
    if as_multiple(tokens, draft) or (refused_until(tokens, draft) is None and take_ratio(tokens, draft)):
        return draft, draft.after
    return _read_range(tokens, draft, at)


def _read_range(tokens: Tokens, draft: Draft, at: int) -> tuple[Draft | None, int]:
    """The draft, or the range that it begins; None where it is refused."""
    second = second_bound(tokens, draft)
    merged = None if second is None else merge_range(tokens, draft, second)
    if merged is not None and draft.is_bare:
        draft.unit = merged.unit
    refused = refused_until(tokens, draft)
    if refused is not None:
        return None, max(refused, at + 1)
    if second is None and is_hyphenated(tokens, draft) and draft.is_bare and tokens.raw[draft.after + 1].isdigit():
        return None, draft.after + 2
    if second is not None and merged is None:
        if is_hyphenated(tokens, draft) and is_score(tokens, draft, second):
            return None, second.after
        draft.is_rival = draft.is_rival or is_rivalry(tokens, draft, second)
        lend_to_level(tokens, draft, second)
    whole = merged or draft
    if merged is not None and second is not None and _is_no_range(tokens, draft, second):
        return None, merged.after
    as_multiple(tokens, whole)
    take_compound(tokens, whole)
    take_age(tokens, whole)
    return (None if is_no_number(tokens, whole) else whole), whole.after


def _is_no_range(tokens: Tokens, first: Draft, second: Draft) -> bool:
    """Whether two bare numbers around a dash are years or a code."""
    is_bare = first.is_bare and second.is_bare
    return is_span_of_years(tokens, first, second) or (
        is_bare and is_hyphenated(tokens, first) and is_code(tokens, first, second)
    )


def _finish(tokens: Tokens, draft: Draft, drafts: list[Draft]) -> None:
    """Fill in what the surroundings say."""
    draft.qualifier, hedge = hedge_start(tokens, draft)
    borrow_unit(tokens, draft, drafts)
    borrow_hedge(tokens, draft, drafts)
    describe(tokens, draft)
    borrow_points(tokens, draft, drafts)
    borrow_moved(tokens, draft, drafts)
    borrow_noun(tokens, draft, hedge, drafts)
    borrow_named_number(tokens, draft)
    lend_back(tokens, drafts, draft)
    take_change(tokens, draft, hedge, drafts)
