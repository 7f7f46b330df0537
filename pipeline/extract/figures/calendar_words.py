"""Numbers that belong to a date, a year or a time of day. Dates have annotations of their own."""

from __future__ import annotations

from pipeline.extract.figures.drafts import Draft
from pipeline.extract.figures.number_lexicon import DASHES, SMALL
from pipeline.extract.figures.tokens import Tokens
from pipeline.extract.figures.word_classes import is_plural
from pipeline.extract.figures.words import words

MONTHS = words(
    """
    january february march april may june july august september october november december jan feb mar apr jun jul
    aug sept sep oct nov dec
    """
)
_CLOCK = words("am pm o'clock gmt utc bst est edt cet cest ist pst pdt")
_PARTS_OF_DAY = words("morning afternoon evening")
_BEFORE_HOUR = words("at by after before until till from around about past")
_HOURS = 12
_MINUTES = words("5 10 20 25 five ten twenty")
_ERAS = frozenset({"ad", "bc", "bce", "ce"})
_LAST_YEAR = 10_000
_HEDGES = words(
    """
    about some nearly almost roughly approximately around than least most over exceeding another estimated below above
    """
)
_AMOUNTS_OF = words(
    """
    average total number maximum minimum sum price cost value toll crowd population out
    """
)
_BEFORE_OLD_YEAR = words("year ad in since until by from between before after of circa")
_YEAR_BEFORE_PLURAL = words(
    """
    in since of by from until till to before after during between and the early late mid circa spring summer autumn
    fall winter through fy for this its his their her a end beginning start year back as
    """
)
_NAMED_BY_YEAR = words("elections olympics games paralympics series championships")


def is_date_or_time(tokens: Tokens, draft: Draft) -> bool:
    """Whether a bare number is a day of a month, a year or an hour."""
    return _is_hour(tokens, draft) or _is_day(tokens, draft) or _is_year(tokens, draft)


def _is_hour(tokens: Tokens, draft: Draft) -> bool:
    """E.g. "2 p.m.", "11.30am", "five o'clock", "0900 GMT", "10 in the morning", "20 past 3"."""
    low, at = tokens.low, draft.after
    if low[at : at + 2] == ["in", "the"] and low[at + 2] in _PARTS_OF_DAY and draft.value is not None:
        return draft.value <= _HOURS and low[draft.first - 1] in _BEFORE_HOUR
    if low[at] == "past" and _is_of_clock(tokens, at + 1):
        return True
    if low[draft.first - 1] == "past" and low[draft.first - 2] in {"half", "quarter", *_MINUTES}:
        return _is_of_clock(tokens, draft.first)
    return low[at] in _CLOCK or (low[at] in {"a", "p"} and tokens.raw[at + 1] == "." and low[at + 2] == "m")


def _is_of_clock(tokens: Tokens, at: int) -> bool:
    """Whether an hour stands at the token, and nothing is counted after it: "20 past 3", "half past ten"."""
    word = tokens.low[at]
    is_hour = 0 < SMALL.get(word, 0) <= _HOURS or (word.isdigit() and len(word) <= 2 and 0 < int(word) <= _HOURS)
    return is_hour and not is_plural(tokens.low[at + 1])


def _is_day(tokens: Tokens, draft: Draft) -> bool:
    """E.g. "June 9", "9 June", "9 of June", "Oct. 31", "9-12 June", "9 and 10 June"."""
    if draft.value is None or draft.value > 31 or draft.value < 1 or draft.is_words:
        return False
    before = draft.first - 2 if tokens.raw[draft.first - 1] == "." else draft.first - 1
    after = draft.after + 1 if tokens.low[draft.after] == "of" else draft.after
    return any(_is_month(tokens, at) for at in (before, after, _over_second_day(tokens, draft.after)))


def _over_second_day(tokens: Tokens, at: int) -> int:
    joined = tokens.raw[at] in DASHES or tokens.low[at] in {"and", "to"}
    return at + 2 if joined and tokens.raw[at + 1].isdigit() else 0


def _is_month(tokens: Tokens, at: int) -> bool:
    return tokens.low[at] in MONTHS and (
        tokens.raw[at][:1].isupper() or tokens.low[at] not in {"may", "march", "mar", "sep", "dec", "jan"}
    )


def _is_year(tokens: Tokens, draft: Draft) -> bool:
    """Four bare digits up to 2100, unless a hedge, an amount or a plain plural beside them says that they count."""
    if draft.is_plain and tokens.low[draft.after] in _ERAS and draft.value is not None and draft.value < _LAST_YEAR:
        return True
    if (
        not draft.is_plain
        or draft.value is None
        or tokens.end[draft.first] - tokens.start[draft.first] != 4
        or not 1000 <= draft.value <= 2100
    ):
        return False
    before, following = tokens.low[draft.first - 1], tokens.low[draft.after]
    if _is_month(tokens, draft.first - 1):
        return True
    if before in _HEDGES or (before == "of" and tokens.low[draft.first - 2] in _AMOUNTS_OF):
        return False
    if before == "to" and tokens.raw[draft.first - 2].isdigit() and len(tokens.raw[draft.first - 2]) == 4:
        return not is_plural(following)
    if draft.value < 1800:
        return before in _BEFORE_OLD_YEAR and not is_plural(following)
    return not is_plural(following) or before in _YEAR_BEFORE_PLURAL or following in _NAMED_BY_YEAR
