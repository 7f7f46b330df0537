"""Two numbers that are one figure: "between 20 and 25", "£40m to £45m", "1,000-1,500", "five to seven years"."""

from __future__ import annotations

from decimal import Decimal

from pipeline.extract.figures.contests import is_rivalry, is_score, is_tally
from pipeline.extract.figures.drafts import Draft
from pipeline.extract.figures.levels import is_move
from pipeline.extract.figures.number_lexicon import DASHES, HYPHENS
from pipeline.extract.figures.quantity import read_quantity
from pipeline.extract.figures.refusals import refused_until
from pipeline.extract.figures.tokens import Tokens
from pipeline.extract.figures.unit_match import names_year
from pipeline.units import convert
from schemas.figure import FigureKind

_STARTS_NUMBER = frozenset("$€£¥₹-−")


def second_bound(tokens: Tokens, first: Draft) -> Draft | None:
    """The number after a range word that follows `first`, if the two may be one range."""
    at = _over_connector(tokens, first)
    if at is None:
        return None
    for skip in range(4):
        if not tokens.low[at + skip]:
            return None
        second = read_quantity(tokens, at + skip)
        if second is not None:
            return second if second.first <= at and _is_free(tokens, second) else None
        if not _may_precede_number(tokens, at + skip):
            return None
    return None


def _is_free(tokens: Tokens, second: Draft) -> bool:
    """Whether the second number is a figure and does not begin a range of its own ("from 24.2 to 33-35 billion")."""
    at = second.after
    if tokens.raw[at] in DASHES and tokens.glued(at) and tokens.raw[at + 1][:1].isdigit():
        return False
    return refused_until(tokens, second, is_bound=True) is None


def _may_precede_number(tokens: Tokens, at: int) -> bool:
    raw = tokens.raw[at]
    return raw in _STARTS_NUMBER or (len(raw) <= 4 and raw[:1].isupper()) or raw == "."


def _over_connector(tokens: Tokens, first: Draft) -> int | None:
    low, at = tokens.low, first.after
    if tokens.raw[at] in DASHES and low[at + 1] not in {"to", "or"}:
        glued = tokens.glued(at)
        return at + 1 if glued == tokens.glued(at + 1) else None
    if low[at] in HYPHENS and low[at + 1] == "to" and low[at + 2] in HYPHENS and tokens.glued(at + 1):
        return at + 3
    if tokens.raw[at] in DASHES and low[at + 1] == "to" and tokens.glued(at) and not tokens.glued(at + 1):
        return at + 2
    if low[at] == "to":
        return at + 2 if low[at + 1] in DASHES and tokens.glued(at + 2) else at + 1
    if low[at] == "through" and not first.unit:
        return at + 1
    if low[at] == "and" and low[first.first - 1] in {"between", "betwixt"}:
        return at + 1
    if low[at] == "or" and first.value is not None and not first.is_vague:
        return at + 1
    return None


def merge_range(tokens: Tokens, first: Draft, second: Draft) -> Draft | None:
    """One draft with both bounds, or None where the numbers are two figures."""
    connector = tokens.low[first.after]
    if first.value is None or second.value is None or (connector in DASHES and is_score(tokens, first, second)):
        return None
    if is_tally(tokens, first, second):
        first.counted, first.is_rival = "vote", True
        return None
    if connector == "to" and (is_rivalry(tokens, first, second) or is_move(tokens, first, second)):
        return None
    if not _units_agree(first, second) or (names_year(first) and second.scale > 1):
        return None
    low = _in_unit_of(second, first) if first.unit != second.unit and first.unit and second.unit else None
    low = _borrow_scale(first, second) if low is None else low
    if low is None or (connector == "or" and not _is_next(low, second.value)):
        return None
    if low >= second.value:
        return None
    unit_side = second if second.unit else first
    return Draft(
        first.first,
        second.after,
        None,
        low=low,
        high=second.value,
        kind=unit_side.kind if unit_side.unit or first.kind is not FigureKind.RATIO else FigureKind.RATIO,
        unit=unit_side.unit,
        unit_first=unit_side.unit_first,
        unit_after=unit_side.unit_after,
        is_words=second.is_words,
    )


def is_hyphenated(tokens: Tokens, first: Draft) -> bool:
    """Whether a dash, not a word, follows the first number."""
    return tokens.raw[first.after] in DASHES


def _is_next(low: Decimal, high: Decimal) -> bool:
    """E.g. "five or six", "20 or 30": an alternative is a range only between neighbours."""
    return low < high <= max(low + 1, low * Decimal("1.5"))


def _units_agree(first: Draft, second: Draft) -> bool:
    """Whether the two may share one unit; a unit behind the first number alone ("0.7 percent to 6,327") says no."""
    if first.unit and second.unit:
        return first.unit == second.unit or _in_unit_of(second, first) is not None
    if first.unit:
        return second.unit is not None or first.unit_first <= first.first
    return first.kind is not FigureKind.RATIO or second.unit is None


def _in_unit_of(second: Draft, first: Draft) -> Decimal | None:
    """The lower bound in the unit of the upper one: "18 months to 12 years"; None for money and other dimensions."""
    if first.value is None or first.unit is None or second.unit is None or second.kind is FigureKind.PERCENT:
        return None
    return convert(first.value, first.unit, second.unit)


def _borrow_scale(first: Draft, second: Draft) -> Decimal | None:
    """The lower bound, with the scale of the upper one where it has none itself: "$10 to $15 billion", "15 to 20p"."""
    if first.value is None or second.value is None or first.scale != 1 or second.scale == 1:
        return first.value
    scaled = first.value * second.scale
    return scaled if scaled < second.value or second.scale < 1 else first.value
