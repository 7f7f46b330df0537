"""Reads rows of a view through any connection: sqlite3, psycopg or SQLAlchemy. Opens nothing and keeps nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from types import NoneType, UnionType
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

Row = TypeVar("Row")
Parameters = Sequence[object]


@lru_cache(maxsize=64)
def describe_columns(row_type: Any) -> Mapping[str, str]:
    """What each column of a row type means."""
    hints = get_type_hints(row_type, include_extras=True)
    return {one.name: get_args(hints[one.name])[1] for one in fields(row_type)}


@lru_cache(maxsize=64)
def column_types(row_type: Any) -> Mapping[str, tuple[Any, bool]]:
    """Each column's type, and whether it may be null."""
    hints = get_type_hints(row_type, include_extras=True)
    return {one.name: _split(hints[one.name]) for one in fields(row_type)}


def _split(hint: Any) -> tuple[Any, bool]:
    bare = get_args(hint)[0] if get_origin(hint) is Annotated else hint
    if isinstance(bare, UnionType):
        (known,) = (one for one in get_args(bare) if one is not NoneType)
        return known, True
    return bare, False


def select_rows(connection: Any, row_type: type[Row], query: str, parameters: Parameters = ()) -> Iterator[Row]:
    """Run a query whose columns are the row type's, in its order; `?` stands for a parameter."""
    kind: Any = row_type
    decoders = _decoders(kind)
    for values in execute(connection, query, parameters):
        yield row_type(*(decode(value) for decode, value in zip(decoders, values, strict=True)))


def execute(connection: Any, query: str, parameters: Parameters = ()) -> Iterable[Sequence[Any]]:
    """Run a query in whatever parameter style the connection speaks."""
    if hasattr(connection, "exec_driver_sql"):
        style = connection.dialect.paramstyle
        found: Iterable[Sequence[Any]] = connection.exec_driver_sql(_styled(query, style), tuple(parameters))
        return found
    style = "qmark" if type(connection).__module__.partition(".")[0] == "sqlite3" else "format"
    cursor = connection.cursor()
    cursor.execute(_styled(query, style), tuple(parameters))
    return cursor  # type: ignore[no-any-return]  # a DB-API cursor has no type that all drivers share


def _styled(query: str, style: str) -> str:
    return query if style == "qmark" else query.replace("%", "%%").replace("?", "%s")


@lru_cache(maxsize=64)
def _decoders(row_type: Any) -> Sequence[Callable[[Any], Any]]:
    return [_DECODERS.get(kind, _as_is) for kind, _ in column_types(row_type).values()]


def _as_is(value: Any) -> Any:
    return value


def _decode_time(value: Any) -> datetime | None:
    """PostgreSQL gives aware times of the session's zone; SQLite gives text in UTC without a zone."""
    if value is None:
        return None
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def _decode_decimal(value: Any) -> Decimal | None:
    return value if value is None or isinstance(value, Decimal) else Decimal(str(value))


def _decode_names(value: Any) -> tuple[str, ...]:
    return tuple(json.loads(value) if isinstance(value, str) else value or ())


def _decode_flag(value: Any) -> bool:
    return bool(value)


_DECODERS: dict[Any, Callable[[Any], Any]] = {
    datetime: _decode_time,
    Decimal: _decode_decimal,
    tuple[str, ...]: _decode_names,
    bool: _decode_flag,
}
