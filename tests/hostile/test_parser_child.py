"""Feeds that end, hang or bloat a bare parser: the child dies of them, this process does not."""

from __future__ import annotations

import os
from collections.abc import Iterator

import feedparser
import pytest

from pipeline.errors import Poison
from schemas.outcome import Reason
from workers.sandbox import Limits, Sandbox

HEALTHY = b"<rss version='2.0'><channel><title>t</title><item><title>one</title></item></channel></rss>"


def count_entries(data: bytes) -> int:
    return len(feedparser.parse(data).entries)


def entity_chain(length: int) -> bytes:
    """Entities that each name the one before; expanding the last recurses as deep as the chain is long."""
    declared = "".join(f'<!ENTITY e{n} "&e{n - 1};">' for n in range(1, length))
    return (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "x">{declared}]>'
        f"<rss version='2.0'><channel><item><title>&e{length - 1};</title></item></channel></rss>"
    ).encode()


def attributes(n_attributes: int) -> bytes:
    """Attributes are compared with each other, so their number counts squared."""
    many = " ".join(f"a{n}=''" for n in range(n_attributes))
    return f"<rss version='2.0'><channel><item {many}><title>x</title></item></channel></rss>".encode()


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    box = Sandbox(Limits(cpu_seconds=1, wall_seconds=30.0), size=1)
    yield box
    box.close()


@pytest.mark.parametrize(
    ("feed", "reasons"),
    [(entity_chain(40_000), {Reason.CRASH}), (attributes(60_000), {Reason.HANG})],
    ids=["entity chain", "attributes"],
)
def test_the_parent_survives(sandbox: Sandbox, feed: bytes, reasons: set[Reason]) -> None:
    """A parser that was mended may also just answer; what counts is that it is this process that goes on."""
    before = os.getpid()
    try:
        sandbox.call(count_entries, feed)
    except Poison as poison:
        print(f"died: {poison}")
        seen = {poison.reason}
    else:
        seen = set()
    assert seen <= reasons
    assert os.getpid() == before
    assert sandbox.call(count_entries, HEALTHY) == 1
