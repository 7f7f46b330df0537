"""The faults in small, on real servers. `make faults` takes them in full."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import scenarios
from tests.faults.harness import Report
from tests.servers import PostgresServer, RedisServer, postgres_server, redis_server


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[PostgresServer, RedisServer]]:
    with postgres_server() as postgres, redis_server() as broker:
        yield postgres, broker


def judge(report: Report) -> None:
    print(report.line())
    assert report.problems == []
    assert (report.lost, report.doubled) == (0, 0)


def test_random_kills(servers: tuple[PostgresServer, RedisServer], tmp_path: Path) -> None:
    report = scenarios.kills(*servers, tmp_path, n_entries=300, n_kills=6)
    judge(report)
    assert report.kills == 6


def test_the_broker_may_vanish(servers: tuple[PostgresServer, RedisServer], tmp_path: Path) -> None:
    judge(scenarios.broker_trouble(*servers, tmp_path, n_entries=120, n_rounds=2))


def test_the_database_may_vanish(servers: tuple[PostgresServer, RedisServer], tmp_path: Path) -> None:
    judge(scenarios.database_trouble(*servers, tmp_path, n_entries=300, n_rounds=2))


def test_poison_dies_alone(servers: tuple[PostgresServer, RedisServer], tmp_path: Path) -> None:
    judge(scenarios.poison(*servers, tmp_path, n_entries=80, n_poisoned=4))
