"""End states of entries, kept true to what folding says: an original that arrives late makes duplicates of others."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, case, select, update

from schemas.entry import EntryState
from schemas.fingerprint import Placement
from workers.store.tables import entry

_ENDS = (EntryState.STORED, EntryState.DUPLICATE)


def hold_ends(connection: Connection, entry_ids: Collection[int]) -> None:
    """Lock entries before their articles are touched, as publishing does: one of the two waits."""
    if entry_ids:
        wanted = select(entry.c.id).where(entry.c.id.in_(sorted(entry_ids))).order_by(entry.c.id)
        connection.execute(wanted.with_for_update()).all()


def turn_ends(connection: Connection, placements: Iterable[Placement], turned: Collection[int]) -> None:
    """Say `duplicate` of ended entries whose article has become one, and `stored` of those that are none any more.

    An entry that is looked at again falls back to the state it had, so that one is turned too.
    """
    now = [one for one in placements if one.article_id in turned]
    for state in _ENDS:
        ids = [one.article_id for one in now if one.is_head == (state is EntryState.STORED)]
        values = {
            column.name: case((column.in_(_ENDS), state.value), else_=column)
            for column in (entry.c.state, entry.c.kept_state)
        }
        if ids:
            connection.execute(update(entry).where(entry.c.id.in_(ids)).values(**values))
