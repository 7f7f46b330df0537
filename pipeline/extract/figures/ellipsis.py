"""What a number leaves unsaid because a neighbour in the sentence says it: "435 homes by sale and 187 by tender"."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.figures.drafts import Draft
from pipeline.extract.figures.number_lexicon import HYPHENS
from pipeline.extract.figures.tokens import Tokens
from pipeline.extract.figures.words import words
from schemas.figure import FigureKind

_PARTITIVE = (
    {"of"},
    {"out", "of"},
    {"of", "the"},
    {"of", "its"},
    {"of", "their"},
    {"out", "of", "the"},
    {"of", "those"},
    {"of", "these"},
)
_LISTED = (["and"], ["or"], [","], [",", "and"], [",", "or"])
_RESUMED = words(", ( ; and or but than with only just from of versus against were another –")
_BEFORE_LEVEL = frozenset({"to", "at", "from", "of"})
_MEMORY = 4
"""How many figures back a noun is still remembered."""


def lend_back(tokens: Tokens, drafts: Sequence[Draft], draft: Draft) -> None:
    """Give earlier numbers what they wait for: "four- and six-cylinder", "280 million of the 1.5 billion euros"."""
    lender = draft
    for earlier in drafts[: -_MEMORY - 1 : -1]:
        if not (earlier.is_bare and earlier.counted is None and _waits(tokens, earlier, lender)):
            return
        earlier.counted = lender.counted
        if lender.unit is not None:
            earlier.kind, earlier.unit = lender.kind, lender.unit
        lender = earlier


def _waits(tokens: Tokens, earlier: Draft, lender: Draft) -> bool:
    """Whether the earlier number hangs on a hyphen, stands in one list with the lender, or is a part of it."""
    at = earlier.after
    if (
        tokens.low[at] in HYPHENS
        and tokens.glued(at)
        and not (tokens.glued(at + 1) and tokens.raw[at + 1][:1].isalnum())
    ):
        return True
    gap = tokens.low[at : lender.first]
    if gap in _LISTED:
        return lender.unit is not None or lender.counted is not None
    return len(gap) <= 3 and set(gap) in _PARTITIVE


def borrow_unit(tokens: Tokens, draft: Draft, drafts: Sequence[Draft]) -> None:
    """E.g. "from $17.50 to 16": the second of two levels has the unit of the first."""
    if not (drafts and draft.is_bare and not draft.is_vague):
        return
    first = drafts[-1]
    if (
        first.unit is not None
        and tokens.low[first.after : draft.first] == ["to"]
        and tokens.low[first.first - 1] == "from"
    ):
        draft.kind, draft.unit = first.kind, first.unit


def borrow_points(tokens: Tokens, draft: Draft, drafts: Sequence[Draft]) -> None:
    """E.g. "lost 162.31 points to 7,425.81": the level of an index is in points where its move is."""
    decimals = "." in tokens.raw[draft.first]
    if not (draft.is_bare and decimals and draft.scale == 1) or tokens.low[draft.first - 1] not in _BEFORE_LEVEL:
        return
    if any(earlier.unit == "point" for earlier in drafts[-_MEMORY:]):
        draft.kind, draft.unit = FigureKind.MEASURE, "point"


def borrow_noun(tokens: Tokens, draft: Draft, hedge: int, drafts: Sequence[Draft]) -> None:
    """A bare count that resumes an earlier one counts the same: "68,400 people ... and 95,800 who", "compared with 63".

    Not after "to" or "at": "the toll rose to 10" resumes nothing. `hedge` is the first token of the words that
    qualify the draft.
    """
    if tokens.low[hedge - 1] not in _RESUMED or tokens.raw[draft.after][:1].isupper():
        return
    if (
        draft.kind is not FigureKind.COUNT
        or draft.unit is not None
        or draft.counted is not None
        or draft.value == 1
        or draft.is_vague
    ):
        return
    for earlier in drafts[: -_MEMORY - 1 : -1]:
        if earlier.kind is FigureKind.COUNT and earlier.counted is not None:
            draft.counted = earlier.counted
            return
