"""Whether a figure is itself a change, which way, and by which factor.

"rose 5%", "a 400 percent increase", "rose to 5%".
"""

from __future__ import annotations

from decimal import Decimal

from pipeline.extract.figures.change_lexicon import (
    AFTER,
    BEFORE_ADVERB,
    DIRECTIONS,
    INTRANSITIVE,
    LEVELS,
    NOUNS,
    PHRASAL,
    VERBS,
)
from pipeline.extract.figures.drafts import Draft
from pipeline.extract.figures.tokens import Tokens
from pipeline.extract.figures.word_classes import DETERMINERS, STOP
from pipeline.extract.figures.words import words
from schemas.figure import Change, FigureKind

_SKIPPED = words(
    """
    a an another further additional extra just only even massive staggering whopping record modest
    """
)
_BREAKS = words(". ; : ! ? that which who but because while whereas although")
_TRANSITIVE = (
    "los",
    "rais",
    "cut",
    "improv",
    "contract",
    "extend",
    "widen",
    "add",
    "lift",
    "boost",
    "shed",
    "slash",
    "gain",
)
_MOVES = words("point spot place position rank seat notch spots places positions ranks seats notches")
"""What somebody falls or climbs by: "dropped four places", but not "dropped four bombs"."""
_SHY = frozenset({"short", "shy"})
_OBJECT_REACH = 5
_RETOLD = {("or",), (",", "or"), ("(",), (",", "or", "about"), ("or", "about"), ("(", "about")}
_BY_REACH = 14
_NOUN_REACH = 4


def take_change(tokens: Tokens, draft: Draft, hedge: int, previous: Draft | None) -> None:
    """Set `change` and `multiplier`. `hedge` is the first token of the words that qualify the draft."""
    if draft.change is Change.NONE:
        draft.change = _direction(tokens, draft, hedge, previous)
    _take_multiplier(tokens, draft)


def _direction(tokens: Tokens, draft: Draft, hedge: int, previous: Draft | None) -> Change:
    if draft.is_signed and draft.kind is FigureKind.PERCENT:
        return Change.INCREASE if tokens.raw[draft.first] == "+" else Change.DECREASE
    if draft.is_age:
        return Change.NONE
    for change in (_comparative(tokens, draft), _before(tokens, draft, hedge), _noun_after(tokens, draft)):
        if change is not Change.NONE:
            return change
    return _inherited(tokens, draft, previous)


def _before(tokens: Tokens, draft: Draft, hedge: int) -> Change:
    """A verb, adverb or noun to the left: "rose 5%", "up 5%", "rose sharply by 5%", "an increase of 5%"."""
    if hedge < draft.first and _is_crossed(tokens, hedge):
        return Change.NONE
    at = hedge - 1
    while tokens.low[at] in _SKIPPED or (tokens.low[at].endswith("ly") and len(tokens.low[at]) > 4):
        at -= 1
    word = tokens.low[at]
    if word == "by" or _is_adverbial_fold(tokens, draft, hedge):
        return _verb_before(tokens, at)
    if word == "of":
        return NOUNS.get(tokens.low[at - 1], Change.NONE)
    if word in DIRECTIONS:
        return DIRECTIONS[word] if _is_adverb(tokens, draft, at) and _may_change(draft, word) else Change.NONE
    if word in VERBS:
        return VERBS[word] if _may_change(draft, word) and tokens.low[draft.tail] not in _SHY else Change.NONE
    return _verb_of_object(tokens, draft, at)


def _is_crossed(tokens: Tokens, hedge: int) -> bool:
    """Whether a hedge names a level that was crossed ("fell below 30%"); "rose under 4%" tells by how little."""
    return tokens.low[hedge] in LEVELS and not (
        tokens.low[hedge] == "under" and VERBS.get(tokens.low[hedge - 1]) is Change.INCREASE
    )


def _verb_of_object(tokens: Tokens, draft: Draft, at: int) -> Change:
    """E.g. "increasing the deficit 5 percent", "cut its main rate 25 basis points": a verb, what it moves, how far."""
    if draft.kind is not FigureKind.PERCENT or tokens.low[draft.after] == "of":
        return Change.NONE
    for back in range(at, at - _OBJECT_REACH, -1):
        word = tokens.low[back]
        if word in DETERMINERS or word in {"a", "an"}:
            return VERBS.get(tokens.low[back - 1], Change.NONE)
        if not word.isalpha() or word in STOP:
            return Change.NONE
    return Change.NONE


def _is_adverbial_fold(tokens: Tokens, draft: Draft, hedge: int) -> bool:
    """Whether the draft is a fold that says how something grew, not one that goes with a noun ("fivefold target")."""
    before = tokens.low[hedge - 1]
    return tokens.low[draft.after - 1].endswith("fold") and before not in DETERMINERS and before not in {"a", "an"}


def _is_adverb(tokens: Tokens, draft: Draft, at: int) -> bool:
    """Whether "up" says a change ("sales were up 500") and is not a particle ("gave up 517 yards", "made up 21%")."""
    before = tokens.low[at - 1]
    if draft.kind in {FigureKind.COUNT, FigureKind.DURATION}:
        return before in BEFORE_ADVERB or not before[:1].isalpha()
    return before not in PHRASAL


def _may_change(draft: Draft, word: str) -> bool:
    """Whether the number right after the verb can be the change: a share always, a count seldom ("lost 5 men")."""
    if draft.unit == "point":
        return not word.startswith("add")
    if draft.kind in {FigureKind.PERCENT, FigureKind.MULTIPLE, FigureKind.RATIO} or draft.is_minor:
        return True
    if draft.kind is FigureKind.DURATION:
        return False
    if draft.kind is FigureKind.COUNT:
        if word.startswith("drop"):
            return draft.counted is None or draft.counted in _MOVES
        return word in INTRANSITIVE or word in DIRECTIONS
    return not word.startswith(_TRANSITIVE)


def _verb_before(tokens: Tokens, at: int) -> Change:
    """The last verb or noun of change in the clause before "by" or an adverb: "increase air defences fourfold"."""
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


def _comparative(tokens: Tokens, draft: Draft) -> Change:
    """E.g. "5% higher", "15% fewer crimes".

    The word right after. With "than" after a measure it is a difference, not a change.
    """
    word, following = tokens.low[draft.after], tokens.low[draft.after + 1]
    if draft.kind is not FigureKind.PERCENT or word not in AFTER or following in {"payment", "payments", "front"}:
        return Change.NONE
    return AFTER[word]


def _noun_after(tokens: Tokens, draft: Draft) -> Change:
    """A noun to the right: "a 400 percent increase", "43 per cent emissions reduction"."""
    if draft.kind not in {FigureKind.PERCENT, FigureKind.MULTIPLE, FigureKind.MEASURE, FigureKind.MONEY}:
        return Change.NONE
    for at in range(draft.after, draft.after + _NOUN_REACH):
        word = tokens.low[at]
        if word in NOUNS:
            return NOUNS[word]
        if not word[:1].isalpha() or word in STOP:
            return Change.NONE
    return Change.NONE


def _inherited(tokens: Tokens, draft: Draft, previous: Draft | None) -> Change:
    """E.g. "lost 190 points, or 0.6%": the same change told again."""
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
