"""Units that a text leaves to its readers."""

from __future__ import annotations

import pytest

from pipeline.extract.figures import extract_figures
from pipeline.reconcile.implied import with_implied_units
from schemas.figure import Figure
from tests.pipeline.reconcile.stories import NOON


def implied(text: str, surface: str) -> Figure:
    figures = with_implied_units(extract_figures(text, NOON), text)
    return next(figure for figure in figures if figure.surface == surface)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("It was 48.6 degrees in Sorres on Wednesday.", "degree_celsius"),
        ("It was 48.6 degrees in Sorres. The old record was 117.1 degrees Fahrenheit.", "degree_fahrenheit"),
        ("The ship was listing by 48.6 degrees.", "degree"),
    ],
)
def test_bare_degrees_are_of_the_scale_of_their_text(text, unit):
    assert implied(text, "48.6 degrees").unit == unit


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("Sales rose to €3.1bn. The dividend remains at 45 cents a share.", "EUR"),
        ("Sales rose to £3.1bn. The dividend remains at 45 cents a share.", "USD"),
        ("The dividend remains at 45 cents a share.", "USD"),
    ],
)
def test_bare_cents_are_of_the_currency_of_their_text(text, currency):
    assert implied(text, "45 cents").unit == currency
