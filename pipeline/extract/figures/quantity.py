"""Joins a number with its currency or unit: "$1.2bn", "5 crore rupees", "25 basis points", "18-month", "50p"."""

from __future__ import annotations

from decimal import Decimal

from pipeline.extract.figures.drafts import Draft
from pipeline.extract.figures.money_lexicon import CAPITAL_ONLY, CODES, DOLLAR_PREFIXES, HUNDREDTH, MINOR, NAMES, NATIONAL, SYMBOLS
from pipeline.extract.figures.number_lexicon import HYPHENS, MINUSES
from pipeline.extract.figures.numbers import Number, read_number
from pipeline.extract.figures.scales import scale_after
from pipeline.extract.figures.tokens import Tokens
from pipeline.extract.figures.unit_match import match_unit
from schemas.figure import FigureKind


def read_quantity(tokens: Tokens, at: int) -> Draft | None:
    """The number at token `at` with everything that belongs to its surface, or None if no number begins there."""
    number = read_number(tokens, at)
    if number is None:
        return None
    draft = Draft(
        number.first,
        number.after,
        None if number.is_vague else number.value,
        low=number.value if number.is_vague else None,
        kind=FigureKind.RATIO if number.is_ratio else FigureKind.COUNT,
        is_plain=number.is_plain,
        is_words=number.is_words,
        is_vague=number.is_vague,
    )
    _take_sign(tokens, draft)
    if not _take_currency_before(tokens, draft, number):
        _take_unit_after(tokens, draft)
    return draft


def _take_sign(tokens: Tokens, draft: Draft) -> None:
    """ "-5", "+0.2%", "minus five": a sign is one only where no word or number is glued to its left."""
    sign = tokens.raw[draft.first - 1]
    if tokens.low[draft.first - 1] in {"minus", "negative"}:
        _negate(draft)
        return
    if sign not in MINUSES and sign != "+":
        return
    if not tokens.glued(draft.first):
        return
    if tokens.glued(draft.first - 1) and tokens.raw[draft.first - 2] not in {"(", "[", '"', "“", "'", *SYMBOLS}:
        return
    if tokens.raw[draft.first - 2][:1].isdigit():
        return
    draft.is_signed = True
    if sign == "+":
        draft.first -= 1
    else:
        _negate(draft)


def _negate(draft: Draft) -> None:
    draft.first -= 1
    draft.value = -draft.value if draft.value is not None else None


def _take_currency_before(tokens: Tokens, draft: Draft, number: Number) -> bool:
    """A sign or code to the left; also a sign before it ("-$5")."""
    at = draft.first - 1
    currency, first = _currency_ending_at(tokens, at, number)
    if currency is None:
        return False
    if tokens.raw[first - 1] in MINUSES and tokens.glued(first) and not tokens.glued(first - 1) and tokens.raw[first - 2][:1].isalpha():
        draft.value = -draft.value if draft.value is not None else None
        first -= 1
    _set_money(draft, currency, first, at + 1)
    draft.first = first
    _skip_repeated_currency(tokens, draft)
    return True


def _currency_ending_at(tokens: Tokens, at: int, number: Number) -> tuple[str | None, int]:
    """The currency whose last token is `at`, with its first token."""
    raw, low = tokens.raw[at], tokens.low[at]
    if raw in SYMBOLS:
        before = tokens.low[at - 1]
        if raw == "$" and before in DOLLAR_PREFIXES and (tokens.glued(at) or before in {"us", "hk", "nz", "usd"}):
            return DOLLAR_PREFIXES[before], at - 1
        if raw == "$" and before == "." and tokens.low[at - 2] == "s" and tokens.low[at - 4] == "u":
            return "USD", at - 4
        if raw == "$" and before == "s" and tokens.low[at - 2] == "." and tokens.low[at - 3] == "u":
            return "USD", at - 3
        return SYMBOLS[raw], at
    if low in DOLLAR_PREFIXES and tokens.raw[at - 1] == "$" and tokens.glued(at) and tokens.glued(at + 1):
        return DOLLAR_PREFIXES[low], at - 1
    if raw == "." and tokens.low[at - 1] == "rs":
        return "INR", at - 1
    return _ascii_currency(tokens, at, number)


def _ascii_currency(tokens: Tokens, at: int, number: Number) -> tuple[str | None, int]:
    """Codes ("USD 5", "RM23.50") and the usual ASCII spellings of the pound and yen signs ("PS2.7m", "Y=100 million")."""
    raw, low = tokens.raw[at], tokens.low[at]
    if low in CODES and (raw.isupper() or (low.upper() not in CAPITAL_ONLY and (low == "rs" or tokens.glued(at + 1)))):
        return CODES[low], at
    if raw == "PS" and tokens.glued(at + 1) and not (number.is_plain and number.value < 10):
        return "GBP", at
    if raw == "=" and tokens.raw[at - 1] == "Y" and tokens.glued(at):
        return "JPY", at - 1
    return None, at


def _skip_repeated_currency(tokens: Tokens, draft: Draft) -> None:
    """ "$10 million dollars", "€5 EUR": the name says it again."""
    word = tokens.low[draft.after]
    if NAMES.get(word) is not None and (draft.unit == NAMES[word] or (word.startswith("dollar") and tokens.raw[draft.first] == "$")):
        draft.after += 1


def _set_money(draft: Draft, currency: str, first: int, after: int) -> None:
    draft.kind, draft.unit, draft.unit_first, draft.unit_after = FigureKind.MONEY, currency, first, after


def _take_unit_after(tokens: Tokens, draft: Draft) -> None:
    at = _over_hyphen(tokens, draft.after)
    if _take_currency_after(tokens, draft, at):
        return
    matched = match_unit(tokens, draft, at)
    if matched is None:
        return
    draft.kind, draft.unit, draft.after = matched.kind, matched.name, matched.after
    draft.unit_first, draft.unit_after = at, matched.after


def _over_hyphen(tokens: Tokens, at: int) -> int:
    """ "18-month", "400-percent": step over a hyphen with words on both sides."""
    if tokens.low[at] in HYPHENS and tokens.glued(at) and tokens.glued(at + 1) and tokens.raw[at + 1][:1].isalpha():
        return at + 1
    return at


def _take_currency_after(tokens: Tokens, draft: Draft, at: int) -> bool:
    """A currency to the right: "5 euros", "1,200€", "420 million finnish markka", "millions of dollars", "50p", "34 cents"."""
    if draft.is_vague and tokens.low[at] == "of":
        at += 1
    found = _currency_at(tokens, draft, at)
    if found is None:
        return False
    currency, after, factor = found
    _set_money(draft, currency, at, after)
    draft.after = after
    _scale_after_currency(tokens, draft)
    for field in ("value", "low"):
        amount = getattr(draft, field)
        setattr(draft, field, None if amount is None else amount * factor)
    return True


def _scale_after_currency(tokens: Tokens, draft: Draft) -> None:
    """ "75 USD million"."""
    scale = scale_after(tokens, draft.first, draft.after) if tokens.low[draft.after] in {"million", "billion", "trillion"} else None
    if scale is not None and draft.value is not None:
        draft.value, draft.after = draft.value * scale.factor, scale.after


def _currency_at(tokens: Tokens, draft: Draft, at: int) -> tuple[str, int, Decimal] | None:
    raw, low, one = tokens.raw[at], tokens.low[at], Decimal(1)
    if raw in SYMBOLS and not tokens.glued(at + 1):
        return SYMBOLS[raw], at + 1, one
    for skip in (1, 2):
        national = NATIONAL.get((tokens.low[at + skip - 1], tokens.low[at + skip].removesuffix("s"))) or NATIONAL.get(
            (tokens.low[at + skip - 1], tokens.low[at + skip])
        )
        if national is not None and (skip == 1 or low in {"new", "hong", "sri", "south", "u"}):
            return national, at + skip + 1, one
    if low == "u" and tokens.low[at + 2] == "s" and tokens.low[at + 4] in {"dollars", "dollar"}:
        return "USD", at + 5, one
    if low in NAMES and not (raw == "Won" or low in {"won", "rand"} and draft.is_plain and draft.value is not None and draft.value < 50):
        return NAMES[low], at + 1, one
    if low in {"pound", "pounds"} and _pounds_are_money(tokens, draft, at):
        return "GBP", at + (2 if tokens.low[at + 1] == "sterling" else 1), one
    if low in MINOR and (low != "p" or (tokens.glued(at) and raw == "p")):
        return MINOR[low], at + 1, HUNDREDTH
    if low in CODES and raw.isupper() and raw not in {"RM", "KR"}:
        return CODES[low], at + 1, one
    if raw == "MGBP":
        return "GBP", at + 1, Decimal(10**6)
    return None


def _pounds_are_money(tokens: Tokens, draft: Draft, at: int) -> bool:
    """A pound is a weight unless the text says sterling or the number has a scale ("5 million pounds")."""
    return tokens.low[at + 1] == "sterling" or tokens.low[at - 1] in {"million", "billion", "bn", "trillion", "m"} or (
        draft.is_vague and tokens.low[at - 1] == "of"
    )
