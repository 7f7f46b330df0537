"""Claims that a living worker could not settle, because the database was away or full, or its time was up.

Left alone they would look like the work of a crash, and three of those make a dead letter. So they are given back as
soon as the database takes it. What a killed process owed is forgotten with it, and does count as a crash.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from contextlib import suppress

from pipeline.errors import Transient
from workers.store import ledger
from workers.store.database import Database
from workers.store.ledger import Claim

_owed: deque[list[Claim]] = deque()  # appending and popping are atomic: the fetcher's threads share it


def owe(database: Database, claims: Sequence[Claim]) -> None:
    """Give these claims back, now if it can be, or before the next batch is claimed."""
    _owed.append(list(claims))
    with suppress(Transient):
        repay(database)


def repay(database: Database) -> None:
    """Give back everything owed. Raises Transient while the database takes nothing, and still owes it then."""
    while _owed:
        try:
            claims = _owed.popleft()
        except IndexError:
            return
        try:
            with database.write() as connection:
                ledger.give_back(connection, claims, database.now(connection))
        except BaseException:
            _owed.append(claims)
            raise
