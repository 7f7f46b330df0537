"""A figure in the making: what the rules have learned so far about the tokens [first, after) of one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from schemas.figure import Change, FigureKind, Qualifier


@dataclass(slots=True)
class Draft:
    """Mutable while the rules run; becomes a frozen `Figure` at the end.

    `core` is the token after the number itself.
    """

    first: int
    after: int
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    scale: Decimal = Decimal(1)
    """What the words after the digits multiply by; in a range the lower bound borrows it."""
    kind: FigureKind = FigureKind.COUNT
    unit: str | None = None
    unit_first: int = 0
    unit_after: int = 0
    per: str | None = None
    counted: str | None = None
    of_what: str | None = None
    qualifier: Qualifier = Qualifier.EXACT
    change: Change = Change.NONE
    multiplier: Decimal | None = None
    is_plain: bool = False
    is_words: bool = False
    is_vague: bool = False
    is_signed: bool = False
    is_age: bool = False
    is_minor: bool = False
    """Money in hundredths of its currency: "18 sen", "50p"."""
    is_pending: bool = False
    """A number that hangs on a hyphen ("four- and six-cylinder"): the next figure has its unit."""
    is_rival: bool = False
    """What one side of a contest got, before "to" and what the other did."""
    tail: int = 0
    """The token after the words that tell what is counted."""

    @property
    def is_bare(self) -> bool:
        """A count with nothing but its number: the kind that may be a year, a rank or part of a name."""
        return self.unit is None and self.kind is FigureKind.COUNT
