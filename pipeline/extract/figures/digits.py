"""Numbers in digits: separators of every usual kind, "40 000", "10 1/2", "2½", "3/4", "1.99×10−30"."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from pipeline.extract.figures.number import Number, exact, with_scale
from pipeline.extract.figures.number_lexicon import GLYPHS, HYPHENS, MINUSES
from pipeline.extract.figures.shares import add_part
from pipeline.extract.figures.tokens import Tokens

MAX_DIGITS = 27
"""Longer runs of digits are codes; no quantity of the news needs them."""
_CALIBRES = frozenset({"105", "120", "122", "125", "130", "152", "155", "203"})
"""Millimetres of the guns and mortars that armies use."""
_POWER_SIGNS = frozenset({"^", "+", "-", "−", "–"})
_DENOMINATORS = frozenset({2, 3, 4, 5, 6, 8, 10, 16, 20, 32, 64, 100})


def read_digits(tokens: Tokens, at: int) -> Number | None:
    """The number that begins with the digits at token `at`; None if they are too many to be a quantity."""
    raw = tokens.raw[at]
    value = literal(raw)
    if value is None:
        return None
    number = Number(at, at + 1, value, is_plain=raw.isdigit())
    if number.is_plain:
        number = _with_fraction(tokens, number) or _spaced_groups(tokens, number) or number
    return add_part(tokens, with_scale(tokens, _times_power(tokens, number)))


def literal(raw: str) -> Decimal | None:
    """The value of digits with separators; a single comma not before three last digits is a decimal comma.

    Points that part groups of three are continental; a single one only in round thousands ("1.000").

    None for more than `MAX_DIGITS` digits and for digits outside ASCII.
    """
    if len(raw) > 2 * MAX_DIGITS or not raw.isascii() or sum(map(str.isdigit, raw)) > MAX_DIGITS:
        return None
    head, comma, tail = raw.rpartition(",")
    if comma and len(tail) != 3 and "." not in tail:
        return Decimal(f"{head.replace('.', '').replace(',', '')}.{tail}")
    is_continental = raw.count(".") > 1 or (raw.endswith(".000") and not comma)
    return Decimal(raw.replace(".", "") if is_continental else raw.replace(",", ""))


def _spaced_groups(tokens: Tokens, number: Number) -> Number | None:
    """Join "40 000" and "1 234 567": groups of exactly three digits, one blank apart, after at most three."""
    digits, last = tokens.raw[number.first], number.after
    if len(digits) > 3 or digits[0] == "0":
        return None
    while _is_group(tokens, last) and len(digits) < MAX_DIGITS - 3 and not _is_calibre(tokens, last):
        digits += tokens.raw[last]
        last += 1
    return None if last == number.after else Number(number.first, last, Decimal(digits))


def _is_calibre(tokens: Tokens, at: int) -> bool:
    """E.g. "12 155mm howitzers": the size of a gun, not the last three digits of a number."""
    unit = at + 2 if tokens.raw[at + 1] in HYPHENS else at + 1
    return tokens.raw[at] in _CALIBRES and tokens.low[unit] == "mm" and tokens.glued(unit)


def _is_group(tokens: Tokens, at: int) -> bool:
    raw = tokens.raw[at]
    return len(raw) == 3 and raw.isascii() and raw.isdigit() and tokens.start[at] == tokens.end[at - 1] + 1


def _with_fraction(tokens: Tokens, number: Number) -> Number | None:
    """Join "10 1/2", "3-1/4" and "2½"; read "3/4"."""
    after, raw = number.after, tokens.raw
    if raw[after] in GLYPHS:
        return Number(number.first, after + 1, number.value + exact(GLYPHS[raw[after]]))
    if raw[after] == "/" and tokens.glued(after) == tokens.glued(after + 1):
        part = _small_fraction(raw[number.first], raw[after + 1])
        return None if part is None else Number(number.first, after + 2, part, is_ratio=True)
    if raw[after] in HYPHENS and tokens.glued(after) and raw[after + 2] == "/" and raw[after + 4] != "/":
        part = _small_fraction(raw[after + 1], raw[after + 3])
        return None if part is None else Number(number.first, after + 4, number.value + part)
    if raw[after + 1] == "/" and raw[after + 3] != "/":
        part = _small_fraction(raw[after], raw[after + 2])
        return None if part is None else Number(number.first, after + 3, number.value + part)
    return None


def _small_fraction(numerator: str, denominator: str) -> Decimal | None:
    """The value of a proper fraction with a usual denominator."""
    if not (numerator.isdecimal() and denominator.isdecimal() and len(numerator) < 3 and len(denominator) < 4):
        return None
    above, below = int(numerator), int(denominator)
    return exact(Fraction(above, below)) if 0 < above < below and below in _DENOMINATORS else None


def _times_power(tokens: Tokens, number: Number) -> Number:
    """Scientific notation: "1.99×10−30", "1.5 x 10^6", "12.3e14"."""
    raw, at = tokens.raw, number.after
    if raw[at] in {"e", "E"} and tokens.glued(at):
        first = at + 1
    elif raw[at] in {"×", "x"} and raw[at + 1] == "10" and raw[at + 2] in _POWER_SIGNS and tokens.glued(at + 2):
        first = at + 2
    else:
        return number
    power = first
    while raw[power] in _POWER_SIGNS and power < first + 2:
        power += 1
    if not (raw[power].isascii() and raw[power].isdigit() and len(raw[power]) < 3 and tokens.glued(power)):
        return number
    exponent = -int(raw[power]) if raw[power - 1] in MINUSES else int(raw[power])
    return replace(number, after=power + 1, value=number.value.scaleb(exponent), is_plain=False)
