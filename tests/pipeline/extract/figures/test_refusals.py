"""What looks like a number and is no figure."""

from __future__ import annotations

import pytest

from pipeline.extract.figures import extract_figures

NO_FIGURES = [
    # codes, models, identifiers
    "They fired X-101 and X-22 missiles, Kh-22s and an H-31P.",
    "See [views_3226] for more.",
    "An F-16 and a MiG-31 flew over COVID-19 wards.",
    "The Shahed-136 was shot down.",
    "The iPhone 11 Pro was sold.",
    "A Boeing 737 landed.",
    "The S&P 500 closed.",
    "The Fortune 500 list is out.",
    "Windows 10 and Formula 1 are names.",
    "The G7 and Article 5 were discussed.",
    "Chapter 11 is near.",
    "He wore No. 10 and No 7.",
    "It is on page 12 of section 4.",
    "He lives at 10 Downing Street.",
    "Call +1-222-2222-2222 today.",
    "Call 0800 today.",
    "Use channels 1800 247 600 now.",
    "Dial +1 877 268 9324.",
    "He called 911.",
    "It stood as early as 500 BC there.",
    "See page 3 of 10.",
    "Version 2.0.1 is out at 192.168.1.2.",
    "The key is 24703L202.",
    "It is open 24/7.",
    "Room 101 is empty and flight 93 has left.",
    "She is #1.",
    "It is a 400-B fuse box.",
    # dates and times
    "Published 09 June 2025 11:02.",
    "On 26.05.25, 20:17 he left.",
    "The summit is on June 24-25.",
    "The summit is on 24-25 June.",
    "He died on Oct. 31.",
    "It began in 2019.",
    "The 2024 election was close.",
    "It ran from 2014 to 2022.",
    "It ran in 2014-15.",
    "He came at 2 p.m. and left at 11.30am.",
    "He came at five o'clock.",
    "In the 1990s and his 40s he sang.",
    "In the year 1100 it burned.",
    # ordinals, ranks, scores
    "He came in 10th and she came in 21st.",
    "They won 2-1 on Sunday.",
    "They slipped towards the bottom three.",
    "It is his number one wish.",
    "A third man was seen.",
    "In the third quarter and the second half they led.",
    # number words that are pronouns or parts of words
    "No one knew which one he meant.",
    "One another, this one and the one that left.",
    "One day he will come.",
    "Her half brother came at half-time.",
    "The centre-half fell.",
    "The LAC region has grown.",
    "It will double as a school, says the double agent.",
    "1) Go home.",
    "",
]


@pytest.mark.parametrize("text", NO_FIGURES)
def test_is_no_figure(text: str) -> None:
    assert [figure.surface for figure in extract_figures(text)] == []


MIXED = [
    ("On June 9, Russia launched 499 drones.", ["499"]),
    ("In 2019 some 2019 people came.", ["2019"]),
    ("More than 2000 people came in 2000.", ["2000"]),
    ("Of these, 479 were hit, 94 on the ground, with two X-22 missiles.", ["479", "94", "two"]),
    ("In Gaza 500 people were killed.", ["500"]),
    ("The S&P 500 rose 0.2% in 2019.", ["0.2%"]),
    ("On Monday 12 soldiers died at 6 a.m. local time.", ["12"]),
    ("Prices went up by an average of 1500.", ["1500"]),
]


@pytest.mark.parametrize(("text", "surfaces"), MIXED)
def test_figures_among_other_numbers(text: str, surfaces: list[str]) -> None:
    assert [figure.surface for figure in extract_figures(text)] == surfaces


def test_no_figure_lies_in_a_skipped_span() -> None:
    text = "Over the past three decades 12 ships sank."
    start = text.index("the past")
    assert [figure.surface for figure in extract_figures(text)] == ["three decades", "12"]
    assert [figure.surface for figure in extract_figures(text, skip=[(start, start + 22)])] == ["12"]


def test_skipped_spans_may_come_in_any_order_and_overlap() -> None:
    text = "12 ships, 13 boats, 14 cars"
    assert [figure.surface for figure in extract_figures(text, skip=[(20, 27), (0, 2), (0, 1)])] == ["13"]


def test_a_long_skipped_span_hides_what_shorter_ones_in_it_do_not() -> None:
    text = "aa bb cc dd ee 12 ships"
    assert extract_figures(text, skip=[(0, 18), (1, 2), (3, 4), (5, 6), (7, 8), (9, 10)]) == ()
