"""A number as it stands in the text, before anything is known of its unit or meaning."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from pipeline.extract.figures.scales import scale_after
from pipeline.extract.figures.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Number:
    """A number at tokens [first, after). A vague plural has `is_vague` and `value` is then the least it can mean."""

    first: int
    after: int
    value: Decimal
    scale: Decimal = Decimal(1)
    """The factor that the words after its digits state: a million in "1.2 million"."""
    is_vague: bool = False
    is_ratio: bool = False
    is_plain: bool = False
    """A bare integer in digits, without separators, scale or fraction: the only kind that may be a year or a name."""
    is_words: bool = False


def exact(value: Fraction) -> Decimal:
    """A fraction as a decimal, to 28 digits."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def with_scale(tokens: Tokens, number: Number) -> Number:
    """Multiply by the scales that follow: "1.2 billion", "5 lakh crore"."""
    for _ in range(3):
        scale = scale_after(tokens, number.first, number.after)
        if scale is None:
            break
        number = replace(
            number,
            after=scale.after,
            value=number.value * scale.factor,
            scale=number.scale * scale.factor,
            is_ratio=False,
            is_plain=False,
        )
    return number
