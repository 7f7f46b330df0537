"""The normal form of text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text import _JOINER, _TABLE, normalise_line, normalise_text, weigh

ANY_TEXT = st.text(st.characters(codec=None), max_size=300) | st.text(
    " \n\r\t\x85\u2028\u200b\ud800é\u0301a", max_size=80
)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\r\nb\rc\x0bd\u2028e", "a\nb\nc\nd\ne"),
        ("  a \t\xa0 b  \n c", "a b\nc"),
        ("a\n\n\n\nb", "a\n\nb"),
        ("a\n \n\t\n \nb", "a\n\nb"),
        ("zero\u200b\u200c\u200dwidth\ufeff", "zerowidth"),
        ("\u202eright\u202c to \u2066left\u2069", "right to left"),
        ("NUL\x00 and\x07 bell\x9f", "NUL and bell"),
        ("lone \ud83d surrogate \udc00", "lone \ufffd surrogate \ufffd"),
        ("cafe\u0301", "café"),
        ("e\u200d\u0301", "é"),
        ("soft\xadhyphen", "softhyphen"),
        ("\U0001f600 stays", "\U0001f600 stays"),
        ("", ""),
    ],
)
def test_rules(raw, clean):
    assert normalise_text(raw) == clean


@given(ANY_TEXT)
def test_normal_form_is_a_fixed_point_that_databases_can_hold(text):
    clean = normalise_text(text)
    assert normalise_text(clean) == clean
    assert unicodedata.is_normalized("NFC", clean)
    assert clean.encode("utf-8").decode("utf-8") == clean
    assert "\x00" not in clean
    assert "\n\n\n" not in clean
    assert clean == clean.strip()
    assert all(line == line.strip() for line in clean.split("\n"))


@given(ANY_TEXT)
def test_a_line_has_no_line_breaks(text):
    line = normalise_line(text)
    assert "\n" not in line
    assert normalise_line(line) == line


@given(st.text(st.characters(categories=["Lu", "Ll", "Nd"]), min_size=1, max_size=50))
def test_words_are_not_changed_beyond_nfc(word):
    assert normalise_text(word) == unicodedata.normalize("NFC", word)


def test_wide_characters_weigh_more():
    assert weigh("地震") == 5.0
    assert weigh("quake") == 5


def test_what_python_calls_printable_needs_no_translation() -> None:
    """`normalise_text` skips the translation of printable texts; one character of the table is looked for apart."""
    printable = {chr(code) for code in _TABLE if chr(code).isprintable()}
    assert printable == {_JOINER}
