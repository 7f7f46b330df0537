"""What a process opens once: the database, the language model, the fetcher. Made on first use, never on import."""

from __future__ import annotations

import gc
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.stages import BY_NAME
from workers.settings import load_settings
from workers.store.database import Database

if TYPE_CHECKING:
    from spacy.language import Language

    from workers.http.crowd import Crowd
    from workers.http.fetch import Fetcher
    from workers.politeness import Politeness
    from workers.robots import Robots
    from workers.sandbox import Sandbox


@lru_cache(maxsize=1)
def database() -> Database:
    """This process's database."""
    return Database(load_settings().database)


@lru_cache(maxsize=1)
def model() -> Language:
    """This process's language model; with prefork, the parent's, shared copy-on-write."""
    from pipeline.extract.model import load_model

    return load_model(load_settings().spacy_model)


@lru_cache(maxsize=1)
def fetcher() -> Fetcher:
    """This process's HTTP client, safe to use from many threads."""
    from workers.http.fetch import Fetcher

    settings = load_settings()
    return Fetcher(
        user_agent=settings.user_agent,
        allow_networks=settings.allow_networks,
        allow_ports=frozenset(settings.allow_ports),
    )


@lru_cache(maxsize=1)
def politeness() -> Politeness:
    """The per-host slots, shared by every fetcher through the broker's Redis."""
    from workers.politeness import make_politeness

    settings = load_settings()
    return make_politeness(settings.broker, settings.host_concurrency, settings.host_delay_seconds)


@lru_cache(maxsize=1)
def robots() -> Robots:
    """What sites ask of crawlers, remembered for a day."""
    from workers.robots import Robots

    settings = load_settings()
    return Robots(
        fetcher(),
        settings.user_agent,
        polite=politeness(),
        broker_url=settings.broker,
        pause_seconds=settings.host_delay_seconds,
    )


@lru_cache(maxsize=1)
def crowd() -> Crowd:
    """The threads that wait for the network, so that a slow server holds up nobody else."""
    from workers.http.crowd import Crowd

    return Crowd()


@lru_cache(maxsize=1)
def sandbox() -> Sandbox:
    """Killable children for input that has crashed parsers before."""
    from workers.sandbox import Limits, Sandbox

    return Sandbox(Limits(cpu_seconds=5))


def preload(queues: Iterable[str]) -> None:
    """Load, in the parent, what the children of these queues will need, so that forks share it."""
    wanted = set(queues)
    if BY_NAME["extract"].queue in wanted:
        import pipeline.extract.complete
        import pipeline.extract.inherit

        model()
    if BY_NAME["poll"].queue in wanted:
        import pipeline.parse

        # Before the threads of the pool: a fork copies locks in whatever state they are.
        sandbox().start()
    if BY_NAME["clean"].queue in wanted:
        import pipeline.clean  # noqa: F401  the import itself is the cost: 0.5 s of lxml and trafilatura
    # Out of the collector's sight: each child copies what it looks at (measured: 30 MB and 0.15 CPU s a look,
    # 4 ms an article).
    gc.freeze()


CHILD_MEMORY = 4 * 1024**3
"""Address space of a pool child, bytes. An extractor uses under 1 GB; a document that wants more gets MemoryError."""


def bound_memory() -> None:
    """Bound this process's address space: one bad document must not take the machine's memory."""
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = CHILD_MEMORY if hard == resource.RLIM_INFINITY else min(CHILD_MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def reset_connections() -> None:
    """Forget, in a fresh child, connections that belong to the parent."""
    if database.cache_info().currsize:
        # close=False leaves the parent's sockets alone: they are the parent's to close.
        database().engine.dispose(close=False)
    database.cache_clear()
    fetcher.cache_clear()
    politeness.cache_clear()
    robots.cache_clear()
    crowd.cache_clear()
