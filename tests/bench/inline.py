"""The whole pipeline in one process and without a queue: what each stage costs in CPU time."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Sequence

from workers.sources import LocalPage

Costs = dict[str, float]
"""CPU seconds by stage."""


class Inline:
    """A plant on SQLite, or on the database of the URL, whose stages run one after the other when asked."""

    def __init__(self, database_url: str = "") -> None:
        os.environ |= {"FIVEFOLD_DATA_DIR": tempfile.mkdtemp(prefix="fivefold-bench-"), "FIVEFOLD_LOG_LEVEL": "WARNING"}
        if database_url:
            os.environ["FIVEFOLD_DATABASE_URL"] = database_url
        # Loaded before the clock starts, as a worker does.
        import workers.deriving
        import workers.tasks.cleaner
        import workers.tasks.deduplicator
        import workers.tasks.extractor
        import workers.tasks.writer  # noqa: F401
        from workers import doorbell, resources
        from workers.settings import load_settings
        from workers.store import migrate
        from workers.telemetry import configure_logging

        configure_logging(load_settings())
        doorbell.ring = lambda *_, **__: True  # there is nobody to hear it
        self.database = resources.database()
        migrate.upgrade(self.database)
        resources.preload(["clean", "extract"])

    def run(self, pages: Sequence[LocalPage]) -> Costs:
        """Take these pages in and through every stage, in batches as the queue would bring them."""
        from sqlalchemy import select

        from workers.deriving import derive_facts
        from workers.store.changes import sequence
        from workers.store.intake import take_in
        from workers.store.tables import entry
        from workers.tasks.cleaner import Cleaner
        from workers.tasks.deduplicator import Deduplicator
        from workers.tasks.extractor import Extractor
        from workers.tasks.writer import Publisher

        costs: Costs = {}
        _measure(costs, "take in", lambda: take_in(self.database, pages, lambda _: None))
        for runner in (Cleaner(), Deduplicator(), Extractor(), Publisher()):
            due = select(entry.c.id).where(entry.c.stage == runner.name, entry.c.state == "due").order_by(entry.c.id)
            with self.database.read() as connection:
                ids = list(connection.execute(due).scalars())
            size = runner.stage.batch
            batches = [ids[start : start + size] for start in range(0, len(ids), size)]
            _measure(costs, runner.name, lambda: [runner.run(some) for some in batches])  # noqa: B023  called at once
        _measure(costs, "facts", derive_facts)
        _measure(costs, "number", lambda: sequence(self.database))
        return costs


def _measure(costs: Costs, name: str, work: Callable[[], object]) -> None:
    started = time.process_time()
    work()
    costs[name] = time.process_time() - started
