"""Currencies around a number.

"$1.2bn", "US$ 1MM", "C$6", "-$5", "1,200€", "420 million Finnish markka", "50p", "75 USD million".
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from pipeline.extract.figures.drafts import Draft
from pipeline.extract.figures.money_lexicon import (
    CAPITAL_ONLY,
    CEDI,
    CODES,
    DOLLAR_PREFIXES,
    HUNDREDTH,
    LOCAL,
    MINOR,
    NAMES,
    NATIONAL,
    SPACED_PREFIXES,
    SURE_LOCAL,
    SYMBOLS,
)
from pipeline.extract.figures.number_lexicon import MINUSES
from pipeline.extract.figures.scales import scale_after
from pipeline.extract.figures.tokens import Tokens
from schemas.figure import FigureKind

_ONE = Decimal(1)
_LONGEST_NUMBER_OF_NAME = 2
_MILLIONS = frozenset({"million", "billion", "trillion"})


class Currency(NamedTuple):
    """An ISO 4217 code, the tokens [first, after) that write it, and what one of it is worth (a hundredth for "p")."""

    code: str
    first: int
    after: int
    factor: Decimal = _ONE


def take_currency(tokens: Tokens, draft: Draft, at: int) -> bool:
    """Make the draft money if a currency stands to its left, or to its right at token `at`."""
    before = _before(tokens, draft)
    if before is not None:
        _take_before(tokens, draft, before)
        return True
    place = at + 1 if draft.is_vague and tokens.low[at] == "of" else at
    after = _after(tokens, draft, place)
    if after is not None:
        _take_after(tokens, draft, after)
    return after is not None


def _take_before(tokens: Tokens, draft: Draft, found: Currency) -> None:
    draft.kind, draft.unit, draft.unit_first, draft.unit_after = FigureKind.MONEY, found.code, found.first, found.after
    draft.first = found.first
    sign = draft.first - 1
    if (
        tokens.raw[sign] in MINUSES
        and tokens.glued(draft.first)
        and not tokens.glued(sign)
        and tokens.raw[sign - 1][:1].isalpha()
    ):
        draft.first, draft.value = sign, None if draft.value is None else -draft.value
    word = tokens.low[draft.after]
    if word in NAMES and (NAMES[word] == draft.unit or tokens.raw[found.after - 1] == "$"):
        draft.after += 1


def _take_after(tokens: Tokens, draft: Draft, found: Currency) -> None:
    draft.kind, draft.unit, draft.unit_first, draft.unit_after = FigureKind.MONEY, found.code, found.first, found.after
    draft.after, draft.is_minor = found.after, found.factor == HUNDREDTH
    factor = found.factor
    if tokens.low[draft.after] in _MILLIONS and (scale := scale_after(tokens, draft.first, draft.after)) is not None:
        factor, draft.after = factor * scale.factor, scale.after
    draft.scale *= factor
    draft.value = None if draft.value is None else draft.value * factor
    draft.low = None if draft.low is None else draft.low * factor


def _before(tokens: Tokens, draft: Draft) -> Currency | None:
    """The currency whose last token stands right before the number."""
    at = draft.first - 1
    raw, low = tokens.raw[at], tokens.low[at]
    if raw in CEDI and tokens.low[at - 1] == "gh" and tokens.glued(at):
        return Currency("GHS", at - 1, at + 1)
    if raw in SYMBOLS:
        return _dollar_with_prefix(tokens, at) if raw == "$" else Currency(SYMBOLS[raw], at, at + 1)
    if tokens.raw[at - 1] == "$" and low in DOLLAR_PREFIXES and tokens.glued(at) and tokens.glued(at + 1):
        return Currency(DOLLAR_PREFIXES[low], at - 1, at + 1)
    if raw == "." and tokens.low[at - 1] == "rs":
        return Currency("INR", at - 1, at + 1)
    if low in CODES and not _is_numbered(tokens, draft, at) and _is_code(tokens, at, next_to=tokens.glued(at + 1)):
        other = tokens.low[at - 2] in CODES or tokens.raw[at - 2] in SYMBOLS
        is_taken = tokens.raw[at - 1][:1].isdigit() and not tokens.glued(at + 1) and not other
        return None if is_taken else Currency(CODES[low], at, at + 1)
    return _local(tokens, draft, at) or _forced_into_ascii(tokens, draft, at)


def _local(tokens: Tokens, draft: Draft, at: int) -> Currency | None:
    """E.g. "QR330.7mn", "R500m", "N2,000", "Sh 3 million": short letters before an amount that no code looks like."""
    raw = tokens.raw[at]
    if raw not in LOCAL or (tokens.glued(at) and tokens.raw[at - 1][:1].isalnum()):
        return None
    is_large = draft.scale != 1 or "," in tokens.raw[draft.first] or draft.after > draft.first + 1
    if not (is_large or raw in SURE_LOCAL):
        return None
    return Currency(LOCAL[raw], at, at + 1) if tokens.glued(at + 1) or len(raw) > 1 else None


def _dollar_with_prefix(tokens: Tokens, at: int) -> Currency:
    """E.g. "$", "US$", "U.S. $", "C $6"."""
    low = tokens.low
    if low[at - 1] in DOLLAR_PREFIXES and (tokens.glued(at) or _is_spaced_prefix(tokens, at)):
        return Currency(DOLLAR_PREFIXES[low[at - 1]], at - 1, at + 1)
    dotted = at - 1 if low[at - 1] == "." else at
    if low[dotted - 3 : dotted] == ["u", ".", "s"]:
        return Currency("USD", dotted - 3, at + 1)
    return Currency("USD", at, at + 1)


def _is_spaced_prefix(tokens: Tokens, at: int) -> bool:
    """E.g. "US $5" and "S $1mil" name a currency; "A $5 fee" does not begin with one."""
    raw = tokens.raw[at - 1]
    if raw.upper() not in SPACED_PREFIXES or not (raw.isupper() or len(raw) > 1):
        return False
    return len(raw) > 1 or (tokens.glued(at + 1) and (raw != "A" or tokens.raw[at - 2].islower()))


def _is_numbered(tokens: Tokens, draft: Draft, at: int) -> bool:
    """Whether a code that is also a word goes with bare digits: "COP26" and "COP 27" are no money, "COP 26bn" is."""
    if tokens.raw[at].upper() not in CAPITAL_ONLY or not draft.is_plain or tokens.raw[at] == "RM":
        return False
    return tokens.glued(at + 1) or len(tokens.raw[at + 1]) <= _LONGEST_NUMBER_OF_NAME


def _is_code(tokens: Tokens, at: int, *, next_to: bool) -> bool:
    """Whether the word at token `at` is a currency code: in capitals, or in small letters where it is no other word."""
    raw = tokens.raw[at]
    return raw.isupper() or (raw.upper() not in CAPITAL_ONLY and (len(raw) > 2 or raw.lower() == "rs" or next_to))


def _forced_into_ascii(tokens: Tokens, draft: Draft, at: int) -> Currency | None:
    """E.g. "PS2.7m" and "Y=100 million".

    Pound and yen after the text went through ASCII. A plain "PS5" is a product.
    """
    if tokens.raw[at] == "PS" and tokens.glued(at + 1) and not (draft.is_plain and len(tokens.raw[draft.first]) < 2):
        return Currency("GBP", at, at + 1)
    if tokens.raw[at] == "=" and tokens.raw[at - 1] == "Y" and tokens.glued(at):
        return Currency("JPY", at - 1, at + 1)
    return None


def _after(tokens: Tokens, draft: Draft, at: int) -> Currency | None:
    """The currency that begins at token `at`."""
    raw, low = tokens.raw[at], tokens.low[at]
    if raw in SYMBOLS:
        return None if tokens.raw[at + 1][:1].isdigit() else Currency(SYMBOLS[raw], at, at + 1)
    national = _national(tokens, at)
    if national is not None:
        return national
    if low in NAMES:
        return (
            None
            if low in {"won", "rand", "real"} and draft.is_plain and draft.value is not None and draft.value < 50
            else Currency(NAMES[low], at, at + 1)
        )
    if low in {"pound", "pounds"}:
        return _pounds(tokens, draft, at)
    if low in MINOR:
        return _hundredths(tokens, draft, at)
    if low in CODES and _is_code(tokens, at, next_to=False) and raw not in {"RM", "KR"}:
        return None if tokens.glued(at + 1) and tokens.raw[at + 1][:1].isdigit() else Currency(CODES[low], at, at + 1)
    return Currency("GBP", at, at + 1, Decimal(10**6)) if raw == "MGBP" else None


def _national(tokens: Tokens, at: int) -> Currency | None:
    """E.g. "Australian dollars", "New Zealand dollars", "U.S. dollars", "US cents".

    The country stands in the one or two words before the name.
    """
    low = tokens.low
    if low[at : at + 3] == ["u", ".", "s"]:
        name = at + 4 if low[at + 3] == "." else at + 3
        return Currency("USD", at, name + 1) if low[name] in {"dollar", "dollars"} else None
    if low[at + 1] in {"cent", "cents"} and (code := NATIONAL.get(f"{low[at]} dollar")) is not None:
        return Currency(code, at, at + 2, HUNDREDTH)
    for name in (at + 1, at + 2):
        code = NATIONAL.get(f"{low[name - 1]} {low[name].removesuffix('s')}")
        if code is not None and (name == at + 1 or low[at] in {"new", "hong", "sri", "south"}):
            return Currency(code, at, name + 1)
    return None


def _pounds(tokens: Tokens, draft: Draft, at: int) -> Currency | None:
    """A pound is a weight unless the text says sterling or the number has a scale ("5 million pounds")."""
    if tokens.low[at + 1] == "sterling":
        return Currency("GBP", at, at + 2)
    scaled = tokens.low[at - 1] in {*_MILLIONS, "bn", "m"} or (draft.is_vague and tokens.low[at + 1] != "of")
    return Currency("GBP", at, at + 1) if scaled else None


def _hundredths(tokens: Tokens, draft: Draft, at: int) -> Currency | None:
    """E.g. "50p", "17c", "34 cents": a single letter only after digits."""
    low = tokens.low[at]
    if (
        len(low) == 1
        and low != "¢"
        and (tokens.raw[at] != low or draft.is_words or not (tokens.glued(at) or low == "p"))
    ):
        return None
    if low == "p" and tokens.raw[at + 1] == "." and tokens.low[at + 2] == "m":
        return None
    return Currency(MINOR[low], at, at + 1, HUNDREDTH)
