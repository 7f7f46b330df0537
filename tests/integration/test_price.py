"""The gate on speed: the whole pipeline costs no more CPU time than the bare loop of its libraries.

A ratio of one run, on the demo world's pages, each side twice in turns. What must hold is 0.85 (bare ÷ ours); measured here
was about twice that, so that a busy machine does not fail it and a real slip does. `make bench` measures on real pages.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from schemas.page import FetchedPage
from tests.bench.__main__ import solo
from workers.newsroom import export
from workers.sources import LocalPage

LEAST = 0.85
"""CPU seconds of trafilatura, spaCy and rows into SQLite by those of our whole pipeline."""


def _pages(folder: Path) -> Iterator[LocalPage]:
    for file in export(folder):
        url = f"https://pages.test/{file.stem}"
        page = FetchedPage(url, url, 200, file.read_bytes(), {"content-type": "text/html; charset=utf-8"}, None)
        yield LocalPage(sha256(url.encode()).hexdigest(), url, page)


def test_the_pipeline_costs_no_more_than_its_libraries(tmp_path: Path) -> None:
    pages = list(_pages(tmp_path / "pages"))
    assert len(pages) > 30
    file = tmp_path / "pages.pickle"
    file.write_bytes(pickle.dumps(pages))
    rounds = [solo(name, file) for name in ("ours", "bare", "bare", "ours")]
    ours, bare = (min(rounds[a]["cpu"], rounds[b]["cpu"]) for a, b in ((0, 3), (1, 2)))
    print(f"bare loop / ours: {bare / ours:.2f}")
    assert bare / ours >= LEAST
