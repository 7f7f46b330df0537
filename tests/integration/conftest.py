"""Real servers, one set for the whole run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.servers import RedisServer, installed_redis, redis_server


@pytest.fixture(scope="session")
def valkey() -> Iterator[RedisServer]:
    with redis_server() as server:
        yield server


@pytest.fixture(scope="session")
def own_redis() -> Iterator[RedisServer | None]:
    """The machine's redis-server; None where there is none, and Valkey alone speaks the protocol."""
    binary = installed_redis()
    if binary is None:
        yield None
        return
    with redis_server(binary) as server:
        yield server
