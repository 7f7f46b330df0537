"""However a body is cut into chunks, it decodes the same and never past the limit."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import Transient
from schemas.outcome import Reason
from workers.http.body import read_body
from workers.http.guard import TooMuch
from workers.http.refusal import Refused

LIMIT = 8 * 1024 * 1024


def cut(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=3), st.integers(1, 50), st.integers(0, 400))
def test_gzip_in_any_pieces(members: list[bytes], size: int, limit: int) -> None:
    whole = b"".join(members)
    wire = b"".join(gzip.compress(member) for member in members)
    body, is_truncated = read_body(cut(wire, size), "gzip", limit)
    assert body == whole[:limit]
    assert is_truncated is (len(whole) > limit)


@pytest.mark.parametrize("size", [1, 7, 1000, 65536, 10**6])
@pytest.mark.parametrize("n_bytes", [65535, 65536, 65537, 1_000_003])
def test_more_than_one_step(size: int, n_bytes: int) -> None:
    whole = b"a" * n_bytes
    assert read_body(cut(gzip.compress(whole), size), "gzip", LIMIT) == (whole, False)
    assert read_body(cut(gzip.compress(whole), size), "gzip", n_bytes) == (whole, False)
    assert read_body(cut(gzip.compress(whole), size), "gzip", n_bytes - 1) == (whole[:-1], True)


@given(st.binary(max_size=300), st.integers(1, 50), st.integers(0, 400))
def test_plain_in_any_pieces(whole: bytes, size: int, limit: int) -> None:
    body, is_truncated = read_body(cut(whole, size), "identity", limit)
    assert (body, is_truncated) == (whole[:limit], len(whole) > limit)


@given(st.binary(min_size=1, max_size=200))
def test_garbage_called_gzip_is_an_error(garbage: bytes) -> None:
    with pytest.raises(Transient) as caught:
        read_body([b"<" + garbage], "gzip", LIMIT)
    assert caught.value.reason is Reason.BAD_ENCODING


@pytest.mark.parametrize("coding", ["br", "zstd", "deflate", "x-nope", "gzip, gzip", "br, gzip", "compress"])
def test_only_what_was_asked_for(coding: str) -> None:
    with pytest.raises(Refused) as caught:
        read_body([b"x"], coding, LIMIT)
    assert caught.value.reason is Reason.BAD_ENCODING


def test_names_of_gzip_and_of_nothing() -> None:
    zipped = gzip.compress(b"feed")
    for coding in ("gzip", "x-gzip", " GZIP ", "identity, gzip"):
        assert read_body([zipped], coding, LIMIT) == (b"feed", False)
    assert read_body([], "gzip", LIMIT) == (b"", False), "an empty body needs no member"


def test_a_body_cut_short_is_an_error() -> None:
    with pytest.raises(Transient, match="cut short"):
        read_body([gzip.compress(b"feed" * 100)[:-9]], "gzip", LIMIT)


def test_padding_after_gzip_is_ignored() -> None:
    assert read_body([gzip.compress(b"feed") + b"\0" * 20], "gzip", LIMIT) == (b"feed", False)


def test_a_bomb_stops_at_the_limit() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    million = bytes(1_000_000)
    bomb = b"".join([packer.compress(million) for _ in range(40)] + [packer.flush()])
    tracemalloc.start()
    body, is_truncated = read_body(cut(bomb, 65536), "gzip", LIMIT)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (len(body), is_truncated) == (LIMIT, True)
    assert peak < LIMIT + 4 * 1024 * 1024


def test_the_wire_budget_truncates() -> None:
    def too_long() -> object:
        yield b"abc"
        raise TooMuch

    assert read_body(too_long(), "", LIMIT) == (b"abc", True)  # type: ignore[arg-type]
