"""Reading one number at a token: digits, words, mixed notation, fractions and vague plurals; no unit, no context."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from pipeline.extract.figures.digits import read_digits
from pipeline.extract.figures.number import Number, exact, with_scale
from pipeline.extract.figures.number_lexicon import DENOMINATORS, GLYPHS, HYPHENS, ONES, SCALES, SMALL, TENS, VAGUE
from pipeline.extract.figures.shares import add_part, read_share
from pipeline.extract.figures.tokens import Tokens

_WITHIN_THOUSAND = frozenset({"hundred", "dozen"})
_DIGITS_AFTER_POINT = 6


def read_number(tokens: Tokens, at: int) -> Number | None:
    """The longest number that begins at token `at`, or None."""
    low = tokens.low[at]
    if not low:
        return None
    if low[0].isdigit() or (low[0] == "." and len(low) > 1):
        return read_digits(tokens, at)
    if low in GLYPHS:
        return with_scale(tokens, Number(at, at + 1, exact(GLYPHS[low]), is_ratio=True))
    return read_share(tokens, at) or _read_vague(tokens, at) or _read_words(tokens, at)


def _read_vague(tokens: Tokens, at: int) -> Number | None:
    """The least that "dozens", "tens of thousands", "several hundred" or "a few thousand" can mean."""
    low = tokens.low
    few = at + 1 if low[at] == "a" and low[at + 1] == "few" else at
    if low[few] in {"several", "few"} and low[few + 1] in SCALES:
        return _several(tokens, at, few + 1)
    if low[at] == "couple" and low[at + 1] == "of" and low[at + 2] in SCALES:
        couple = _several(tokens, at, at + 2)
        return replace(couple, value=2 * couple.value)
    if low[at] not in VAGUE or (low[at] in {"tens", "scores"} and low[at + 1] != "of"):
        return None
    value, after = VAGUE[low[at]], at + 1
    while low[after] == "of" and low[after + 1] in VAGUE and value < SCALES["trillion"]:
        value, after = value * VAGUE[low[after + 1]], after + 2
    return Number(at, after, value, scale=value, is_vague=True, is_words=True)


def _several(tokens: Tokens, first: int, at: int) -> Number:
    value = Decimal(1)
    while tokens.low[at] in SCALES and value < SCALES["trillion"]:
        value, at = value * SCALES[tokens.low[at]], at + 1
    return Number(first, at, value, scale=value, is_vague=True, is_words=True)


def _read_words(tokens: Tokens, at: int) -> Number | None:
    """E.g. "six", "twenty-one", "a hundred and sixteen", "two and a half million", "a dozen"."""
    low = tokens.low
    if low[at] in {"a", "an"}:
        return add_part(tokens, _sum_words(tokens, at, at + 1, Decimal(1))) if low[at + 1] in SCALES else None
    if low[at] not in SMALL and low[at] != "dozen":
        return None
    return add_part(tokens, _after_point(tokens, _sum_words(tokens, at, at, Decimal(0))))


def _sum_words(tokens: Tokens, first: int, at: int, group: Decimal) -> Number:
    """Sum number words from `at`: small ones add to the group, a hundred multiplies it, larger scales close it.

    `room` is what the next small word must stay below, `limit` what the next scale must.
    """
    total, scale, limit = Decimal(0), Decimal(1), Decimal(10**18)
    room = Decimal(0) if group else Decimal(1000)
    while True:
        word = tokens.low[at]
        if word in SMALL and SMALL[word] < room:
            group, room = group + SMALL[word], Decimal(10) if word in TENS else Decimal(0)
        elif word in _WITHIN_THOUSAND and group < 100:
            group, room, scale = (group or 1) * SCALES[word], Decimal(100), SCALES[word]
        elif word in SCALES and word not in _WITHIN_THOUSAND and SCALES[word] < limit:
            limit = scale = SCALES[word]
            total, group, room = total + (group or 1) * limit, Decimal(0), Decimal(1000)
        else:
            return Number(first, at, total + group, scale=scale, is_words=True)
        at = _over_joint(tokens, at + 1, room)


def _over_joint(tokens: Tokens, at: int, room: Decimal) -> int:
    """Step over a hyphen, or over an "and" after a scale, that leads on to another number word."""
    low, following = tokens.low, tokens.low[at + 1]
    fits = following in SMALL and SMALL[following] < room
    if low[at] in HYPHENS and tokens.glued(at):
        return at + 1 if fits or following in SCALES else at
    is_sum = low[at] == "and" and low[at - 1] in SCALES and fits and low[at + 2] not in DENOMINATORS
    return at + 1 if is_sum else at


def _after_point(tokens: Tokens, number: Number) -> Number:
    """E.g. "two point five", "nine point nought four"."""
    low, at = tokens.low, number.after + 1
    digits = ""
    while low[number.after] == "point" and low[at] in ONES and len(digits) < _DIGITS_AFTER_POINT:
        digits, at = f"{digits}{ONES[low[at]]}", at + 1
    if not digits:
        return number
    return with_scale(tokens, replace(number, after=at, value=number.value + Decimal(f"0.{digits}")))
