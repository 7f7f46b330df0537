"""Two levels written like a range, and true ranges."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.reconcile.levels import parted
from schemas.figure import Figure, FigureKind


def pieces(text, surface, low, high):
    start = text.index(surface)
    figure = Figure(
        start_char=start, end_char=start + len(surface), surface=surface, kind=FigureKind.COUNT,
        low=Decimal(low), high=Decimal(high), sentence_start=0, sentence_end=len(text),
    )  # fmt: skip
    found = list(parted(text, figure))
    assert all(text[piece.start_char : piece.end_char] == piece.surface for piece in found)
    return [(piece.surface, piece.value) for piece in found]


@pytest.mark.parametrize(
    ("text", "surface", "bounds", "expected"),
    [
        ("It rose from 22 to 35.", "22 to 35", (22, 35), [("22", 22), ("35", 35)]),
        ("It fell from 35 to 22.", "35 to 22", (22, 35), [("35", 35), ("22", 22)]),
        ("Staff shrinks by 650 to 7,200.", "650 to 7,200", (650, 7200), [("650", 650), ("7,200", 7200)]),
        ("They cost 22 to 35.", "22 to 35", (22, 35), [("22 to 35", None)]),
        ("Prices range from 22 to 35.", "22 to 35", (22, 35), [("22 to 35", None)]),
        (
            "It rose from 900 thousand to 1 million.",
            "900 thousand to 1 million",
            (900000, 1000000),
            [("900 thousand to 1 million", None)],
        ),
    ],
)
def test_levels(text, surface, bounds, expected):
    assert pieces(text, surface, *bounds) == expected
