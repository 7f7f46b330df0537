"""Reading a body with two counters, one for the wire and one for what it decodes to.

One content coding is understood, gzip, because that is all we ask for; anything else is refused rather than passed on
as if it were text. A kilobyte of some codings decodes to a gigabyte, so decoding is bounded step by step: memory never
exceeds the limit by more than one chunk.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable

from pipeline.errors import Transient
from schemas.outcome import Reason
from workers.http.guard import TooMuch
from workers.http.refusal import Refused

GZIP = 16 + zlib.MAX_WBITS
GZIP_MAGIC = b"\x1f\x8b"
STEP = 64 * 1024
"""Bytes decoded at once: what can be held beyond the limit."""


def read_body(chunks: Iterable[bytes], coding: str, max_bytes: int) -> tuple[bytes, bool]:
    """The decoded body, at most `max_bytes` of it, and whether there was more.

    Raises Refused(bad_encoding) for a coding that was not asked for, Transient(bad_encoding) for a broken one.
    """
    codings = [word.strip().lower() for word in coding.split(",") if word.strip()]
    named = [word for word in codings if word != "identity"]
    if not named:
        return _plain(chunks, max_bytes)
    if named in (["gzip"], ["x-gzip"]):
        return _unzipped(chunks, max_bytes)
    words = ", ".join(named)[:60]
    raise Refused(Reason.BAD_ENCODING, f"content coding {words!r} was not asked for")


def _plain(chunks: Iterable[bytes], max_bytes: int) -> tuple[bytes, bool]:
    body = Sink(max_bytes)
    try:
        for chunk in chunks:
            body.write(chunk)
            if body.is_over:
                break
    except TooMuch:
        body.is_over = True
    return body.value(), body.is_over


def _unzipped(chunks: Iterable[bytes], max_bytes: int) -> tuple[bytes, bool]:
    body, inflater = Sink(max_bytes), Inflater()
    try:
        for chunk in chunks:
            inflater.feed(chunk, body)
            if body.is_over:
                break
    except TooMuch:
        body.is_over = True
    if not body.is_over and not inflater.is_complete:
        raise Transient("the gzip body is cut short", Reason.BAD_ENCODING)
    return body.value(), body.is_over


class Sink:
    """Takes bytes up to a limit and knows when there were more. Its value is handed out without a copy."""

    def __init__(self, max_bytes: int) -> None:
        self._buffer = io.BytesIO()
        self._room = max_bytes
        self.is_over = False

    def write(self, data: bytes) -> None:
        """Keep what fits."""
        self.is_over = self.is_over or len(data) > self._room
        self._room -= self._buffer.write(data[: self._room])

    def value(self) -> bytes:
        """Everything kept."""
        return self._buffer.getvalue()


class Inflater:
    """A gzip decoder for any number of members (RFC 1952, 2.2) that stops when its sink is full."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(GZIP)
        self._is_begun = False
        self._is_padding = False

    @property
    def is_complete(self) -> bool:
        """Whether the last member ended where it said; an empty body has none and is complete."""
        return not self._is_begun or self._member.eof

    def feed(self, chunk: bytes, body: Sink) -> None:
        """Decode a chunk step by step into the sink. Raises Transient(bad_encoding)."""
        while chunk and not self._is_padding and not body.is_over:
            if self._member.eof and not self._next_member(chunk):
                return
            self._is_begun = True
            try:
                body.write(self._member.decompress(chunk, STEP))
            except zlib.error:
                raise Transient("the body is not the gzip it claims to be", Reason.BAD_ENCODING) from None
            chunk = self._member.unused_data if self._member.eof else self._member.unconsumed_tail

    def _next_member(self, chunk: bytes) -> bool:
        """Begin another member; bytes that begin none are padding and are ignored, as gzip tools do."""
        self._is_padding = not GZIP_MAGIC.startswith(chunk[:2])
        if not self._is_padding:
            self._member = zlib.decompressobj(GZIP)
        return not self._is_padding
