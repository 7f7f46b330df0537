"""A credential is one header for one origin, or it is refused; its value is nowhere to be seen."""

from __future__ import annotations

from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.credentials import basic, credential_in, header
from pipeline.errors import Misconfigured
from schemas.feed import Credential

URL = "https://feeds.example/private.rss"


@pytest.mark.parametrize(
    ("url", "origin", "pair"),
    [
        ("https://ada:pw@feeds.example/rss", "https://feeds.example", "ada:pw"),
        ("HTTP://ada:p%40ss%3A@Feeds.Example:80/rss", "http://feeds.example", "ada:p@ss:"),
        ("https://token@feeds.example:8443/", "https://feeds.example:8443", "token:"),
        ("http://a@b:c@feeds.example/", "http://feeds.example", "a@b:c"),
        ("http://ada:é@例え.テスト/", "http://xn--r8jz45g.xn--zckzah", "ada:é"),
    ],
)
def test_what_an_address_carries(url: str, origin: str, pair: str) -> None:
    found = credential_in(url)
    assert found is not None
    assert (found.origin, found.header) == (origin, "Authorization")
    assert b64decode(found.value.removeprefix("Basic ")).decode() == pair


@pytest.mark.parametrize(
    "url", [URL, "https://feeds.example/?mail=a@b", "https://@feeds.example/", "https://:@feeds.example/", "x", "",
            "ftp://ada:pw@feeds.example/", "http://a%3Ab:pw@feeds.example/", "http://ada:pw@[::1/"]
)  # fmt: skip
def test_addresses_that_carry_none_or_none_that_can_be_sent(url: str) -> None:
    assert credential_in(url) is None


def test_headers_by_name() -> None:
    assert header(URL, "X-Api-Key", "k1") == Credential("https://feeds.example", "X-Api-Key", "k1")
    assert basic(URL, "ada", "").value == "Basic YWRhOg=="


@pytest.mark.parametrize(
    ("name", "value"),
    [("Host", "evil.example"), ("content-length", "5"), ("X Y", "v"), ("X:Y", "v"), ("", "v"), ("Cookie", "a=b"),
     ("Authorization", ""), ("Authorization", "v\r\nX-Evil: 1"), ("Authorization", "secr\u00e9t"), ("X", " v"),
     ("X", "v" * 5000)],
)  # fmt: skip
def test_what_no_header_can_carry_is_refused_without_being_shown(name: str, value: str) -> None:
    with pytest.raises(Misconfigured) as caught:
        header(URL, name, value)
    assert not value or value not in str(caught.value)


def test_a_value_is_not_in_the_words_for_it() -> None:
    assert "s3cret" not in repr(header(URL, "X-Api-Key", "s3cret"))


@given(st.text(max_size=40))
def test_any_address_has_a_credential_or_none(text: str) -> None:
    for url in (text, f"http://{text}@feeds.example/", f"https://a:{text}"):
        found = credential_in(url)
        assert found is None or found.value.isascii()
