"""Whether a figure is itself a change, which way, and by which factor: "rose 5%", "a 400 percent increase", "rose to 5%"."""

from __future__ import annotations

from decimal import Decimal

from pipeline.extract.figures.change_lexicon import AFTER, DIRECTIONS, NOUNS, PHRASAL, VERBS
from pipeline.extract.figures.drafts import Draft
from pipeline.extract.figures.tokens import Tokens
from schemas.figure import Change, FigureKind

_SKIPPED = frozenset(
    "a an another further additional extra by just only about some roughly around nearly almost approximately more than over less as much many at "
    "least most fewer under well even up estimated total whopping massive staggering mere slight modest record to".split()
)
_BREAKS = frozenset(". ; : ! ? that which who but because while whereas although".split())
_RETOLD = {("or",), (",", "or"), ("(",), (",", "or", "about"), ("or", "about"), ("(", "about")}
_BY_REACH = 14
_NOUN_REACH = 4


def take_change(tokens: Tokens, draft: Draft, hedge: int, previous: Draft | None) -> None:
    """Set `change` and `multiplier`. `hedge` is the first token of the words that qualify the draft."""
    if draft.change is Change.NONE:
        draft.change = _direction(tokens, draft, hedge, previous)
    _take_multiplier(tokens, draft)


def _direction(tokens: Tokens, draft: Draft, hedge: int, previous: Draft | None) -> Change:
    if draft.is_signed and draft.kind is FigureKind.PERCENT and tokens.raw[draft.first] in {"+", "-", "−"}:
        return Change.INCREASE if tokens.raw[draft.first] == "+" else Change.DECREASE
    if draft.is_age:
        return Change.NONE
    for find in (_before, _after):
        change = find(tokens, draft, hedge)
        if change is not Change.NONE:
            return change
    return _inherited(tokens, draft, previous)


def _before(tokens: Tokens, draft: Draft, hedge: int) -> Change:
    """A verb, adverb or noun to the left: "rose 5%", "up 5%", "rose sharply by 5%", "an increase of 5%"."""
    at = hedge - 1
    while tokens.low[at] in {"a", "an", "another", "further", "additional", "extra", "just", "only", "even", "massive", "staggering", "whopping", "record", "modest"} or (
        tokens.low[at].endswith("ly") and len(tokens.low[at]) > 4
    ):
        at -= 1
    word = tokens.low[at]
    if word == "by":
        return _verb_before_by(tokens, at)
    if word == "of" and tokens.low[at - 1] in NOUNS:
        return NOUNS[tokens.low[at - 1]]
    if word in DIRECTIONS:
        phrasal = tokens.low[at - 1] in PHRASAL and draft.kind in {FigureKind.COUNT, FigureKind.DURATION}
        return DIRECTIONS[word] if not phrasal and _may_change(draft, word) else Change.NONE
    if word in VERBS and _may_change(draft, word):
        return VERBS[word]
    return Change.NONE


def _may_change(draft: Draft, word: str) -> bool:
    """A transitive verb before a plain count ("lost 5 men", "cut 12 holes") is no change; before a share, sum or scale it is."""
    if draft.kind in {FigureKind.PERCENT, FigureKind.MULTIPLE, FigureKind.RATIO} or draft.unit == "point" or draft.is_minor:
        return True
    if draft.kind is FigureKind.DURATION or word.startswith(("extend", "widen", "add", "lift", "raise", "boost")):
        return False
    if draft.kind is FigureKind.MONEY:
        return not word.startswith(("lose", "lost", "raise", "cut", "improv", "contract"))
    return not word.startswith(("los", "cut", "shed", "gain", "slash", "contract", "improv", "slip", "dive", "crash"))


def _verb_before_by(tokens: Tokens, at: int) -> Change:
    for back in range(at - 1, max(tokens.first, at - _BY_REACH) - 1, -1):
        word = tokens.low[back]
        if word in _BREAKS:
            return Change.NONE
        if word in VERBS:
            return VERBS[word]
        if word in NOUNS:
            return NOUNS[word]
        if word in DIRECTIONS and back == at - 1:
            return DIRECTIONS[word]
    return Change.NONE


def _after(tokens: Tokens, draft: Draft, hedge: int) -> Change:
    """A noun or comparative to the right: "a 400 percent increase", "5% higher", "a 60 basis point improvement"."""
    at = draft.after
    if draft.kind not in {FigureKind.PERCENT, FigureKind.MULTIPLE, FigureKind.MEASURE, FigureKind.MONEY}:
        return Change.NONE
    if tokens.low[at] in AFTER and draft.kind is not FigureKind.MONEY:
        if tokens.low[at + 1] == "than" and draft.kind is not FigureKind.PERCENT:
            return Change.NONE
        return AFTER[tokens.low[at]] if draft.kind is FigureKind.PERCENT or tokens.low[at] not in {"more", "off"} else Change.NONE
    for ahead in range(at, at + _NOUN_REACH):
        word = tokens.low[ahead]
        if word in NOUNS:
            return NOUNS[word]
        if not word[:1].isalpha() or word in {"of", "in", "to", "and", "the", "for", "on", "at", "from", "by", "is", "are", "was", "were", "or"}:
            return Change.NONE
    return Change.NONE


def _inherited(tokens: Tokens, draft: Draft, previous: Draft | None) -> Change:
    """ "lost 190 points, or 0.6%": the same change told again."""
    if previous is None or previous.change is Change.NONE or previous.kind is FigureKind.MULTIPLE:
        return Change.NONE
    for start in (previous.after, previous.tail):
        if tuple(tokens.low[start : draft.first]) in _RETOLD:
            return previous.change
    return Change.NONE


def _take_multiplier(tokens: Tokens, draft: Draft) -> None:
    if draft.value is None or draft.unit != "percent":
        return
    share = abs(draft.value) / 100
    if draft.change is Change.INCREASE:
        draft.multiplier = 1 + share
    elif draft.change is Change.DECREASE and share <= 1:
        draft.multiplier = 1 - share
    elif draft.value > 100 and tokens.low[draft.after] == "of":
        draft.multiplier = Decimal(share)
