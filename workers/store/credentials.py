"""Where credentials of feeds are kept. Only polling reads them back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from schemas.feed import Credential
from workers.store.tables import credential


def save_credential(connection: Connection, feed_id: int, secret: Credential) -> None:
    """Keep the credential of a feed in place of the one that it had."""
    forget_credentials(connection, [feed_id])
    values = {"origin": secret.origin, "header": secret.header, "value": secret.value}
    connection.execute(insert(credential), [{"feed_id": feed_id, **values}])


def forget_credentials(connection: Connection, feed_ids: Iterable[int]) -> None:
    """Remove the credentials of feeds."""
    connection.execute(delete(credential).where(credential.c.feed_id.in_(list(feed_ids))))


def credentials_of(connection: Connection, rows: Iterable[Mapping[str, Any]]) -> dict[int, Credential]:
    """The credentials of feeds by feed id; a part of an index of sitemaps has those of its index."""
    owners = {row["id"]: row["part_of"] or row["id"] for row in rows}
    query = select(credential).where(credential.c.feed_id.in_(set(owners.values())))
    known = {row.feed_id: Credential(row.origin, row.header, row.value) for row in connection.execute(query)}
    return {feed_id: known[owner] for feed_id, owner in owners.items() if owner in known}


def origins_with_credentials(connection: Connection) -> dict[int, str]:
    """Which feeds have a credential, and for which origin: all that is ever shown of it."""
    return {row.feed_id: row.origin for row in connection.execute(select(credential.c.feed_id, credential.c.origin))}
