"""One address for one article, and never one address for two."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.canonical import MAX_URL, canonical_url
from pipeline.errors import IngestError, Poison
from schemas.outcome import Reason


@pytest.mark.parametrize(
    ("url", "form"),
    [
        ("HTTP://FEED.TEST:80/x?utm_source=a#f", "http://feed.test/x"),
        ("https://feed.test:443/x/", "https://feed.test/x"),
        ("https://feed.test", "https://feed.test/"),
        ("https://feed.test:8443/", "https://feed.test:8443/"),
        ("https://user:pw@feed.test/rss", "https://feed.test/rss"),
        ("https://feed.test./a//b/../c/./d", "https://feed.test/a/c/d"),
        ("https://feed.test/%7euser/%e2%82%ac", "https://feed.test/~user/%E2%82%AC"),
        ("https://feed.test/straße", "https://feed.test/stra%C3%9Fe"),
        ("https://münchen.example/", "https://xn--mnchen-3ya.example/"),
        ("http://xn--fsqu00a.xn--0zwm56d/", "http://xn--fsqu00a.xn--0zwm56d/"),
        ("https://feed.test/a?b=2&a=1&fbclid=zz&amp;c=3", "https://feed.test/a?a=1&b=2&c=3"),
        ("https://feed.test/a?1234567", "https://feed.test/a?1234567"),
        ("https://feed.test/a?&&", "https://feed.test/a"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
        (" https://feed.test/x\n", "https://feed.test/x"),
    ],
)
def test_form(url: str, form: str) -> None:
    assert canonical_url(url) == form


TRACKERS = (
    "utm_medium=rss at_campaign=64 gclid=x ref=rss cmp=x CMP=x ns_mchannel=rss xtor=RSS-1 _ga=1 mc_cid=1 igshid=1"
    " WT.mc_id=1 source=rss amp=1 outputType=amp __twitter_impression=true"
)
SELECTORS = (
    "id=1 eid=1 uid=1 cid=1 gid=1 c_id=2 objectid=12326427 gallery=3 global=x page=2 p=77 session=3 source=1234567"
    " feed=20260105 story=ref articleref=1 medium=x"
)


@pytest.mark.parametrize("parameter", TRACKERS.split())
def test_trackers_are_dropped(parameter: str) -> None:
    assert canonical_url(f"https://feed.test/a?{parameter}&id=7") == "https://feed.test/a?id=7"


@pytest.mark.parametrize("parameter", SELECTORS.split())
def test_what_may_select_an_article_is_kept(parameter: str) -> None:
    assert parameter in canonical_url(f"https://feed.test/a?{parameter}&utm_source=x")


@pytest.mark.parametrize(
    "url",
    [
        "https://feed.test/news/a.amp.html",
        "https://feed.test/news/a/amp",
        "https://feed.test/news/a/amp/",
        "https://feed.test/news/a.amp",
        "https://feed.test/amp/news/a",
        "https://feed.test/news/a?amp",
        "https://amp.feed.test/news/a",
        "https://m.feed.test/news/a",
        "https://mobile.feed.test/news/a",
        "https://viewer.test/amp/s/feed.test/news/a/amp",
        "https://feed-test.cache.example/c/s/feed.test/news/a",
        "https://feed-test.cache.example/v/s/m.feed.test/news/a".replace("feed-test", "m-feed-test"),
    ],
)
def test_amp_and_mobile_forms_are_the_ordinary_page(url: str) -> None:
    assert canonical_url(url) == "https://feed.test/news/a"


@pytest.mark.parametrize(
    "url",
    [
        "https://m.co.uk/x",
        "https://amp.dev/x",
        "https://feed.test/amplifier",
        "https://feed.test/amp",
        "https://feed.test/c/s/other.test/x",
        "https://feed.test/music/amp-review",
    ],
)
def test_what_only_looks_like_a_variant_is_kept(url: str) -> None:
    expected = "https://feed.test/" if url.endswith("/amp") else url
    assert canonical_url(url) == expected


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("file:///etc/passwd", "scheme"),
        ("gopher://127.0.0.1:6379/_INFO", "scheme"),
        ("data:text/xml,<rss/>", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("//feed.test/x", "scheme"),
        ("http://feed.test/\r\nX-Evil: 1", "url"),
        ("http://feed.test/a b", "url"),
        ("http://feed.test\\@evil.test/", "url"),
        ("http://feed.test/" + "a" * MAX_URL, "url"),
        ("http://feed.test/" + "é" * 1000, "url"),
        ("http://[::1/", "url"),
        ("http://feed.test:99999/", "url"),
        ("http:///x", "host"),
        ("http://fe%65d.test/", "host"),
        ("http://a..b\u3002/", "host"),
    ],
)
def test_refused_by_form(url: str, word: str) -> None:
    with pytest.raises(Poison, match=f"^{word}") as caught:
        canonical_url(url)
    assert caught.value.reason is Reason.URL_REFUSED


LABELS = st.text(st.sampled_from("abm-éß0."), min_size=1, max_size=12)
PATHS = st.text(st.sampled_from("/amp.-%2eEé?&=;:@#ab_1 \\"), max_size=40)


@given(
    st.sampled_from(["http://", "HTTPS://", "https://m.", "https://amp."]),
    LABELS,
    st.sampled_from(["", ":80", ":443"]),
    PATHS,
)
@example("https://", "amp.amp.amp.test", "", "/amp/s/a-b.c/amp/amp/amp/")
@example("https://", "a.test", "", "/amp/amp/amp/amp/amp/amp/x/amp/amp/amp/amp/amp?utm_=&&amp;amp=")
def test_canonical_form_is_a_fixed_point(scheme: str, host: str, port: str, path: str) -> None:
    try:
        form = canonical_url(f"{scheme}{host}.test{port}/{path}")
    except IngestError:
        return
    assert canonical_url(form) == form


@given(st.text(max_size=80), st.sampled_from(["", "http://", "http://a.test/"]))
def test_any_text_is_an_address_or_refused(text: str, start: str) -> None:
    try:
        form = canonical_url(start + text)
    except Poison:
        return
    assert form.isascii()
