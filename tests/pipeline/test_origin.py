"""Who an article counts as."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.origin import credit_of, family_of, source_of


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("LONDON (Reuters) - Shares fell.", "Reuters"),
        ("Shares fell, according to Reuters.", "Reuters"),
        ("Shares fell, the Harbour Courier reported on Monday.", "Harbour Courier"),
        ("This was reported to Bloomberg by two people, reports UNN.", "Bloomberg"),
        ("UNN reports citing Bloomberg that shares fell.", "Bloomberg"),
        ("Based on what was gathered by the Reuters news agency, shares fell.", "Reuters"),
        ("Shares fell, Continental Wire reported late on Monday.", "Continental Wire"),
        ("Continental Wire reported that shares fell.", "Continental Wire"),
        ("Shares fell, the news agency Continental Wire reported.", "Continental Wire"),
        ("Citing Continental Wire, the ministry said shares fell.", "Continental Wire"),
        ("According to the Continental Wire, shares fell.", "Continental Wire"),
        ("As the Continental Wire has reported, shares fell.", "Continental Wire"),
        ("Shares fell, Continental Wire said.", "Continental Wire"),
        ("Officials told Continental Wire that shares fell.", "Continental Wire"),
        ("Shares fell, sources told the Continental Wire news agency.", "Continental Wire"),
        ("The strike was first reported by Continental Wire.", "Continental Wire"),
        ("Shares fell, the newspaper NordPress reported.", "NordPress"),
        ("Shares fell, news agency Ostnet reports.", "Ostnet"),
        ("Shares fell, the Finance Ministry said.", None),
        ("Shares of Continental Wire fell.", None),
        ("Shares fell, according to John Smith.", None),
        ("Shares fell, the ministry reported.", None),
        ("", None),
    ],
)
def test_credits(text: str, credit: str | None) -> None:
    assert credit_of(text) == credit


@pytest.mark.parametrize(
    ("signed", "credit"),
    [
        (("LONDON (Reuters)",), "Reuters"),
        (("Jane Doe", "Associated Press"), "Associated Press"),
        (("Emily Post",), None),
        (("LONDON",), None),
        ((), None),
    ],
)
def test_dateline_and_byline_credit_an_agency(signed: tuple[str, ...], credit: str | None) -> None:
    assert credit_of("Shares fell.", "Vale Evening Post", signed) == credit
    assert credit_of("Shares fell.", credit, signed) is None


def test_nobody_credits_himself() -> None:
    assert credit_of("Shares fell, Reuters reported.", "Reuters UK") is None


def test_the_middle_of_an_article_credits_nobody() -> None:
    padding = "word " * 2000
    assert credit_of(f"{padding} according to Reuters {padding}") is None


def test_families() -> None:
    assert family_of("The Wall Street Journal") == family_of("MarketWatch")
    assert family_of("AP") == family_of("The Associated Press")
    assert family_of("Vale Evening Post") != family_of("Harbour Courier")


def test_rewrites_of_one_wire_are_one_source() -> None:
    wire = source_of(1, "Reuters", None)
    assert wire.number == source_of(2, "Daily Bugle", "Reuters").number
    assert wire.number != source_of(3, "Daily Bugle", None).number
    assert source_of(4, None, None).number != source_of(5, None, None).number
    assert "Reuters" in source_of(2, "Daily Bugle", "Reuters").why


def test_titles_of_one_owner_are_one_source() -> None:
    first, second = (
        source_of(1, "Vale Evening Post", None, "Quay Media"),
        source_of(2, "Harbour Echo", None, "Quay Media"),
    )
    assert first.number == second.number
    assert first.why == "same owner: Quay Media"
    assert first.number != source_of(3, "Harbour Echo", None).number


@given(st.text(max_size=300), st.none() | st.text(max_size=40))
def test_any_text_is_read(text: str, publisher: str | None) -> None:
    assert 0 <= source_of(1, publisher, credit_of(text, publisher)).number < 2**53
