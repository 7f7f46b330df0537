"""Feed lists survive their authors."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.opml import read_opml, write_opml
from schemas.feed import FeedLink


def opml(body: str) -> bytes:
    return f'<?xml version="1.0"?><opml version="2.0"><head><title>x</title></head><body>{body}</body></opml>'.encode()


def test_groups_titles_and_homes() -> None:
    body = (
        '<outline text="World"><outline text="A &amp; B" type="rss" xmlUrl="https://a.example/?x=1&amp;y=2"'
        " htmlUrl=\"https://a.example/\"/></outline><outline xmlUrl='https://b.example/'></outline>"
    )
    assert read_opml(opml(body)) == [
        FeedLink("https://a.example/?x=1&y=2", "A & B", "World", "https://a.example/"),
        FeedLink("https://b.example/"),
    ]


def test_bare_ampersands_quotes_and_brackets_in_titles() -> None:
    body = (
        '<outline text="Q & A" xmlUrl="https://a.example/"/>'
        '<outline text="He said "hi" to us" title="x" xmlUrl="https://b.example/?a=1&b=2"/>'
        '<outline text="1 > 0 < 2" xmlUrl="https://c.example/"/>'
    )
    assert [(link.url, link.title) for link in read_opml(opml(body))] == [
        ("https://a.example/", "Q & A"),
        ("https://b.example/?a=1&b=2", "x"),
        ("https://c.example/", "1 > 0 < 2"),
    ]


def test_outlines_that_are_never_closed() -> None:
    body = (
        '<outline text="G"><outline xmlUrl="https://a.example/"><outline xmlUrl="https://b.example/">'
        '<outline xmlUrl="https://c.example/"/></outline><outline xmlUrl="https://d.example/"/>'
    )
    links = read_opml(opml(body))
    assert [link.url[8] for link in links] == ["a", "b", "c", "d"]
    assert [link.group for link in links] == ["G", "G", "G", None]


def test_nested_groups_give_the_innermost() -> None:
    body = '<outline text="Out"><outline text="In"><outline xmlUrl="https://a.example/"/></outline><outline xmlUrl="https://b.example/"/></outline>'
    assert [link.group for link in read_opml(opml(body))] == ["In", "Out"]


def test_comments_hide_and_entities_are_not_declared() -> None:
    body = '<!-- <outline xmlUrl="https://a.example/"/> --><outline xmlurl="https://b.example/" TEXT="&x;"/>'
    assert read_opml(b'<!DOCTYPE opml [<!ENTITY x "y">]>' + opml(body)) == [FeedLink("https://b.example/", "&x;")]


def test_other_encodings() -> None:
    body = opml('<outline text="Å" xmlUrl="https://a.example/"/>').decode()
    assert read_opml(body.encode("utf-16"))[0].title == "Å"


def test_what_is_no_opml_holds_no_feeds() -> None:
    assert read_opml(b"") == read_opml(b"\xff\x00<html>") == read_opml(b"{}") == []


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Cn", "Co"]), min_size=1, max_size=30).map(
    lambda text: " ".join(text.split()) or "x"
)
LINKS = st.builds(FeedLink, TEXTS.map("https://a.example/{}".format), TEXTS, st.none() | TEXTS, st.none() | TEXTS)


@given(st.lists(LINKS, max_size=8))
def test_what_is_written_is_read(links: list[FeedLink]) -> None:
    written = sorted(links, key=lambda link: link.group or "")
    found = sorted(read_opml(write_opml(written, "A & B")), key=lambda link: link.group or "")
    assert sorted(map(repr, found)) == sorted(map(repr, written))


@given(
    st.lists(
        st.sampled_from(
            ["<outline", " xmlUrl=", '"', "'", "/>", ">", "</outline>", "a=", "<!--", "&#9999999999;", "x "]
        )
    )
)
def test_any_text_is_read(parts: list[str]) -> None:
    assert all(link.url for link in read_opml("".join(parts).encode()))
