"""Which reading stands where two kinds want the same characters: a date, a name with digits in it, or a figure.

Dates and names come first: "June 9", "Boeing 777", "Article 5". But the model takes amounts that it has never seen for
names ("RM23.50"), and four digits may be a year or a number ("the 1520 sq m centre"): there the grammar of figures
knows more.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import TypeVar

from pipeline.extract.figures import extract_figures
from schemas.figure import Change, DateSpan, Figure, Qualifier
from schemas.mention import Mention

Spanned = TypeVar("Spanned", DateSpan, Mention)

_NAMED = re.compile(r"[A-Z][a-z]{2}|^[A-Z]{2,5}[ -]?\d{1,2}$")
"""What amounts do not hold, and names do: "Cent" in the name of a rapper, "COP 27"."""


def taken(dates: Sequence[DateSpan], mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    """Spans whose digits are no figures, in order."""
    spans = [(date.start_char, date.end_char) for date in dates if not _may_count(date)]
    spans += [(name.start_char, name.end_char) for name in mentions if _is_numbered(name.surface)]
    return sorted(spans)


def without_years(figures: Sequence[Figure], dates: Sequence[DateSpan]) -> tuple[Figure, ...]:
    """The figures but for those that only repeat the digits of a year: "around 2000"."""
    years = {(date.start_char, date.end_char) for date in dates if date.surface.isdigit()}
    return tuple(one for one in figures if (one.start_char, one.end_char) not in years or _says_more(one))


def _says_more(figure: Figure) -> bool:
    """Whether it counts or measures, changes or is bounded."""
    is_bound = figure.qualifier not in {Qualifier.EXACT, Qualifier.ABOUT}
    return bool(figure.counted or figure.unit or figure.per) or is_bound or figure.change is not Change.NONE


def undisputed(spans: Sequence[Spanned], figures: Sequence[Figure]) -> tuple[Spanned, ...]:
    """The spans but for those with digits that lie within a figure."""
    starts = [figure.start_char for figure in figures]
    return tuple(one for one in spans if not _lies_within(one, figures, bisect_right(starts, one.start_char) - 1))


def _lies_within(span: DateSpan | Mention, figures: Sequence[Figure], at: int) -> bool:
    return at >= 0 and span.end_char <= figures[at].end_char and _has_digits(span.surface)


def _may_count(date: DateSpan) -> bool:
    """Whether a date is a bare year, or so many days from a day that nobody knows ("six minutes later")."""
    return date.surface.isdigit() or date.from_at is None


def _is_numbered(surface: str) -> bool:
    """Whether a name holds digits and is no amount."""
    return _has_digits(surface) and not _is_amount(surface)


def _has_digits(surface: str) -> bool:
    return any(map(str.isdigit, surface))


def _is_amount(surface: str) -> bool:
    if _NAMED.search(surface):
        return False
    found = extract_figures(surface)
    return len(found) == 1 and found[0].surface == surface and found[0].unit is not None
