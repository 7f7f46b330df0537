"""A sequencer or a reader of the change feed as a process of its own, to be killed at any moment."""

from __future__ import annotations

import time
from multiprocessing import get_context
from multiprocessing.connection import Connection as Pipe
from multiprocessing.process import BaseProcess

from sqlalchemy import Column, Integer, MetaData, Table, insert, select, update

from schemas.contract import read_changes, read_epoch
from workers.deathwatch import die_with_parent
from workers.store.changes import sequence
from workers.store.database import Database

metadata = MetaData()
cursor = Table("reader_cursor", metadata, Column("after", Integer, nullable=False))
# No unique key: a change seen twice must show.
seen = Table("reader_seen", metadata, Column("seq", Integer), Column("article_id", Integer))

# Children of a server that has imported everything are at work at once, so that kills hit work and not start-up.
_context = get_context("forkserver")
_context.set_forkserver_preload(["workers.deathwatch", "workers.store.changes", "psycopg"])


def read_on(database: Database, epoch: str) -> int:
    """Take over some changes and move the cursor, in one transaction."""
    with database.write() as connection:
        after = connection.execute(select(cursor.c.after).with_for_update()).scalar_one()
        found = list(read_changes(connection, after, 100, epoch=epoch))
        if found:
            rows = [{"seq": one.seq, "article_id": one.article_id} for one in found]
            connection.execute(insert(seen), rows)
            connection.execute(update(cursor).values(after=found[-1].seq))
        return len(found)


def work(kind: str, url: str, ready: Pipe) -> None:
    """Sequence or read for ever."""
    die_with_parent()
    database = Database(url)
    with database.read() as connection:
        epoch = read_epoch(connection)
    ready.send(kind)
    while True:
        n_done = sequence(database) if kind == "sequencer" else read_on(database, epoch)
        if not n_done:
            time.sleep(0.02)


class Victim:
    """A running sequencer or reader."""

    def __init__(self, kind: str, url: str) -> None:
        self.kind, self.url = kind, url
        self.ready, theirs = _context.Pipe(duplex=False)
        self.process: BaseProcess = _context.Process(target=work, args=(kind, url, theirs), daemon=True)
        self.process.start()
        theirs.close()

    def wait(self) -> None:
        """Until it works."""
        assert self.ready.recv() == self.kind

    def kill(self, after: float) -> None:
        """SIGKILL, after so many seconds."""
        time.sleep(after)
        self.process.kill()
        self.process.join()
        self.process.close()
        self.ready.close()
