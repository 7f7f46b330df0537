"""A fold worker that dies before each of its statements in turn: `python -m tests.faults.fold_deaths`.

It folds what waits in the database of the settings. A child dies at its first statement, the next at its second, and so
on, until one comes through; the commits count as statements. After each death the index and the articles must say the
same, whatever the transaction had already written. Prints how many died.
"""

from __future__ import annotations

import os
import signal
import sys
from itertools import count

from sqlalchemy import Engine, event, select, update

from workers import doorbell, resources
from workers.store.database import Database
from workers.store.tables import article, band, entry, fingerprint, posting
from workers.tasks.deduplicator import Deduplicator


def main() -> int:
    """Let children die until all is folded."""
    database = resources.database()
    with database.read() as connection:
        ids = list(connection.execute(select(entry.c.id).where(entry.c.stage == "fold")).scalars())
    for number in count(1):
        database.close()
        child = os.fork()
        if child == 0:
            _fold_and_die(database, ids, number)
        if os.waitpid(child, 0)[1] == 0:
            print(number - 1)
            return 0
        _look(database, number)
    return 1


def _fold_and_die(database: Database, ids: list[int], at: int) -> None:
    """Fold in this process, and kill it before its statement number `at`."""
    left = [at]

    def die(*_: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    _listen(database.engine, die)
    doorbell.ring = lambda *_, **__: True  # type: ignore[assignment]  # there is no broker here
    Deduplicator().run(ids)
    os._exit(0)


def _listen(engine: Engine, die: object) -> None:
    for name in ("before_cursor_execute", "commit"):
        event.listen(engine, name, die)


def _look(database: Database, number: int) -> None:
    """Check that index and articles agree, and free the leases of the dead, as the sweeper does when they run out."""
    with database.write() as connection:
        free = {"lease_until": None, "lease_token": None, "is_suspect": False}
        connection.execute(update(entry).where(entry.c.stage == "fold").values(**free))
        known = set(
            connection.execute(select(fingerprint.c.article_id, fingerprint.c.story_id, fingerprint.c.duplicate_of))
        )
        told = set(connection.execute(select(article.c.id, article.c.story_id, article.c.duplicate_of)))
        listed = set(connection.execute(select(band.c.article_id)).scalars())
        heads = set(connection.execute(select(posting.c.article_id)).scalars())
    assert known == told, f"after death {number} the index and the articles differ"
    assert listed == {row[0] for row in known}, f"after death {number} the bands are not those of the articles"
    assert heads == {row[0] for row in known if row[2] is None}, f"after death {number} the postings are not the heads'"


if __name__ == "__main__":
    sys.exit(main())
