"""What is refused is refused before any look-up, and its words carry no secret."""

from __future__ import annotations

import contextlib
from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.canonical import without_userinfo
from schemas.outcome import Reason
from workers.http.refusal import Refused
from workers.http.target import parse_target, split_url

LOOPBACK = (ip_network("127.0.0.0/8"),)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "gopher://a.test/_x",
        "data:text/xml,<rss/>",
        "javascript:alert(1)",
        "ftp://a.test/",
        "//a.test/",
        "a.test",
        "",
        "http://",
        "http:///x",
        "http:a.test",
        "http://a.test/\r\nX: 1",
        "http://a.test/\x00",
        "http://a.test/\u2028",
        "http://a.test/" + "a" * 2048,
        "http://u:p@a.test/",
        "http://@a.test/",
        "http://a.test:x/",
        "http://a.test:22/",
        "http://a.test:0/",
        "http://a.test:65616/",
        "http://[::1",
        "http://a b.test/",
        "http://a%00.test/",
        "http://a..test/",
        "http://" + "a" * 64 + ".test/",
        "http://" + "a." * 130 + "test/",
        "http://a.test\\@b.test/",
        "http://a.test／b.test/",
        "http://" + "é" * 80 + ".test/",
        "http://\ud800.test/",
        "http://\u2100.test/",
        "http://8.8.8.8:6379/",
        " http://a.test/",
    ],
)
def test_refused(url: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_target(url)
    assert caught.value.reason is Reason.URL_REFUSED


@pytest.mark.parametrize(
    ("url", "host", "port", "path", "authority"),
    [
        ("http://a.test", "a.test", 80, b"/", "a.test"),
        ("HTTPS://A.Test/x?y#z", "a.test", 443, b"/x?y", "a.test"),
        ("http://a.test:8080/", "a.test", 8080, b"/", "a.test:8080"),
        ("http://例子.测试/é", "xn--fsqu00a.xn--0zwm56d", 80, b"/%C3%A9", "xn--fsqu00a.xn--0zwm56d"),
        ("http://xn--fsqu00a.xn--0zwm56d/", "xn--fsqu00a.xn--0zwm56d", 80, b"/", "xn--fsqu00a.xn--0zwm56d"),
        ("http://Bücher.test/", "xn--bcher-kva.test", 80, b"/", "xn--bcher-kva.test"),
        ("http://☃.test/", "xn--n3h.test", 80, b"/", "xn--n3h.test"),
        ("http://a\u00adb.test/", "ab.test", 80, b"/", "ab.test"),
        ("http://a_b.test./", "a_b.test.", 80, b"/", "a_b.test."),
        ("http://[2606:4700::1111]/", "2606:4700::1111", 80, b"/", "[2606:4700::1111]"),
        ("http://①②⑦。0.0.1/", "127.0.0.1", 80, b"/", "127.0.0.1"),
        ("http://0177.0.0.1/", "127.0.0.1", 80, b"/", "127.0.0.1"),
        ("http://a.test/a b", "a.test", 80, b"/a%20b", "a.test"),
        ("http://a.test/x/../y", "a.test", 80, b"/y", "a.test"),
    ],
)
def test_split(url: str, host: str, port: int, path: bytes, authority: str) -> None:
    target = parse_target(url)
    assert (target.host, target.port, target.path, target.authority) == (host, port, path, authority)
    assert target.url.isascii()
    assert "#" not in target.url


def test_ports_that_the_operator_opened() -> None:
    assert parse_target("http://a.test:9999/", ports=(9999,)).port == 9999
    assert parse_target("http://127.0.0.1:22/", LOOPBACK).port == 22
    assert parse_target("http://intranet:9999/", LOOPBACK).port == 9999, "its address will decide"
    for url in ("http://intranet:22/", "http://8.8.8.8:9999/"):
        with pytest.raises(Refused):
            parse_target(url, LOOPBACK)


def test_credentials_are_taken_out_and_never_named() -> None:
    assert without_userinfo("http://user:se%63ret@a.test/x@y") == "http://a.test/x@y"
    assert without_userinfo("http://a@b:secret@a.test/") == "http://a.test/"
    assert without_userinfo("//user@a.test/") == "//a.test/"
    assert without_userinfo("http://a.test/?mail=x@y") == "http://a.test/?mail=x@y"
    for url in ("http://user:s3cret@a.test:x/", "http://user:s3cret@[::1", "http://us er:s3cret@a.test/"):
        with pytest.raises(Refused) as caught:
            parse_target(url)
        assert "s3cret" not in str(caught.value)


def test_site_and_path_are_what_is_sent() -> None:
    target = split_url("HTTP://A.test:80/x/../y?q#f")
    assert (target.site, target.path) == ("http://a.test", b"/y?q")
    assert split_url("https://[::1]:9999").site == "https://[::1]:9999", "ports are not its business"


@given(st.text(max_size=60), st.sampled_from(["", "http://", "https://", "http://[", "http://a.test:"]))
def test_any_text_is_a_target_or_refused(text: str, prefix: str) -> None:
    with contextlib.suppress(Refused):
        target = parse_target(prefix + text)
        assert target.host
        assert target.host.isascii()
        assert target.port in {80, 443, 8080, 8443} or target.host.startswith("1") or ":" in target.host
        assert not set(target.path) & set(b" \r\n")
