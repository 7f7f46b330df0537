"""How likely two claims measure one thing, and whether two equal values are one claim.

The evidence is named in `evidence` and weighed by `weights`; all numbers here are natural log-odds. Values take no part
in likeness; equal ones are a further piece of evidence for agreeing, the rarer the stronger.
"""

from __future__ import annotations

from pipeline.reconcile.claim import Claim
from pipeline.reconcile.differ import cannot_be_one
from pipeline.reconcile.evidence import Evidence, Rarity, evidence_of, family_name
from pipeline.reconcile.reading import Reading
from pipeline.reconcile.weights import AGREEMENT, THING, weigh
from schemas.figure import FigureKind

AGREEING = 0.0
"""Log-odds from which equal values are one claim."""

_LARGE = 1000
_MOST_DIGITS = 3


def likeness(one: Claim, other: Claim, rarity: Rarity) -> float:
    """Log-odds that two claims measure one thing."""
    return weigh(THING, evidence_of(one, other, rarity))


def agrees(one: Claim, other: Claim, rarity: Rarity) -> bool:
    """Whether two equal values are one claim. The rarer the number, the less its surroundings have to say."""
    if cannot_be_one(one, other):
        return False
    return weigh(AGREEMENT, evidence_of_agreement(one, other, likeness(one, other, rarity))) >= AGREEING


def evidence_of_agreement(one: Claim, other: Claim, alike: float) -> Evidence:
    """What speaks for two equal values being one claim."""
    yield "alike", alike
    digits = min(_MOST_DIGITS, max(significant_digits(one.reading), significant_digits(other.reading)))
    yield f"{digits} digits", 1.0
    yield f"is {family_name(one)}", 1.0
    if digits < _MOST_DIGITS and one.reading.low >= _LARGE:
        yield "large", 1.0
    if _is_odd(one.reading):
        yield "odd percentage", 1.0
    if one.figure.kind in (FigureKind.MEASURE, FigureKind.DURATION):
        yield "with a unit", 1.0


def _is_odd(reading: Reading) -> bool:
    """Two digits of a percentage that nobody rounds to: 68, not 70 or 65."""
    value = reading.value
    return reading.family == "share" and value is not None and significant_digits(reading) == 2 and value % 5 != 0


def significant_digits(reading: Reading) -> int:
    """Digits that carry information: 3 in 479 and 2.75, 1 in 5 and 60,000."""
    return len(reading.value.normalize().as_tuple().digits) if reading.value is not None else 1
