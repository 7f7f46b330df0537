"""Markup becomes plain text and nothing that is not markup is eaten."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.parse.text import clean_markup, has_markup, plain_text, plain_title


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("plain", "plain"),
        ("  two\n\twords ", "two words"),
        ("<b>bold</b> and <i>italic</i>", "bold and italic"),
        ("<p>one</p><p>two</p>", "one two"),
        ("one<br/>two", "one two"),
        ("A < B and AT&amp;T", "A < B and AT&T"),
        ("List<T> in <Foo>", "List<T> in <Foo>"),
        ("x <a href='a>b'>link</a>", "x link"),
        ("caf&eacute; &#8212; &#x2014;", "café — —"),
        ("a<script>alert(1)</script>b", "a b"),
        ("a<style>p{}</style>b", "a b"),
        ("a<!-- hidden -->b", "ab"),
        ("a <!-- never closed", "a never closed"),
        ("a\x00b\x1bc\u202ed\u2066e", "abcde"),
        ("&#99999999999; and &#x" + "f" * 5000 + ";", "\ufffd and \ufffd"),
        ("cafÃ©", "café"),
        ("don\xe2\x80\x99t", "don’t"),
        ("â€™tis", "’tis"),
        ("\ufffe\uffff", None),
        ("<p> </p>", None),
        ("family 👩\u200d👩\u200d👧", "family 👩\u200d👩\u200d👧"),
    ],
)
def test_plain_text(markup: str, text: str | None) -> None:
    assert plain_text(markup, 1000) == text


def test_limit_counts_code_points() -> None:
    assert plain_text("é" * 2000, 1000) == "é" * 1000


def test_a_title_that_is_only_a_script_is_shown() -> None:
    assert plain_title("<script>alert(1)</script>", 1000) == "<script>alert(1)</script>"
    assert plain_title("<p></p>", 1000) is None


def test_markup_is_kept_but_for_what_cannot_be_stored() -> None:
    assert clean_markup("<p onclick='x()'>a\x00b</p>", 1000) == "<p onclick='x()'>ab</p>"


@pytest.mark.parametrize(("text", "is_markup"), [("a <b>c</b>", True), ("a < b > c", False), ("<foo>", False)])
def test_only_html_is_markup(text: str, is_markup: bool) -> None:
    assert has_markup(text) is is_markup


@given(st.text(st.sampled_from("<>&#x;!-/\"' abp\x00\ud800"), max_size=200))
def test_result_is_one_storable_line(markup: str) -> None:
    text = plain_text(markup, 50)
    assert text is None or (len(text) <= 50 and "\n" not in text and "\x00" not in text)
    (text or "").encode("utf-8")
