"""What holds for every text, and that no input takes more than linear time."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.figures import extract_figures
from schemas.figure import Figure
from tests.cost import assert_near_linear, within

FRAGMENTS = re.findall(
    r"\S+|\n",
    """
    1 2,000 99 1.5 $ € £ US$ one two three half a an million bn m k % percent and to of or in out between from twice
    doubled fourfold dozen June 9 - – . , ( ) X 3/4 ½ ⅓ per day aged years old hundred thousands several few quarter
    third times by rose fell # @ : x 10 km/h ºC people drones more than at least + ~ ' ’ " 2025
    """,
)
newsy = st.lists(st.tuples(st.sampled_from(FRAGMENTS), st.sampled_from(["", " ", " "])), max_size=40).map(
    lambda pieces: "".join(fragment + gap for fragment, gap in pieces)
)
texts = st.one_of(st.text(max_size=200), newsy)


def spans(figures: tuple[Figure, ...]) -> list[tuple[int, int]]:
    return [(figure.start_char, figure.end_char) for figure in figures]


@given(texts)
@settings(max_examples=300, deadline=None)
def test_surfaces_are_the_characters_of_the_text_sorted_and_apart(text: str) -> None:
    figures = extract_figures(text)
    end = 0
    for figure in figures:
        assert figure.surface == text[figure.start_char : figure.end_char] != ""
        assert figure.start_char >= end
        assert figure.sentence_start <= figure.start_char < figure.end_char <= figure.sentence_end
        end = figure.end_char


@given(texts)
@settings(max_examples=200, deadline=None)
def test_values_and_bounds_exclude_each_other(text: str) -> None:
    for figure in extract_figures(text):
        assert (figure.value is None) == (figure.low is not None)
        assert figure.high is None or (figure.low is not None and figure.low < figure.high)
        assert all(number is None or number.is_finite() for number in (figure.value, figure.low, figure.high))


@given(st.lists(newsy.map(lambda text: text.replace("\n", " ")), max_size=5))
@settings(max_examples=150, deadline=None)
def test_a_text_gives_what_its_paragraphs_give(paragraphs: list[str]) -> None:
    text = "\n\n".join(paragraphs)
    apart = []
    offset = 0
    for paragraph in paragraphs:
        apart += [(start + offset, end + offset) for start, end in spans(extract_figures(paragraph))]
        offset += len(paragraph) + 2
    assert spans(extract_figures(text)) == apart


@given(newsy, st.integers(0, 60), st.integers(1, 60))
@settings(max_examples=150, deadline=None)
def test_nothing_lies_in_a_skipped_span(text: str, start: int, length: int) -> None:
    for first, last in spans(extract_figures(text, skip=[(start, start + length)])):
        assert last <= start or first >= start + length


HOSTILE = (
    "1- ",
    "B A's ",
    "trillions of ",
    "one of the ",
    "A ",
    "7",
    "and ",
    "$",
    "1 million ",
    "1-",
    "one ",
    "half a ",
    ".1",
    "1,234,",
    "rose by ",
    "a hundred ",
    "1 000 ",
    "twenty-",
    "(",
    "’",
    "1 ",
    "~1",
    "1'",
    "1–",
    "0,",
    "from 1 to ",
    "1-year-old ",
    "\u200b1",
    "A: 4 ",
    "rose 5%, ",
    "3-1/4 ",
    "1 for 2 ",
    "lost 1% to ",
    "people over 5 ",
    "2 sons, 5 and 7 and ",
    "one was injured, ",
    "quake at 1.5 ",
    "1 man in 5 ",
    "one man in ",
    "voted 1 to 2 ",
    "12 155mm ",
    "18 months to 2 years to ",
    "fell by 1 km to 2 ",
)
TIMES = 16


@pytest.mark.parametrize("unit", HOSTILE)
def test_time_grows_no_faster_than_the_text(unit: str) -> None:
    short, long = unit * (1_500 // len(unit)), unit * (1_500 * TIMES // len(unit))
    assert_near_linear(lambda: extract_figures(short), lambda: extract_figures(long), TIMES)


@pytest.mark.parametrize("unit", ["7", "and ", "$", "1-", "("])
def test_a_megabyte_ends_in_time(unit: str) -> None:
    """Quadratic work on a megabyte would take hours."""
    text = unit * (1_000_000 // len(unit))
    within(200.0, lambda: extract_figures(text))
