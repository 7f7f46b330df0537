"""SQLite and PostgreSQL give the same end states and the same stored text, on real pages of many publishers."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tests.commands import environment, fivefold
from tests.content import content_of
from tests.quality.data import folder
from tests.servers import postgres_server, redis_server

pytestmark = pytest.mark.quality
EVERY = 2
"""Of the two collections together: 169 pages."""


def unpacked(target: Path) -> int:
    """Write the pages where `ingest` reads them. Returns how many."""
    target.mkdir()
    found = [one for kind in ("fundus", "fundus_eval") for one in sorted((folder() / "pages" / kind).glob("*.html.gz"))]
    for one in found[::EVERY]:
        (target / one.name.removesuffix(".gz")).write_bytes(gzip.decompress(one.read_bytes()))
    return len(found[::EVERY])


def test_the_same_pages_end_the_same(tmp_path: Path) -> None:
    count = unpacked(tmp_path / "pages")
    with postgres_server() as postgres, redis_server() as broker:
        embedded = environment(tmp_path / "embedded")
        servers = environment(tmp_path, database_url=postgres.create_database("parity"), broker_url=broker.url)
        for env in (embedded, servers):
            run = fivefold(env, "ingest", str(tmp_path / "pages"), "--json")
            assert run.returncode == 0, run.stderr[-2000:]
            assert json.loads(run.stdout)["gained"]["accepted"] == count
        expected, found = content_of(embedded), content_of(servers)
    print(expected["counts"], f"{len(expected['texts'])} texts")
    for part in expected:
        assert found[part] == expected[part], part
