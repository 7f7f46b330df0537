"""Words and signs that write numbers in English news."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from pipeline.extract.figures.words import pairs


def number_row(text: str, *, first: int = 0, step: int = 1) -> dict[str, Decimal]:
    """Words for first, first + 1, ... times `step`."""
    return {word: Decimal(step * place) for place, word in enumerate(text.split(), start=first)}


_ONES = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen
"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
ONES = number_row(_ONES) | {"nought": Decimal(0), "naught": Decimal(0)}
TENS = number_row(_TENS, first=2, step=10) | {"fourty": Decimal(40)}
SMALL = ONES | TENS

SCALES = {
    "hundred": Decimal(100),
    "thousand": Decimal(1000),
    "lakh": Decimal(10**5),
    "lakhs": Decimal(10**5),
    "lac": Decimal(10**5),
    "million": Decimal(10**6),
    "crore": Decimal(10**7),
    "crores": Decimal(10**7),
    "billion": Decimal(10**9),
    "trillion": Decimal(10**12),
    "quadrillion": Decimal(10**15),
    "dozen": Decimal(12),
}
# Read after a number only; the single letters only where nothing else is meant (see `scales`).
SHORT_SCALES = {
    "k": Decimal(1000),
    "m": Decimal(10**6),
    "mm": Decimal(10**6),
    "mn": Decimal(10**6),
    "mln": Decimal(10**6),
    "mil": Decimal(10**6),
    "mio": Decimal(10**6),
    "b": Decimal(10**9),
    "bn": Decimal(10**9),
    "bln": Decimal(10**9),
    "bil": Decimal(10**9),
    "tn": Decimal(10**12),
    "trn": Decimal(10**12),
    "trln": Decimal(10**12),
    "t": Decimal(10**12),
    "cr": Decimal(10**7),
    "dozens": Decimal(12),
    "millions": Decimal(10**6),
    "billions": Decimal(10**9),
}
VAGUE = {
    "dozens": Decimal(12),
    "scores": Decimal(20),
    "tens": Decimal(10),
    "hundreds": Decimal(100),
    "thousands": Decimal(1000),
    "lakhs": Decimal(10**5),
    "millions": Decimal(10**6),
    "crores": Decimal(10**7),
    "billions": Decimal(10**9),
    "trillions": Decimal(10**12),
}
_DENOMINATORS = pairs(
    """
    half=2 third=3 quarter=4 fourth=4 fifth=5 sixth=6 seventh=7 eighth=8 ninth=9 tenth=10 twelfth=12 sixteenth=16
    twentieth=20 hundredth=100 thousandth=1000 millionth=1000000 billionth=1000000000 trillionth=1000000000000
    """
)
DENOMINATORS = {form: int(size) for word, size in _DENOMINATORS.items() for form in (word, f"{word}s")} | {"halves": 2}
_GLYPHS = pairs("½=1/2 ⅓=1/3 ⅔=2/3 ¼=1/4 ¾=3/4 ⅕=1/5 ⅖=2/5 ⅗=3/5 ⅘=4/5 ⅙=1/6 ⅚=5/6 ⅛=1/8 ⅜=3/8 ⅝=5/8 ⅞=7/8")
GLYPHS = {glyph: Fraction(value) for glyph, value in _GLYPHS.items()}
DASHES = frozenset("-–—‐‑‒−")
HYPHENS = frozenset("-‐‑–")
MINUSES = frozenset("-−–")
