"""Units that a text leaves to its readers: of which currency the cents are, of which scale the degrees.

Says nothing of figures that name their unit in full. Values are never changed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from schemas.figure import Figure, FigureKind

_CENTS = re.compile(r"\d\s?(?:cents?|c)$")
_OF_CENTS = frozenset({"AUD", "CAD", "EUR", "HKD", "NZD", "SGD", "USD", "ZAR"})
_ANGLES = re.compile(
    r"\b(?:angle|slope|tilt|lean|latitude|longitude|bank|turn|rotat|gradient|steep|north|south|list(?:ed|ing)?\b)",
    re.IGNORECASE,
)


def with_implied_units(figures: Sequence[Figure], text: str) -> list[Figure]:
    """The figures of a text, bare cents and degrees as the rest of the text has them."""
    if not any(_is_bare(figure) for figure in figures):
        return list(figures)
    currency, scale = _currency(figures), _scale(figures)
    return [_with_unit(figure, text, currency, scale) for figure in figures]


def _is_bare(figure: Figure) -> bool:
    return figure.unit == "degree" or _is_cents(figure)


def _is_cents(figure: Figure) -> bool:
    return figure.kind == FigureKind.MONEY and bool(_CENTS.search(figure.surface))


def _with_unit(figure: Figure, text: str, currency: str | None, scale: str) -> Figure:
    if currency and _is_cents(figure):
        return figure.model_copy(update={"unit": currency})
    if figure.unit == "degree" and not _ANGLES.search(text, figure.sentence_start, figure.sentence_end):
        return figure.model_copy(update={"unit": scale})
    return figure


def _currency(figures: Iterable[Figure]) -> str | None:
    """The currency that the text names most, where it has cents."""
    named = Counter(each.unit for each in figures if each.kind == FigureKind.MONEY and not _is_cents(each))
    best = max(named, key=lambda unit: named[unit], default=None)
    return best if best in _OF_CENTS else None


def _scale(figures: Iterable[Figure]) -> str:
    """The scale that the text names; Celsius where it names none, or both."""
    named = {each.unit for each in figures if each.unit in ("degree_celsius", "degree_fahrenheit")}
    return "degree_fahrenheit" if named == {"degree_fahrenheit"} else "degree_celsius"
