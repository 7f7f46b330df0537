"""Changes whose verb stands with another number: "fell 7% in April and 9% in May", "from $1.1bn to $1.4bn, or 27%"."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.figures.change_lexicon import DIRECTIONS, NOUNS, VERBS
from pipeline.extract.figures.drafts import Draft
from pipeline.extract.figures.tokens import Tokens
from pipeline.extract.figures.word_classes import STOP
from pipeline.extract.figures.words import words
from schemas.figure import Change, FigureKind

_BREAKS = words(". ; : ! ? that which who but because while whereas although short win wins won winning beat beats")
_BY_REACH = 14
_RETOLD = {("or",), (",", "or"), ("(",), (",", "or", "about"), ("or", "about"), ("(", "about")}
_LINKS = words(", and or then the a in on for at by & but of its to")
_JOINTS = frozenset({",", "and", "or", "then"})
_LONGEST_GAP = 10
_NO_CHANGE_BEFORE = words("of above below over under share stake chance")
_LEVELS_BACK = 2


def verb_before(tokens: Tokens, at: int) -> Change:
    """The last verb or noun of change in the clause before "by" or an adverb: "increase air defences fourfold"."""
    for back in range(at - 1, max(tokens.first, at - _BY_REACH) - 1, -1):
        word = tokens.low[back]
        if word in _BREAKS and not (word == "that" and tokens.low[back - 1] in VERBS):
            return Change.NONE
        if word in VERBS:
            return VERBS[word]
        if word in NOUNS:
            return NOUNS[word]
        if word in DIRECTIONS and back == at - 1:
            return DIRECTIONS[word]
    return Change.NONE


def inherited(tokens: Tokens, draft: Draft, hedge: int, drafts: Sequence[Draft]) -> Change:
    """The change that an earlier number states for this one too, if one does."""
    if not drafts or tokens.low[draft.after] in _NO_CHANGE_BEFORE:
        return Change.NONE
    previous = drafts[-1]
    if _is_retold(tokens, draft, previous):
        if previous.change is not Change.NONE and previous.kind is not FigureKind.MULTIPLE:
            return previous.change
        return _of_move(tokens, draft, drafts)
    return _of_neighbour(tokens, draft, hedge, drafts)


def _is_retold(tokens: Tokens, draft: Draft, previous: Draft) -> bool:
    """E.g. "lost 190 points, or 0.6%": the same change told again."""
    return any(tuple(tokens.low[start : draft.first]) in _RETOLD for start in (previous.after, previous.tail))


def _of_move(tokens: Tokens, draft: Draft, drafts: Sequence[Draft]) -> Change:
    """E.g. "grew from 10 to 14 million, or 40 percent": the two levels before are what has changed."""
    if draft.kind is not FigureKind.PERCENT or len(drafts) < 2:
        return Change.NONE
    first, second = drafts[-2:]
    around = {tokens.low[first.first - 1], tokens.low[second.first - 1]}
    return verb_before(tokens, first.first - 1) if around == {"from", "to"} else Change.NONE


def _of_neighbour(tokens: Tokens, draft: Draft, hedge: int, drafts: Sequence[Draft]) -> Change:
    """E.g. "rose 5%, 3% and 2%", "the Dow rose 0.5% and the Nasdaq 0.3%": one verb, several objects of one unit.

    A level may stand between: "climbed 8% to $2.1bn and 4% to $9bn".
    """
    for earlier in drafts[: -_LEVELS_BACK - 1 : -1]:
        if earlier.unit == draft.unit and earlier.change is not Change.NONE:
            reach = drafts[-1].tail if earlier is not drafts[-1] else earlier.tail
            return earlier.change if draft.unit and _is_joined(tokens, reach, hedge) else Change.NONE
        if tokens.low[earlier.first - 1] != "to":
            return Change.NONE
    return Change.NONE


def _is_joined(tokens: Tokens, start: int, end: int) -> bool:
    """Whether only a joint, names and small words stand between, and perhaps one thing: "and revenue 4%"."""
    if end - start > _LONGEST_GAP or _JOINTS.isdisjoint(tokens.low[start:end]):
        return False
    if _is_thing(tokens, end - 1) and tokens.low[end - 2] in _JOINTS:
        end -= 1
    return all(tokens.low[at] in _LINKS or not tokens.raw[at][:1].islower() for at in range(start, end))


def _is_thing(tokens: Tokens, at: int) -> bool:
    """Whether the word may name what moved; a verb or a small word does not."""
    word = tokens.low[at]
    return word.isalpha() and word not in STOP and not word.endswith("ed")
