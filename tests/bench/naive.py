"""What many would build first: five Celery tasks in a chain, a message for each article and step, the same libraries.

It fetches nothing, finds exact duplicates only, and knows neither stories nor facts. Results are ignored, as its
authors would soon learn to do; everything else is Celery's default.
"""

from __future__ import annotations

import os
import sqlite3
from functools import lru_cache
from hashlib import sha256
from typing import Any

import redis
from celery import Celery, chain

app = Celery("naive", broker=os.environ.get("NAIVE_BROKER", "memory://"))
app.conf.update(task_ignore_result=True)
PATH = os.environ.get("NAIVE_DATABASE", ":memory:")


@lru_cache(maxsize=1)
def _model() -> Any:
    import spacy

    from pipeline.extract import model

    return spacy.load(model._path_of(model._best_installed()), exclude=list(model.UNUSED))


@lru_cache(maxsize=1)
def _seen() -> redis.Redis:
    return redis.Redis.from_url(os.environ["NAIVE_BROKER"])


@lru_cache(maxsize=1)
def database() -> sqlite3.Connection:
    """The one file all workers write to."""
    connection = sqlite3.connect(PATH, timeout=60)
    connection.executescript(
        "PRAGMA journal_mode=WAL; CREATE TABLE IF NOT EXISTS article (url, title, author, date, text, entities);"
    )
    return connection


@app.task
def fetch(url: str, markup: str) -> dict[str, Any]:
    return {"url": url, "markup": markup}


@app.task
def clean(item: dict[str, Any]) -> dict[str, Any]:
    import trafilatura

    found: Any = trafilatura.bare_extraction(item.pop("markup"), url=item["url"], with_metadata=True)
    names = ("title", "author", "date", "text")
    return item | {name: getattr(found, name, None) or "" for name in names}


@app.task
def deduplicate(item: dict[str, Any]) -> dict[str, Any]:
    key = "seen:" + sha256(item["text"].encode()).hexdigest()
    return item | {"is_new": bool(_seen().setnx(key, item["url"]))}


@app.task
def extract(item: dict[str, Any]) -> dict[str, Any]:
    entities = [(e.text, e.label_) for e in _model()(item["text"]).ents] if item["is_new"] else []
    return item | {"entities": entities}


@app.task
def store(item: dict[str, Any]) -> None:
    row = (item["url"], item["title"], item["author"], item["date"], item["text"], repr(item["entities"]))
    with database() as connection:
        connection.execute("INSERT INTO article VALUES (?, ?, ?, ?, ?, ?)", row)


def send(url: str, markup: str) -> None:
    """Start the chain of one article."""
    chain(fetch.s(url, markup), clean.s(), deduplicate.s(), extract.s(), store.s()).apply_async()
