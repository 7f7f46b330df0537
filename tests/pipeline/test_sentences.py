"""Sentences: abbreviations do not end them, newlines do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.sentences import opening, sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


CASES = [
    ("One came. Two left.", ["One came.", "Two left."]),
    ("Mr. Smith of St. Ives met Dr. Jones.", ["Mr. Smith of St. Ives met Dr. Jones."]),
    ("He paid $1.5bn. She did not.", ["He paid $1.5bn.", "She did not."]),
    ("The U.S. President came. U.S. officials left.", ["The U.S. President came.", "U.S. officials left."]),
    ("He lives in the U.S. The rest do not.", ["He lives in the U.S.", "The rest do not."]),
    ("It fell to 50p. Shares of 2 km. Two-thirds left.", ["It fell to 50p.", "Shares of 2 km.", "Two-thirds left."]),
    ("See p. 5 of 3 kg. 12 remain.", ["See p. 5 of 3 kg. 12 remain."]),
    ("On Jan. 5 it rained.", ["On Jan. 5 it rained."]),
    ("J. R. Ewing came at 5 p.m. on Monday.", ["J. R. Ewing came at 5 p.m. on Monday."]),
    ('"Really?" she said. "Yes!" He left.', ['"Really?" she said.', '"Yes!"', "He left."]),
    ("A heading\nA line\r\n\r\nAnother.", ["A heading", "A line", "Another."]),
    ("No stop at the end", ["No stop at the end"]),
    ("It rose ... and fell.", ["It rose ... and fell."]),
    ("  \n \t ", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_cases(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@given(st.text())
def test_spans_are_ordered_trimmed_and_lose_only_white_space(text: str) -> None:
    spans = sentence_spans(text)
    assert spans == sorted(spans)
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
    kept = {place for start, end in spans for place in range(start, end)}
    assert all(text[place].isspace() for place in range(len(text)) if place not in kept)


def test_an_opening_is_the_first_sentence_or_its_first_words() -> None:
    assert opening("  Mr. Rutte spoke in London. Then he left.") == "Mr. Rutte spoke in London."
    assert opening("He asked for more. Then he left.") == "He asked for more."
    assert opening("word " * 100, 12) == "word word…"
    assert opening(" \n ") == ""
