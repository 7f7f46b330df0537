"""Factors: "fourfold", "tripled", "twice as many", "five times higher", "2.5x"."""

from __future__ import annotations

from decimal import Decimal

from pipeline.extract.figures.change_lexicon import INTRANSITIVE
from pipeline.extract.figures.drafts import Draft
from pipeline.extract.figures.number_lexicon import HYPHENS, SMALL
from pipeline.extract.figures.tokens import Tokens
from pipeline.extract.figures.words import words
from schemas.figure import Change, FigureKind

_FOLD_STEMS = {**SMALL, "hundred": Decimal(100), "thousand": Decimal(1000)}
FOLDS = {f"{word}fold": value for word, value in _FOLD_STEMS.items() if value > 0}
_STEMS = {"doubl": 2, "tripl": 3, "trebl": 3, "quadrupl": 4, "quintupl": 5, "sextupl": 6}
GROWTH = {f"{stem}{ending}": Decimal(value) for stem, value in _STEMS.items() for ending in ("ed", "es", "ing", "e")}
HALVING = {"halved": Decimal("0.5"), "halving": Decimal("0.5"), "halve": Decimal("0.5")}
TIMES_AS = {"twice": Decimal(2), "thrice": Decimal(3)}
_COMPARISON = words(
    """
    as more higher larger bigger greater faster the that what its their his her longer better worse fewer less lower
    smaller slower stronger above below over this those our your my likelier richer heavier hotter quicker deeper
    taller wider cheaper costlier earnings sales revenue annual average current normal usual previous safe legal
    recommended forward trailing book projected
    """
)
_NO_GROWTH_AFTER = words(
    """
    down standards fault header checking agents agent dealing glazed-windows bed beds room rooms decker whammy
    """
)
_BEFORE_PAIRS = frozenset({"the", "mixed", "men's", "women's", "of", "and"})
_BEFORE_VERB = words("to will would could can may might should must and not")
_HEDGES = words("over about nearly almost more than around roughly some up to at least")
_COMPARED_TO = words("the that what its their his her this those our")
MULTIPLE_WORDS = frozenset([*FOLDS, *GROWTH, *HALVING, *TIMES_AS])


def read_multiple(tokens: Tokens, at: int) -> Draft | None:
    """The factor stated by the single word at token `at`."""
    low = tokens.low[at]
    if low in FOLDS:
        return _multiple(at, at + 1, FOLDS[low])
    if low in HALVING:
        return _multiple(at, at + 1, HALVING[low], Change.DECREASE)
    if low in TIMES_AS:
        return _multiple(at, at + 1, TIMES_AS[low]) if tokens.low[at + 1] in _COMPARISON else None
    if low in GROWTH:
        return _read_growth(tokens, at, GROWTH[low])
    return None


def _multiple(first: int, after: int, value: Decimal, change: Change = Change.NONE) -> Draft:
    return Draft(first, after, value, kind=FigureKind.MULTIPLE, change=change, multiplier=value)


def _read_growth(tokens: Tokens, at: int, value: Decimal) -> Draft | None:
    """E.g. "doubled" is a change; "double the rate" compares; "double room", "a double" and "double as" are neither."""
    low, before, following = tokens.low[at], tokens.low[at - 1], tokens.low[at + 1]
    if following in HYPHENS or following == "as" or following in _NO_GROWTH_AFTER:
        return None
    if low.endswith(("ed", "ing")) or (low.endswith("es") and before not in _BEFORE_PAIRS):
        return _multiple(at, at + 1, value, Change.INCREASE)
    if following in _COMPARED_TO:
        return _multiple(at, at + 1, value, Change.INCREASE if before in _BEFORE_VERB else Change.NONE)
    if low.endswith("e") and (before in _BEFORE_VERB or before in {"nearly", "almost", "than", "about"}):
        return _multiple(at, at + 1, value, Change.INCREASE)
    return None


def as_multiple(tokens: Tokens, draft: Draft) -> bool:
    """Turn a number followed by "-fold", "times as many" or "x" into a factor; "three times" alone is a count."""
    if draft.unit is not None or draft.kind is not FigureKind.COUNT:
        return False
    low, at = tokens.low, draft.after
    hyphen = low[at] in HYPHENS and tokens.glued(at)
    word = at + 1 if hyphen else at
    if low[word] in {"fold", "folds"}:
        return _become_multiple(draft, word + 1)
    if low[word] in {"times", "time"} and not hyphen and (_compares(tokens, word + 1) or _grows(tokens, draft.first)):
        return _become_multiple(draft, word + 1)
    if low[word] in {"x", "×"} and tokens.glued(word) and not tokens.glued(word + 1):
        return _become_multiple(draft, word + 1)
    return False


def _grows(tokens: Tokens, at: int) -> bool:
    """Whether a verb of change leads to the number: "increase by over 2.5 times", "grew nearly five times"."""
    at -= 1
    while tokens.low[at] in _HEDGES:
        at -= 1
    is_earlier = tokens.low[at] == "from" and tokens.low[at - 1] in {"up", "down"}
    return is_earlier or tokens.low[at] == "by" or tokens.low[at] in INTRANSITIVE


def _compares(tokens: Tokens, at: int) -> bool:
    return tokens.low[at] in _COMPARISON or (tokens.low[at].endswith("er") and tokens.low[at + 1] == "than")


def _become_multiple(draft: Draft, after: int) -> bool:
    draft.kind, draft.after, draft.multiplier = FigureKind.MULTIPLE, after, draft.value
    return True
