"""One contender on one core, in a process of its own: `python -m tests.bench.solo NAME PAGES`. Prints one JSON line.

`ours` is the whole pipeline without the queue; `bare` the loop a user would write with the same libraries and model;
`newspaper` and `news-please` extract text and metadata only and are compared with our cleaning.
"""

from __future__ import annotations

import json
import os
import pickle
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.bench.inline import Costs, Inline
from workers.sources import LocalPage


def ours(pages: Sequence[LocalPage]) -> Costs:
    """Every stage, in batches as the queue would bring them, on SQLite."""
    return Inline().run(pages)


def bare(pages: Sequence[LocalPage]) -> Costs:
    """trafilatura with metadata, spaCy's `ner` of the same model, rows into SQLite."""
    import spacy
    import trafilatura

    from pipeline.extract import model

    nlp = spacy.load(model._path_of(model._best_installed()), exclude=list(model.UNUSED))
    database = sqlite3.connect(Path(tempfile.mkdtemp()) / "bare.db")
    database.execute("CREATE TABLE article (id INTEGER PRIMARY KEY, url, title, author, date, text)")
    database.execute("CREATE TABLE entity (article_id, start, stop, label, surface)")
    costs = {"clean": 0.0, "extract": 0.0, "store": 0.0}
    for number, one in enumerate(pages):
        started = time.process_time()
        found = trafilatura.bare_extraction(one.page.body.decode(), url=one.url, with_metadata=True)
        cleaned = time.process_time()
        doc = nlp((found.text if found else "") or "")  # type: ignore[union-attr]
        extracted = time.process_time()
        row = (found.title, found.author, found.date, found.text) if found else (None, None, None, "")  # type: ignore[union-attr]
        database.execute("INSERT INTO article VALUES (?, ?, ?, ?, ?, ?)", (number, one.url, *row))
        entities = [(number, e.start_char, e.end_char, e.label_, e.text) for e in doc.ents]
        database.executemany("INSERT INTO entity VALUES (?, ?, ?, ?, ?)", entities)
        database.commit()
        for name, seconds in (("clean", cleaned - started), ("extract", extracted - cleaned)):
            costs[name] += seconds
        costs["store"] += time.process_time() - extracted
    return costs


def newspaper(pages: Sequence[LocalPage]) -> Costs:
    """newspaper4k, images left alone: text and metadata only."""
    from newspaper import Article

    started = time.process_time()
    for one in pages:
        found = Article(one.url, fetch_images=False)
        found.download(input_html=one.page.body.decode())
        found.parse()
    return {"clean": time.process_time() - started}


def news_please(pages: Sequence[LocalPage]) -> Costs:
    """news-please's extractor, images left alone: text and metadata only."""
    from newsplease import NewsPlease  # type: ignore[import-not-found]  # measured where somebody installed it

    started = time.process_time()
    for one in pages:
        NewsPlease.from_html(one.page.body.decode(), url=one.url, fetch_images=False)
    return {"clean": time.process_time() - started}


CONTENDERS = {"ours": ours, "bare": bare, "newspaper": newspaper, "news-please": news_please}


def main(name: str, file: str) -> None:
    """Measure one and print what it cost, in CPU seconds for all pages."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    pages = pickle.loads(Path(file).read_bytes())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    costs = CONTENDERS[name](pages)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"costs": costs, "cpu": sum(costs.values()), "peak_mb": (peak - before) / 1024}))


if __name__ == "__main__":
    main(*sys.argv[1:])
