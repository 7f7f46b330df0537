"""Reading one number at a token: digits, words, mixed notation, fractions and vague plurals.

Knows nothing of units or context.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import gcd

from pipeline.extract.figures.number_lexicon import DENOMINATORS, GLYPHS, HYPHENS, MINUSES, SCALES, SMALL, VAGUE
from pipeline.extract.figures.scales import scale_after
from pipeline.extract.figures.tokens import Tokens
from pipeline.extract.figures.words import words

MAX_DIGITS = 30
"""Longer runs of digits are codes; no quantity of the news needs them."""


@dataclass(slots=True)
class Number:
    """A number at tokens [first, after). A vague plural has `is_vague` and `value` is then the least it can mean."""

    first: int
    after: int
    value: Decimal
    is_vague: bool = False
    is_ratio: bool = False
    is_plain: bool = False
    """A bare integer in digits, without separators, scale or fraction: the only kind that may be a year or a name."""
    is_words: bool = False
    has_scale: bool = False


def exact(value: Fraction) -> Decimal:
    """A fraction as a decimal, to 28 digits."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def read_number(tokens: Tokens, at: int) -> Number | None:
    """The longest number that begins at token `at`, or None."""
    low = tokens.low[at]
    if not low:
        return None
    if low[0].isdigit() or (low[0] == "." and len(low) > 1):
        return _read_digits(tokens, at)
    if low in GLYPHS:
        return _with_scale(tokens, Number(at, at + 1, exact(GLYPHS[low]), is_ratio=True))
    return _read_fraction(tokens, at) or _read_vague(tokens, at) or _read_words(tokens, at)


def literal(raw: str) -> Decimal | None:
    """The value of a run of digits with separators; a single comma before one or two last digits is a decimal comma."""
    if len(raw) > 2 * MAX_DIGITS or not raw.isascii() or sum(map(str.isdigit, raw)) > MAX_DIGITS:
        return None
    head, comma, tail = raw.rpartition(",")
    if comma and len(tail) < 3:
        return Decimal(f"{head.replace('.', '').replace(',', '')}.{tail}")
    if raw.count(".") > 1:
        return Decimal(raw.replace(".", ""))
    return Decimal(raw.replace(",", ""))


def _read_digits(tokens: Tokens, at: int) -> Number | None:
    value = literal(tokens.raw[at])
    if value is None:
        return None
    plain = tokens.raw[at].isdigit()
    number = Number(at, at + 1, value, is_plain=plain)
    if plain:
        number = _spaced_groups(tokens, _plus_fraction(tokens, number))
    return _and_part(tokens, _with_scale(tokens, _times_power(tokens, number)))


def _times_power(tokens: Tokens, number: Number) -> Number:
    """Scientific notation: "1.99×10−30", "1.5 x 10^6", "12.3e14"."""
    raw, at = tokens.raw, number.after
    if raw[at] in {"e", "E"} and tokens.glued(at):
        first = at + 1
    elif raw[at] in {"×", "x"} and raw[at + 1] == "10" and raw[at + 2] in _POWER_SIGNS and tokens.glued(at + 2):
        first = at + 2
    else:
        return number
    signs = 0
    while raw[first + signs] in _POWER_SIGNS and signs < 2:
        signs += 1
    exponent = raw[first + signs]
    if not (exponent.isascii() and exponent.isdigit() and len(exponent) < 3 and tokens.glued(first + signs)):
        return number
    power = -int(exponent) if raw[first + signs - 1] in MINUSES else int(exponent)
    return Number(number.first, first + signs + 1, number.value.scaleb(power))


_POWER_SIGNS = frozenset({"^", "+", "-", "−", "–"})


def _spaced_groups(tokens: Tokens, number: Number) -> Number:
    """Join "40 000" and "1 234 567".

    Groups of exactly three digits, one blank apart, the first no longer than three.
    """
    at, digits = number.first, tokens.raw[number.first]
    if len(digits) > 3 or digits[0] == "0" or number.after != at + 1:
        return number
    last = at + 1
    while len(tokens.raw[last]) == 3 and tokens.raw[last].isdigit() and tokens.start[last] == tokens.end[last - 1] + 1:
        digits += tokens.raw[last]
        last += 1
    if last == at + 1 or len(digits) > MAX_DIGITS:
        return number
    return Number(at, last, Decimal(digits))


def _plus_fraction(tokens: Tokens, number: Number) -> Number:
    """Join "10 1/2", "2½" and read "3/4"."""
    after, raw = number.after, tokens.raw
    if raw[after] in GLYPHS:
        return Number(number.first, after + 1, number.value + exact(GLYPHS[raw[after]]))
    if (
        raw[after] == "/"
        and _is_small_fraction(raw[number.first], raw[after + 1])
        and tokens.glued(after) == tokens.glued(after + 1)
    ):
        return Number(
            number.first, after + 2, exact(Fraction(int(raw[number.first]), int(raw[after + 1]))), is_ratio=True
        )
    if raw[after + 1] == "/" and _is_small_fraction(raw[after], raw[after + 2]) and raw[after + 3] != "/":
        return Number(number.first, after + 3, number.value + exact(Fraction(int(raw[after]), int(raw[after + 2]))))
    return number


def _is_small_fraction(numerator: str, denominator: str) -> bool:
    if not (
        numerator.isascii()
        and numerator.isdigit()
        and denominator.isascii()
        and denominator.isdigit()
        and len(denominator) < 4
    ):
        return False
    return 0 < int(numerator[:6]) < int(denominator) and int(denominator) in {2, 3, 4, 5, 6, 8, 10, 16, 20, 32, 64, 100}


def _with_scale(tokens: Tokens, number: Number) -> Number:
    """Multiply by the scales that follow: "1.2 billion", "5 lakh crore", "half a million"."""
    while (scale := scale_after(tokens, number.first, number.after)) is not None:
        number = Number(
            number.first, scale.after, number.value * scale.factor, is_words=number.is_words, has_scale=True
        )
    return number


def _and_part(tokens: Tokens, number: Number) -> Number:
    """Add "and a half": "3 million and a half" is 3.5 million, "two and a half million" is 2.5 million."""
    low, after = tokens.low, number.after
    if low[after] != "and":
        return number
    if not number.has_scale and number.is_words and low[after + 1] in SMALL and number.value < 100:
        return _plus_part(tokens, number, after + 1)
    article = 1 if low[after + 1] in {"a", "one", "1"} else 0
    if not article or low[after + 2] not in {"half", "third", "quarter", "fifth", "fourth"} or low[after + 3] == "of":
        return number
    part = exact(Fraction(1, DENOMINATORS[low[after + 2]]))
    joined = number.after + 3
    if number.has_scale:
        next_scale = scale_after(tokens, number.first, joined)
        if next_scale is not None:
            return Number(
                number.first,
                next_scale.after,
                number.value + part * next_scale.factor,
                is_words=number.is_words,
                has_scale=True,
            )
        last = _last_scale(tokens, number)
        return Number(number.first, joined, number.value + part * last, is_words=number.is_words, has_scale=True)
    return _with_scale(tokens, Number(number.first, joined, number.value + part, is_words=number.is_words))


def _plus_part(tokens: Tokens, number: Number, at: int) -> Number:
    """E.g. "two and three quarters"."""
    part = _read_fraction(tokens, at)
    if part is None or not part.is_ratio or tokens.low[part.after] == "of":
        return number
    return _with_scale(tokens, Number(number.first, part.after, number.value + part.value, is_words=True))


def _last_scale(tokens: Tokens, number: Number) -> Decimal:
    return SCALES.get(tokens.low[number.after - 1], Decimal(1))


def _read_fraction(tokens: Tokens, at: int) -> Number | None:
    """E.g. "two-thirds", "three quarters", "a third", "half a million", "one-in-three" is not one (see ratios)."""
    low = tokens.low
    if low[at] in {"half", "quarter"}:
        return _half_of_scale(tokens, at)
    if low[at] not in SMALL and low[at] not in {"a", "an"}:
        return None
    second = at + 2 if low[at + 1] in HYPHENS and tokens.glued(at + 1) else at + 1
    denominator = DENOMINATORS.get(low[second])
    if denominator is None or not _may_be_fraction(tokens, at, second):
        return None
    numerator = SMALL.get(low[at], Decimal(1))
    if gcd(int(numerator), denominator) != 1:
        return None
    number = Number(at, second + 1, exact(Fraction(int(numerator), denominator)), is_ratio=True, is_words=True)
    return _half_scale_tail(tokens, number)


def _may_be_fraction(tokens: Tokens, at: int, second: int) -> bool:
    """E.g. "a third" is a fraction before "of" or where the number above is not one; "a fourth man" is an ordinal."""
    word, following = tokens.low[second], tokens.low[second + 1]
    one = tokens.low[at] in {"a", "an", "one"}
    if one == word.endswith("s") and word != "halves":
        return False
    if not one or second == at + 2:
        return True
    return following in {
        "of",
        "in",
        "",
        ".",
        ",",
        "a",
        "more",
        "less",
        "fewer",
        "as",
        "the",
        "by",
        "to",
        "since",
        "from",
        "on",
        "said",
        "are",
    } or (following in SCALES)


def _half_of_scale(tokens: Tokens, at: int) -> Number | None:
    """E.g. "half a million", "half-million", "quarter of a million", "half a dozen"; a bare "half" is a ratio."""
    part = Fraction(1, DENOMINATORS[tokens.low[at]])
    number = Number(at, at + 1, exact(part), is_ratio=True, is_words=True)
    scaled = _half_scale_tail(tokens, number)
    return scaled if scaled.has_scale or tokens.low[at] == "half" else None


def _half_scale_tail(tokens: Tokens, number: Number) -> Number:
    low, after = tokens.low, number.after
    if low[after] == "of" and low[after + 1] in {"a", "one"}:
        after += 1
    skip = after + 1 if low[after] in {"a", "an", "one"} or (low[after] in HYPHENS and tokens.glued(after)) else after
    if low[skip] in SCALES:
        return _with_scale(
            tokens, Number(number.first, skip + 1, number.value * SCALES[low[skip]], is_words=True, has_scale=True)
        )
    return number


def _read_vague(tokens: Tokens, at: int) -> Number | None:
    """E.g. "dozens", "tens of thousands", "hundreds of millions", "several hundred", "a few thousand".

    The least they can mean.
    """
    low = tokens.low
    if low[at] in {"several", "few"} and low[at + 1] in SCALES:
        return _vague_scale(tokens, at, at + 1, Decimal(1))
    if low[at] == "a" and low[at + 1] == "few" and low[at + 2] in SCALES:
        return _vague_scale(tokens, at, at + 2, Decimal(1))
    if low[at] not in VAGUE or (low[at] in {"tens", "scores"} and low[at + 1] != "of"):
        return None
    value, after = VAGUE[low[at]], at + 1
    while low[after] == "of" and low[after + 1] in VAGUE:
        value, after = value * VAGUE[low[after + 1]], after + 2
    return Number(at, after, value, is_vague=True, is_words=True, has_scale=True)


def _vague_scale(tokens: Tokens, first: int, at: int, value: Decimal) -> Number:
    while tokens.low[at] in SCALES:
        value, at = value * SCALES[tokens.low[at]], at + 1
    return Number(first, at, value, is_vague=True, is_words=True, has_scale=True)


def _read_words(tokens: Tokens, at: int) -> Number | None:
    """E.g. "six", "twenty-one", "a hundred and sixteen", "two and a half million", "a dozen"."""
    low = tokens.low
    if low[at] in {"a", "an"}:
        if low[at + 1] not in SCALES:
            return None
        return _and_part(tokens, _accumulate(tokens, at, at + 1, Decimal(1)))
    if low[at] not in SMALL and low[at] != "dozen":
        return None
    return _and_part(tokens, _point_part(tokens, _accumulate(tokens, at, at, Decimal(0))))


def _accumulate(tokens: Tokens, first: int, at: int, group: Decimal) -> Number:
    """Sum number words from `at`: small numbers add to the group, a hundred multiplies it, larger scales close it."""
    low = tokens.low
    total, limit, has_scale = Decimal(0), Decimal(10**18), False
    room = Decimal(0) if group else Decimal(10**3)
    while True:
        word = low[at]
        if word in SMALL and SMALL[word] < room:
            group, room = group + SMALL[word], (Decimal(10) if word in TENS_WORDS else Decimal(0))
        elif word in {"hundred", "dozen"} and group < 100:
            group, room, has_scale = (group or 1) * SCALES[word], Decimal(100), True
        elif word in SCALES and word not in {"hundred", "dozen"} and SCALES[word] < limit:
            limit, has_scale = SCALES[word], True
            total, group, room = total + (group or 1) * limit, Decimal(0), Decimal(1000)
        else:
            break
        at = _next_word(tokens, at + 1, room, limit)
    return Number(first, at, total + group, is_words=True, has_scale=has_scale)


TENS_WORDS = words("twenty thirty forty fourty fifty sixty seventy eighty ninety")


def _next_word(tokens: Tokens, at: int, room: Decimal, limit: Decimal) -> int:
    """Step over a hyphen or an "and" that leads on to another number word."""
    low = tokens.low
    if (
        low[at] in HYPHENS
        and tokens.glued(at)
        and (low[at + 1] in SCALES or (low[at + 1] in SMALL and SMALL[low[at + 1]] < room))
    ):
        return at + 1
    scaled_before = low[at - 1] in SCALES
    if (
        low[at] == "and"
        and scaled_before
        and low[at + 1] in SMALL
        and SMALL[low[at + 1]] < room
        and low[at + 2] not in DENOMINATORS
    ):
        return at + 1
    return at


def _point_part(tokens: Tokens, number: Number) -> Number:
    """E.g. "two point five"."""
    low, at = tokens.low, number.after
    if low[at] != "point" or low[at + 1] not in SMALL:
        return number
    digits, at = "", at + 1
    while low[at] in SMALL and len(digits) < MAX_DIGITS:
        digits, at = digits + str(SMALL[low[at]]), at + 1
    return _with_scale(tokens, Number(number.first, at, number.value + Decimal(f"0.{digits}"), is_words=True))
