"""Whether a figure is itself a change, which way, and by which factor.

"rose 5%", "a 400 percent increase", "rose to 5%".
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pipeline.extract.figures.change_lexicon import (
    AFTER,
    BEFORE_ADVERB,
    DIRECTIONS,
    GUESSES,
    INTRANSITIVE,
    LEVELS,
    NOUNS,
    PHRASAL,
    TRAVEL,
    VERBS,
)
from pipeline.extract.figures.coordination import inherited, verb_before
from pipeline.extract.figures.drafts import Draft
from pipeline.extract.figures.money_lexicon import SYMBOLS
from pipeline.extract.figures.tokens import Tokens
from pipeline.extract.figures.word_classes import DETERMINERS, STOP
from pipeline.extract.figures.words import words
from pipeline.units import dimension_of
from schemas.figure import Change, FigureKind

_SKIPPED = words(
    """
    a an another further additional extra just only even massive staggering whopping record modest back again
    annualised annualized adjusted net sharp steep average cumulative solid robust strong
    """
)
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
_AFTER_PRICE = frozenset({"at", "on", "in", "to", "for", "by", ",", ".", "and", ""})
"""E.g. "54 cents lower at $71": before these it is no comparison."""
_SUMMARY = frozenset({"average", "total", "mean", "median", "combined"})
"""E.g. "up by an average of 6%": these stand between the change and its number."""
_SHY = frozenset({"short", "shy"})
_PRONOUNS = frozenset({"him", "her", "us", "me", "you"})
_OBJECT_REACH = 5
_NOUN_REACH = 4


def take_change(tokens: Tokens, draft: Draft, hedge: int, drafts: Sequence[Draft]) -> None:
    """Set `change` and `multiplier`.

    `hedge` is the first token of the words that qualify the draft, `drafts` are the earlier ones of the sentence.
    """
    if draft.change is Change.NONE:
        draft.change = _direction(tokens, draft, hedge, drafts)
    if drafts and drafts[-1].change is Change.NONE and tokens.low[drafts[-1].after : draft.first] == [",", "or"]:
        drafts[-1].change = _comparative(tokens, draft)
    _take_multiplier(tokens, draft)


def _direction(tokens: Tokens, draft: Draft, hedge: int, drafts: Sequence[Draft]) -> Change:
    if draft.is_signed and draft.kind is FigureKind.PERCENT:
        return Change.INCREASE if tokens.raw[draft.first] == "+" else Change.DECREASE
    if draft.is_age or draft.is_rival:
        return Change.NONE
    for change in (_comparative(tokens, draft), _before(tokens, draft, hedge), _noun_after(tokens, draft)):
        if change is not Change.NONE:
            return change
    return inherited(tokens, draft, hedge, drafts)


def _before(tokens: Tokens, draft: Draft, hedge: int) -> Change:
    """A verb, adverb or noun to the left: "rose 5%", "up 5%", "rose sharply by 5%", "an increase of 5%"."""
    if hedge < draft.first and _is_crossed(tokens, hedge):
        return Change.NONE
    at = hedge - 2 if tokens.low[hedge - 1] == "between" else hedge - 1
    while tokens.low[at] in _SKIPPED or (tokens.low[at].endswith("ly") and len(tokens.low[at]) > 4):
        at -= 1
    if tokens.low[at] == "of" and tokens.low[at - 1] in _SUMMARY and tokens.low[at - 2] in {"a", "an"}:
        at -= 3
    word = tokens.low[at]
    if word == "by" or _is_adverbial_fold(tokens, draft, hedge):
        return verb_before(tokens, at if word == "by" else hedge)
    if word == "on" and tokens.low[at - 1] in {"put", "puts", "putting"}:
        return Change.INCREASE if draft.kind is FigureKind.PERCENT or draft.unit == "point" else Change.NONE
    if word == "of":
        return NOUNS.get(tokens.low[at - 1], Change.NONE)
    if word in DIRECTIONS:
        return DIRECTIONS[word] if _is_adverb(tokens, draft, at) and _may_change(draft, word) else Change.NONE
    if word in VERBS:
        moves = _may_change(draft, word) or _reaches_level(tokens, draft)
        return VERBS[word] if moves and tokens.low[draft.tail] not in _SHY else Change.NONE
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
    if before in _PRONOUNS:
        return False
    if draft.kind in {FigureKind.COUNT, FigureKind.DURATION}:
        return before in BEFORE_ADVERB or not before[:1].isalnum()
    return before not in PHRASAL


def _may_change(draft: Draft, word: str) -> bool:
    """Whether the number right after the verb can be the change: a share always, a count seldom ("lost 5 men")."""
    if draft.unit == "point":
        return not word.startswith("add") or draft.value != int(draft.value or 0)
    if draft.kind in {FigureKind.PERCENT, FigureKind.MULTIPLE, FigureKind.RATIO} or draft.is_minor:
        return True
    if draft.kind is FigureKind.DURATION:
        return False
    if draft.kind is FigureKind.COUNT:
        if word.startswith("drop"):
            return draft.counted is None or draft.counted in _MOVES
        return word in INTRANSITIVE or word in DIRECTIONS
    if word.startswith(TRAVEL) and dimension_of(draft.unit or "") == "length":
        return False
    return not word.startswith(_TRANSITIVE)


def _reaches_level(tokens: Tokens, draft: Draft) -> bool:
    """Whether a share or a level follows money, which makes it the move of a price: "added $115, or 1%, to $9,655"."""
    low, at = tokens.low, draft.after
    if draft.kind is not FigureKind.MONEY:
        return False
    if low[at : at + 2] == [",", "or"] or low[at] == "(":
        share = at + 2 if low[at] == "," else at + 1
        return low[share][:1].isdigit() and low[share + 1] in {"%", "percent", "per", "pc"}
    return low[at] == "to" and (tokens.raw[at + 1] in SYMBOLS or low[at + 1][:1].isdigit())


def _comparative(tokens: Tokens, draft: Draft) -> Change:
    """E.g. "5% higher", "15% fewer crimes", "4 cents, or 2%, higher".

    The word right after. With "than" after a measure, or before a forecast, it is a difference, not a change.
    """
    at = draft.after
    if tokens.low[at] == "," and tokens.low[draft.first - 1] == "or":
        at += 1
    word, following = tokens.low[at], tokens.low[at + 1]
    is_share = draft.kind is FigureKind.PERCENT or draft.unit == "point"
    is_price = draft.kind is FigureKind.MONEY and word in {"higher", "lower"} and following in _AFTER_PRICE
    if not (is_share or is_price) or word not in AFTER or following in {"payment", "payments", "front"}:
        return Change.NONE
    return Change.NONE if following == "than" and tokens.low[at + 2] in GUESSES else AFTER[word]


def _noun_after(tokens: Tokens, draft: Draft) -> Change:
    """A noun to the right: "a 400 percent increase", "43 per cent emissions reduction"."""
    if draft.kind not in {FigureKind.PERCENT, FigureKind.MULTIPLE, FigureKind.MEASURE, FigureKind.MONEY}:
        return Change.NONE
    for at in range(draft.after, draft.after + _NOUN_REACH):
        word = tokens.low[at]
        if word in NOUNS:
            following = tokens.low[at + 1]
            is_verb = word == "cut" and following.isalpha() and following not in STOP
            return Change.NONE if is_verb else NOUNS[word]
        if not word[:1].isalpha() or (word in STOP and word != "pay"):
            return Change.NONE
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
