"""The parts that pages are made of: marks, comparisons, plots, links."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ops.console.diff import compare
from ops.console.exposition import Family, render_families
from ops.console.marking import Span, cut, paragraphs
from ops.console.plots import HEIGHT, WIDTH, bars, plot, rates, round_up
from ops.console.rendering import shown, web_link
from ops.console.stories import read_cursor, write_cursor
from workers.store.browse import StoryFilter

NOW = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
texts = st.text(alphabet="ab \n\N{LARGE BLUE CIRCLE}é", max_size=40)
spans = st.lists(
    st.builds(Span, st.integers(-5, 45), st.integers(-5, 45), st.sampled_from(["figure", "name"]), st.just("n")),
    max_size=8,
)


@given(texts, spans, st.integers(0, 20), st.integers(20, 60))
def test_pieces_are_the_text_and_carry_exactly_their_marks(text: str, marks: list[Span], start: int, end: int) -> None:
    begin = min(start, len(text))
    pieces = cut(text, marks, begin, end)
    assert "".join(piece.text for piece in pieces) == text[begin:end]
    at = begin
    for piece in pieces:
        for i in range(at, at + len(piece.text)):
            wanted = {one.kind for one in marks if 0 <= one.start <= i < one.end <= len(text)}
            assert set(piece.kinds) == wanted
        at += len(piece.text)


@given(texts, spans)
def test_paragraphs_lose_only_line_ends(text: str, marks: list[Span]) -> None:
    found = paragraphs(cut(text, marks))
    assert "".join(piece.text for part in found for piece in part) == text.replace("\n", "")


@given(texts, texts)
@example("a", "\n\na")
@example("ab", "a\nb")
def test_a_comparison_holds_both_texts(old: str, new: str) -> None:
    parts = compare(old, new)
    gone = "".join(run.text for part in parts for run in part.runs if run.kind != "new")
    came = "".join(run.text for part in parts for run in part.runs if run.kind != "gone")
    same = sum(part.n_same for part in parts)
    assert (gone == came == "") is ([*filter(None, old.split("\n"))] == [*filter(None, new.split("\n"))])
    assert same <= min(old.count("\n"), new.count("\n")) + 1


def test_a_huge_comparison_is_bounded() -> None:
    old, new = "a b " * 50_000, "b a " * 50_000
    (part,) = compare(old, new)
    assert [run.kind for run in part.runs] == ["gone", "new"]


def test_plots_stay_in_their_frame() -> None:
    curve = [(NOW + timedelta(minutes=i), float(i * 7 % 90)) for i in range(60)]
    found = plot("p", "u", {"one": curve, "none": []}, NOW, NOW + timedelta(hours=1))
    assert found.top == 100
    for x, y in (point.split(",") for point in found.lines[0].points.split()):
        assert 0 <= float(x) <= WIDTH
        assert 0 <= float(y) <= HEIGHT
    assert found.lines[1].points == ""


@given(st.floats(0, 1e12))
def test_scales_are_round_and_above(value: float) -> None:
    top = round_up(value)
    assert top >= value
    assert str(int(top)).rstrip("0") in ("1", "2", "5")


def test_rates_do_not_fall_below_nothing() -> None:
    curve = [(NOW, 10.0), (NOW + timedelta(minutes=1), 40.0), (NOW + timedelta(minutes=2), 5.0)]
    assert [value for _, value in rates(curve)] == [30.0, 0.0]
    assert rates(curve[:1]) == []


def test_bars_keep_their_place() -> None:
    assert [x for x, *_ in bars([0, 5, 0, 10], 40.0, 20.0)] == [10.0, 30.0]
    assert bars([]) == []


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "//evil.example", "ftp://a/b", "", None, "http://[::1",
     "https://user:pw@a.example/", " http://a.example", "http://a.example/\n", "HTTP:evil", "http:///x"],
)  # fmt: skip
def test_what_is_no_link(address: str | None) -> None:
    assert web_link(address) == ""


def test_what_is_a_link() -> None:
    assert web_link("https://a.example/b?c=d") == "https://a.example/b?c=d"


def test_shown_text_is_masked_and_bounded() -> None:
    assert shown("https://user:pw@a.example/") == "https://***@a.example/"
    assert len(shown("x" * 10_000)) < 2100
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in shown("a\N{RIGHT-TO-LEFT OVERRIDE}b")
    assert shown(None) == shown("") == "–"


@given(st.text(max_size=60))
def test_strange_cursors_show_the_first_page(text: str) -> None:
    for wanted in (StoryFilter(), StoryFilter(is_contested=True)):
        found = read_cursor(text, wanted)
        assert found is None or read_cursor(write_cursor(found), wanted) == found


def test_labels_cannot_break_a_line() -> None:
    assert (
        render_families([Family("m", "gauge", "M", [({"a": 'x"\n\\'}, 1.5)])]).splitlines()[2] == r'm{a="x\"\n\\"} 1.5'
    )
