"""Fractions in words: "two-thirds", "a quarter", "half a million", "two and a half million", "3 million and a half"."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import gcd

from pipeline.extract.figures.number import Number, exact, with_scale
from pipeline.extract.figures.number_lexicon import DENOMINATORS, HYPHENS, SCALES, SMALL
from pipeline.extract.figures.scales import scale_after
from pipeline.extract.figures.tokens import Tokens
from pipeline.extract.figures.words import words

_ONE = frozenset({"a", "an", "one", "1"})
_AFTER_SHARE = words("of in a more less fewer as the by to since from on said are were have and or")
_POINTS = frozenset({"point", "percentage", "percent"})
_ADDED = frozenset({"half", "third", "quarter", "fifth", "fourth"})


def read_share(tokens: Tokens, at: int) -> Number | None:
    """The fraction that begins at token `at`, or None."""
    low = tokens.low
    if low[at] in {"half", "quarter"}:
        return _part_of_scale(tokens, at)
    if low[at] not in SMALL and low[at] not in {"a", "an"}:
        return None
    below = at + 2 if low[at + 1] in HYPHENS and tokens.glued(at + 1) else at + 1
    denominator = DENOMINATORS.get(low[below])
    numerator = int(SMALL.get(low[at], Decimal(1)))
    if denominator is None or gcd(numerator, denominator) != 1 or not _is_share(tokens, at, below):
        return None
    number = Number(at, below + 1, exact(Fraction(numerator, denominator)), is_ratio=True, is_words=True)
    return _of_scale(tokens, number)


def _is_share(tokens: Tokens, at: int, below: int) -> bool:
    """Whether "a third" is one part of three, not the next in a row ("a third man"); the number above must agree."""
    word, following = tokens.low[below], tokens.low[below + 1]
    is_one = tokens.low[at] in _ONE
    if _is_of_point(tokens, below + 1) and (is_one or below == at + 2):
        return True
    if is_one == (word.endswith("s") and word != "halves"):
        return False
    if not is_one or below == at + 2:
        return True
    if following in HYPHENS and tokens.glued(below + 1):
        return False
    return following in _AFTER_SHARE or following in SCALES or not following[:1].isalnum()


def _part_of_scale(tokens: Tokens, at: int) -> Number | None:
    """E.g. "half a million", "half-million", "quarter of a million", "half a dozen"; a bare "half" is a ratio."""
    part = exact(Fraction(1, DENOMINATORS[tokens.low[at]]))
    number = _of_scale(tokens, Number(at, at + 1, part, is_ratio=True, is_words=True))
    return number if number.scale != 1 or tokens.low[at] == "half" or _is_of_point(tokens, at + 1) else None


def _is_of_point(tokens: Tokens, at: int) -> bool:
    """Whether "point", "-point", "percentage point" or "of a percentage point" follows."""
    low = tokens.low
    if low[at : at + 2] == ["of", "a"]:
        return low[at + 2] in {"percentage", "percent"}
    if low[at] in HYPHENS and tokens.glued(at):
        at += 1
    return low[at] in _POINTS and low[at + 1] != "guard"


def _of_scale(tokens: Tokens, number: Number) -> Number:
    """Take in the scale of which there is a part: "of a million", "a million", "-million"."""
    low, at = tokens.low, number.after
    if low[at] == "of" and low[at + 1] in _ONE:
        at += 1
    if low[at] in _ONE or (low[at] in HYPHENS and tokens.glued(at)):
        at += 1
    scale = SCALES.get(low[at])
    if scale is None:
        return number
    return with_scale(tokens, replace(number, after=at + 1, value=number.value * scale, scale=scale, is_ratio=False))


def add_part(tokens: Tokens, number: Number) -> Number:
    """Add "and a half": to the number itself, or to its scale ("3 million and a half")."""
    low, at = tokens.low, number.after + 1
    if low[number.after] in HYPHENS and low[at] == "and" and low[at + 1] in HYPHENS:
        return _add_hyphened(tokens, number)
    if low[number.after] != "and" or number.is_ratio:
        return number
    if number.scale == 1 and number.is_words and low[at] in SMALL and number.value < 100:
        return _add_share(tokens, number, at)
    if low[at] not in _ONE or low[at + 1] not in _ADDED or low[at + 2] == "of":
        return number
    part = exact(Fraction(1, DENOMINATORS[low[at + 1]]))
    added = replace(number, after=at + 2, is_plain=False)
    if number.scale == 1:
        return with_scale(tokens, replace(added, value=number.value + part))
    smaller = scale_after(tokens, number.first, at + 2)
    if smaller is not None:
        return replace(added, after=smaller.after, value=number.value + part * smaller.factor)
    return replace(added, value=number.value + part * number.scale)


def _add_hyphened(tokens: Tokens, number: Number) -> Number:
    """E.g. "two-and-a-half-year"."""
    article, part = number.after + 3, number.after + 5
    if tokens.low[article] not in _ONE or tokens.low[part] not in _ADDED or number.scale != 1:
        return number
    return replace(number, after=part + 1, value=number.value + exact(Fraction(1, DENOMINATORS[tokens.low[part]])))


def _add_share(tokens: Tokens, number: Number, at: int) -> Number:
    """E.g. "two and three quarters"."""
    part = read_share(tokens, at)
    if part is None or not part.is_ratio or tokens.low[part.after] == "of":
        return number
    return with_scale(tokens, replace(number, after=part.after, value=number.value + part.value))
