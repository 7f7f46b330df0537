"""What a number leaves unsaid because a neighbour in the sentence says it: "435 homes by sale and 187 by tender"."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.figures.drafts import Draft
from pipeline.extract.figures.nouns import over_determiner, plural_head
from pipeline.extract.figures.number_lexicon import HYPHENS
from pipeline.extract.figures.tokens import Tokens
from pipeline.extract.figures.word_classes import is_plural
from pipeline.extract.figures.words import words
from schemas.figure import Change, FigureKind, Qualifier

_PARTITIVE = (
    {"of"},
    {"out", "of"},
    {"of", "the"},
    {"of", "its"},
    {"of", "their"},
    {"of", "his"},
    {"of", "her"},
    {"of", "our"},
    {"of", "all"},
    {"out", "of", "the"},
    {"of", "those"},
    {"of", "these"},
)
_LISTED = (["and"], ["or"], [","], [",", "and"], [",", "or"])
_RESUMED = words(", ( ; and or but than with only just from of versus against were another –")
_BEFORE_LEVEL = frozenset({"to", "at", "from", "of"})
GROUP = frozenset({"them", "whom", "which", "these", "those"})
_OF_GROUP = (["of", "these"], ["of", "those"], ["of", "them"])
_LEVELS = (("from", "to"), ("to", "from"))
_EARLIER_LEVEL = ([",", "up", "from"], [",", "down", "from"], ["up", "from"], ["down", "from"])
_CLAUSE_ENDS = words(". ; : ! ? while whereas although but who which that")
_OWN_UNIT = frozenset({FigureKind.MEASURE, FigureKind.DURATION, FigureKind.MONEY})
_NUMBER_REACH = 16
_LEVEL_GAP = 3
"""Two levels stand as near as this: "from 21 mpg combined to 23"."""
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
    """E.g. "from $17.50 to 16", "to 21 mpg from 19", "12 mpg, up from 9": the unit of the first level."""
    if not (drafts and draft.is_bare and not draft.is_vague):
        return
    first = drafts[-1]
    around = (tokens.low[first.first - 1], tokens.low[draft.first - 1])
    is_near = draft.first - first.after <= _LEVEL_GAP and "," not in tokens.low[first.after : draft.first]
    is_earlier = tokens.low[first.after : draft.first] in _EARLIER_LEVEL
    if (
        first.unit is not None
        and (is_earlier or (around in _LEVELS and is_near))
        and not is_plural(tokens.low[draft.after])
    ):
        draft.kind, draft.unit = first.kind, first.unit


def borrow_hedge(tokens: Tokens, draft: Draft, drafts: Sequence[Draft]) -> None:
    """E.g. "more than 100 km (60 miles)": the same quantity in another unit is held to as firmly."""
    if not drafts or draft.unit is None or draft.qualifier is not Qualifier.EXACT:
        return
    first = drafts[-1]
    if first.kind is draft.kind and first.unit != draft.unit and tokens.low[first.after : draft.first] == ["("]:
        draft.qualifier = first.qualifier


def borrow_points(tokens: Tokens, draft: Draft, drafts: Sequence[Draft]) -> None:
    """E.g. "lost 162.31 points to 7,425.81": the level of an index is in points where its move is."""
    decimals = "." in tokens.raw[draft.first]
    if not (draft.is_bare and decimals and draft.scale == 1) or tokens.low[draft.first - 1] not in _BEFORE_LEVEL:
        return
    moves = (earlier.unit for earlier in drafts[: -_MEMORY - 1 : -1] if earlier.unit not in {None, "percent"})
    if next(moves, None) == "point":
        draft.kind, draft.unit = FigureKind.MEASURE, "point"


def borrow_moved(tokens: Tokens, draft: Draft, drafts: Sequence[Draft]) -> None:
    """E.g. "fell by 1.8 years to 77", "rose $5 to 80": a level is in the unit of its move, unless that is a share."""
    if not (drafts and draft.is_bare) or draft.is_vague or is_plural(tokens.low[draft.after]):
        return
    move = drafts[-1]
    is_next = tokens.low[move.after : draft.first] == ["to"] and move.change is not Change.NONE
    if is_next and move.kind in _OWN_UNIT and move.unit != "point" and not move.is_minor:
        draft.kind, draft.unit = move.kind, move.unit


def _resumes(tokens: Tokens, draft: Draft, hedge: int) -> bool:
    """Whether a count goes on with things already named: ", 94 on the ground", "of whom 12", "183 of them"."""
    low, before = tokens.low, tokens.low[hedge - 1]
    if before in _RESUMED or (before in GROUP and low[hedge - 2] == "of"):
        return True
    return low[draft.after] == "of" and low[draft.after + 1] in GROUP


def borrow_group(tokens: Tokens, drafts: Sequence[Draft], earlier: Sequence[Draft]) -> None:
    """E.g. "499 targets were seen. Of these, 479 were hit": counts of what the sentence before has counted.

    `earlier` are the figures of that sentence; the last that is no smaller names the things.
    """
    low, first = tokens.low, tokens.first
    if not drafts or low[first : first + 2] not in _OF_GROUP or tokens.start[drafts[0].first] > tokens.end[first] + 40:
        return
    whole = next((one for one in reversed(earlier) if one.counted is not None and _holds(one, drafts[0])), None)
    for draft in drafts:
        if whole is None or draft.counted is not None or not draft.is_bare:
            return
        draft.counted = whole.counted


def borrow_named_number(tokens: Tokens, draft: Draft) -> None:
    """E.g. "the number of unemployed people fell to 3.2 million": what the number is of is counted."""
    if not draft.is_bare or draft.counted is not None or draft.per is not None or is_plural(tokens.low[draft.after]):
        return
    for at in range(draft.first - 2, max(tokens.first, draft.first - _NUMBER_REACH), -1):
        word = tokens.low[at]
        if word in _CLAUSE_ENDS or (word[:1].isdigit() and len(word) != 4 and tokens.low[at - 1] != "from"):
            return
        if word == "of" and tokens.low[at - 1] in {"number", "numbers"}:
            found = plural_head(tokens, over_determiner(tokens, at + 1))
            draft.counted = found[0] if found is not None and found[1] <= draft.first else None
            return


def _holds(whole: Draft, part: Draft) -> bool:
    """Whether one count can be the whole of another; what is vague can."""
    return whole.is_bare and (whole.value is None or part.value is None or whole.value >= part.value)


def _answers(tokens: Tokens, draft: Draft, drafts: Sequence[Draft]) -> bool:
    """Whether the draft is what the other side got: "by 312 votes to 287"."""
    return bool(drafts) and drafts[-1].counted == "vote" and tokens.low[drafts[-1].tail : draft.first] == ["to"]


def borrow_noun(tokens: Tokens, draft: Draft, hedge: int, drafts: Sequence[Draft]) -> None:
    """A bare count that resumes an earlier one counts the same: "68,400 people ... and 95,800 who", "40 others".

    Not after "to" or "at": "the toll rose to 10" resumes nothing, but for votes. `hedge` is the first token of the
    words that qualify the draft.
    """
    are_others = draft.counted == "other"
    resumes = _answers(tokens, draft, drafts) or _resumes(tokens, draft, hedge)
    if not are_others and (not resumes or tokens.raw[draft.after][:1].isupper()):
        return
    if (
        draft.kind is not FigureKind.COUNT
        or draft.unit is not None
        or not (are_others or draft.counted is None)
        or draft.value == 1
        or draft.is_vague
    ):
        return
    for earlier in drafts[: -_MEMORY - 1 : -1]:
        if earlier.kind is FigureKind.COUNT and earlier.counted is not None:
            draft.counted = earlier.counted
            return
