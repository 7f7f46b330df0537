"""Slices of time: articles of one slice are clustered together, and slices are joined along the window."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

from schemas.fingerprint import Fingerprint

SLICE = timedelta(days=3)
"""Long enough for most stories, short enough to keep a matter that never ends from growing into one block."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def slice_of(one: Fingerprint) -> int:
    """Number of the slice of time an article was published in; undated articles share slice 0."""
    return (one.published_at - _EPOCH) // SLICE


def sliced_postings(one: Fingerprint, shift: int = 0) -> list[int]:
    """The postings of an article in its own slice, or `shift` slices later."""
    base = (slice_of(one) + shift) & 0x3FFF_FFFF
    return [base << 32 | posting for posting in one.postings]


def n_slices_back(window: timedelta) -> int:
    """How many earlier slices a window can reach into."""
    return math.ceil(window / SLICE)
