"""Slices of time: articles of one slice are clustered together, and slices are joined along the window."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

from schemas.fingerprint import Fingerprint

SLICE = timedelta(days=3)
"""Long enough for most stories, short enough to keep a matter that never ends from growing into one block."""
_MASK = 0x3FFF_FFFF
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def slice_of(one: Fingerprint) -> int:
    """Number of the slice of time an article was published in; undated articles share slice 0."""
    return (one.published_at - _EPOCH) // SLICE


def sliced_postings(one: Fingerprint, shift: int = 0) -> list[int]:
    """The postings of an article in its own slice, or `shift` slices later."""
    base = posting_base(slice_of(one) + shift)
    return [base | posting for posting in one.postings]


def posting_base(number: int) -> int:
    """The least posting of a slice; those of the slice are less than 1 << 32 above."""
    return (number & _MASK) << 32


def n_slices_back(window: timedelta) -> int:
    """How many earlier slices a window can reach into."""
    return math.ceil(window / SLICE)
