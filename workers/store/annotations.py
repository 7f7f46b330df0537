"""Annotations of stored revisions: mentions, roles, figures and dates, written in bulk and read back as values."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any
from unicodedata import normalize

from sqlalchemy import ColumnElement, Connection, Table, and_, bindparam, delete, insert, select, tuple_, update

from schemas.annotations import Annotations
from schemas.figure import DateSpan, Figure
from schemas.mention import Mention, RoleMention
from workers.store.ledger import insert_new
from workers.store.tables import date_span, entity, figure, mention, role

Revision = tuple[int, int]
"""(article id, revision)."""

MOST_ALIASES = 50
ROLE_FIELDS = ("start_char", "end_char", "surface", "role", "organisation", "holder", "is_former")


_DASHES = str.maketrans("\u2019\u2010\u2011\u2013-", "'    ")
_ACCENTS = re.compile("[\u0300-\u036f]+")
"""The marks that Latin, Greek and Cyrillic letters carry; those of other scripts make other sounds."""


def entity_key(kind: str, name: str) -> str:
    """The natural key of an entity: its kind and its folded name.

    Newsrooms differ in accents, hyphens and capitals ("Abdel-Fattah El-Sisi"), which says nothing. Spelling does:
    nothing is guessed from letters that are alike.
    """
    plain = name if name.isascii() else _ACCENTS.sub("", normalize("NFKD", name))
    folded = " ".join(plain.translate(_DASHES).casefold().split())
    return sha256(f"{kind}\0{folded or name}".encode()).hexdigest()


def save_annotations(connection: Connection, found: Sequence[tuple[int, int, str, Annotations]]) -> None:
    """Write (article id, revision, text, annotations), replacing what an earlier run said of the same revision."""
    revisions = [(article_id, revision) for article_id, revision, _, _ in found]
    for table in (mention, role, figure, date_span):
        connection.execute(delete(table).where(_of(table, revisions)))
    ids = _entity_ids(connection, [one for *_, said in found for one in said.mentions])
    rows: dict[Table, list[dict[str, Any]]] = defaultdict(list)
    for article_id, revision, text, said in found:
        where = {"article_id": article_id, "revision": revision}
        rows[mention] += [_mention_row(one, ids) | where for one in said.mentions]
        rows[role] += [{name: getattr(one, name) for name in ROLE_FIELDS} | where for one in said.roles]
        rows[figure] += [
            one.model_dump() | {"sentence": text[one.sentence_start : one.sentence_end]} | where for one in said.figures
        ]
        rows[date_span] += [one.model_dump() | where for one in said.dates]
    for table, some in rows.items():
        if some:
            connection.execute(insert(table), some)


def _of(table: Table, revisions: Sequence[Revision]) -> ColumnElement[bool]:
    """Rows of these revisions. The ids stand apart too: for pairs alone SQLite reads the whole table."""
    ids = sorted({article_id for article_id, _ in revisions})
    return and_(table.c.article_id.in_(ids), tuple_(table.c.article_id, table.c.revision).in_(revisions))


def _mention_row(one: Mention, ids: Mapping[str, int]) -> dict[str, Any]:
    span = one.model_dump(exclude={"entity"})
    return span | {"type": one.type.value, "entity_id": ids[entity_key(one.type, one.entity)]}


def _entity_ids(connection: Connection, mentions: Sequence[Mention]) -> dict[str, int]:
    """Ids of the entities behind these mentions, new ones created; surfaces not seen before become aliases."""
    aliases: dict[str, set[str]] = defaultdict(set)
    names: dict[str, tuple[str, str]] = {}
    for one in mentions:
        key = entity_key(one.type, one.entity)
        names.setdefault(key, (one.entity, one.type.value))
        aliases[key].add(one.surface)
    # In key order, so that two workers never wait for each other's rows in a circle.
    fresh = [{"name": names[key][0], "type": names[key][1], "key": key, "aliases": []} for key in sorted(names)]
    insert_new(connection, entity, fresh, ["key"])
    query = select(entity.c.id, entity.c.key, entity.c.name, entity.c.aliases).where(entity.c.key.in_(sorted(names)))
    known = connection.execute(query.order_by(entity.c.key)).all()
    merged = []
    for row in known:
        more = aliases[row.key] - {row.name} - set(row.aliases)
        if more and len(row.aliases) < MOST_ALIASES:
            merged.append({"b_id": row.id, "b_aliases": sorted({*row.aliases, *more})[:MOST_ALIASES]})
    if merged:
        learnt = update(entity).where(entity.c.id == bindparam("b_id")).values(aliases=bindparam("b_aliases"))
        connection.execute(learnt, merged)
    return {row.key: row.id for row in known}


def load_annotations(connection: Connection, revisions: Sequence[Revision]) -> dict[Revision, Annotations]:
    """Read the annotations of these revisions back as values."""
    wanted = list(revisions)
    if not wanted:
        return {}
    figures = _by_revision(connection, figure, wanted)
    dates = _by_revision(connection, date_span, wanted)
    roles = _by_revision(connection, role, wanted)
    mentions = _mentions(connection, wanted)
    return {
        one: Annotations(
            mentions=tuple(mentions.get(one, ())),
            roles=tuple(RoleMention(**{name: row[name] for name in ROLE_FIELDS}) for row in roles.get(one, ())),
            figures=tuple(Figure(**{name: row[name] for name in Figure.model_fields}) for row in figures.get(one, ())),
            dates=tuple(DateSpan(**{name: row[name] for name in DateSpan.model_fields}) for row in dates.get(one, ())),
        )
        for one in wanted
    }


def _by_revision(
    connection: Connection, table: Table, wanted: Sequence[Revision]
) -> dict[Revision, list[Mapping[str, Any]]]:
    query = select(table).where(_of(table, wanted)).order_by(table.c.start_char)
    found: dict[Revision, list[Mapping[str, Any]]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        found[row["article_id"], row["revision"]].append(dict(row))
    return found


def _mentions(connection: Connection, wanted: Sequence[Revision]) -> dict[Revision, list[Mention]]:
    query = (
        select(mention, entity.c.name)
        .join(entity, entity.c.id == mention.c.entity_id)
        .where(_of(mention, wanted))
        .order_by(mention.c.start_char)
    )
    found: dict[Revision, list[Mention]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        one = Mention(
            start_char=row["start_char"],
            end_char=row["end_char"],
            surface=row["surface"],
            type=row["type"],
            entity=row["name"],
        )
        found[row["article_id"], row["revision"]].append(one)
    return found
