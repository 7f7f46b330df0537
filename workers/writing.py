"""Writes rows of the contract as JSON lines, CSV or Parquet, chunk by chunk."""

from __future__ import annotations

import csv
import io
import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from operator import attrgetter
from typing import IO, Any

from schemas.reading import column_types


def plain(value: Any) -> Any:
    """A value as JSON has it: times in ISO 8601, decimals as decimal strings, so that nothing is rounded."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return list(value) if isinstance(value, tuple) else value


class RowWriter(ABC):
    """Takes chunks of rows of one type. `close` completes the file."""

    def __init__(self, stream: IO[bytes], row_type: Any) -> None:
        self.stream, self.row_type = stream, row_type
        self.names = [one.name for one in fields(row_type)]
        self.values_of: Callable[[Any], tuple[Any, ...]] = attrgetter(*self.names)

    @abstractmethod
    def write(self, rows: Sequence[Any]) -> None:
        """Write one chunk through to the stream."""

    def close(self) -> None:
        """Nothing to complete in formats without a footer."""
        self.stream.flush()


class JsonLines(RowWriter):
    """One JSON object a line, as `docs/schemas` describes it."""

    def write(self, rows: Sequence[Any]) -> None:
        """Write one chunk."""
        for row in rows:
            record = {name: plain(value) for name, value in zip(self.names, self.values_of(row), strict=True)}
            self.stream.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")
        self.stream.flush()


class Csv(RowWriter):
    """RFC 4180 in UTF-8 with a header. Null is an empty cell, a list is JSON.

    Values are exact: a headline that begins with `=` stays so, and a spreadsheet may take it for a formula.
    """

    def __init__(self, stream: IO[bytes], row_type: Any) -> None:
        super().__init__(stream, row_type)
        self._write([self.names])

    def write(self, rows: Sequence[Any]) -> None:
        """Write one chunk."""
        self._write([[self._cell(value) for value in self.values_of(row)] for row in rows])
        self.stream.flush()

    def _write(self, cells: Sequence[Sequence[Any]]) -> None:
        lines = io.StringIO(newline="")
        csv.writer(lines).writerows(cells)
        self.stream.write(lines.getvalue().encode())

    @staticmethod
    def _cell(value: Any) -> Any:
        if isinstance(value, bool):
            return str(value).lower()
        value = plain(value)
        return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value


class Parquet(RowWriter):
    """Apache Parquet: times in UTC microseconds, decimals as exact text, lists of text."""

    def __init__(self, stream: IO[bytes], row_type: Any) -> None:
        super().__init__(stream, row_type)
        import pyarrow as pa
        import pyarrow.parquet as pq

        forms = {
            int: pa.int64(),
            str: pa.string(),
            bool: pa.bool_(),
            datetime: pa.timestamp("us", tz="UTC"),
            Decimal: pa.string(),
            tuple[str, ...]: pa.list_(pa.string()),
        }
        columns = column_types(row_type).items()
        self.schema = pa.schema([pa.field(name, forms[kind], nullable=nullable) for name, (kind, nullable) in columns])
        self.table = pa.Table
        self.writer = pq.ParquetWriter(stream, self.schema, compression="zstd")

    def write(self, rows: Sequence[Any]) -> None:
        """Write one chunk as a row group."""
        records = [
            dict(zip(self.names, (self._cell(value) for value in self.values_of(row)), strict=True)) for row in rows
        ]
        if records:
            self.writer.write_table(self.table.from_pylist(records, schema=self.schema))

    @staticmethod
    def _cell(value: Any) -> Any:
        return format(value, "f") if isinstance(value, Decimal) else list(value) if isinstance(value, tuple) else value

    def close(self) -> None:
        """Write the footer: a Parquet file without it is nothing."""
        self.writer.close()
        self.stream.flush()


def make_writer(form: str, stream: IO[bytes], row_type: Any) -> RowWriter:
    """The writer of a format: jsonl, csv, parquet or, for quoted facts, jsonld."""
    from workers.linked_data import Claims

    forms: dict[str, type[RowWriter]] = {"jsonl": JsonLines, "csv": Csv, "parquet": Parquet, "jsonld": Claims}
    make: Callable[[IO[bytes], Any], RowWriter] = forms[form]
    return make(stream, row_type)
